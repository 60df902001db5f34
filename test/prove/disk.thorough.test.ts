/** The proof of a Render disk where an app never ends its start: it waits, and is ended. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { prove } from "../../src/prove/prove.ts";
import { type DiskBench, openDiskBench } from "../support/disk-bench.ts";
import { running, statuses } from "../support/proof-bench.ts";

let bench: DiskBench;
beforeAll(async () => {
  bench = await openDiskBench();
});
afterAll(() => bench.close());

test("an app whose start never ends: the storage is proved all the same", async () => {
  const files = { "pets/__init__.py": "", "pets/models.py": "import time\ntime.sleep(600)\n" };
  const { options, project } = await bench.clinic({ settings: `INSTALLED_APPS += ["pets"]\n`, files });
  const proof = await prove({ ...options, commandLimit: 20_000 });
  expect(proof, JSON.stringify(proof)).toMatchObject({ status: "passed", mode: "isolated" });
  expect(statuses(proof)).toMatchObject({ "import-urls": "warn", "view-signed-in": "pass", gone: "pass" });
  expect(running(project.root)).toEqual([]);
});
