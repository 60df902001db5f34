/** Every place in which a secret can enter, and every way out, for Cloudinary and Render, and for S3 with a profile and a user of its own. */
import { appendFile, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readVariables } from "../../src/edit/dotenv.ts";
import { startCloudinaryEmulator } from "../support/cloudinary-emulator.mjs";
import { startRenderEmulator } from "../support/render-emulator.mjs";
import { benchForThisFile, type Sandbox } from "../support/sandbox.ts";
import { commandLines, found, inTree, type Secrets, said } from "./secrets-support.ts";
import { ENGLISH, openWizard } from "./wizard-support.ts";

const bench = benchForThisFile();
let cloudinary: Awaited<ReturnType<typeof startCloudinaryEmulator>>;
let render: Awaited<ReturnType<typeof startRenderEmulator>>;
/** Ways out that were searched, by scenario: each for every secret of it. */
const searched: Record<string, { places: number; outputs: number }> = {};

beforeAll(async () => {
  [cloudinary, render] = await Promise.all([startCloudinaryEmulator(), startRenderEmulator()]);
});
afterAll(async () => {
  await Promise.all([cloudinary.stop(), render.stop()]);
  const count = Object.values(searched).reduce((sum, { places, outputs }) => sum + places * outputs, 0);
  console.log(`secrets: ${count} searches (places × outputs)`, searched);
});

/** Searches one way out after another. */
class Sweep {
  readonly #name: string;
  readonly #secrets: Secrets;

  constructor(name: string, secrets: Secrets) {
    this.#name = name;
    this.#secrets = secrets;
    searched[name] = { places: Object.keys(secrets).length, outputs: 0 };
  }

  none(output: string, text: string): void {
    const { places = 0, outputs = 0 } = searched[this.#name] ?? {};
    searched[this.#name] = { places, outputs: outputs + 1 };
    expect([output, text.length > 0]).toEqual([output, true]);
    expect([output, found(text, this.#secrets)]).toEqual([output, []]);
  }
}

const at = (sandbox: Sandbox, file: string) => path.join(sandbox.dir, file);

/** What git would show of the run: `git diff` with new files in it, without what was there before. */
function added(sandbox: Sandbox): string {
  sandbox.git("add", "--all", "--intent-to-add");
  const lines = sandbox.git("diff", "--unified=0").split("\n");
  return lines.filter((line) => line.startsWith("+")).join("\n");
}

describe("Cloudinary by its URL, and Render's API", () => {
  test("nothing but the env file holds one, and nothing says one", async () => {
    const { apiKey, apiSecret, cloudName } = cloudinary.cloud;
    const secrets = {
      "CLOUDINARY_URL, key": apiKey,
      "CLOUDINARY_URL, secret": apiSecret,
      RENDER_API_KEY: render.key,
      "a value at Render before": "the-secret-at-render-before-5517",
      "another service's variable at Render": "postgres-password-at-render-8841",
      ".env": "planted-in-dotenv-7713",
      "a foreign variable of the env file": "planted-foreign-token-3307",
      "settings.py": "hardCodedInSettings0000009xyz",
      "render.yaml": "hardCodedInBlueprint0000009xyz",
      SECRET_KEY: "planted-django-secret-4821",
    };
    const sweep = new Sweep("cloudinary", secrets);
    const { variables } = render.addService({
      id: "srv-sweep",
      name: "clinic",
      variables: {
        CLOUDINARY_API_SECRET: secrets["a value at Render before"],
        DATABASE_URL: `postgres://u:${secrets["another service's variable at Render"]}@db/x`,
      },
    });
    const sandbox = await bench.sandbox({
      keys: null,
      env: {
        SECRET_KEY: secrets.SECRET_KEY,
        CLOUDINARY_URL: `cloudinary://${apiKey}:${apiSecret}@${cloudName}?upload_prefix=${cloudinary.url}`,
        RENDER_API_KEY: render.key,
        RENDER_API_URL: render.url,
      },
    });
    await writeFile(at(sandbox, ".env"), `EMAIL_PASSWORD=${secrets[".env"]}\n`);
    await writeFile(at(sandbox, ".env.render"), `STRIPE_TOKEN=${secrets["a foreign variable of the env file"]}\n`);
    await appendFile(at(sandbox, ".gitignore"), ".env.render\n");
    await appendFile(
      at(sandbox, "veteriaria/settings.py"),
      `\nCLOUDINARY_STORAGE = {"API_SECRET": "${secrets["settings.py"]}"}\n`,
    );
    await writeFile(
      at(sandbox, "render.yaml"),
      `services:\n  - type: web\n    name: clinic\n    runtime: python\n    plan: starter\n    envVars:\n      - key: CLOUDINARY_API_SECRET\n        value: ${secrets["render.yaml"]}\n`,
    );
    sandbox.git("add", "--all");
    sandbox.git("commit", "--quiet", "--message", "As people have it");
    const args = ["setup", "--provider", "cloudinary", "--push-env", "--render-service-id", "srv-sweep", "--yes"];

    const dry = await sandbox.run([...args, "--dry-run", "--json"]);
    const warnings = dry.json().warnings;
    // Named, masked, and with what to do.
    const inCode = warnings.find(({ code }) => code === "key-in-code");
    expect(inCode?.places?.[0]?.place).toMatch(/^veteriaria\/settings\.py:\d+$/);
    expect(inCode?.places?.[0]?.text).toContain("***");
    expect(inCode?.next).toContain("Make a new key");
    expect(warnings.find(({ code }) => code === "secret-in-blueprint")?.next).toContain("Make a new key");
    sweep.none("dry run, JSON", said(dry));
    sweep.none("dry run with diffs", said(await sandbox.run([...args, "--dry-run", "--plain"])));

    render.fail((method, where) => method === "PUT" && where.endsWith("/CLOUDINARY_API_SECRET"), 400, {
      body: JSON.stringify({ message: `value ${apiSecret} for ${render.key} is odd` }),
    });
    const failed = await sandbox.run([...args, "--prove", "off", "--verbose"]);
    expect(failed.code).toBe(1);
    sweep.none("a refusal that quotes them, with its stack", said(failed));
    expect(variables.get("CLOUDINARY_API_SECRET")).toBe(secrets["a value at Render before"]);

    const done = await sandbox.run([...args, "--prove", "off", "--verbose", "--json"]);
    expect(done.json()).toMatchObject({ exitCode: 0, errors: [] });
    sweep.none("JSON, and the account beside it", said(done));
    sweep.none("git diff", added(sandbox));
    const holders = await inTree(sandbox.dir, secrets);
    const images = (file: string) => /^\.vet-media-setup\/runs\/\d+\/(?:before|after)\/\d+$/.test(file);
    const places = Object.fromEntries(
      Object.entries(holders).map(([name, files]) => [name, files.filter((file) => !images(file))]),
    );
    expect(places).toEqual({
      "CLOUDINARY_URL, key": [".env.render"],
      "CLOUDINARY_URL, secret": [".env.render"],
      ".env": [".env"],
      "a foreign variable of the env file": [".env.render"],
      // Taken out of the file; it stands in its before-image.
      "render.yaml": [],
      "settings.py": ["veteriaria/settings.py"],
    });
    // Images hold what stood in the files themselves, and nothing else.
    const kept = Object.entries(holders).filter(([, files]) => files.some(images));
    expect(kept.map(([name]) => name).sort()).toEqual([
      "a foreign variable of the env file",
      "render.yaml",
      "settings.py",
    ]);
    for (const file of kept.flatMap(([, files]) => files).filter(images))
      expect((await stat(at(sandbox, file))).mode & 0o777).toBe(0o600);
    expect((await stat(at(sandbox, ".env.render"))).mode & 0o777).toBe(0o600);

    sweep.none("check", said(await sandbox.run(["check", "--verbose", "--prove", "off"])));
    sweep.none("undo", said(await sandbox.run(["undo", "--verbose"])));
  });
});

describe("S3 with a profile, and a user of the app's own", () => {
  test("neither the administrator's keys nor the one that is made", async () => {
    const { accessKeyId, secretAccessKey } = bench.standin.root;
    const sandbox = await bench.sandbox({ keys: null });
    const home = await bench.sandbox({ keys: null });
    const AWS_SHARED_CREDENTIALS_FILE = at(home, "credentials");
    await writeFile(
      AWS_SHARED_CREDENTIALS_FILE,
      `[clinic]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
    );
    const running = sandbox.start(
      ["--create-bucket", "--create-app-user", "sweep-app", "--profile", "clinic", "--yes", "--verbose"],
      { env: { AWS_SHARED_CREDENTIALS_FILE } },
    );
    const [commands, done] = await Promise.all([commandLines(running), running.ended]);
    expect([done.code, said(done)]).toEqual([0, expect.stringContaining("proof: passed")]);
    const made = readVariables(await readFile(at(sandbox, ".env.render"), "utf8"));
    const secrets = {
      "profile, id": accessKeyId,
      "profile, secret": secretAccessKey,
      "made, id": made.get("AWS_ACCESS_KEY_ID") ?? "-",
      "made, secret": made.get("AWS_SECRET_ACCESS_KEY") ?? "-",
    };
    const sweep = new Sweep("s3", secrets);
    sweep.none("plain, with the proof", said(done));
    sweep.none("command lines", [...commands].join("\n"));
    sweep.none("git diff", added(sandbox));
    expect(await inTree(sandbox.dir, secrets)).toEqual({
      "made, id": [".env.render"],
      "made, secret": [".env.render"],
    });
    const env = { AWS_SHARED_CREDENTIALS_FILE };
    sweep.none("check", said(await sandbox.run(["check", "--json", "--verbose", "--prove", "off"], { env })));
    sweep.none("undo", said(await sandbox.run(["undo", "--verbose", "--profile", "clinic"], { env })));
  });

  test("a person's screen, with the diff shown", async () => {
    const sandbox = await bench.sandbox();
    const { accessKeyId, secretAccessKey } = bench.standin.root;
    await appendFile(
      at(sandbox, "veteriaria/settings.py"),
      "\nAWS_SECRET_ACCESS_KEY = 'hardCodedInSettings0000009xyz'\n",
    );
    const secrets = { id: accessKeyId, secret: secretAccessKey, "settings.py": "hardCodedInSettings0000009xyz" };
    const sweep = new Sweep("terminal", secrets);
    const wizard = openWizard(sandbox, ["setup", "--provider", "s3", "--bucket", sandbox.bucket, "--create-bucket"]);
    await wizard.accept("Region of the bucket", "Which sites may read the files with fetch()?", ENGLISH.appUser);
    await wizard.at("Apply?");
    await wizard.press("right", "enter");
    await wizard.waitFor("AWS_SECRET_ACCESS_KEY=");
    await wizard.at("Apply?");
    await wizard.press("ctrl-c");
    expect((await wizard.exited).exitCode).toBe(130);
    sweep.none("every byte on the terminal", wizard.transcript());
  });
});
