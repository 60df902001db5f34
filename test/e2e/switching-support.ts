/** Projects on Render that go from one provider to another, against the AWS stand-in and the Cloudinary emulator, proved by their own Django. */
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect } from "vitest";
import { parse } from "yaml";
import { readVariables } from "../../src/edit/dotenv.ts";
import type { ProviderId } from "../../src/model/answers.ts";
import { type JsonDocument, type Outcome, type RunOptions, runCli } from "../support/cli.ts";
import { startCloudinaryEmulator } from "../support/cloudinary-emulator.mjs";
import { type Bench, benchForThisFile, SECRET_KEY, type Tree, treeOf } from "../support/sandbox.ts";
import { type VenvName, venv } from "../support/venv.mjs";

type Emulator = Awaited<ReturnType<typeof startCloudinaryEmulator>>;

export const MOUNT = "/opt/render/project/src/media";

/** What each writes, and must leave nowhere. Every generated module knows the older switch USE_S3. */
const TRACES: Readonly<Record<ProviderId, RegExp>> = {
  s3: /\bAWS_|boto3|django.storages|storages\.backends|MEDIA_STORAGE=s3|(?:value|provider"): "?s3\b|bucket/i,
  cloudinary: /cloudinary/i,
  "render-disk": /MEDIA_ROOT|media_urls|mountPath|sizeGB|\bdisk:|[:=] ?"?disk\b|render-disk/,
};

export interface Site {
  readonly dir: string;
  readonly bucket: string;
  /** With the keys of both. */
  readonly env: Readonly<Record<string, string | undefined>>;
  git(...args: string[]): string;
  /** `setup --provider …` with all its answers, and `--yes --json`. */
  to(provider: ProviderId, ...args: string[]): Promise<JsonDocument>;
  /** Exactly these arguments. */
  run(args: readonly string[], options?: Partial<RunOptions>): Promise<Outcome>;
  answers(provider: ProviderId): readonly string[];
  /** Everything but git's folder and the state folder. */
  tree(): Promise<Tree>;
  text(file: string): Promise<string>;
  commit(message: string): void;
}

export interface SwitchBench {
  readonly bench: Bench;
  readonly cloud: Emulator;
  site(fixture: string, options?: { readonly python?: VenvName; readonly yaml?: string | null }): Promise<Site>;
}

/** A paid service with comments in odd places; the commands name the wsgi module and the dependency file of the fixture. */
export const blueprint = (wsgi: string, build = "pip install -r requirements.txt") => `# Santa Sofía
services:
  - type: web
    name: clinic
    runtime: python
    plan: starter # paid
    buildCommand: ${build}
    startCommand: gunicorn ${wsgi}:application
    envVars:
      - key: SECRET_KEY
        generateValue: true
      # the database is elsewhere
      - key: WEB_CONCURRENCY
        value: "2"

# the end
`;

export function switchBench(): SwitchBench {
  const bench = benchForThisFile();
  const parts: { cloud?: Emulator } = {};
  beforeAll(async () => {
    parts.cloud = await startCloudinaryEmulator();
  });
  afterAll(async () => {
    await parts.cloud?.stop();
  });
  const cloud = (): Emulator => {
    if (parts.cloud === undefined) throw new Error("the emulator is there only while tests run");
    return parts.cloud;
  };
  return {
    bench,
    get cloud() {
      return cloud();
    },
    site: async (fixture, { python = "django52", yaml } = {}) => {
      const { cloudName, apiKey, apiSecret } = cloud().cloud;
      const interpreter = await venv(python);
      const sandbox = await bench.sandbox({
        fixture,
        env: {
          CLOUDINARY_API_KEY: apiKey,
          CLOUDINARY_API_SECRET: apiSecret,
          VIRTUAL_ENV: path.dirname(path.dirname(interpreter)),
          SECRET_KEY,
        },
      });
      const { dir, git, bucket, env } = sandbox;
      const commit = (message: string) => {
        git("add", "--all");
        git("commit", "--quiet", "--allow-empty", "--message", message);
      };
      if (yaml !== undefined && yaml !== null) {
        await writeFile(path.join(dir, "render.yaml"), yaml);
        commit("On Render");
      }
      git("tag", "start");
      await bench.makeBucket(bucket);
      const named: Readonly<Record<ProviderId, readonly string[]>> = {
        s3: ["--bucket", bucket],
        cloudinary: ["--cloud-name", cloudName, "--upload-prefix", cloud().url],
        "render-disk": ["--mount-path", MOUNT],
      };
      const run = (args: readonly string[], options: Partial<RunOptions> = {}) =>
        runCli(args, { cwd: dir, ...options, env: { ...env, ...options.env } });
      const answers = (provider: ProviderId) => ["--provider", provider, ...named[provider]];
      return {
        dir,
        bucket,
        env,
        git,
        run,
        answers,
        commit,
        to: async (provider, ...args) =>
          (await run(["setup", ...answers(provider), ...args, "--yes", "--json"])).json(),
        tree: async () => {
          const all = await treeOf(dir);
          return Object.fromEntries(Object.entries(all).filter(([file]) => !file.startsWith(".vet-media-setup/")));
        },
        text: async (file) => await readFile(path.join(dir, file), "utf8"),
      };
    },
  };
}

export function expectProved(document: JsonDocument, provider: ProviderId): void {
  expect(document.errors).toEqual([]);
  expect(document).toMatchObject({ status: "ok", exitCode: 0, provider });
  expect(document.proof).toMatchObject({ status: "passed", mode: "project" });
}

/** Nothing that the old provider wrote is left in what our runs touched. `diskStays`: it may be, in render.yaml. */
export async function expectNoTraces(
  site: Site,
  old: ProviderId,
  before: Tree,
  { diskStays = false } = {},
): Promise<void> {
  const changed = Object.entries(await site.tree()).filter(
    ([file, hash]) => before[file] !== hash && !file.endsWith("/"),
  );
  for (const [file] of changed) {
    const lines = (await site.text(file)).split("\n");
    const original = new Set(before[file] === undefined ? [] : site.git("show", `start:${file}`).split("\n"));
    const ours = lines.filter((line) => !original.has(line));
    const found = ours.filter((line) => TRACES[old].test(line) && !(diskStays && file === "render.yaml"));
    expect(found, `${file} after leaving ${old}`).toEqual([]);
  }
}

/** render.yaml says what it should, to a YAML reader that is not ours. */
export async function expectBlueprint(site: Site, provider: ProviderId, options: { disk: boolean }): Promise<void> {
  const parsed = parse(await site.text("render.yaml")) as {
    services: { envVars: { key: string; value?: string; sync?: boolean }[]; disk?: unknown }[];
  };
  const service = parsed.services[0];
  const values = Object.fromEntries((service?.envVars ?? []).map(({ key, value, sync }) => [key, value ?? sync]));
  const choice = provider === "render-disk" ? "disk" : provider;
  expect(values).toMatchObject({ WEB_CONCURRENCY: "2", MEDIA_STORAGE: choice });
  const { s3, cloudinary, disk } = {
    s3: "AWS_STORAGE_BUCKET_NAME" in values,
    cloudinary: "CLOUDINARY_CLOUD_NAME" in values,
    disk: "MEDIA_ROOT" in values,
  };
  expect({ s3, cloudinary, disk }).toEqual({
    s3: provider === "s3",
    cloudinary: provider === "cloudinary",
    disk: provider === "render-disk",
  });
  expect(service?.disk !== undefined).toBe(options.disk);
}

export async function storedVariables(site: Site): Promise<Map<string, string>> {
  return readVariables(await site.text(".env.render"));
}
