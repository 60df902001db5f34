/** `migrate` with Cloudinary, as a person and a script run it: keys, bad input, limits, files of others, and what is read again at the end. */
import { mkdir, mkdtemp, readFile, realpath, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { filesIn, hashesOf, writeFiles } from "../migrate/hostile.ts";
import { type Outcome, runCli } from "../support/cli.ts";
import { startCloudinaryEmulator } from "../support/cloudinary-emulator.mjs";
import { treeOf } from "../support/sandbox.ts";

let emulator: Awaited<ReturnType<typeof startCloudinaryEmulator>>;
let home = "";
let cwd = "";
let count = 0;

beforeAll(async () => {
  emulator = await startCloudinaryEmulator();
  home = await realpath(await mkdtemp(path.join(tmpdir(), "vet-migrate-cloud-")));
});
afterAll(async () => {
  await emulator.stop();
  await rm(home, { recursive: true, force: true });
});
beforeEach(async () => {
  emulator.reset();
  count += 1;
  cwd = path.join(home, String(count));
  await writeFiles(path.join(cwd, "media"), FILES);
});

const PNG = Buffer.from("\x89PNG\r\n\x1a\n pixels", "latin1");
const FILES = {
  "fotos/rayos x nº 1.png": PNG,
  "informes/2026/ñandú.pdf": Buffer.from("%PDF-1.4"),
  README: Buffer.from("plain"),
};
type Env = Readonly<Record<string, string | undefined>>;

function url({ cloudName, apiKey, apiSecret } = emulator.cloud): string {
  return `cloudinary://${apiKey}:${apiSecret}@${cloudName}?upload_prefix=${encodeURIComponent(emulator.url)}`;
}
function three({ cloudName, apiKey, apiSecret } = emulator.cloud): Env {
  return {
    CLOUDINARY_CLOUD_NAME: cloudName,
    CLOUDINARY_API_KEY: apiKey,
    CLOUDINARY_API_SECRET: apiSecret,
    CLOUDINARY_UPLOAD_PREFIX: emulator.url,
  };
}
const run = (args: readonly string[], env: Env = { CLOUDINARY_URL: url() }) =>
  runCli(["migrate", ...args], { cwd, env });
const TO = "cloudinary://clinic-test/media";

interface Migrated {
  readonly copied: { readonly files: number; readonly bytes: number };
  readonly skipped: readonly { readonly name: string; readonly code: string }[];
  readonly failed: readonly { readonly name: string; readonly code: string }[];
  readonly verified: boolean | null;
}
const migrated = (done: Outcome): Migrated => (done.json() as unknown as { readonly migrate: Migrated }).migrate;
const codes = (remarks: Migrated["skipped"]) => remarks.map(({ name, code }) => [name, code]).sort();
/** An asset that somebody else has put there. */
const others = async (resourceType: string, type: string, publicId: string, bytes: Buffer) => {
  const { cloudName, apiKey, apiSecret } = emulator.cloud;
  const body = new FormData();
  for (const [name, value] of Object.entries({ public_id: publicId, type })) body.append(name, value);
  body.append("file", new Blob([Uint8Array.from(bytes)]), "x");
  const authorization = `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString("base64")}`;
  const answer = await fetch(`${emulator.url}/v1_1/${cloudName}/${resourceType}/upload`, {
    method: "POST",
    body,
    headers: { authorization },
  });
  expect(answer.status).toBe(200);
};

test("to what is configured and back, with the access of the app; the limits are said first, and no key anywhere", async () => {
  const answers = { provider: "cloudinary", cloudName: "clinic-test", folder: "media", access: "private" };
  await writeFile(path.join(cwd, "vet-media-setup.json"), JSON.stringify(answers));
  const done = await run(["--from", "media", "--to", "configured", "--verify=bytes"], three());
  expect(done.code, done.stdout).toBe(0);
  expect(done.stdout).toContain("largest: images 10 MB, videos 100 MB, other files 10 MB");
  expect(done.stdout).toContain("every file was read again at both");
  expect(
    emulator
      .assets()
      .map(({ type, publicId }) => `${type} ${publicId}`)
      .sort(),
  ).toEqual([
    "authenticated media/README",
    "authenticated media/fotos/rayos__u000020x__u000020n__u0000ba__u0000201-png",
    "authenticated media/informes/2026/ñandú.pdf",
  ]);
  const back = await run(["--from", "configured", "--to", "back", "--verify", "--json"], three());
  expect(migrated(back)).toMatchObject({ copied: { files: 3 }, verified: true });
  expect(await filesIn(path.join(cwd, "back"))).toEqual(hashesOf(FILES));
  for (const text of [done.stdout, done.stderr, back.stdout]) {
    expect(text).not.toContain(emulator.cloud.apiSecret);
    expect(text).not.toContain(emulator.cloud.apiKey);
  }
});

test("--verify=bytes finds what listings do not tell, in both directions, and the report names it", async () => {
  const args = ["--from", "media", "--to", "copy"];
  expect((await run(args)).code).toBe(0);
  const file = path.join(cwd, "copy", "README");
  const { atime, mtime } = await stat(file);
  await writeFile(file, "plaiN");
  await utimes(file, atime, mtime);
  await writeFile(path.join(cwd, "copy", "more.txt"), "more");
  const read = await run([...args, "--verify=bytes", "--report", "r.json", "--json"]);
  expect(read.code).toBe(1);
  expect(migrated(read).verified).toBe(false);
  const lines: unknown = JSON.parse(await readFile(path.join(cwd, "r.json"), "utf8"));
  expect(lines).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ name: "README", status: "different" }),
      expect.objectContaining({ name: "more.txt", status: "extra" }),
    ]),
  );
});

test("between two clouds, each with its own keys", async () => {
  expect((await run(["--from", "media", "--to", TO])).code).toBe(0);
  const done = await run(["--from", `${TO}`, "--to", "cloudinary://another-clinic", "--verify", "--json"], {
    CLOUDINARY_URL: url(),
    ...three(emulator.other),
  });
  expect(done.code, done.stdout).toBe(0);
  expect(migrated(done)).toMatchObject({ copied: { files: 3 }, verified: true });
  expect(emulator.assets().filter(({ cloud }) => cloud === "another-clinic")).toHaveLength(3);
});

test("after a switch of access: public files are copied to where private ones are looked for", async () => {
  expect((await run(["--from", "media", "--to", `${TO}?access=public`])).code).toBe(0);
  expect((await run(["--from", TO, "--to", TO, "--json"])).json().errors[0]).toMatchObject({ code: "same-store" });
  const done = await run(["--from", `${TO}?access=public`, "--to", TO, "--verify", "--json"]);
  expect(done.code, done.stdout).toBe(0);
  expect(migrated(done)).toMatchObject({ copied: { files: 3 }, verified: true });
  const types = emulator
    .assets()
    .map(({ type }) => type)
    .sort();
  expect(types).toEqual([...Array(3).fill("authenticated"), ...Array(3).fill("upload")]);
});

test("files of others: named after public ID and format, or after the public ID alone; two of one name are told", async () => {
  await others("image", "upload", "media/logo_abc123", PNG);
  await others("image", "upload", "media/uno-png", PNG);
  await others("image", "upload", "media/uno", PNG);
  await others("raw", "private", "media/contrato.docx", Buffer.from("PK docx"));
  await others("raw", "upload", "mediateca/no.txt", Buffer.from("no"));
  const done = await run(["--from", TO, "--to", "back", "--json"]);
  expect(done.code, done.stdout).toBe(0);
  expect(codes(migrated(done).skipped)).toEqual([["uno.png", "name-twice"]]);
  expect(Object.keys(await filesIn(path.join(cwd, "back"))).sort()).toEqual([
    "contrato.docx",
    "logo_abc123.png",
    "uno.png",
  ]);
  const ids = await run(["--from", `${TO}?names=public-id&access=public`, "--to", "ids", "--json"]);
  expect(ids.code, ids.stdout).toBe(0);
  expect(Object.keys(await filesIn(path.join(cwd, "ids"))).sort()).toEqual([
    "media/logo_abc123",
    "media/uno",
    "media/uno-png",
  ]);
});

test("what is there and differs stays; with --overwrite it is replaced, with its copies on the CDN", async () => {
  expect((await run(["--from", "media", "--to", TO])).code).toBe(0);
  await writeFiles(path.join(cwd, "media"), { README: Buffer.from("other") });
  const left = await run(["--from", "media", "--to", TO, "--json"]);
  expect(left.code).toBe(0);
  expect(codes(migrated(left).skipped)).toContainEqual(["README", "different"]);
  const done = await run(["--from", "media", "--to", TO, "--overwrite", "--verify=bytes", "--json"]);
  expect(migrated(done)).toMatchObject({ copied: { files: 1 }, verified: true });
  const last = emulator.seen().filter(({ params }) => params.overwrite === "1");
  expect(last).toMatchObject([{ params: { public_id: "media/README", invalidate: "1" } }]);
});

test("too large for the plan: said, failed, and nothing of it sent; content that is no image fails alone", async () => {
  emulator.setUsage({
    media_limits: { raw_max_size_bytes: 6, image_max_size_bytes: 1000, video_max_size_bytes: 1000 },
  });
  await writeFiles(path.join(cwd, "media"), { "broken.jpg": Buffer.from("no image"), "big.txt": Buffer.alloc(7) });
  const done = await run(["--from", "media", "--to", TO, "--json"]);
  expect(done.code).toBe(1);
  expect(codes(migrated(done).failed)).toEqual([
    ["big.txt", "file-too-large"],
    ["broken.jpg", "content-refused"],
    ["informes/2026/ñandú.pdf", "file-too-large"],
  ]);
  const uploads = emulator.seen().filter(({ path: at }) => at.endsWith("/upload"));
  expect(uploads).toHaveLength(3);
});

test("the hourly limit: a clear end, and the same command goes on", async () => {
  await run(["--from", "media", "--to", TO]);
  const reset = "Tue, 24 Nov 2026 15:00:00 GMT";
  emulator.fail({ on: /\/resources\/raw\//, status: 420, headers: { "x-featureratelimit-reset": reset }, times: 1 });
  const args = ["--from", TO, "--to", "back", "--json"];
  const stopped = await run(args);
  expect(stopped.code).toBe(1);
  const [error] = stopped.json().errors;
  expect(error).toMatchObject({ code: "cloudinary-rate-limit", message: expect.stringContaining(reset) });
  expect(migrated(await run(args))).toMatchObject({ copied: { files: 3 }, failed: [] });
});

test("what passes is waited for: busy, too many at once, being worked on, an answer that was lost", async () => {
  const busy = { status: 503, times: 1 };
  emulator.fail({ on: /\/usage$/, ...busy });
  emulator.fail({ on: /\/raw\/upload$/, status: 429, times: 1 });
  emulator.fail({ on: /\/raw\/upload$/, status: 423, times: 1 });
  emulator.fail({ on: /\/image\/upload$/, status: 0, hangUp: true, after: true, times: 1 });
  const done = await run(["--from", "media", "--to", TO, "--verify", "--json"]);
  expect(done.code, done.stdout).toBe(0);
  expect(migrated(done)).toMatchObject({ copied: { files: 3 }, skipped: [], verified: true });
});

describe("bad input: a clear sentence, the right exit code, nothing touched", () => {
  test.each([
    [["--from", "media", "--to", "cloudinary://"], 2, "invalid-store"],
    [["--from", "media", "--to", "cloudinary:/clinic-test"], 2, "invalid-store"],
    [["--from", "media", "--to", "cloudinary://key:secret@clinic-test"], 2, "invalid-store"],
    [["--from", "media", "--to", `${TO}/../x`], 2, "invalid-store"],
    [["--from", "media", "--to", `${TO}/with space`], 2, "invalid-store"],
    [["--from", "media", "--to", `${TO}?acess=public`], 2, "invalid-store"],
    [["--from", "media", "--to", `${TO}?access=everybody`], 2, "invalid-store"],
    [["--from", "media", "--to", `${TO}?names=public-id`], 2, "invalid-store"],
    [["--from", "media", "--to", TO, "--verify=size"], 2, "bad-value"],
    [["--from", TO, "--to", TO], 2, "same-store"],
    [["--from", TO, "--to", `${TO}/inside`], 2, "same-store"],
    [["--from", `${TO}/inside`, "--to", "cloudinary://clinic-test"], 2, "same-store"],
    [["--from", "media", "--to", "cloudinary://no-such-cloud/media"], 3, "clouds-disagree"],
  ] as const)("%j", async (args, exit, code) => {
    const before = await treeOf(cwd);
    const done = await run([...args, "--json"]);
    expect(done.code, done.stdout).toBe(exit);
    const [error] = done.json().errors;
    expect(error?.code).toBe(code);
    expect(error?.next).toBeTruthy();
    expect(await treeOf(cwd)).toEqual(before);
    expect(emulator.assets()).toEqual([]);
  });

  test("without keys, with half a pair, with keys that are refused", async () => {
    const asked: readonly (readonly [Env, number, string])[] = [
      [{}, 3, "credentials-missing"],
      [{ CLOUDINARY_API_KEY: emulator.cloud.apiKey }, 3, "credentials-incomplete"],
      [{ ...three(), CLOUDINARY_API_SECRET: "aBcDeFgHiJkLmNoPqRsTuVwXyZ2" }, 1, "wrong-api-secret"],
      [{ CLOUDINARY_URL: "cloudinary://nonsense" }, 2, "credentials-malformed"],
    ];
    for (const [env, exit, code] of asked) {
      const done = await run(["--from", "media", "--to", TO, "--json"], env);
      expect([done.code, done.json().errors[0]?.code]).toEqual([exit, code]);
    }
  });

  test("an empty folder in the cloud: says so, makes nothing, ends with 0", async () => {
    await mkdir(path.join(cwd, "elsewhere"));
    const before = await treeOf(cwd);
    const done = await run(["--from", TO, "--to", "copy"]);
    expect(done.code).toBe(0);
    expect(done.stdout).toContain("holds no files");
    expect(await treeOf(cwd)).toEqual(before);
  });
});
