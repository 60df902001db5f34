/** Answers that want to be code, a path or a second line: each ends as data, or is refused with its flag, variable or line named. */
import { spawnSync } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { benchForThisFile, type Fingerprint, type Sandbox } from "../support/sandbox.ts";
import { DOORS, DRY, HOSTILE, key, knock } from "./hostile.ts";

const bench = benchForThisFile();

let sandbox: Sandbox;
let before: Fingerprint;

beforeAll(async () => {
  sandbox = await bench.sandbox();
  before = await sandbox.fingerprint();
});

/** A few values for each door, others for the next one; the thorough test puts all of them through all. */
const sample = DOORS.map((door, index) => {
  const values = Object.entries(HOSTILE).filter((_entry, position) => (position + index) % 5 === 0);
  return { door, name: door.name, values };
});

test.each(sample)("$name takes nothing hostile as anything but data", async ({ door, values }) => {
  await knock(sandbox, door, values);
  expect(await sandbox.fingerprint()).toEqual(before);
});

test("a NUL byte, which no argument and no variable can hold, in the answers file", async () => {
  const done = await key("prefix").open(sandbox, "me\u0000dia");
  expect(done.json()).toMatchObject({
    exitCode: 2,
    errors: [{ place: expect.stringContaining("vet-media-setup.json:3") }],
  });
  expect(done.stdout).not.toContain("\u0000");
});

describe("an answers file that is none", () => {
  const texts: [string, string | Uint8Array][] = [
    ["cut off", '{ "provider": "s3", "bucket": "a'],
    ["a list", "[]"],
    ["null", "null"],
    ["empty", ""],
    ["deep", "[".repeat(100_000)],
    ["another encoding", new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
    ["a prototype", '{ "__proto__": { "bucket": "x" }, "constructor": 1 }'],
    ["a secret", '{ "provider": "s3",\n "AWS_SECRET_ACCESS_KEY": "planted-in-answers-file-88" }'],
    ["the same key twice", '{ "provider": "s3",\n "bucket": "one-bucket", "bucket": "other-bucket" }'],
    ["numbers for words", '{ "provider": "s3",\n "bucket": 123, "corsOrigin": "x" }'],
  ];

  test.each(texts)("%s", async (_name, text) => {
    const file = path.join(sandbox.dir, "vet-media-setup.json");
    await writeFile(file, text);
    try {
      const done = await sandbox.setup(DRY);
      expect(done.json()).toMatchObject({ exitCode: 2, status: "failed" });
      expect(done.json().errors[0]?.place).toMatch(/^vet-media-setup\.json/);
      expect(done.stdout + done.stderr).not.toContain("planted-in-answers-file-88");
      expect(done.stdout + done.stderr).not.toMatch(/^\s+at .*:\d+:\d+/m);
    } finally {
      await rm(file);
    }
  });
});

test("what is strange and allowed goes all the way as data, and Django proves it", async () => {
  const real = await bench.sandbox({ env: { SECRET_KEY: `a'b"c\\d$e#f{{g}}` } });
  const done = await real.setup([
    "--create-bucket",
    "--json",
    "--yes",
    "--prove",
    "required",
    "--env-file",
    "claves de producción {{x}} $y '#.env",
    "--prefix",
    "Fotos_2.0/-_.a",
    "--cors-origin",
    "https://*.clinica-ñandú.cl".replace("ñandú", "xn--and-6ma2c"),
    "--cors-origin",
    "http://localhost:8000",
  ]);
  expect(done.json()).toMatchObject({ exitCode: 0, errors: [], proof: { status: "passed", mode: "project" } });
  const { stdout } = spawnSync(
    bench.python,
    [
      "-B",
      "-c",
      "import ast,sys\nfor f in sys.argv[1:]: ast.parse(open(f, encoding='utf-8').read()); print('ok')",
      "veteriaria/settings.py",
      "veteriaria/media_storage.py",
    ],
    { cwd: real.dir, encoding: "utf8" },
  );
  expect(stdout).toBe("ok\nok\n");
  expect(real.git("check-ignore", "claves de producción {{x}} $y '#.env")).toContain("claves");
  const again = await real.run(["--json", "--yes"]);
  expect(again.json()).toMatchObject({ exitCode: 0, files: [] });
  expect(await readFile(path.join(real.dir, "claves de producción {{x}} $y '#.env"), "utf8")).toContain(
    "AWS_LOCATION=Fotos_2.0/-_.a",
  );
});
