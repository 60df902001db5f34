/** The proof where the project cannot be run: the generated module alone, or nothing. */
import { execFileSync } from "node:child_process";
import { chmod, mkdir, readdir, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type ProveOptions, prove } from "../../src/prove/prove.ts";
import { removeTree, writeTree } from "../support/django-project.ts";
import {
  brokenSteps,
  openProofBench,
  type ProofBench,
  pathsBelow,
  pythonWithoutDjango,
  running,
  SETTINGS,
  statuses,
  withEnvironment,
} from "../support/proof-bench.ts";

let bench: ProofBench;
const own = join(tmpdir(), `vet-isolated-${process.pid}`);
beforeAll(async () => {
  // A temporary folder that nobody else uses, so that what stays in it is ours.
  await mkdir(own, { recursive: true });
  vi.stubEnv("TMPDIR", own);
  bench = await openProofBench();
});
afterAll(async () => {
  await bench.close();
  vi.unstubAllEnvs();
  await removeTree(own);
});
beforeEach(() => bench.newBucket());
// Whatever happened in a test: not one object, and no version of one, is left in the bucket.
afterEach(async () => expect(await bench.objects()).toEqual([]));

describe("settings that cannot be imported here: the generated module is proved alone", () => {
  const isolated = async (options: ProveOptions, reason: RegExp, next: RegExp) => {
    const before = await pathsBelow(options.project.root);
    const temporary = await readdir(tmpdir());
    const proof = await prove(options);
    expect(proof, JSON.stringify(proof)).toMatchObject({ status: "passed", mode: "isolated" });
    expect(proof.reason?.en).toMatch(reason);
    expect(proof.next?.en).toMatch(next);
    expect(statuses(proof)).toMatchObject({
      "import-settings": "warn",
      save: "pass",
      gone: "pass",
      staticfiles: "skip",
    });
    expect(await pathsBelow(options.project.root)).toEqual(before);
    expect(await readdir(tmpdir())).toEqual(temporary);
    expect(running(options.project.root)).toEqual([]);
    return proof;
  };

  test.each([
    [
      "decouple",
      `from decouple import config\nSECRET_KEY = config("CLINIC_SECRET")`,
      /CLINIC_SECRET is not set \(clinic\/settings.py:16\)/,
    ],
    ["django-environ", `import environ\nSECRET_KEY = environ.Env()("CLINIC_SECRET")`, /CLINIC_SECRET is not set/],
    ["os.environ", `SECRET_KEY = os.environ["CLINIC_SECRET"]`, /CLINIC_SECRET is not set/],
  ])("a variable without default, read with %s", async (_, line, reason) => {
    const { options } = await bench.clinic({ settings: `${SETTINGS}\n${line}\n` });
    await isolated(options, reason, /CLINIC_SECRET=… vet-media-setup/);
  });

  test("a package that this Python lacks: how to install it, fitted to the dependency file", async () => {
    const dependencies = { file: "requirements/prod.txt", format: "requirements" as const, evidence: "", requires: {} };
    const { options } = await bench.clinic({
      settings: `${SETTINGS}\nimport nobody_has_this\n`,
      over: { dependencies },
    });
    await isolated(options, /this Python has no nobody_has_this/, /-m pip install -r requirements\/prod.txt/);
  });

  test.each([
    ["sys.exit()", "import sys\nsys.exit(3)", /sys.exit\(\)/],
    [
      "a failure of their own",
      'raise ValueError("no luck\\nat all")',
      /ValueError: no luck at all \(clinic\/settings.py:15\)/,
    ],
    ["a syntax error", "x = (", /SyntaxError.*clinic\/settings.py/],
    [
      "the end of the process",
      "import sys; sys.stderr.write('goodbye\\n'); sys.stderr.flush(); os._exit(3)",
      /ended by itself: goodbye/,
    ],
  ])("%s", async (_, line, reason) => {
    const { options } = await bench.clinic({ settings: `${SETTINGS}\n${line}\n` });
    await isolated(options, reason, /import clinic.settings/);
  });

  test("the package's __init__ fails: the generated module is loaded without it", async () => {
    const { options } = await bench.clinic({ files: { "clinic/__init__.py": `raise RuntimeError("imported")\n` } });
    await isolated(options, /RuntimeError: imported \(clinic\/__init__.py:1\)/, /./);
  });

  test("secrets in a message of theirs are hidden", async () => {
    const url = "postgres://clinic:hunter2hunter2@db.example/clinic";
    const settings = `${SETTINGS}\nraise ValueError("cannot parse " + os.environ["DATABASE_URL"] + " " + os.environ["API_TOKEN"])\n`;
    const { options } = await bench.clinic({ settings, env: { DATABASE_URL: url, API_TOKEN: "sesame-open-1" } });
    const proof = await isolated(options, /cannot parse \*\*\* \*\*\*/, /./);
    expect(JSON.stringify(proof)).not.toMatch(/hunter2|sesame/);
  });

  test("and what is broken in the generated part is still found", async () => {
    const { options } = await bench.clinic({ settings: `${SETTINGS}\nraise ValueError()\n` });
    const proof = await prove(
      withEnvironment(options, { AWS_SECRET_ACCESS_KEY: "wrong/secret/wrong/secret/wrong/secret/1" }),
    );
    expect(proof).toMatchObject({ status: "failed", mode: "isolated" });
    expect(brokenSteps(proof)).toEqual(["save"]);
  });
});

describe("no proof is possible", () => {
  test("no Django in this Python", async () => {
    const bare = await pythonWithoutDjango(bench);
    const { options } = await bench.clinic();
    const proof = await prove({ ...options, python: bare });
    expect(proof).toMatchObject({ status: "skipped", python: bare, django: null, steps: [] });
    expect(proof.reason?.en).toContain("has no Django");
    expect(proof.next?.en).toContain("pip install -r requirements.txt");
  });

  test("a Django without django-storages", async () => {
    const bare = await pythonWithoutDjango(bench);
    const site = execFileSync(bare, ["-c", "import site; print(site.getsitepackages()[0])"], {
      encoding: "utf8",
    }).trim();
    const packages = execFileSync(bench.python, ["-c", "import django; print(django.__path__[0])"], {
      encoding: "utf8",
    }).trim();
    await symlink(packages, join(site, "django"));
    const { options } = await bench.clinic();
    const proof = await prove({ ...options, python: bare });
    expect(proof.status).toBe("skipped");
    expect(proof.django).toMatch(/^5\.2/);
    expect(proof.reason?.en).toContain("django-storages, boto3");
  });

  test("no Python at all", async () => {
    const { options } = await bench.clinic();
    const { python: _, ...unnamed } = options;
    const proof = await prove({ ...unnamed, env: { PATH: "/nowhere" } });
    expect(proof).toMatchObject({ status: "skipped", python: null });
    expect(proof.next?.en).toContain("--python");
  });

  test("a named Python that is none is a mistake of the person", async () => {
    const { options } = await bench.clinic();
    for (const wrong of ["/nowhere/python", "true", "./no python"]) {
      await expect(prove({ ...options, python: wrong })).rejects.toMatchObject({
        problem: { code: "python-unusable", exit: 2, place: "--python" },
      });
    }
  });

  test("a Python that cannot start the driver", async () => {
    const root = await writeTree({
      python: `#!/bin/sh\ncase "$*" in *version_info*) echo "python 3.11.0";; *) echo boom >&2; exit 7;; esac\n`,
    });
    bench.keep(root);
    await chmod(join(root, "python"), 0o755);
    const { options } = await bench.clinic();
    const proof = await prove({ ...options, python: join(root, "python") });
    expect(proof.status).toBe("skipped");
    expect(proof.reason?.en).toContain("boom");
  });
});
