/** `migrate` as a person and a script run it: what it says, its exit codes, its bad input, kills and Ctrl-C at any moment. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { filesIn, HOSTILE, hashesOf, hashOf, writeFiles } from "../migrate/hostile.ts";
import { startAwsStandin } from "../support/aws-standin.mjs";
import { type Outcome, runCli, startCli } from "../support/cli.ts";
import { startFaultProxy } from "../support/fault-proxy.mjs";
import { CLI } from "../support/prepare.mjs";
import { treeOf } from "../support/sandbox.ts";

let aws: Awaited<ReturnType<typeof startAwsStandin>>;
let proxy: Awaited<ReturnType<typeof startFaultProxy>>;
let s3: S3Client;
let home = "";
let cwd = "";
let count = 0;

beforeAll(async () => {
  aws = await startAwsStandin();
  proxy = await startFaultProxy(aws.url);
  s3 = new S3Client({ endpoint: aws.url, region: "us-east-1", forcePathStyle: true, credentials: aws.root });
  home = await realpath(await mkdtemp(path.join(tmpdir(), "vet-migrate-e2e-")));
});
afterAll(async () => {
  s3.destroy();
  await proxy.stop();
  await aws.stop();
  await rm(home, { recursive: true, force: true });
});
beforeEach(async () => {
  proxy.clear();
  count += 1;
  cwd = path.join(home, String(count));
  await mkdir(cwd);
});

const env = (url = aws.url) => ({
  AWS_ENDPOINT_URL: url,
  AWS_ACCESS_KEY_ID: aws.root.accessKeyId,
  AWS_SECRET_ACCESS_KEY: aws.root.secretAccessKey,
});
const run = (args: readonly string[], more: Readonly<Record<string, string | undefined>> = {}) =>
  runCli(["migrate", ...args], { cwd, env: { ...env(), ...more } });

interface Migrated {
  readonly copied: { readonly files: number; readonly bytes: number };
  readonly toCopy?: { readonly files: number; readonly bytes: number };
  readonly skipped: readonly { readonly name: string; readonly code: string; readonly message: string }[];
  readonly failed: readonly { readonly name: string; readonly code: string; readonly message: string }[];
  readonly verified: boolean | null;
  readonly ledger: string | null;
}
const migrated = (done: Outcome): Migrated => (done.json() as unknown as { readonly migrate: Migrated }).migrate;

async function bucket(): Promise<string> {
  const Bucket = `migrate-e2e-${count}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  return Bucket;
}

async function objectsIn(Bucket: string, prefix: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: prefix }));
  for (const { Key = "" } of Contents) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    found[Key.slice(prefix.length)] = hashOf((await Body?.transformToByteArray()) ?? new Uint8Array());
  }
  return found;
}

describe("a folder to what is configured, and back", () => {
  test("names, bytes and headers as Django writes them; again, there is nothing to do; back, it is the same folder", async () => {
    const Bucket = await bucket();
    await writeFiles(path.join(cwd, "media"), HOSTILE);
    const answers = { provider: "s3", bucket: Bucket, region: "us-east-1", prefix: "media", access: "private" };
    await writeFile(path.join(cwd, "vet-media-setup.json"), JSON.stringify(answers));
    const files = Object.keys(HOSTILE).length;

    const done = await run(["--from", "media", "--to", "configured", "--verify", "--json"]);
    expect(done.code, done.stderr).toBe(0);
    expect(migrated(done)).toMatchObject({ copied: { files }, skipped: [], failed: [], verified: true });
    const { ledger } = migrated(done);
    expect(ledger).toMatch(/^\.vet-media-setup\/migrate\/[0-9a-f]+\.jsonl$/);
    expect(await objectsIn(Bucket, "media/")).toEqual(hashesOf(HOSTILE));
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: "media/mascotas/2024/firulais.jpg" }));
    expect(head).toMatchObject({ ContentType: "image/jpeg", CacheControl: "private, max-age=300" });

    const again = await run(["--from", "media", "--to", "configured", "--json"]);
    expect(again.code).toBe(0);
    expect(migrated(again).copied).toEqual({ files: 0, bytes: 0 });
    expect(
      migrated(again)
        .skipped.map(({ name, code }) => [name, code])
        .sort(),
    ).toEqual(
      Object.keys(HOSTILE)
        .map((name) => [name, "equal"])
        .sort(),
    );

    const back = await run(["--from", "configured", "--to", "restored/here", "--json", "--verify"]);
    expect(back.code, back.stderr).toBe(0);
    expect(await filesIn(path.join(cwd, "restored", "here"))).toEqual(hashesOf(HOSTILE));
    for (const text of [done.stdout, done.stderr, await readFile(path.join(cwd, ledger ?? ""), "utf8")]) {
      expect(text).not.toContain(aws.root.secretAccessKey);
      expect(text).not.toContain(aws.root.accessKeyId);
    }
  });

  test("--dry-run counts, and writes nothing anywhere", async () => {
    const Bucket = await bucket();
    await writeFiles(path.join(cwd, "media"), { "a.txt": Buffer.from("abc"), "b/c.txt": Buffer.from("de") });
    const before = await treeOf(cwd);
    const done = await run([
      "--from",
      "media",
      "--to",
      `s3://${Bucket}/media`,
      "--dry-run",
      "--json",
      "--report",
      "r.csv",
    ]);
    expect(done.code).toBe(0);
    expect(migrated(done)).toMatchObject({ copied: { files: 0 }, toCopy: { files: 2, bytes: 5 }, ledger: null });
    expect(await treeOf(cwd)).toEqual(before);
    expect(await objectsIn(Bucket, "")).toEqual({});
    const down = await run(["--from", "media", "--to", "new/folder", "--dry-run"]);
    expect(down.code).toBe(0);
    expect(await treeOf(cwd)).toEqual(before);
  });

  test("an empty source: says so, makes nothing, ends with 0", async () => {
    await mkdir(path.join(cwd, "media"));
    const before = await treeOf(cwd);
    const done = await run(["--from", "media", "--to", "copy"]);
    expect(done.code).toBe(0);
    expect(done.stdout).toContain("holds no files");
    expect(await treeOf(cwd)).toEqual(before);
  });

  test("what is left out is told, and is no failure; what fails is named, with exit 1; the report holds every one", async () => {
    const Bucket = await bucket();
    await writeFiles(path.join(cwd, "media"), {
      "differs.txt": Buffer.from("mine"),
      "=formula.txt": Buffer.from("f"),
      "refused.txt": Buffer.from("r"),
    });
    await writeFiles(path.join(cwd, "elsewhere"), { "x.txt": Buffer.from("x") });
    await symlink("../elsewhere/x.txt", path.join(cwd, "media", "link.txt"));
    await writeFiles(path.join(cwd, "there"), { "differs.txt": Buffer.from("not mine") });
    expect((await run(["--from", "there", "--to", `s3://${Bucket}/media`])).code).toBe(0);
    proxy.add({ method: "PUT", path: /refused\.txt$/ }, { status: 403, code: "AccessDenied" });
    const args = ["--from", "media", "--to", `s3://${Bucket}/media`, "--report"];
    const done = await run([...args, "r.csv", "--json"], env(proxy.url));
    expect(done.code).toBe(1);
    expect(
      migrated(done)
        .skipped.map(({ name, code }) => [name, code])
        .sort(),
    ).toEqual([
      ["differs.txt", "different"],
      ["link.txt", "link-leaves-the-folder"],
    ]);
    expect(migrated(done).failed).toMatchObject([{ name: "refused.txt", code: "access-denied" }]);
    const rows = (await readFile(path.join(cwd, "r.csv"), "utf8")).trimEnd().split("\r\n");
    expect(rows[0]).toBe("name,status,bytes,code,message");
    expect(
      rows
        .slice(1)
        .map((row) => row.split(",").slice(0, 2).join(","))
        .sort(),
    ).toEqual([`"'=formula.txt",copied`, "differs.txt,skipped", "link.txt,skipped", "refused.txt,failed"].sort());
    proxy.clear();
    const healed = await run([...args, "r.json", "--overwrite", "--json"]);
    expect(healed.code).toBe(0);
    const lines: unknown = JSON.parse(await readFile(path.join(cwd, "r.json"), "utf8"));
    expect(lines).toEqual(expect.arrayContaining([{ name: "refused.txt", status: "copied", bytes: 1 }]));
    expect((await objectsIn(Bucket, "media/"))["differs.txt"]).toBe(hashOf(Buffer.from("mine")));
  });
});

test("a mounted disk, to it and from it", async (context) => {
  const tried = spawnSync("unshare", ["--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], { encoding: "utf8" });
  if (tried.status !== 0) {
    console.warn(`SKIPPED, no disk can be mounted here: ${tried.stderr}`);
    context.skip();
  }
  const files = { "a.txt": Buffer.from("a"), "b/c.txt": Buffer.from("c") };
  await writeFiles(path.join(cwd, "media"), files);
  const mount = path.join(cwd, "mount");
  await mkdir(mount);
  await writeFile(
    path.join(cwd, "vet-media-setup.json"),
    JSON.stringify({ provider: "render-disk", mountPath: mount }),
  );
  // A name space of its own: the disk is gone with its last process.
  const script =
    'mount -t tmpfs tmpfs "$0" && "$1" "$2" migrate --from media --to disk && "$1" "$2" migrate --from configured --to back';
  const done = spawnSync("unshare", ["--mount", "sh", "-c", script, mount, process.execPath, CLI], {
    cwd,
    encoding: "utf8",
  });
  expect(done.status, done.stdout + done.stderr).toBe(0);
  expect(await filesIn(path.join(cwd, "back"))).toEqual(hashesOf(files));
  expect(await readdir(mount)).toEqual([]);
});

describe("bad input: a clear sentence, the right exit code, nothing touched", () => {
  test.each([
    [["--from", "media"], 3, "answers-missing"],
    [[], 3, "answers-missing"],
    [["--from", "media", "--to", "ftp://host/x"], 2, "invalid-store"],
    [["--from", "media", "--to", "s3://"], 2, "invalid-store"],
    [["--from", "media", "--to", "s3:/bucket/x"], 2, "invalid-store"],
    [["--from", "media", "--to", "s3://-bad-/x"], 2, "invalid-store"],
    [["--from", "media", "--to", "s3://bucket/a/../b"], 2, "invalid-store"],
    [["--from", "media", "--to", "s3://bucket//b"], 2, "invalid-store"],
    [["--from", "missing", "--to", "copy"], 2, "folder-missing"],
    [["--from", "media/a.txt", "--to", "copy"], 2, "not-a-folder"],
    [["--from", "media", "--to", "media/a.txt"], 2, "not-a-folder"],
    [["--from", "media", "--to", "media"], 2, "same-store"],
    [["--from", "media", "--to", "./media/"], 2, "same-store"],
    [["--from", "media", "--to", "media/inside"], 2, "same-store"],
    [["--from", "media", "--to", "."], 2, "same-store"],
    [["--from", "media", "--to", "alias"], 2, "same-store"],
    [["--from", "media", "--to", "configured"], 2, "not-configured"],
    [["--from", "disk", "--to", "copy"], 2, "not-configured"],
    [["--from", "media", "--to", "s3://nobody-has-this-bucket"], 3, "bucket-missing"],
    [["--from", "media", "--to", "copy", "--concurrency", "0"], 2, null],
    [["--from", "media", "--to", "copy", "--fresh", "--resume"], 2, "contradiction"],
    [["--from", "media", "--to", "copy", "--report", "r.md"], 2, "invalid-value"],
    [["--from", "media", "--to", "copy", "--bucket", "Bad_Name"], 2, null],
  ] as const)("%j", async (args, exit, code) => {
    await writeFiles(path.join(cwd, "media"), { "a.txt": Buffer.from("a") });
    await symlink("media", path.join(cwd, "alias"));
    const before = await treeOf(cwd);
    const done = await run([...args, "--json"]);
    expect(done.code).toBe(exit);
    const [error] = done.json().errors;
    if (code !== null) expect(error?.code).toBe(code);
    expect(error?.next).toBeTruthy();
    expect(await treeOf(cwd)).toEqual(before);
  });

  test("two buckets that lie in one another", async () => {
    const Bucket = await bucket();
    for (const [from, to] of [
      ["media", "media"],
      ["media", "media/old"],
      ["", "x"],
      ["a/b", "a"],
    ]) {
      const done = await run(["--from", `s3://${Bucket}/${from}`, "--to", `s3://${Bucket}/${to}`, "--json"]);
      expect(done.code).toBe(2);
      expect(done.json().errors[0]?.code).toBe("same-store");
    }
    expect((await run(["--from", `s3://${Bucket}/media`, "--to", `s3://${Bucket}/media2`])).code).toBe(0);
  });

  test("a disk that is not mounted is no place to write to, nor to read from", async () => {
    await writeFiles(path.join(cwd, "media"), { "a.txt": Buffer.from("a") });
    const mount = path.join(cwd, "mount");
    await writeFile(
      path.join(cwd, "vet-media-setup.json"),
      JSON.stringify({ provider: "render-disk", mountPath: mount }),
    );
    for (const there of [false, true]) {
      if (there) await mkdir(mount);
      const before = await treeOf(cwd);
      for (const args of [
        ["--from", "media", "--to", "disk"],
        ["--from", "disk", "--to", "copy"],
        ["--from", "configured", "--to", "copy"],
      ]) {
        const done = await run([...args, "--json"]);
        expect(done.code).toBe(2);
        expect(done.json().errors[0]?.code).toBe("disk-not-mounted");
      }
      expect(await treeOf(cwd)).toEqual(before);
    }
  });

  test("without keys", async () => {
    await writeFiles(path.join(cwd, "media"), { "a.txt": Buffer.from("a") });
    const none = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
    const done = await run(["--from", "media", "--to", "s3://some-bucket", "--json"], none);
    expect(done.code).toBe(3);
    expect(done.json().errors[0]?.code).toBe("credentials-missing");
  });
});

describe("cut at any moment", () => {
  /** Of every kind of way through: small, in one piece, in parts. */
  const FILES: Readonly<Record<string, Buffer>> = Object.fromEntries([
    ...Array.from({ length: 60 }, (_, index) => [`small/${index}.bin`, noise(`s${index}`, 3000 + index)] as const),
    ...Array.from({ length: 3 }, (_, index) => [`big/${index}.bin`, noise(`b${index}`, 2_000_000)] as const),
    ["parts.mp4", noise("p", 34 * 1024 * 1024)],
  ]);

  test("kill -9, thirty times, then once to the end: complete, verified, and nothing half is left", async () => {
    const Bucket = await bucket();
    await writeFiles(path.join(cwd, "media"), FILES);
    const args = ["migrate", "--from", "media", "--to", `s3://${Bucket}/media`];
    for (let cut = 0; cut < 18; cut += 1) {
      const running = startCli(args, { cwd, env: env() });
      // Never at the same place: from before the first request to the middle of the large one.
      await new Promise((resolve) => setTimeout(resolve, 150 + cut * 60 + Math.random() * 100));
      running.child.kill("SIGKILL");
      await running.ended;
    }
    const last = await runCli([...args, "--verify", "--json"], { cwd, env: env() });
    expect(last.code, last.stdout).toBe(0);
    expect(migrated(last)).toMatchObject({ verified: true, failed: [] });
    expect(migrated(last).skipped.filter(({ code }) => code !== "equal")).toEqual([]);
    expect(await objectsIn(Bucket, "media/")).toEqual(hashesOf(FILES));
    expect((await s3.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads ?? []).toEqual([]);

    for (let cut = 0; cut < 12; cut += 1) {
      const running = startCli(["migrate", "--from", `s3://${Bucket}/media`, "--to", "back"], { cwd, env: env() });
      await new Promise((resolve) => setTimeout(resolve, 150 + cut * 60 + Math.random() * 100));
      running.child.kill("SIGKILL");
      await running.ended;
    }
    const back = await run(["--from", `s3://${Bucket}/media`, "--to", "back", "--verify", "--json"]);
    expect(back.code, back.stdout).toBe(0);
    expect(migrated(back)).toMatchObject({ verified: true, failed: [] });
    expect(await filesIn(path.join(cwd, "back"))).toEqual(hashesOf(FILES));
    expect(await readdir(path.join(cwd, "back"))).toEqual(["big", "parts.mp4", "small"]);
  });

  test("Ctrl-C: exit 130, how to go on, nothing half; the same command ends it", async () => {
    const Bucket = await bucket();
    await writeFiles(path.join(cwd, "media"), FILES);
    const args = ["migrate", "--from", "media", "--to", `s3://${Bucket}/media`];
    proxy.add({ method: "PUT", query: /partNumber=2/ }, { hang: true });
    const running = startCli(args, { cwd, env: env(proxy.url) });
    await proxy.hanging(1);
    running.child.kill("SIGINT");
    const stopped = await running.ended;
    expect(stopped.code).toBe(130);
    expect(stopped.stdout).toContain("run the same command again");
    expect((await s3.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads ?? []).toEqual([]);
    const done = await runCli([...args, "--verify", "--json"], { cwd, env: env() });
    expect(migrated(done)).toMatchObject({ verified: true });
    expect(await objectsIn(Bucket, "media/")).toEqual(hashesOf(FILES));
  });

  test("two runs at once: the second is told to wait, and touches nothing", async () => {
    const Bucket = await bucket();
    await writeFiles(path.join(cwd, "media"), { "a.txt": Buffer.from("a") });
    const args = ["migrate", "--from", "media", "--to", `s3://${Bucket}/media`];
    proxy.add({ method: "PUT" }, { hang: true }, { times: 1 });
    const first = startCli(args, { cwd, env: env(proxy.url) });
    await proxy.hanging(1);
    const second = await runCli([...args, "--json"], { cwd, env: env() });
    expect(second.code).toBe(1);
    expect(second.json().errors[0]?.code).toBe("another-run");
    proxy.breakOff();
    expect((await first.ended).code).toBe(0);
    expect(await objectsIn(Bucket, "media/")).toEqual(hashesOf({ "a.txt": Buffer.from("a") }));
  });
});

function noise(seed: string, size: number): Buffer {
  const block = Buffer.concat(
    Array.from({ length: 32 }, (_, index) => createHash("sha512").update(`${seed}${index}`).digest()),
  );
  return Buffer.alloc(size, block);
}
