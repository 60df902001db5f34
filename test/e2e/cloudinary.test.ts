/** Cloudinary as a person meets it: set up, proved by the project's own Django, set up again without a change, and undone. */
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Outcome, runCli } from "../support/cli.ts";
import { startCloudinaryEmulator } from "../support/cloudinary-emulator.mjs";
import { copyFixture, type Fixture } from "../support/fixture.ts";
import { SECRET_KEY, treeOf } from "../support/sandbox.ts";
import { venv } from "../support/venv.mjs";

let emulator: Awaited<ReturnType<typeof startCloudinaryEmulator>>;
let python: string;
const fixtures: Fixture[] = [];

beforeAll(async () => {
  emulator = await startCloudinaryEmulator();
  python = await venv("django52");
});
afterAll(async () => {
  await emulator.stop();
  await Promise.all(fixtures.map((fixture) => fixture.remove()));
});
beforeEach(() => emulator.reset());

type Env = Readonly<Record<string, string | undefined>>;

async function clinic(name = "clinic"): Promise<Fixture> {
  const fixture = await copyFixture(name);
  fixtures.push(fixture);
  return fixture;
}

const keys = (): Env => ({
  CLOUDINARY_API_KEY: emulator.cloud.apiKey,
  CLOUDINARY_API_SECRET: emulator.cloud.apiSecret,
});
const named = () => ["--cloud-name", emulator.cloud.cloudName, "--upload-prefix", emulator.url];

async function setup(cwd: string, args: readonly string[], env: Env = keys()): Promise<Outcome> {
  const outcome = await runCli(["setup", "--provider", "cloudinary", "--yes", ...args], {
    cwd,
    env: { VIRTUAL_ENV: path.dirname(path.dirname(python)), SECRET_KEY, ...env },
  });
  for (const text of [outcome.stdout, outcome.stderr]) {
    for (const secret of [emulator.cloud.apiSecret, emulator.cloud.apiKey]) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/signature=|s--[\w-]{8}--/);
  }
  return outcome;
}

describe("the clinic", () => {
  test("is set up, proved in the project, set up again without a change, and undone to the first byte", async () => {
    const { dir } = await clinic();
    const before = await treeOf(dir);
    const first = (await setup(dir, [...named(), "--prove", "required", "--json"])).json();
    expect(first.errors).toEqual([]);
    expect(first).toMatchObject({ status: "ok", exitCode: 0, provider: "cloudinary" });
    expect(first.proof).toMatchObject({ status: "passed", mode: "project" });
    expect(first.proof?.steps.filter(({ status }) => status === "fail")).toEqual([]);
    expect(first.proof?.steps.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        "save",
        "read",
        "url",
        "fetch-signed",
        "content-type",
        "fetch-image",
        "fetch-unsigned",
        "gone",
      ]),
    );
    expect(first.checks.map(({ id, status }) => `${id} ${status}`)).toEqual([
      "cloudinary-ping pass",
      "cloudinary-usage pass",
      "probe-image pass",
      "probe-delivery warn",
      "probe-unsigned-link pass",
      "probe-document pass",
      "probe-delete pass",
    ]);
    expect(first.warnings.map(({ code }) => code)).toContain("links-never-expire");
    expect(first.values.CLOUDINARY_API_SECRET).toMatchObject({ value: "***", source: "env" });
    expect(emulator.assets()).toEqual([]);

    const again = (await setup(dir, ["--json"], {})).json();
    expect(again).toMatchObject({ status: "ok", exitCode: 0 });
    expect(again.plan.filter(({ action }) => action !== "none")).toEqual([]);
    expect(again.proof).toMatchObject({ status: "passed", mode: "project" });

    const undone = await runCli(["undo", "--json"], { cwd: dir, env: {} });
    expect(undone.json()).toMatchObject({ status: "ok", exitCode: 0 });
    const after = await treeOf(dir);
    const left = Object.keys(after).filter((file) => !file.startsWith(".vet-media-setup"));
    expect(Object.fromEntries(left.map((file) => [file, after[file]]))).toEqual(before);
    expect(emulator.assets()).toEqual([]);
  });

  test("takes everything from CLOUDINARY_URL, and says so", async () => {
    const { dir } = await clinic();
    const url = `cloudinary://${emulator.cloud.apiKey}:${emulator.cloud.apiSecret}@${emulator.cloud.cloudName}?upload_prefix=${emulator.url}`;
    const done = (await setup(dir, ["--dry-run", "--json"], { CLOUDINARY_URL: url })).json();
    expect(done).toMatchObject({ exitCode: 0 });
    expect(done.values.cloudName).toMatchObject({
      value: emulator.cloud.cloudName,
      source: "env",
      detail: "CLOUDINARY_URL",
    });
    expect(done.values.uploadPrefix).toMatchObject({ value: emulator.url, source: "env", detail: "CLOUDINARY_URL" });
    expect(done.values.CLOUDINARY_API_KEY).toMatchObject({ value: "***", source: "env", detail: "CLOUDINARY_URL" });
  });

  test("public files: plain links, and nothing refused that anybody may open", async () => {
    const { dir } = await clinic();
    const done = (await setup(dir, [...named(), "--access", "public", "--json"])).json();
    expect(done.errors).toEqual([]);
    expect(done).toMatchObject({ status: "ok", proof: { status: "passed", mode: "project" } });
    expect(done.warnings.map(({ code }) => code)).toContain("links-are-public");
  });

  test("where PDF links are blocked, the setting is named and the setup stands", async () => {
    const { dir } = await clinic();
    emulator.blockDocuments(true);
    const done = (await setup(dir, [...named(), "--json"])).json();
    expect(done).toMatchObject({ status: "ok", proof: { status: "passed" } });
    const check = done.checks.find(({ id }) => id === "probe-document");
    expect(check).toMatchObject({ status: "warn" });
    expect(check?.message).toContain("401");
    expect(check?.next).toContain("Settings › Security › PDF and ZIP files delivery");
    expect(done.proof?.steps.find(({ id }) => id === "fetch-signed")).toMatchObject({ status: "warn" });
    expect(done.next.join(" ")).toContain("PDF and ZIP files delivery");
  });

  test("the generated module alone, where the settings cannot be imported", async () => {
    const { dir } = await clinic();
    const done = (await setup(dir, [...named(), "--json"], { ...keys(), SECRET_KEY: undefined })).json();
    expect(done).toMatchObject({ status: "ok", proof: { status: "passed", mode: "isolated" } });
  });
});

describe("what cannot be right changes nothing", () => {
  const good = () => `cloudinary://${emulator.cloud.apiKey}:${emulator.cloud.apiSecret}@${emulator.cloud.cloudName}`;
  const cases: readonly (readonly [string, () => Env, () => readonly string[], number, RegExp])[] = [
    [
      "a CLOUDINARY_URL of another scheme",
      () => ({ CLOUDINARY_URL: good().replace("cloudinary:", "https:") }),
      () => [],
      2,
      /must start with cloudinary:\/\//,
    ],
    ["quotes around CLOUDINARY_URL", () => ({ CLOUDINARY_URL: `"${good()}"` }), () => [], 2, /quotes around it/],
    [
      "its own name in CLOUDINARY_URL",
      () => ({ CLOUDINARY_URL: `CLOUDINARY_URL=${good()}` }),
      () => [],
      2,
      /holds its own name/,
    ],
    [
      "the documentation's example",
      () => ({ CLOUDINARY_URL: "cloudinary://<your_api_key>:<your_api_secret>@clinic" }),
      () => [],
      2,
      /placeholder/,
    ],
    [
      "no secret in CLOUDINARY_URL",
      () => ({ CLOUDINARY_URL: "cloudinary://874837483274837@clinic-test" }),
      () => [],
      2,
      /lacks the API secret/,
    ],
    [
      "no cloud in CLOUDINARY_URL",
      () => ({ CLOUDINARY_URL: good().replace(/@.*/, "@") }),
      () => [],
      2,
      /lacks the cloud name/,
    ],
    [
      "a bare % in CLOUDINARY_URL",
      () => ({ CLOUDINARY_URL: good().replace("@", "%@") }),
      () => [],
      2,
      /percent-encoded/,
    ],
    [
      "two clouds",
      () => ({ CLOUDINARY_URL: good(), CLOUDINARY_CLOUD_NAME: "other-cloud" }),
      () => [],
      3,
      /CLOUDINARY_CLOUD_NAME says other-cloud/,
    ],
    [
      "a flag for another cloud",
      () => ({ CLOUDINARY_URL: good() }),
      () => ["--cloud-name", "other-cloud"],
      3,
      /--cloud-name says other-cloud/,
    ],
    [
      "quotes around the secret",
      () => ({ ...keys(), CLOUDINARY_API_SECRET: `'${emulator.cloud.apiSecret}'` }),
      named,
      2,
      /CLOUDINARY_API_SECRET has quotes/,
    ],
    [
      "a blank in the secret",
      () => ({ ...keys(), CLOUDINARY_API_SECRET: ` ${emulator.cloud.apiSecret}` }),
      named,
      2,
      /CLOUDINARY_API_SECRET has a space/,
    ],
    [
      "key and secret swapped",
      () => ({ CLOUDINARY_API_KEY: emulator.cloud.apiSecret, CLOUDINARY_API_SECRET: emulator.cloud.apiKey }),
      named,
      2,
      /are swapped/,
    ],
    [
      "a secret in place of the key",
      () => ({ ...keys(), CLOUDINARY_API_KEY: emulator.cloud.apiSecret }),
      named,
      2,
      /looks like an API secret/,
    ],
    [
      "half a pair",
      () => ({ CLOUDINARY_API_KEY: emulator.cloud.apiKey }),
      named,
      3,
      /CLOUDINARY_API_SECRET is missing/,
    ],
    ["no keys", () => ({}), named, 3, /No Cloudinary keys were found/],
    ["no cloud name", keys, () => [], 3, /--cloud-name NAME/],
    ["a cloud name with a blank", keys, () => ["--cloud-name", "my clinic"], 2, /cloud name has 2 to 128/],
    ["a folder that is a version", keys, () => [...named(), "--folder", "v1/media"], 2, /takes v and digits/],
    [
      "an API host with a path",
      keys,
      () => ["--cloud-name", "clinic-test", "--upload-prefix", "https://api-eu.cloudinary.com/v1_1"],
      2,
      /no user, password, path/,
    ],
    [
      "an API host without TLS",
      keys,
      () => ["--cloud-name", "clinic-test", "--upload-prefix", "http://api.example.com"],
      2,
      /must start with https/,
    ],
    [
      "keys of another cloud",
      () => ({ CLOUDINARY_API_KEY: emulator.other.apiKey, CLOUDINARY_API_SECRET: emulator.other.apiSecret }),
      named,
      1,
      /belongs to another cloud than clinic-test/,
    ],
    [
      "an unknown key",
      () => ({ ...keys(), CLOUDINARY_API_KEY: "111111111111111" }),
      named,
      1,
      /does not know this API key/,
    ],
    [
      "a wrong secret",
      () => ({ ...keys(), CLOUDINARY_API_SECRET: "zzzzzzzzzzzzzzzzzzzzzzzzzzz" }),
      named,
      1,
      /does not belong to the API key/,
    ],
    [
      "a cloud that is not there",
      keys,
      () => ["--cloud-name", "nobody-here", "--upload-prefix", emulator.url],
      1,
      /There is no cloud nobody-here/,
    ],
    ["a flag of another provider", keys, () => [...named(), "--bucket", "x-bucket"], 2, /--bucket/],
  ];

  test("in one project, case by case", async () => {
    const { dir } = await clinic();
    const before = await treeOf(dir);
    for (const [name, env, args, exit, words] of cases) {
      const outcome = await setup(dir, ["--json", ...args()], env());
      const { errors } = outcome.json();
      const told = errors.map(({ message, place, next }) => `${message} ${place} ${next}`).join("\n");
      expect([name, outcome.code]).toEqual([name, exit]);
      expect(told, name).toMatch(words);
      for (const { next } of errors) expect(next, name).toBeTruthy();
    }
    expect(await treeOf(dir)).toEqual(before);
    expect(emulator.assets()).toEqual([]);
  });

  test.each([
    [
      "the API stops in the middle of the probe",
      { on: /\/raw\/upload$/, status: 500 },
      /failed several times/,
      "cloudinary-busy",
    ],
    [
      "the hourly limit is reached",
      { on: /\/ping$/, status: 420, headers: { "x-featureratelimit-reset": "Tue, 24 Nov 2026 15:00:00 GMT" } },
      /limit of calls is reached, until/,
      "cloudinary-rate-limit",
    ],
    [
      "a web page comes instead of data",
      { on: /\/ping$/, status: 401, headers: { "content-type": "text/html" }, body: "<html>no</html>" },
      /web page/,
      "html-instead-of-json",
    ],
    [
      "the network asks to sign in",
      { on: /\/ping$/, status: 302, headers: { location: "http://login.example" }, body: "<html>" },
      /login page of this network/,
      "not-cloudinary",
    ],
    [
      "the key may not upload",
      { on: /\/image\/upload$/, status: 403, body: '{"error":{"message":"forbidden"}}' },
      /may not do that/,
      "cloudinary-denied",
    ],
    ["the connection breaks", { on: /\/ping$/, status: 0, hangUp: true }, /broke off several times/, "connection-lost"],
  ])("%s", async (_name, fault, words, code) => {
    const { dir } = await clinic();
    const before = await treeOf(dir);
    emulator.fail(fault);
    const outcome = await setup(dir, [...named(), "--json"]);
    expect(outcome.code).toBe(1);
    const [first] = outcome.json().errors;
    expect(first?.message).toMatch(words);
    expect(first?.code).toBe(code);
    const after = await treeOf(dir);
    expect(Object.fromEntries(Object.entries(after).filter(([file]) => !file.startsWith(".vet-media-setup")))).toEqual(
      before,
    );
    expect(emulator.assets()).toEqual([]);
  });
});

describe("a project with django-cloudinary-storage", () => {
  test("is recognised, told which lines to delete, and its old images are still found", async () => {
    const { dir, git } = await clinic("cloudinary-half");
    const args = ["setup", "--yes", ...named(), "--prove", "off", "--json"];
    const done = (await runCli(args, { cwd: dir, env: keys() })).json();
    expect(done).toMatchObject({ status: "ok", provider: "cloudinary" });
    expect(done.values.provider).toMatchObject({ source: "project" });
    const retired = done.warnings.find(({ code }) => code === "package-retired");
    expect(retired?.places?.map(({ place, text }) => `${place} ${text}`)).toEqual([
      'galeria/settings.py:17 "cloudinary_storage"',
      "galeria/settings.py:66 CLOUDINARY_STORAGE = {",
      "requirements.txt:4 django-cloudinary-storage",
    ]);
    expect(done.warnings.find(({ code }) => code === "cloudinary-files")?.message).toContain("stay where they are");
    expect(git("diff", "--", "requirements.txt")).toBe("");
    const module = git("ls-files", "--others", "--exclude-standard", "galeria/media_storage.py");
    expect(module).toContain("media_storage.py");
  });
});
