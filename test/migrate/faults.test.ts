/** What networks and busy services do in the middle of a copy: it is tried again, told once, and nothing is copied twice or half. */

import { createHash } from "node:crypto";
import {
  AbortMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { Ledger } from "../../src/migrate/ledger.ts";
import { copyingForThisFile } from "./copying.ts";
import { filesIn, hashesOf, hashOf, writeFiles } from "./hostile.ts";

const copying = copyingForThisFile();
let s3: S3Client;
let source = "";
const FILES = Object.fromEntries(
  Array.from({ length: 12 }, (_, index) => [`f${index}.txt`, Buffer.alloc(5000 + index, `${index}`)]),
);
const MEBIBYTE = 1024 * 1024;
const SMALL_PARTS = { whole: 1 * MEBIBYTE, part: 5 * MEBIBYTE, partsAtOnce: 2 };

beforeAll(async () => {
  s3 = new S3Client({
    endpoint: copying.standin.url,
    region: "us-east-1",
    forcePathStyle: true,
    credentials: copying.standin.root,
  });
  source = await copying.folder();
  await writeFiles(source, FILES);
});
afterEach(() => copying.proxy.clear());
afterAll(() => s3.destroy());

let count = 0;
async function bucket(): Promise<string> {
  count += 1;
  const Bucket = `faults-${count}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  return Bucket;
}

async function contents(Bucket: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  const store = await copying.s3Store(Bucket, "");
  for await (const { entries } of store.list()) {
    for (const { name } of entries) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: name }));
      found[name] = hashOf((await Body?.transformToByteArray()) ?? new Uint8Array());
    }
  }
  return found;
}

test.each([
  ["a broken connection", { reset: true }],
  ["SlowDown", { status: 503, code: "SlowDown" }],
  ["an internal error", { status: 500, code: "InternalError" }],
  ["too many requests", { status: 429, code: "TooManyRequests" }],
  ["a gateway's page", { status: 502, html: true }],
  ["an answer that is lost after the object was written", { after: true, reset: true }],
])("%s, now and then: every file arrives all the same", async (_, answer) => {
  const Bucket = await bucket();
  const to = await copying.s3Store(Bucket, "", { faulty: true });
  copying.proxy.add({ method: "PUT" }, answer, { times: 2, skip: 3 });
  copying.proxy.add({ method: "GET" }, answer, { times: 1 });
  const ran = await copying.run(await copying.folderStore(source), to, { verify: true });
  expect(ran.failed.first).toEqual([]);
  expect(ran).toMatchObject({ copied: { files: 12 }, verified: true, stopped: null, skipped: { count: 0 } });
  expect(await contents(Bucket)).toEqual(hashesOf(FILES));
});

test("a body that is cut on its way down never becomes a file", async () => {
  const Bucket = await bucket();
  await copying.run(await copying.folderStore(source), await copying.s3Store(Bucket, ""));
  const from = await copying.s3Store(Bucket, "", { faulty: true });
  const cut = {
    status: 200,
    headers: { "content-length": "5001", etag: '"x"', "x-amz-request-id": "1" },
    body: "short",
  };
  copying.proxy.add({ method: "GET", path: /f1\.txt$/ }, cut, { times: 1 });
  const target = await copying.folder();
  const ran = await copying.run(from, await copying.folderStore(target, "write"));
  expect(ran.failed.first).toEqual([]);
  expect(await filesIn(target)).toEqual(hashesOf(FILES));
});

test("bytes other than those that were stored are a failure, and no file", async () => {
  const Bucket = await bucket();
  await copying.run(await copying.folderStore(source), await copying.s3Store(Bucket, ""));
  const from = await copying.s3Store(Bucket, "", { faulty: true });
  const { "f1.txt": bytes = Buffer.alloc(0) } = FILES;
  const etag = `"${createHash("md5").update(bytes).digest("hex")}"`;
  const wrong = {
    status: 200,
    headers: { "content-length": "5001", etag, "x-amz-request-id": "1" },
    body: "x".repeat(5001),
  };
  copying.proxy.add({ method: "GET", path: /f1\.txt$/ }, wrong);
  const target = await copying.folder();
  const ran = await copying.run(from, await copying.folderStore(target, "write"));
  expect(ran.failed.first.map(({ name, code }) => [name, code])).toEqual([["f1.txt", "damaged"]]);
  const { "f1.txt": _, ...rest } = hashesOf(FILES);
  expect(await filesIn(target)).toEqual(rest);
});

test("refused objects are named with their cause; the others arrive", async () => {
  const Bucket = await bucket();
  const to = await copying.s3Store(Bucket, "", { faulty: true });
  copying.proxy.add({ method: "PUT", path: /f[37]\.txt$/ }, { status: 403, code: "AccessDenied" });
  const ran = await copying.run(await copying.folderStore(source), to);
  expect(ran).toMatchObject({ copied: { files: 10 }, stopped: null });
  expect(ran.failed.first.map(({ name, code }) => [name, code]).sort()).toEqual([
    ["f3.txt", "access-denied"],
    ["f7.txt", "access-denied"],
  ]);
});

test("keys that run out in the middle stop the run at once", async () => {
  const Bucket = await bucket();
  const to = await copying.s3Store(Bucket, "", { faulty: true });
  copying.proxy.add({ method: "PUT" }, { status: 400, code: "ExpiredToken" }, { skip: 2 });
  const ran = await copying.run(await copying.folderStore(source), to, { concurrency: 1 });
  expect(ran.stopped?.problem.code).toBe("token-expired");
  expect(ran).toMatchObject({ copied: { files: 2 }, failed: { count: 1 } });
});

test("a bucket in another region is found there", async () => {
  const Bucket = await bucket();
  copying.proxy.add(
    { method: "HEAD", path: new RegExp(`^/${Bucket}/?$`) },
    { status: 301, headers: { "x-amz-bucket-region": "eu-west-1" } },
    { times: 1 },
  );
  const to = await copying.s3Store(Bucket, "", { faulty: true });
  await copying.run(await copying.folderStore(source), to);
  const puts = copying.proxy.requests.filter(({ method }) => method === "PUT");
  expect(puts).toHaveLength(12);
  for (const { headers } of puts) expect(headers.authorization).toContain("/eu-west-1/s3/");
});

test.each([["no such bucket", "nobody-has-this", 3, "bucket-missing"]])("%s", async (_, name, exit, code) => {
  await expect(copying.s3Store(name, "")).rejects.toMatchObject({ problem: { code, exit } });
});

test("wrong keys are told as what they are", async () => {
  const Bucket = await bucket();
  const keys = { accessKeyId: "AKIAUNKNOWNUNKNOWN00", secretAccessKey: "nobody" };
  await expect(copying.s3Store(Bucket, "", { keys })).rejects.toMatchObject({
    problem: { code: "unknown-access-key" },
  });
  const secret = { ...copying.standin.root, secretAccessKey: "mistyped" };
  await expect(copying.s3Store(Bucket, "", { keys: secret })).rejects.toMatchObject({
    problem: { code: "wrong-secret" },
  });
});

test("the lost answer to the last step of an upload in parts is no failure", async () => {
  const Bucket = await bucket();
  const folder = await copying.folder();
  const files = { "big.bin": Buffer.alloc(12 * MEBIBYTE, "big") };
  await writeFiles(folder, files);
  const to = await copying.s3Store(Bucket, "", { faulty: true, sizes: SMALL_PARTS });
  copying.proxy.add({ method: "POST", query: /^uploadId=/ }, { after: true, reset: true }, { times: 1 });
  const ran = await copying.run(await copying.folderStore(folder), to, { verify: true });
  expect(ran.failed.first).toEqual([]);
  expect(ran).toMatchObject({ copied: { files: 1 }, verified: true });
  expect(await contents(Bucket)).toEqual(hashesOf(files));
});

test("a failed part takes its whole upload away", async () => {
  const Bucket = await bucket();
  const folder = await copying.folder();
  await writeFiles(folder, { "big.bin": Buffer.alloc(12 * MEBIBYTE, "big") });
  const to = await copying.s3Store(Bucket, "", { faulty: true, sizes: SMALL_PARTS });
  copying.proxy.add({ method: "PUT", query: /partNumber=2/ }, { status: 403, code: "AccessDenied" });
  const ran = await copying.run(await copying.folderStore(folder), to);
  expect(ran.failed.first.map(({ code }) => code)).toEqual(["access-denied"]);
  expect((await s3.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads ?? []).toEqual([]);
});

test("after Ctrl-C nothing is left half: no upload, no file, and the next run ends what it began", async () => {
  const Bucket = await bucket();
  const folder = await copying.folder();
  const files = { ...FILES, "big.bin": Buffer.alloc(12 * MEBIBYTE, "big") };
  await writeFiles(folder, files);
  const to = await copying.s3Store(Bucket, "", { faulty: true, sizes: SMALL_PARTS });
  copying.proxy.add({ method: "PUT", query: /partNumber=2/ }, { hang: true });
  const stop = new AbortController();
  const state = await copying.folder();
  const running = copying.run(await copying.folderStore(folder), to, { signal: stop.signal, state });
  await copying.proxy.hanging(1);
  stop.abort();
  const ran = await running;
  expect(ran).toMatchObject({ interrupted: true, stopped: null, failed: { count: 0 }, verified: null });
  expect((await s3.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads ?? []).toEqual([]);
  copying.proxy.clear();
  const fresh = await copying.s3Store(Bucket, "", { sizes: SMALL_PARTS });
  const again = await copying.run(await copying.folderStore(folder), fresh, { state, verify: true });
  expect(again).toMatchObject({ verified: true, stopped: null });
  expect(again.copied.files + again.equal.files).toBe(13);
  expect(await contents(Bucket)).toEqual(hashesOf(files));
});

test.each(["its id is noted", "only that it was to begin"])(
  "what a killed run had begun to upload is taken away by the next: %s",
  async (known) => {
    const Bucket = await bucket();
    const folder = await copying.folder();
    await writeFiles(folder, { "big.bin": Buffer.alloc(12 * MEBIBYTE, "big") });
    const to = await copying.s3Store(Bucket, "", { sizes: SMALL_PARTS });
    const state = await copying.folder();
    // A run whose tracker hears of the beginning and never of the end: as if it had been killed there.
    const from = await copying.folderStore(folder);
    const pair = { from: from.address, to: to.address };
    const file = Ledger.fileFor(state, pair.from, pair.to);
    const { UploadId = "" } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: "big.bin" }));
    const killed = await Ledger.read(file, pair, false);
    await killed.begin(pair, false);
    await killed.intending("big.bin");
    if (known === "its id is noted") await killed.begun({ name: "big.bin", upload: UploadId });
    await killed.close();
    expect(await copying.run(from, to, { state })).toMatchObject({ copied: { files: 1 } });
    expect((await s3.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads ?? []).toEqual([]);
    await expect(s3.send(new AbortMultipartUploadCommand({ Bucket, Key: "big.bin", UploadId }))).rejects.toThrow();
  },
);
