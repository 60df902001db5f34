/** Every pair of stores with Cloudinary in it, both ways, with names that go wrong where somebody was careless: byte for byte the same at the end. */
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { djangoBench } from "../providers/cloudinary/django-bench.ts";
import { CLOUD_HOSTILE, cloudsForThisFile } from "./clouds.ts";
import { copyingForThisFile } from "./copying.ts";
import { filesIn, HOSTILE, hashesOf, hashOf, writeFiles } from "./hostile.ts";

const copying = copyingForThisFile();
const clouds = cloudsForThisFile();
const django = djangoBench();
let s3: S3Client;
let source = "";
let buckets = 0;

beforeAll(async () => {
  s3 = new S3Client({
    endpoint: copying.standin.url,
    region: "us-east-1",
    forcePathStyle: true,
    credentials: copying.standin.root,
  });
  source = await copying.folder();
  await writeFiles(source, CLOUD_HOSTILE);
});
afterAll(() => s3.destroy());

async function bucket(): Promise<string> {
  buckets += 1;
  await s3.send(new CreateBucketCommand({ Bucket: `clouds-${buckets}` }));
  return `clouds-${buckets}`;
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

const want = hashesOf(CLOUD_HOSTILE);
const total = {
  files: Object.keys(CLOUD_HOSTILE).length,
  bytes: Object.values(CLOUD_HOSTILE).reduce((sum, { length }) => sum + length, 0),
};
const calls = (on: RegExp) => clouds.emulator.seen().filter(({ method, path }) => on.test(`${method} ${path}`)).length;
const ADMIN = /GET .*\/(?:resources|usage|ping)(?:\/|$)/;
const DOWN = /GET .*\/download$/;

test("a folder to Cloudinary and back, and once more without a copy; few calls of the Admin API, none per file", async () => {
  const from = await copying.folderStore(source);
  const to = await clouds.store();
  const state = await copying.folder();
  const ran = await copying.run(from, to, { verify: "bytes", state });
  expect(ran.failed.first).toEqual([]);
  expect(ran.skipped.first).toEqual([]);
  expect(ran).toMatchObject({ copied: total, verified: true, stopped: null });
  expect(clouds.filesIn("media", "authenticated")).toEqual(want);
  expect(calls(ADMIN)).toBe(1 + 2 * 3);

  const before = clouds.emulator.seen().length;
  const again = await copying.run(from, to, { verify: true, state });
  expect(again).toMatchObject({ copied: { files: 0, bytes: 0 }, equal: total, verified: true });
  // Two listings, and not a file was fetched.
  expect(clouds.emulator.seen().length - before).toBe(6);

  const back = await copying.folder();
  const home = await copying.run(await clouds.store({ use: "read" }), await copying.folderStore(back, "write"), {
    verify: "bytes",
  });
  expect(home.failed.first).toEqual([]);
  expect(home).toMatchObject({ copied: total, verified: true, stopped: null });
  expect(await filesIn(back)).toEqual(want);

  // What is there and has no ledger is compared by its bytes.
  const unknown = await copying.run(from, to);
  expect(unknown).toMatchObject({ copied: { files: 0 }, equal: total });
});

test("Cloudinary to S3 and back; the bytes come by a link, and not through here", async () => {
  await copying.run(await copying.folderStore(source), await clouds.store());
  const Bucket = await bucket();
  const up = await copying.run(await clouds.store({ use: "read" }), await copying.s3Store(Bucket, "media"), {
    verify: true,
  });
  expect(up.failed.first).toEqual([]);
  expect(up).toMatchObject({ copied: total, verified: true });
  expect(await objectsIn(Bucket, "media/")).toEqual(want);

  clouds.emulator.reset();
  const down = await copying.run(
    await copying.s3Store(Bucket, "media"),
    await clouds.store({ types: ["upload"], folder: "otra/carpeta" }),
    { verify: true },
  );
  expect(down.failed.first).toEqual([]);
  expect(down).toMatchObject({ copied: total, verified: true });
  expect(clouds.filesIn("otra/carpeta", "upload")).toEqual(want);
  expect(calls(/POST .*\/upload$/)).toBe(total.files);
  expect(clouds.emulator.fetched()).toBe(total.files);
});

test("S3 to Cloudinary where Cloudinary cannot open the links: through here, after a few that failed", async () => {
  const Bucket = await bucket();
  await copying.run(await copying.folderStore(source), await copying.s3Store(Bucket, ""));
  clouds.emulator.fetchNothing(true);
  const ran = await copying.run(await copying.s3Store(Bucket, ""), await clouds.store(), {
    verify: true,
    concurrency: 1,
  });
  expect(ran.failed.first).toEqual([]);
  expect(ran).toMatchObject({ copied: total, verified: true });
  expect(clouds.filesIn("media", "authenticated")).toEqual(want);
  expect(clouds.emulator.seen().filter(({ status }) => status === 400)).toHaveLength(3);
});

describe("Cloudinary to Cloudinary", () => {
  test("another cloud, another folder, another access: by links", async () => {
    await copying.run(await copying.folderStore(source), await clouds.store());
    const to = await clouds.store({ other: true, folder: "", types: ["upload"] });
    const ran = await copying.run(await clouds.store({ use: "read" }), to, { verify: "bytes" });
    expect(ran.failed.first).toEqual([]);
    expect(ran).toMatchObject({ copied: total, verified: true });
    expect(clouds.filesIn("", "upload", true)).toEqual(want);
    expect(clouds.filesIn("media", "authenticated")).toEqual(want);
    expect(clouds.emulator.fetched()).toBe(total.files);
  });

  test("from public to private in the same folder, after a switch of access; what was there stays", async () => {
    await copying.run(await copying.folderStore(source), await clouds.store({ types: ["upload"] }));
    const from = await clouds.store({ use: "read", types: ["upload"] });
    const ran = await copying.run(from, await clouds.store(), { verify: true });
    expect(ran).toMatchObject({ copied: total, verified: true });
    expect(clouds.filesIn("media", "authenticated")).toEqual(want);
    expect(clouds.filesIn("media", "upload")).toEqual(want);
  });
});

test("large files go in pieces, and come in one stream", async () => {
  const MEBIBYTE = 1024 * 1024;
  const big = {
    "big.mp4": Buffer.concat([
      Buffer.from("\0\0\0\x18ftypmp42", "latin1"),
      Buffer.alloc(13 * MEBIBYTE + 17, "abcdefg"),
    ]),
    "exact.bin": Buffer.alloc(10 * MEBIBYTE, "xy"),
  };
  const folder = await copying.folder();
  await writeFiles(folder, big);
  const sizes = { whole: 6 * MEBIBYTE, piece: 5 * MEBIBYTE, link: MEBIBYTE };
  const from = await copying.folderStore(folder);
  expect(await copying.run(from, await clouds.store({ sizes }), { verify: true })).toMatchObject({
    copied: { files: 2 },
    verified: true,
  });
  expect(clouds.filesIn("media", "authenticated")).toEqual(hashesOf(big));
  expect(calls(/POST .*\/upload$/)).toBe(3 + 2);

  const Bucket = await bucket();
  const small = { whole: 6 * MEBIBYTE, part: 5 * MEBIBYTE, partsAtOnce: 3 };
  const before = calls(DOWN);
  const across = await copying.run(
    await clouds.store({ use: "read" }),
    await copying.s3Store(Bucket, "big", { sizes: small }),
  );
  expect(across.failed.first).toEqual([]);
  expect(across).toMatchObject({ copied: { files: 2 } });
  expect(await objectsIn(Bucket, "big/")).toEqual(hashesOf(big));
  // The parts are cut from one answer: each file was fetched once.
  expect(calls(DOWN) - before).toBe(2);

  clouds.emulator.reset();
  const back = await copying.run(
    await copying.s3Store(Bucket, "big", { sizes: small }),
    await clouds.store({ sizes }),
    { verify: true },
  );
  expect(back).toMatchObject({ copied: { files: 2 }, verified: true });
  expect(clouds.filesIn("media", "authenticated")).toEqual(hashesOf(big));
});

test("Django opens every file that was copied, under the very name, and finds no other", async () => {
  await copying.run(await copying.folderStore(source), await clouds.store());
  const answer = await django.run(
    "django52",
    await django.project(),
    `
import hashlib
found = {}
for name in json.loads(${JSON.stringify(JSON.stringify(Object.keys(CLOUD_HOSTILE)))}):
    with storage.open(name) as file:
        found[name] = hashlib.sha256(file.read()).hexdigest()
def walk(folder):
    folders, files = storage.listdir(folder)
    return [folder + name for name in files] + [one for inner in folders for one in walk(folder + inner + "/")]
print(json.dumps({"found": found, "listed": sorted(walk(""))}))
`,
    django.production({ CLOUDINARY_UPLOAD_PREFIX: clouds.emulator.url }),
  );
  expect(answer).toEqual({ found: want, listed: expect.arrayContaining(Object.keys(want)) });
  expect((answer as { listed: string[] }).listed).toHaveLength(total.files);
});

test("names and sizes that Cloudinary does not have are left out, and said", async () => {
  const folder = await copying.folder();
  const long = Object.fromEntries(Object.entries(HOSTILE).filter(([name]) => !(name in CLOUD_HOSTILE)));
  await writeFiles(folder, { ...long, "empty.txt": Buffer.alloc(0), "fine.txt": Buffer.from("1") });
  const ran = await copying.run(await copying.folderStore(folder), await clouds.store());
  expect(ran.copied).toEqual({ files: 1, bytes: 1 });
  expect(ran.skipped.first.map(({ name, code }) => [name, code]).sort()).toEqual(
    [...Object.keys(long).map((name) => [name, "name-too-long"]), ["empty.txt", "empty-file"]].sort(),
  );
});
