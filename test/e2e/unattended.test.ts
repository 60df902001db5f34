/** Where nobody can be asked: never a wait, everything that is missing at once, and nothing written. */
import { rm } from "node:fs/promises";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { benchForThisFile, type Fingerprint, type Sandbox } from "../support/sandbox.ts";

const bench = benchForThisFile();

describe("a project of which nothing is known", () => {
  let sandbox: Sandbox;
  let before: Fingerprint;

  beforeAll(async () => {
    sandbox = await bench.sandbox({ keys: null });
    before = await sandbox.fingerprint();
  });

  const ways: [string, { args: string[]; stdin?: string }][] = [
    ["standard input from /dev/null", { args: [] }],
    ["a pipe that says yes", { args: [], stdin: "y\n".repeat(200) }],
    ["an empty pipe, with --yes", { args: ["--yes"], stdin: "" }],
    ["--dry-run", { args: ["--dry-run"] }],
  ];

  test.each(ways)("%s: exit 3, and all that is missing is listed with its flag and variable", async (_name, way) => {
    const { args, ...input } = way;
    const done = await sandbox.run([...args, "--json"], input);
    const { status, exitCode, errors } = done.json();
    expect({ status, exitCode }).toEqual({ status: "needs-input", exitCode: 3 });
    const words = errors.map((error) => `${error.place ?? ""} ${error.message} ${error.next ?? ""}`).join("\n");
    for (const name of [
      "--provider",
      "VET_MEDIA_PROVIDER",
      "--bucket",
      "AWS_STORAGE_BUCKET_NAME",
      "AWS_ACCESS_KEY_ID",
      "AWS_SECRET_ACCESS_KEY",
    ]) {
      expect(words).toContain(name);
    }
    expect(errors.every(({ next }) => next !== undefined)).toBe(true);
    expect(await sandbox.fingerprint()).toEqual(before);
  });

  test("in plain words too, on standard error", async () => {
    const done = await sandbox.run([]);
    expect(done.code).toBe(3);
    expect(done.stderr).toContain("--bucket");
    expect(done.stderr).toContain("AWS_SECRET_ACCESS_KEY");
    expect(await sandbox.fingerprint()).toEqual(before);
  });
});

test("contradicting evidence about the settings: exit 3 with the candidates; named, it goes on", async () => {
  const sandbox = await bench.sandbox({ fixture: "asgi-and-wsgi" });
  const before = await sandbox.fingerprint();
  // What the shell says is weak evidence: it often names the local settings, and decides nothing.
  const env = { DJANGO_SETTINGS_MODULE: "config.settings.local" };
  const done = await sandbox.setup(["--create-bucket", "--json", "--yes"], { env });
  const { exitCode, errors } = done.json();
  expect(exitCode).toBe(3);
  const words = JSON.stringify(errors);
  for (const name of ["--settings", "VET_MEDIA_SETTINGS", "config.settings.local", "config.settings.production"]) {
    expect(words).toContain(name);
  }
  expect(await sandbox.fingerprint()).toEqual(before);

  for (const [args, source] of [
    [["--settings", "config.settings.production"], "flag"],
    [["--settings", "config/settings/production.py"], "flag"],
    [[], "env"],
  ] as const) {
    const named = await sandbox.setup([...args, "--create-bucket", "--json", "--dry-run"], {
      env: { VET_MEDIA_SETTINGS: source === "env" ? "config.settings.production" : undefined },
    });
    const document = named.json();
    expect(document.values.settings).toMatchObject({ value: "config.settings.production", source });
    expect(document.plan.map(({ target }) => target)).toContain("config/settings/media_storage.py");
  }
});

test("all answers but nobody to accept the plan: exit 3, plan-not-accepted, the plan is in the document", async () => {
  const sandbox = await bench.sandbox();
  const before = await sandbox.fingerprint();
  const done = await sandbox.setup(["--create-bucket", "--json"]);
  const { status, exitCode, errors, plan } = done.json();
  expect({ status, exitCode }).toEqual({ status: "needs-input", exitCode: 3 });
  expect(errors).toMatchObject([{ code: "plan-not-accepted", place: "--yes" }]);
  expect(plan.length).toBeGreaterThan(5);
  expect(await sandbox.fingerprint()).toEqual(before);
});

test("--yes does not make a bucket, --no-create-bucket forbids it; --create-bucket alone makes it", async () => {
  const sandbox = await bench.sandbox();
  const before = await sandbox.fingerprint();
  for (const args of [["--yes"], ["--yes", "--no-create-bucket"]]) {
    const done = await sandbox.setup([...args, "--json"]);
    expect(done.json()).toMatchObject({
      status: "needs-input",
      exitCode: 3,
      errors: [{ code: "bucket-missing", place: "--bucket", next: expect.stringContaining("--create-bucket") }],
    });
    expect(await sandbox.fingerprint()).toEqual(before);
  }
});

test("a flag outranks the environment, the environment the answers file, the file the project", async () => {
  const sandbox = await bench.sandbox();
  const quick = ["--json", "--yes", "--prove", "off"];
  expect((await sandbox.setup([...quick, "--create-bucket", "--prefix", "file"])).code).toBe(0);
  await rm(path.join(sandbox.dir, ".env.render"));

  const fromFile = (await sandbox.run(["--dry-run", "--json"])).json();
  expect(fromFile.values.prefix).toMatchObject({ value: "file", source: "answers" });
  const env = { AWS_LOCATION: "/environment/" };
  const fromEnv = (await sandbox.run(["--dry-run", "--json"], { env })).json();
  expect(fromEnv.values.prefix).toMatchObject({ value: "environment", source: "env", detail: "AWS_LOCATION" });
  const fromFlag = (await sandbox.run(["--dry-run", "--json", "--prefix", "flag"], { env })).json();
  expect(fromFlag.values.prefix).toMatchObject({ value: "flag", source: "flag", detail: "--prefix" });
  const empty = (await sandbox.run(["--dry-run", "--json", "--prefix", ""], { env })).json();
  expect(empty.values.prefix).toMatchObject({ value: "", source: "flag" });
});
