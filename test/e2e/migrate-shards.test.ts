/** Four processes share one copy: nothing twice, nothing missing, and their reports become one. */
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { filesIn, HOSTILE, hashesOf, writeFiles } from "../migrate/hostile.ts";
import { treeOf } from "../support/sandbox.ts";
import { type MigrateBench, openMigrateBench } from "./migrate-bench.ts";

let bench: MigrateBench;
let cwd = "";
let count = 0;

beforeAll(async () => {
  bench = await openMigrateBench();
});
afterAll(() => bench.close());
beforeEach(async () => {
  count += 1;
  cwd = await bench.folder();
});

const run = (args: readonly string[]) => bench.migrate(cwd, args);
const codes = (done: Awaited<ReturnType<typeof run>>) => done.json().errors.map(({ code }) => code);

const FILES: Readonly<Record<string, Buffer>> = {
  ...HOSTILE,
  "=sum.csv": Buffer.from("formula"),
  ...Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`more/${at}.txt`, Buffer.from(`number ${at}`)])),
};

test("four at once on one bucket: disjoint, complete, verified; joined, the reports say so in both forms", async () => {
  const Bucket = `shards-${count}`;
  await bench.s3.send(new CreateBucketCommand({ Bucket }));
  await writeFiles(path.join(cwd, "media"), FILES);
  const parts = [1, 2, 3, 4];
  const form = (part: number) => (part % 2 === 0 ? "json" : "csv");
  const args = (part: number) => [
    "--shard",
    `${part}/4`,
    "--report",
    `part-${part}.${form(part)}`,
    "--verify",
    "--json",
  ];
  const up = ["--from", "media", "--to", `s3://${Bucket}/media`];
  const done = await Promise.all(parts.map((part) => run([...up, ...args(part)])));
  for (const one of done) expect(one.code, one.stdout + one.stderr).toBe(0);
  const each = done.map(
    (one) => one.json() as unknown as { migrate: { copied: { files: number }; verified: boolean } },
  );
  expect(each.map(({ migrate }) => migrate.verified)).toEqual([true, true, true, true]);
  expect(each.every(({ migrate }) => migrate.copied.files > 0)).toBe(true);
  // Each file once, and all of them.
  const total = Object.keys(FILES).length;
  expect(each.reduce((all, { migrate }) => all + migrate.copied.files, 0)).toBe(total);
  expect((await run(["--from", `s3://${Bucket}/media`, "--to", "back"])).code).toBe(0);
  expect(await filesIn(path.join(cwd, "back"))).toEqual(hashesOf(FILES));

  const reports = parts.map((part) => `part-${part}.${form(part)}`);
  for (const out of ["all.csv", "all.json"]) {
    const joined = await run(["--merge-reports", ...reports, "--report", out, "--json"]);
    expect(joined.code, joined.stdout).toBe(0);
    expect(joined.json()).toMatchObject({ migrate: { copied: { files: total }, verified: true, failed: [] } });
  }
  const names = (JSON.parse(await readFile(path.join(cwd, "all.json"), "utf8")) as { name: string }[]).map(({ name }) =>
    name.replace(/^'=/, "="),
  );
  expect(names.sort()).toEqual(Object.keys(FILES).sort());

  const missing = await run(["--merge-reports", "part-1.csv", "part-3.csv", "--json"]);
  expect([missing.code, codes(missing)]).toEqual([1, ["shards-missing"]]);
  expect(missing.json().errors[0]?.message).toContain("2/4, 4/4");
  await writeFile(path.join(cwd, "again.csv"), await readFile(path.join(cwd, "part-1.csv")));
  const twice = await run(["--merge-reports", ...reports, "--merge-reports", "again.csv", "--json"]);
  expect([twice.code, codes(twice)]).toEqual([1, ["shards-overlap"]]);
  // One that was cut has no end, and one that was tampered with has names that are not its own.
  const text = await readFile(path.join(cwd, "part-1.csv"), "utf8");
  await writeFile(path.join(cwd, "cut.csv"), text.slice(0, text.lastIndexOf("\n", text.length - 2) + 1));
  const before = await treeOf(cwd);
  const cut = await run(["--merge-reports", "cut.csv", ...reports.slice(1), "--report", "new.csv", "--json"]);
  expect([cut.code, codes(cut)]).toEqual([2, ["not-a-report"]]);
  expect(await treeOf(cwd)).toEqual(before);
  const foreign =
    "\r\nmore/1.txt,copied,1,,\r\nmore/2.txt,copied,1,,\r\nmore/3.txt,copied,1,,\r\nmore/5.txt,copied,1,,\r\n";
  await writeFile(path.join(cwd, "foreign.csv"), text.replace("\r\n", foreign));
  const overlap = await run(["--merge-reports", "foreign.csv", ...reports.slice(1), "--json"]);
  expect([overlap.code, codes(overlap)]).toEqual([1, ["shards-overlap"]]);
});

test.each([
  [["--shard", "0/4"], 2, null],
  [["--shard", "5/4"], 2, null],
  [["--shard", "2"], 2, null],
  [["--shard", "1/0"], 2, null],
  [["--shard", "1/4", "--names-from-db"], 2, "contradiction"],
  [["--shard", "1/4", "--merge-reports", "a.csv"], 2, "contradiction"],
  [["--merge-reports", "a.csv"], 2, "contradiction"],
] as const)("%j: a clear sentence, nothing touched", async (args, exit, code) => {
  await writeFiles(path.join(cwd, "media"), { "a.txt": Buffer.from("a") });
  const before = await treeOf(cwd);
  const done = await run(["--from", "media", "--to", "copy", ...args, "--json"]);
  expect(done.code).toBe(exit);
  if (code !== null) expect(codes(done)).toEqual([code]);
  expect(done.json().errors[0]?.next).toBeTruthy();
  expect(await treeOf(cwd)).toEqual(before);
});

test("what is no report, and what is not there", async () => {
  await writeFile(path.join(cwd, "x.json"), "[]\n");
  await writeFile(path.join(cwd, "y.csv"), "a,b\r\n");
  for (const [file, code] of [
    ["x.json", "not-a-report"],
    ["y.csv", "not-a-report"],
    ["gone.csv", "report-unreadable"],
    ["x.md", "invalid-value"],
  ]) {
    const done = await run(["--merge-reports", file ?? "", "--json"]);
    expect([done.code, codes(done)]).toEqual([2, [code]]);
  }
});
