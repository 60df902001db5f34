/** A fixture set up and proved by the built binary, and judged by its own Django from outside: before, after, and in each environment. */
import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "vitest";
import { readVariables } from "../../src/edit/dotenv.ts";
import { type InForce, inForce } from "../support/django-project.ts";
import { copyFixture } from "../support/fixture.ts";
import { type Bench, SECRET_KEY } from "../support/sandbox.ts";
import { type VenvName, venv } from "../support/venv.mjs";
import type { Case } from "./cases.ts";

type Env = Readonly<Record<string, string>>;

/** Its place in Django changed with 4.2. */
const FILE_SYSTEM = /^django\.core\.files\.storage(?:\.filesystem)?\.FileSystemStorage$/;

/** The Django that a fixture pins, or the nearest one that there is an environment of. */
function djangoOf(name: string): VenvName {
  if (name === "django32" || name === "django41") return "django32";
  return ["cloudinary-half", "pipfile", "requirements-chain"].includes(name) ? "django42" : "django52";
}

export async function judge(bench: Bench, one: Case): Promise<void> {
  const python = await venv(djangoOf(one.fixture));
  const sandbox = await bench.sandbox({ fixture: one.fixture });
  const project = path.join(sandbox.dir, one.root);
  const before = await copyFixture(one.fixture);
  try {
    const beforeRoot = path.join(before.dir, one.root);
    const own = { SECRET_KEY };
    const checkBefore = systemCheck(python, beforeRoot, own);

    const answers = ["--provider", "s3", "--bucket", sandbox.bucket, "--create-bucket", ...one.args];
    const run = await sandbox.run(["setup", "--project", project, ...answers, "--python", python, "--yes", "--json"]);
    expect(run.code, run.stdout + run.stderr).toBe(0);
    const { proof, values } = run.json();
    expect(proof, run.stdout).toMatchObject({ status: "passed", mode: "project" });

    const written = Object.fromEntries(readVariables(await readFile(path.join(project, ".env.render"), "utf8")));
    const module = String(values.settings?.value);
    const environments: Record<string, Env> = {
      unset: own,
      written: { ...own, ...written },
      onRender: { ...own, ...written, RENDER: "true" },
      local: { ...own, MEDIA_STORAGE: "local" },
      localOnRender: { ...own, MEDIA_STORAGE: "local", RENDER: "true" },
      olderSwitch: { ...own, ...written, MEDIA_STORAGE: "", USE_S3: "True" },
      nothingOnRender: { ...own, RENDER: "true" },
      keyMissing: { ...own, ...written, AWS_SECRET_ACCESS_KEY: "", RENDER: "true" },
      typo: { ...own, ...written, MEDIA_STORAGE: "s4" },
    };
    const [was, is] = await Promise.all(
      [beforeRoot, project].map(async (root) => await inEach(python, root, module, environments)),
    );
    if (was === undefined || is === undefined) throw new Error("unreachable");

    // Nothing chosen, off Render: everything as before, the names in the settings included.
    expect(relocated(is.unset, project)).toEqual(relocated(was.unset, beforeRoot));
    for (const name of ["written", "onRender", "olderSwitch"]) {
      expect(is[name]?.default, name).toMatchObject({
        class: "storages.backends.s3.S3Storage",
        bucket_name: sandbox.bucket,
        location: "media",
        file_overwrite: false,
        default_acl: null,
        querystring_auth: true,
        custom_domain: null,
        access_key: written.AWS_ACCESS_KEY_ID,
        signature_version: "s3v4",
      });
      expect(String(is[name]?.default.region_name)).toMatch(/^[a-z]+-[a-z]+-\d$/);
    }
    for (const name of ["local", "localOnRender"]) {
      const { class: kind, location } = is[name]?.default ?? {};
      expect(String(kind), name).toMatch(FILE_SYSTEM);
      const stored = was.unset?.default;
      if (FILE_SYSTEM.test(String(stored?.class))) {
        expect(location, name).toBe(String(stored?.location).replace(beforeRoot, project));
      }
    }
    for (const name of ["written", "onRender", "local", "localOnRender"]) {
      expect(relocated(is[name], project).static, name).toEqual(relocated(was[name], beforeRoot).static);
      expect(relocated(is[name], project).extra, name).toEqual(relocated(was[name], beforeRoot).extra);
    }
    refuses(is.nothingOnRender, ["MEDIA_STORAGE is not set", "MEDIA_STORAGE=s3", ".env.render"]);
    refuses(is.keyMissing, ["AWS_SECRET_ACCESS_KEY"]);
    refuses(is.typo, ["'s4'"]);

    const checkAfter = systemCheck(python, project, own);
    expect(checkAfter, "manage.py check").toEqual(checkBefore);
    const checkOnS3 = systemCheck(python, project, { ...own, ...written });
    expect(checkOnS3.code).toBeLessThanOrEqual(checkBefore.code);
  } finally {
    await before.remove();
  }
}

async function inEach(
  python: string,
  root: string,
  module: string,
  environments: Readonly<Record<string, Env>>,
): Promise<Record<string, InForce | undefined>> {
  const names = Object.keys(environments);
  const found = await inForce(
    python,
    names.map((name) => ({ root, module, env: environments[name] ?? {} })),
  );
  return Object.fromEntries(names.map((name, index) => [name, found[index]]));
}

function refuses(found: InForce | undefined, words: readonly string[]): void {
  expect(found?.error).toBe("ImproperlyConfigured");
  for (const word of words) expect(found?.message).toContain(word);
}

/** The same for a project in whatever folder. */
function relocated(found: InForce | undefined, root: string): InForce {
  return JSON.parse(JSON.stringify(found).replaceAll(root, "ROOT")) as InForce;
}

/** `manage.py check`, and what it says without the paths of this folder. */
function systemCheck(python: string, root: string, env: Env): { readonly code: number; readonly said: string } {
  const done = spawnSync(python, ["-B", "manage.py", "check"], {
    cwd: root,
    env: { PATH: process.env.PATH, LANG: "C.UTF-8", ...env },
    encoding: "utf8",
  });
  if (done.status === null) throw new Error(`manage.py check did not end: ${done.stderr}`);
  const lines = `${done.stdout}\n${done.stderr}`.replaceAll(root, "ROOT").split("\n");
  // Line numbers of tracebacks are Django's own.
  return { code: done.status, said: lines.at(done.status === 0 ? 0 : -2) ?? "" };
}
