/** Every pair of stores, both ways, with names that go wrong where somebody was careless: byte for byte the same at the end. */
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { copyingForThisFile } from "./copying.ts";
import { filesIn, HOSTILE, hashesOf, hashOf, writeFiles } from "./hostile.ts";

const copying = copyingForThisFile();
let s3: S3Client;
let source = "";

beforeAll(async () => {
  s3 = new S3Client({
    endpoint: copying.standin.url,
    region: "us-east-1",
    forcePathStyle: true,
    credentials: copying.standin.root,
  });
  for (const Bucket of ["first", "second", "third", "fourth"]) await s3.send(new CreateBucketCommand({ Bucket }));
  source = await copying.folder();
  await writeFiles(source, HOSTILE);
});
afterAll(() => s3.destroy());

/** As an independent reader sees them: the SDK. */
async function objectsIn(Bucket: string, prefix: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: prefix }));
  for (const { Key = "" } of Contents) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    found[Key.slice(prefix.length)] = hashOf((await Body?.transformToByteArray()) ?? new Uint8Array());
  }
  return found;
}

const total = {
  files: Object.keys(HOSTILE).length,
  bytes: Object.values(HOSTILE).reduce((sum, { length }) => sum + length, 0),
};

test("a folder to a bucket and back, and once more without a copy", async () => {
  const from = await copying.folderStore(source);
  const to = await copying.s3Store("first", "media");
  const state = await copying.folder();
  const ran = await copying.run(from, to, { verify: true, state });
  expect(ran).toMatchObject({ copied: total, verified: true, stopped: null });
  expect(ran.skipped.first).toEqual([]);
  expect(ran.failed.first).toEqual([]);
  expect(await objectsIn("first", "media/")).toEqual(hashesOf(HOSTILE));

  const again = await copying.run(from, to, { verify: true, state });
  expect(again).toMatchObject({ copied: { files: 0, bytes: 0 }, equal: total, verified: true });

  const back = await copying.folder();
  const home = await copying.run(to, await copying.folderStore(back, "write"), { verify: true });
  expect(home).toMatchObject({ copied: total, verified: true, stopped: null });
  expect(home.failed.first).toEqual([]);
  expect(await filesIn(back)).toEqual(hashesOf(HOSTILE));
});

test("a bucket to a bucket, by the service itself, with the headers that the source has", async () => {
  const from = await copying.s3Store("first", "media");
  const to = await copying.s3Store("second", "other");
  const ran = await copying.run(from, to, { verify: true });
  expect(ran.failed.first).toEqual([]);
  expect(ran).toMatchObject({ copied: total, verified: true });
  expect(await objectsIn("second", "other/")).toEqual(hashesOf(HOSTILE));
  const { ContentType, CacheControl } = await s3.send(
    new HeadObjectCommand({ Bucket: "second", Key: "other/mascotas/2024/firulais.jpg" }),
  );
  expect({ ContentType, CacheControl }).toEqual({ ContentType: "image/jpeg", CacheControl: "private, max-age=300" });
});

test("a bucket to a bucket through here, where the keys may not read from both", async () => {
  const read = await copying.standin.makeUser("reader", allow("first", ["s3:GetObject", "s3:ListBucket"]));
  const write = await copying.standin.makeUser(
    "writer",
    allow("third", ["s3:PutObject", "s3:ListBucket", "s3:GetObject"]),
  );
  const from = await copying.s3Store("first", "media", { keys: read });
  const to = await copying.s3Store("third", "", { keys: write });
  const ran = await copying.run(from, to, { verify: true });
  expect(ran.failed.first).toEqual([]);
  expect(ran).toMatchObject({ copied: total, verified: true });
  expect(await objectsIn("third", "")).toEqual(hashesOf(HOSTILE));
});

test("large objects in parts, up, down and across, and nothing unfinished is left", async () => {
  const MEBIBYTE = 1024 * 1024;
  const big = {
    "big.mp4": Buffer.alloc(13 * MEBIBYTE + 17, "abcdefg"),
    "exact.bin": Buffer.alloc(10 * MEBIBYTE, "xy"),
  };
  const folder = await copying.folder();
  await writeFiles(folder, big);
  const sizes = { whole: 6 * MEBIBYTE, part: 5 * MEBIBYTE, partsAtOnce: 3, copy: 8 * MEBIBYTE, copyPart: 5 * MEBIBYTE };
  const from = await copying.folderStore(folder);
  const to = await copying.s3Store("second", "big", { sizes });
  expect(await copying.run(from, to, { verify: true })).toMatchObject({ copied: { files: 2 }, verified: true });
  expect(await objectsIn("second", "big/")).toEqual(hashesOf(big));
  // Without the ledger: the tags of parts are worked out from the file.
  expect(await copying.run(from, to)).toMatchObject({ copied: { files: 0 }, equal: { files: 2 } });

  const across = await copying.s3Store("second", "across", { sizes });
  expect(await copying.run(to, across, { verify: true })).toMatchObject({ copied: { files: 2 }, verified: true });
  expect(await objectsIn("second", "across/")).toEqual(hashesOf(big));

  const back = await copying.folder();
  expect(await copying.run(across, await copying.folderStore(back, "write"))).toMatchObject({ copied: { files: 2 } });
  expect(await filesIn(back)).toEqual(hashesOf(big));
  const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket: "second" }));
  expect(Uploads).toEqual([]);
});

test("as an S3-compatible service, which is asked nothing that only AWS has", async () => {
  const from = await copying.folderStore(source);
  const to = await copying.s3Store("fourth", "media", { compatible: true });
  expect(await copying.run(from, to, { verify: true })).toMatchObject({ copied: total, verified: true });
  expect(await objectsIn("fourth", "media/")).toEqual(hashesOf(HOSTILE));
});

function allow(bucket: string, actions: readonly string[]): object {
  const Resource = [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`];
  return { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: actions, Resource }] };
}
