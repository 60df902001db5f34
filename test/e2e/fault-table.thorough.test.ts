/** The table of faults, whole: at every service, from the first request on and in the middle of a change. */
import { afterEach, test } from "vitest";
import { benchForThisFile } from "../support/sandbox.ts";
import { faultBench } from "./fault-bench.ts";
import { CHANGE, canStrikeAtChange, FAULTS, SERVICES, timesAtChange } from "./fault-table.ts";

const bench = benchForThisFile();
const faults = faultBench(bench);

afterEach(() => bench.proxy.clear());

const rows = FAULTS.flatMap((fault) =>
  SERVICES.filter((service) => fault.ends[service] !== null).map((service) => ({ fault, service, name: fault.name })),
);

// S3 is in the quick test.
test.each(rows.filter(({ service }) => service !== "s3"))("$service, from the first request on: $name", async (row) => {
  await faults.strike(row.fault, row.service, {});
});

test.each(rows.filter(({ fault }) => canStrikeAtChange(fault)))("$service, at a change: $name", async (row) => {
  await faults.strike(row.fault, row.service, CHANGE[row.service], timesAtChange(row.fault, row.service));
});
