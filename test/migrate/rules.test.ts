/** What is left alone, left out, found again and noticed. Folders on both sides: the rules are the engine's, not a service's. */

import { appendFile, link, mkdir, readFile, symlink, utimes, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { FolderStore } from "../../src/migrate/folder-store.ts";
import type { Entry, OpenObject } from "../../src/model/store.ts";
import { copyingForThisFile } from "./copying.ts";
import { filesIn, HOSTILE, hashesOf, hashOf, writeFiles } from "./hostile.ts";

const copying = copyingForThisFile();
const text = (words: string): Buffer => Buffer.from(words);

async function pair(files: Readonly<Record<string, Uint8Array>>, there: Readonly<Record<string, Uint8Array>> = {}) {
  const [source, target, state] = [await copying.folder(), await copying.folder(), await copying.folder()];
  await writeFiles(source, files);
  await writeFiles(target, there);
  return {
    source,
    target,
    state,
    from: await copying.folderStore(source),
    to: await copying.folderStore(target, "write"),
  };
}

const codes = (remarks: { readonly first: readonly { readonly name: string; readonly code: string }[] }) =>
  Object.fromEntries(remarks.first.map(({ name, code }) => [name, code]));

test("every hostile name from folder to folder, a line break too", async () => {
  const files = { ...HOSTILE, "line\nbreak.txt": text("two lines") };
  const { target, from, to } = await pair(files);
  expect(await copying.run(from, to, { verify: true })).toMatchObject({ verified: true, stopped: null });
  expect(await filesIn(target)).toEqual(hashesOf(files));
});

test("what is there and equal is skipped, what differs is left alone unless it may be overwritten; the source never changes", async () => {
  const files = {
    "equal.txt": text("same"),
    "longer.txt": text("new and longer"),
    "sly.txt": text("abcd"),
    "new.txt": text("n"),
  };
  const there = {
    "equal.txt": text("same"),
    "longer.txt": text("old"),
    "sly.txt": text("abce"),
    "extra.txt": text("e"),
  };
  const { source, target, from, to } = await pair(files, there);
  // Of the same size and time: only the bytes tell.
  for (const folder of [source, target]) await utimes(path.join(folder, "sly.txt"), 1000, 1000);
  const ran = await copying.run(from, to, { verify: true });
  expect(ran).toMatchObject({ copied: { files: 1, bytes: 1 }, equal: { files: 1 }, verified: false, extra: 1 });
  expect(codes(ran.skipped)).toEqual({ "longer.txt": "different", "sly.txt": "different" });
  expect(codes(ran.differences)).toEqual({ "longer.txt": "different", "sly.txt": "different" });
  expect(await filesIn(target)).toEqual({ ...hashesOf(there), "new.txt": hashOf(text("n")) });

  const over = await copying.run(from, to, { overwrite: true, verify: true });
  expect(over).toMatchObject({ copied: { files: 2 }, equal: { files: 2 }, verified: true });
  expect(await filesIn(target)).toEqual({ ...hashesOf(files), "extra.txt": hashOf(text("e")) });
  expect(await filesIn(source)).toEqual(hashesOf(files));
});

test("a ledger is believed only about the very versions that it names", async () => {
  const { source, target, state, from, to } = await pair({ "a.txt": text("first"), "b.txt": text("other") });
  await copying.run(from, to, { state });
  await writeFile(path.join(target, "a.txt"), "firsX");
  await writeFile(path.join(source, "b.txt"), "otheX");
  const ran = await copying.run(from, to, { state });
  expect(codes(ran.skipped)).toEqual({ "a.txt": "different", "b.txt": "different" });
  // A line that was cut, and words that are none, are passed over.
  await appendFile(ran.ledger, '{"n":"a.txt","s":5,"f":\n[]\n17\nnull\n');
  expect(await copying.run(from, to, { state })).toMatchObject({ stopped: null, skipped: { count: 2 } });
});

test("links that leave the folder, go in circles or lead nowhere, and sockets, are told and not followed", async () => {
  const outside = await copying.folder();
  await writeFiles(outside, { "secret.txt": text("not yours") });
  const { source, target, from, to } = await pair({ "inside/real.txt": text("real"), "a.txt": text("a") });
  await symlink(path.join(outside, "secret.txt"), path.join(source, "leak.txt"));
  await symlink(outside, path.join(source, "leak-folder"));
  await symlink("/", path.join(source, "root"));
  await symlink("inside/real.txt", path.join(source, "good-link.txt"));
  await symlink("inside", path.join(source, "good-folder"));
  await symlink("..", path.join(source, "inside", "circle"));
  await symlink("self", path.join(source, "self"));
  await symlink("nowhere", path.join(source, "broken"));
  await link(path.join(source, "a.txt"), path.join(source, "hard.txt"));
  await mkdir(path.join(source, ".vet-media-setup"));
  await writeFile(path.join(source, ".vet-media-setup", "ledger"), "ours");
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(path.join(source, "s.sock"), resolve));
  try {
    const ran = await copying.run(from, to);
    expect(codes(ran.skipped)).toEqual({
      "leak.txt": "link-leaves-the-folder",
      "leak-folder": "link-leaves-the-folder",
      root: "link-leaves-the-folder",
      "inside/circle": "link-in-a-circle",
      "good-folder/circle": "link-in-a-circle",
      self: "link-in-a-circle",
      broken: "link-to-nothing",
      "s.sock": "not-a-file",
    });
    expect(ran.failed.first).toEqual([]);
    expect(await filesIn(target)).toEqual(
      hashesOf({
        "a.txt": text("a"),
        "hard.txt": text("a"),
        "good-link.txt": text("real"),
        "good-folder/real.txt": text("real"),
        "inside/real.txt": text("real"),
      }),
    );
  } finally {
    server.close();
  }
});

test("a name that is not UTF-8 is told", async () => {
  const { source, from, to } = await pair({ "a.txt": text("a") });
  await writeFile(Buffer.concat([Buffer.from(`${source}/bad-`), Buffer.from([0xff]), Buffer.from(".txt")]), "x");
  const ran = await copying.run(from, to);
  expect(Object.values(codes(ran.skipped))).toEqual(["name-not-unicode"]);
  expect(ran.copied.files).toBe(1);
});

test("names of a bucket that are no names of files: none leaves the folder, none goes through a link, none replaces another", async () => {
  const s3 = new S3Client({
    endpoint: copying.standin.url,
    region: "us-east-1",
    forcePathStyle: true,
    credentials: copying.standin.root,
  });
  await s3.send(new CreateBucketCommand({ Bucket: "wild" }));
  // The SDK's own URL parser would tidy these away: our client writes them as they are.
  const wild = await copying.s3Store("wild", "");
  const keys = [
    "../escape.txt",
    "a/../../escape.txt",
    "./dot.txt",
    "a//b.txt",
    "/absolute.txt",
    "link/in.txt",
    "file",
    "file/below.txt",
    "ok/fine.txt",
    "folder/",
    "taken",
  ];
  for (const name of keys) await wild.write(name, object(name, text(name.endsWith("/") ? "" : name)), WRITE);
  const root = await copying.folder();
  const [outside, target] = [path.join(root, "outside"), path.join(root, "media")];
  await mkdir(outside);
  await mkdir(target);
  await symlink(outside, path.join(target, "link"));
  await mkdir(path.join(target, "taken"));
  const ran = await copying.run(wild, await copying.folderStore(target, "write"));
  expect(ran.failed.first).toEqual([]);
  // In a bucket both can be; in a folder the one that came first.
  const first = ran.lines.some(({ name, status }) => name === "file" && status === "copied")
    ? "file"
    : "file/below.txt";
  expect(codes(ran.skipped)).toEqual({
    "../escape.txt": "name-leaves-the-folder",
    "a/../../escape.txt": "name-leaves-the-folder",
    "./dot.txt": "name-leaves-the-folder",
    "a//b.txt": "name-impossible",
    "/absolute.txt": "name-impossible",
    "link/in.txt": "name-leaves-the-folder",
    [first === "file" ? "file/below.txt" : "file"]: "name-taken",
    "folder/": "folder-marker",
    taken: "name-taken",
  });
  expect(await filesIn(root)).toEqual(
    hashesOf({ [`media/${first}`]: text(first), "media/ok/fine.txt": text("ok/fine.txt") }),
  );
  s3.destroy();
});

test("a key with its prefix too long for S3 is told, by whatever way it would go", async () => {
  const s3 = new S3Client({
    endpoint: copying.standin.url,
    region: "us-east-1",
    forcePathStyle: true,
    credentials: copying.standin.root,
  });
  for (const Bucket of ["short", "long"]) await s3.send(new CreateBucketCommand({ Bucket }));
  const name = `${"n".repeat(200)}/${"m".repeat(200)}/${"k".repeat(200)}/${"j".repeat(200)}/${"i".repeat(219)}`;
  await s3.send(new PutObjectCommand({ Bucket: "short", Key: name, Body: "x" }));
  const from = await copying.s3Store("short", "");
  expect(codes((await copying.run(from, await copying.s3Store("long", "media"))).skipped)).toEqual({
    [name]: "name-too-long",
  });
  const folder = await copying.folder();
  await copying.run(from, await copying.folderStore(folder, "write"));
  const up = await copying.run(await copying.folderStore(folder), await copying.s3Store("long", "media"));
  expect(codes(up.skipped)).toEqual({ [name]: "name-too-long" });
  const { KeyCount } = await s3.send(new ListObjectsV2Command({ Bucket: "long" }));
  expect(KeyCount).toBe(0);
  s3.destroy();
});

test("a file that changes while it is read is read again; one that never rests fails, and nothing of it is kept", async () => {
  const { source, target, to } = await pair({ "growing.log": text("12345"), "restless.log": text("12345") });
  const from = new Restless(source, { "growing.log": 1, "restless.log": 99 });
  await from.look("read");
  const ran = await copying.run(from, to);
  expect(codes(ran.failed)).toEqual({ "restless.log": "changed-meanwhile" });
  expect(await filesIn(target)).toEqual({ "growing.log": hashOf(await readFile(path.join(source, "growing.log"))) });
});

/** Writes to a file after it was opened, so many times. */
class Restless extends FolderStore {
  readonly #folder: string;
  readonly #times: Record<string, number>;

  constructor(folder: string, times: Record<string, number>) {
    super(folder, folder);
    this.#folder = folder;
    this.#times = times;
  }

  override async open(entry: Entry): Promise<OpenObject> {
    const opened = await super.open(entry);
    const left = this.#times[entry.name] ?? 0;
    if (left > 0) {
      this.#times[entry.name] = left - 1;
      await appendFile(path.join(this.#folder, entry.name), "more");
    }
    return opened;
  }
}

const WRITE = {
  headers: { contentType: null, cacheControl: null },
  replace: false,
  track: { intending: async () => {}, begun: async () => {}, ended: () => {} },
};

function object(name: string, bytes: Uint8Array): OpenObject {
  return {
    entry: { name, size: bytes.length, mark: "", modified: 0 },
    headers: async () => null,
    whole: async () => bytes,
    slice: async (start, end) => bytes.subarray(start, end),
    async *stream() {
      yield bytes;
    },
    settle: async () => {},
    close: async () => {},
  };
}
