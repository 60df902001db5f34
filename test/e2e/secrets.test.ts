/** Secrets planted wherever the tool looks: they are nowhere but in the env file and its protected before-image. */
import { appendFile, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Outcome } from "../support/cli.ts";
import { benchForThisFile, type Keys, type Sandbox } from "../support/sandbox.ts";
import { commandLines, found, inTree, said } from "./secrets-support.ts";

const bench = benchForThisFile();
afterEach(() => bench.proxy.clear());

/** Beside the two keys, which are real ones of the stand-in. Each is found in one place only. */
const PLANTED = {
  session: "planted+session/token==IQoJb3JpZ2luX2VjE",
  django: "planted-django-secret-key-$^&-4821",
  database: "planted-database-password-5590",
  dotenv: "planted-in-dotenv-7713",
  foreign: "planted-foreign-token-in-env-file-3307",
  render: "rnd_plantedRenderApiKey00112233",
  hardCoded: "plantedHardCoded/secret+in/settings0000009",
};

async function planted(options: { faulty?: boolean; keys?: Keys } = {}): Promise<Sandbox> {
  const sandbox = await bench.sandbox({
    ...options,
    env: {
      SECRET_KEY: PLANTED.django,
      DATABASE_URL: `postgres://clinica:${PLANTED.database}@db.example:5432/clinica`,
      RENDER_API_KEY: PLANTED.render,
    },
  });
  const at = (file: string) => path.join(sandbox.dir, file);
  await writeFile(at(".env"), `DEBUG=True\nEMAIL_PASSWORD=${PLANTED.dotenv}\n`);
  await writeFile(at(".env.render"), `# of somebody else\nexport STRIPE_TOKEN="${PLANTED.foreign}"\n`);
  await appendFile(at(".gitignore"), ".env.render\n");
  await appendFile(
    at("veteriaria/settings.py"),
    `\nAWS_SECRET_ACCESS_KEY = '${PLANTED.hardCoded}'\nAWS_QUERYSTRING_AUTH = False\n`,
  );
  return sandbox;
}

const secretsOf = (keys: Keys) => ({ ...PLANTED, id: keys.accessKeyId, secret: keys.secretAccessKey });

describe("a setup that goes well", () => {
  let sandbox: Sandbox;
  let done: Outcome;
  let commands: ReadonlySet<string>;
  const secrets = () => secretsOf(bench.standin.root);

  beforeAll(async () => {
    sandbox = await planted();
    const running = sandbox.start(["--create-bucket", "--yes", "--verbose"]);
    [commands, done] = await Promise.all([commandLines(running), running.ended]);
  });

  test("goes through", () => {
    expect(said(done)).toContain("proof: passed (project");
    expect(done.code).toBe(0);
  });

  test("its output holds none, plain, as JSON or as a dry run with diffs", async () => {
    expect(found(said(done), secrets())).toEqual([]);
    for (const args of [
      ["--json", "--verbose", "--prove", "off"],
      ["--dry-run", "--prefix", "otro"],
      ["--dry-run", "--json"],
    ]) {
      const other = await sandbox.run(["--yes", ...args]);
      expect(other.code).toBe(0);
      expect(found(said(other), secrets())).toEqual([]);
    }
  });

  test("no command line of a child holds one", () => {
    expect(commands.size).toBeGreaterThan(2);
    expect([...commands].some((line) => line.includes("driver.py"))).toBe(true);
    expect([...commands].filter((line) => found(line, secrets()).length > 0)).toEqual([]);
  });

  test("no file of the tree holds one, but the env file, its before-image, and where it was planted", async () => {
    const holders = await inTree(sandbox.dir, secrets());
    const images = (holders.foreign ?? []).filter((file) => file !== ".env.render");
    expect(holders).toEqual({
      id: [".env.render"],
      secret: [".env.render"],
      foreign: [".env.render", ...images].sort(),
      dotenv: [".env"],
      hardCoded: expect.arrayContaining(["veteriaria/settings.py"]),
    });
    expect(images).toHaveLength(1);
    expect((await stat(path.join(sandbox.dir, images[0] ?? ""))).mode & 0o777).toBe(0o600);
    // Where settings.py itself is public, so is its before-image in no way more.
    for (const file of holders.hardCoded ?? [])
      expect(file).toMatch(/^veteriaria\/settings\.py$|^\.vet-media-setup\/runs\/\d+\/before\/\d+$/);
    expect((await stat(path.join(sandbox.dir, ".env.render"))).mode & 0o777).toBe(0o600);
  });

  test("what others keep in the env file is as they left it", async () => {
    const text = await readFile(path.join(sandbox.dir, ".env.render"), "utf8");
    expect(text.startsWith(`# of somebody else\nexport STRIPE_TOKEN="${PLANTED.foreign}"\n`)).toBe(true);
  });
});

describe("keys that expire", () => {
  test("are used and never written: the app's own keys are asked for", async () => {
    const everything = { Effect: "Allow", Action: "*", Resource: "*" };
    const keys = await bench.standin.makeSession("deploy", { Version: "2012-10-17", Statement: [everything] });
    const sandbox = await planted({ keys });
    const done = await sandbox.setup(["--create-bucket", "--json", "--yes", "--verbose"], {
      env: { AWS_SESSION_TOKEN: keys.sessionToken },
    });
    const document = done.json();
    expect(document).toMatchObject({ exitCode: 0, errors: [], proof: { status: "passed" } });
    expect(document.warnings.map(({ code }) => code)).toContain("temporary-credentials");
    expect(document.values.AWS_SESSION_TOKEN).toMatchObject({ value: "***", source: "env" });
    expect(document.next.join("\n")).toContain("IAM");
    const secrets = { ...secretsOf(keys), session: keys.sessionToken };
    expect(found(said(done), secrets)).toEqual([]);
    const { id, secret, session } = await inTree(sandbox.dir, secrets);
    expect({ id, secret, session }).toEqual({});
    expect(await readFile(path.join(sandbox.dir, ".env.render"), "utf8")).toMatch(/^AWS_ACCESS_KEY_ID=$/m);
    expect(await bench.picture(sandbox.bucket)).toMatchObject({ objects: [] });
  });
});

describe("failures say what is wrong and not with what", () => {
  const secrets = () => secretsOf(bench.standin.root);

  test("refused keys, quoted back by AWS in its error", async () => {
    const sandbox = await planted({ faulty: true });
    const { accessKeyId, secretAccessKey } = bench.standin.root;
    for (const service of ["sts", "s3"] as const) {
      bench.proxy.clear();
      bench.proxy.add(
        { service },
        {
          status: 403,
          code: service === "sts" ? "SignatureDoesNotMatch" : "InvalidRequest",
          message: `The key ${accessKeyId} with ${secretAccessKey} is odd`,
          extra: `<AWSAccessKeyId>${accessKeyId}</AWSAccessKeyId><StringToSign>${PLANTED.session}</StringToSign>`,
        },
      );
      for (const args of [["--json", "--verbose"], ["--verbose"]]) {
        const done = await sandbox.setup(["--create-bucket", "--yes", ...args], {
          env: { AWS_SESSION_TOKEN: PLANTED.session },
        });
        expect(done.code).toBe(1);
        expect(found(said(done), secrets())).toEqual([]);
      }
    }
  });

  test("a lost network, with --verbose and its stack", async () => {
    const sandbox = await planted({ faulty: true });
    bench.proxy.add({ method: "PUT" }, { reset: true });
    const done = await sandbox.setup(["--create-bucket", "--yes", "--verbose"]);
    expect(done.code).toBe(1);
    expect(said(done)).toMatch(/at .*:\d+/);
    expect(found(said(done), secrets())).toEqual([]);
    expect(Object.keys(await inTree(sandbox.dir, secrets())).sort()).toEqual(["dotenv", "foreign", "hardCoded"]);
  });

  test("settings that quote the environment in their exception", async () => {
    const sandbox = await planted();
    await appendFile(
      path.join(sandbox.dir, "veteriaria/settings.py"),
      "\nimport os as _os\n\nraise RuntimeError('no me gusta %r' % sorted(_os.environ.items()))\n",
    );
    for (const args of [["--json", "--verbose"], ["--verbose"]]) {
      const done = await sandbox.setup(["--create-bucket", "--yes", "--prove", "required", ...args]);
      expect(done.code).toBe(4);
      expect(said(done)).toContain("no me gusta");
      expect(found(said(done), secrets())).toEqual([]);
    }
  });

  test("keys that were typed into flags", async () => {
    const sandbox = await planted();
    for (const args of [
      ["--secret-key", PLANTED.session],
      [`--aws-secret-access-key=${PLANTED.session}`],
      ["--access-key-id", PLANTED.session, "--json"],
      [`--bucket=${PLANTED.session}`, "--aws-session-token", PLANTED.session],
    ]) {
      const done = await sandbox.run(["setup", ...args]);
      expect(done.code).toBe(2);
      expect(found(said(done), { typed: PLANTED.session })).toEqual([]);
    }
  });

  test("a run that is killed: what stays on the disk holds none but the env file and before-images", async () => {
    const sandbox = await planted({ faulty: true });
    bench.proxy.add({ method: "PUT", path: /-probe\// }, { hang: true }, { times: 1 });
    const running = sandbox.start(["--create-bucket", "--yes"]);
    await bench.proxy.hanging(1);
    process.kill(running.pid, "SIGKILL");
    await running.ended;
    const holders = await inTree(sandbox.dir, secrets());
    expect({ id: holders.id, secret: holders.secret, django: holders.django, session: holders.session }).toEqual({
      id: [".env.render"],
      secret: [".env.render"],
    });
  });
});
