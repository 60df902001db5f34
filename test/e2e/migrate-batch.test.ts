/** `migrate --emit s3-batch`: a manifest and a job that S3 could run, and nothing that is overwritten. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { targetKeyPrefix } from "../../src/migrate/batch-job.ts";
import { HOSTILE, writeFiles } from "../migrate/hostile.ts";
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
  for (const Bucket of [`old-${count}`, `new-${count}`]) await bench.s3.send(new CreateBucketCommand({ Bucket }));
});

const run = (args: readonly string[]) => bench.migrate(cwd, args);

test("manifest and job name the same bytes; every key is one row, and is itself again when decoded; what is there is left out", async () => {
  await writeFiles(path.join(cwd, "media"), HOSTILE);
  const { "a.txt": _, ...others } = { "a.txt": Buffer.from("same"), ...HOSTILE };
  await writeFiles(path.join(cwd, "there"), { "a.txt": Buffer.from("same") });
  await writeFiles(path.join(cwd, "media"), { "a.txt": Buffer.from("same") });
  expect((await run(["--from", "media", "--to", `s3://old-${count}/media`])).code).toBe(0);
  expect((await run(["--from", "there", "--to", `s3://new-${count}/moved/media`])).code).toBe(0);
  const args = ["--from", `s3://old-${count}/media`, "--to", `s3://new-${count}/moved/media`, "--emit", "s3-batch"];
  const done = await run([...args, "--emit-dir", "job"]);
  expect(done.code, done.stderr).toBe(0);
  expect(done.stdout).toContain("aws s3control create-job --region us-east-1 --cli-input-json file://job.json");

  const manifest = await readFile(path.join(cwd, "job", "manifest.csv"));
  const rows = manifest.toString("utf8").trimEnd().split("\n");
  expect(rows.every((row) => /^old-\d+,[A-Za-z0-9\-._~%/]+$/.test(row))).toBe(true);
  const names = rows.map((row) => decodeURIComponent(row.slice(row.indexOf(",") + 1)));
  expect(names.sort()).toEqual(
    Object.keys(others)
      .map((name) => `media/${name}`)
      .sort(),
  );
  const job: unknown = JSON.parse(await readFile(path.join(cwd, "job", "job.json"), "utf8"));
  expect(job).toMatchObject({
    AccountId: "ACCOUNT_ID",
    Operation: { S3PutObjectCopy: { TargetResource: `arn:aws:s3:::new-${count}`, TargetKeyPrefix: "moved" } },
    Manifest: {
      Spec: { Format: "S3BatchOperations_CSV_20180820", Fields: ["Bucket", "Key"] },
      Location: { ETag: createHash("md5").update(manifest).digest("hex") },
    },
    RoleArn: "arn:aws:iam::ACCOUNT_ID:role/ROLE_NAME",
  });
  const commands = await readFile(path.join(cwd, "job", "commands.txt"), "utf8");
  const key = /--key (\S+)/.exec(commands)?.[1];
  expect(job).toMatchObject({ Manifest: { Location: { ObjectArn: `arn:aws:s3:::new-${count}/${key}` } } });

  // Once more: nothing of it is overwritten.
  const before = await treeOf(cwd);
  const again = await run([...args, "--emit-dir", "job", "--json"]);
  expect([again.code, again.json().errors[0]?.code]).toEqual([2, "file-exists"]);
  expect(await treeOf(cwd)).toEqual(before);
});

test("what no job can do is refused, and nothing is written", async () => {
  await writeFiles(path.join(cwd, "media"), { "a.txt": Buffer.from("a") });
  const before = await treeOf(cwd);
  const emit = ["--emit", "s3-batch", "--json"];
  for (const [from, to, code] of [
    ["media", `s3://new-${count}/media`, "batch-needs-buckets"],
    [`s3://old-${count}/media`, "out", "batch-needs-buckets"],
    [`s3://old-${count}/media`, `s3://new-${count}/files`, "batch-prefix"],
  ]) {
    const done = await run(["--from", from ?? "", "--to", to ?? "", ...emit]);
    expect([done.code, done.json().errors[0]?.code]).toEqual([2, code]);
  }
  const service = ["--endpoint-url", bench.url, "--from", `s3://old-${count}/media`, "--to", `s3://new-${count}/media`];
  expect((await run([...service, ...emit])).json().errors[0]?.code).toBe("batch-needs-buckets");
  // Nothing to copy: no job.
  const none = await run(["--from", `s3://old-${count}/media`, "--to", `s3://new-${count}/media`, ...emit]);
  expect(none.code).toBe(0);
  expect(Object.keys(await treeOf(cwd)).filter((name) => /manifest|job/.test(name))).toEqual([]);
  expect(Object.keys(before)).not.toEqual([]);
});

describe("the folder that is put before a key", () => {
  test.each([
    ["", "", ""],
    ["media", "media", ""],
    ["", "old", "old"],
    ["media", "old/media", "old"],
    ["a/b", "x/y/a/b", "x/y"],
    ["media", "files", null],
    ["media", "", null],
    ["media", "xmedia", null],
    ["a/b", "b", null],
  ])("%j to %j: %j", (from, to, prefix) => {
    expect(targetKeyPrefix(from, to)).toBe(prefix);
  });
});
