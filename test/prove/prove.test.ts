/** The proof against the AWS stand-in with real Djangos: it passes where all is well, and names the link that is broken where it is not. */
import { execFileSync, spawnSync } from "node:child_process";
import { chmod, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateBucketCommand,
  ListObjectVersionsCommand,
  PutBucketCorsCommand,
  PutBucketPolicyCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Interrupted } from "../../src/lib/failure.ts";
import type { S3Answers } from "../../src/model/answers.ts";
import type { Project } from "../../src/model/project.ts";
import type { Proof, ProofExpectation } from "../../src/model/proof.ts";
import { type ProveOptions, prove } from "../../src/prove/prove.ts";
import { describeStaticfiles } from "../../src/prove/staticfiles.ts";
import { expectedStorage, renderMediaStorage } from "../../src/providers/s3/media-storage.ts";
import { managedBlock } from "../../src/providers/settings-block.ts";
import { startAwsStandin } from "../support/aws-standin.mjs";
import { answersFor, projectAt, removeTree, writeTree } from "../support/django-project.ts";
import { venv } from "../support/venv.mjs";

const ORIGIN = "https://clinic.onrender.com";
const WHITENOISE = "whitenoise.storage.CompressedManifestStaticFilesStorage";
const SETTINGS = `
import os
from pathlib import Path
BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = "test"
INSTALLED_APPS = ["django.contrib.staticfiles"]
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "${WHITENOISE}"},
}
`;

/** Lines above what a test adds to the settings. */
const LINES = SETTINGS.split("\n").length;

let aws: Awaited<ReturnType<typeof startAwsStandin>>;
let python = "";
let bucket = "";
let admin: S3Client;
const trees: string[] = [];

beforeAll(async () => {
  aws = await startAwsStandin();
  python = await venv("django52");
  admin = new S3Client({
    endpoint: aws.url,
    region: "us-west-2",
    forcePathStyle: true,
    credentials: aws.root,
  });
});
afterAll(async () => {
  admin?.destroy();
  await aws?.stop();
  await Promise.all(trees.map(removeTree));
});

let count = 0;
beforeEach(async () => {
  count += 1;
  bucket = `clinic-media-${process.pid}-${count}`;
  await admin.send(
    new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: "us-west-2" } }),
  );
  const rule = { AllowedMethods: ["GET", "HEAD"], AllowedOrigins: [ORIGIN] };
  await admin.send(new PutBucketCorsCommand({ Bucket: bucket, CORSConfiguration: { CORSRules: [rule] } }));
});
afterEach(async () => {
  // Whatever happened in a test: not one object, and no version of one, is left in the bucket.
  const left = await admin.send(new ListObjectVersionsCommand({ Bucket: bucket }));
  expect(left.Versions ?? []).toEqual([]);
});

interface Clinic {
  readonly project: Project;
  readonly options: ProveOptions;
}

/** A clinic that has been set up; `after` follows the managed block. */
async function clinic({
  settings = SETTINGS,
  after = "",
  files = {},
  over = {},
  answers = {},
  expectation = {},
  env = {},
}: {
  settings?: string;
  after?: string;
  files?: Readonly<Record<string, string>>;
  over?: Partial<Project>;
  answers?: Partial<S3Answers>;
  expectation?: Partial<ProofExpectation>;
  env?: Readonly<Record<string, string>>;
} = {}): Promise<Clinic> {
  const chosen = answersFor({ bucket, corsOrigin: [ORIGIN], ...answers });
  const block = managedBlock(projectAt("/nowhere"), "en").join("\n");
  const root = await writeTree({
    "manage.py": "",
    "requirements.txt": "Django\n",
    "clinic/__init__.py": "",
    "clinic/settings.py": `${settings}\n${block}\n${after}\n`,
    "clinic/media_storage.py": renderMediaStorage(chosen, projectAt("/nowhere")),
    ...files,
  });
  trees.push(root);
  const project = projectAt(root, over);
  const options: ProveOptions = {
    project,
    python,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, AWS_ENDPOINT_URL: aws.url, ...env },
    signal: new AbortController().signal,
    staticfilesBefore: null,
    tell: () => {},
    expectation: {
      environment: {
        MEDIA_STORAGE: "s3",
        AWS_STORAGE_BUCKET_NAME: bucket,
        AWS_S3_REGION_NAME: "us-west-2",
        AWS_LOCATION: chosen.prefix,
        AWS_ACCESS_KEY_ID: aws.root.accessKeyId,
        AWS_SECRET_ACCESS_KEY: aws.root.secretAccessKey,
      },
      origins: [ORIGIN],
      ...expectedStorage(chosen),
      ...expectation,
    },
  };
  return { project, options };
}

const withEnvironment = (options: ProveOptions, environment: Readonly<Record<string, string>>): ProveOptions => ({
  ...options,
  expectation: { ...options.expectation, environment: { ...options.expectation.environment, ...environment } },
});

const statuses = (proof: Proof) => Object.fromEntries(proof.steps.map((step) => [step.id, step.status]));
const brokenStep = (proof: Proof) => proof.steps.filter((step) => step.status === "fail").map((step) => step.id);

/** Every path below the root, with the time of its last change. */
async function tree(root: string): Promise<readonly string[]> {
  const names = await readdir(root, { recursive: true });
  return names.sort();
}

/** Processes of ours that run driver.py for this project. */
function running(root: string): readonly string[] {
  const found = spawnSync("ps", ["-eo", "pid,args"], { encoding: "utf8" });
  return found.stdout.split("\n").filter((line) => line.includes(root));
}

describe("a proof that passes", () => {
  test.each(["django32", "django42", "django52"] as const)("on %s, with every step", async (name) => {
    const { options, project } = await clinic({
      settings: name === "django52" ? SETTINGS : `${SETTINGS}\ndel STORAGES\nSTATICFILES_STORAGE = "${WHITENOISE}"\n`,
    });
    const named = { ...options, python: await venv(name) };
    const told: string[] = [];
    const before = await tree(project.root);
    const proof = await prove({ ...named, tell: (label) => told.push(label.en) });
    expect(proof).toMatchObject({ status: "passed", mode: "project", python: named.python });
    expect(proof.django).toMatch(name === "django32" ? /^3\.2/ : name === "django42" ? /^4\.2/ : /^5\.2/);
    expect(proof.steps.filter((step) => step.status !== "pass").map((step) => step.id)).toEqual(["staticfiles"]);
    expect(proof.steps.map((step) => step.id)).toEqual([
      "django-version",
      "import-settings",
      "default-storage",
      "save",
      "exists",
      "size",
      "read",
      "list",
      "url",
      "fetch-signed",
      "content-type",
      "range",
      "cors",
      "fetch-unsigned",
      "no-overwrite",
      "delete",
      "gone",
      "staticfiles",
    ]);
    expect(told.length).toBeGreaterThan(3);
    expect(await tree(project.root)).toEqual(before);
    expect(JSON.stringify(proof)).not.toMatch(/X-Amz-Signature=[0-9a-f]/);
    expect(JSON.stringify(proof)).not.toContain(aws.root.secretAccessKey);
    expect(running(project.root)).toEqual([]);
  });

  test("with an empty prefix, and with a deep one that is not ASCII", async () => {
    for (const prefix of ["", "año 2026/ñandú"]) {
      const { options } = await clinic({ answers: { prefix } });
      const proof = await prove(options);
      expect(proof.status, proof.reason?.en).toBe("passed");
    }
  });

  test("when the settings print, read the input, look at the command line and start a thread", async () => {
    const noise = `
import sys, threading, time
print("hello"); print('{"id": 1, "ok": {}}'); sys.stdout.write("no line end"); sys.stdout.flush()
os.write(1, b'{"id": 2, "ok": {"mro": [], "expected": true, "options": {}}}\\n')
try:
    input()
except EOFError:
    pass
assert sys.argv[1] != "runserver"
threading.Thread(target=lambda: time.sleep(600)).start()
`;
    const { options, project } = await clinic({ settings: SETTINGS + noise });
    const proof = await prove(options);
    expect(proof.status, proof.reason?.en).toBe("passed");
    expect(running(project.root)).toEqual([]);
  });

  test("in a tree that cannot be written to", async () => {
    const { options, project } = await clinic();
    const before = await tree(project.root);
    execFileSync("chmod", ["-R", "a-w", project.root]);
    try {
      expect((await prove(options)).status).toBe("passed");
      expect(await tree(project.root)).toEqual(before);
    } finally {
      execFileSync("chmod", ["-R", "u+w", project.root]);
    }
  });

  test("whatever the shell of the person has: a profile, a session, another bucket, another choice", async () => {
    const { options } = await clinic({
      env: {
        AWS_PROFILE: "nobody",
        AWS_SESSION_TOKEN: "someone's session",
        AWS_S3_ENDPOINT_URL: "http://127.0.0.1:9",
        AWS_LOCATION: "elsewhere",
        AWS_S3_CUSTOM_DOMAIN: "cdn.example",
        MEDIA_STORAGE: "local",
        USE_S3: "false",
        DJANGO_SETTINGS_MODULE: "clinic.settings_local",
        PYTHONSAFEPATH: "1",
      },
    });
    const proof = await prove(options);
    expect(proof.status, proof.reason?.en).toBe("passed");
  });

  test("under the five actions of the app's own policy", async () => {
    const app = await aws.makeUser("app", {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: ["s3:ListBucket"], Resource: `arn:aws:s3:::${bucket}` },
        {
          Effect: "Allow",
          Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
          Resource: `arn:aws:s3:::${bucket}/media/*`,
        },
      ],
    });
    const { options } = await clinic();
    const keys = { AWS_ACCESS_KEY_ID: app.accessKeyId, AWS_SECRET_ACCESS_KEY: app.secretAccessKey };
    const proof = await prove(withEnvironment(options, keys));
    expect(proof.status, proof.reason?.en).toBe("passed");
  });

  test("settings that import only off Render: a warning, in project mode", async () => {
    const settings = `${SETTINGS}\nif os.environ.get("RENDER"):\n    HOST = os.environ["ONLY_RENDER_HAS_THIS"]\n`;
    const { options } = await clinic({ settings });
    const proof = await prove(options);
    expect(proof).toMatchObject({ status: "passed", mode: "project" });
    const step = proof.steps.find(({ id }) => id === "import-settings");
    expect(step?.status).toBe("warn");
    expect(step?.message.en).toContain(`ONLY_RENDER_HAS_THIS is not set (clinic/settings.py:${LINES + 2})`);
  });

  test("another Django than the pinned one: a warning", async () => {
    const pinned = { specifier: "==5.1.4", minimum: [5, 1] as const, place: { file: "requirements.txt", line: 1 } };
    const { options } = await clinic({ over: { django: pinned } });
    const proof = await prove(options);
    expect(proof.status).toBe("passed");
    expect(proof.steps[0]).toMatchObject({ id: "django-version", status: "warn" });
    expect(proof.steps[0]?.message.en).toMatch(/Django 5\.2\.\d+, the project asks for ==5\.1\.4/);
  });

  test("no origins: CORS is not asked for", async () => {
    const { options } = await clinic({ expectation: { origins: [] } });
    expect(statuses(await prove(options))).toMatchObject({ cors: "skip" });
  });
});

describe("static files", () => {
  test("the same before and after", async () => {
    const { options, project } = await clinic();
    const after = await readFile(join(project.root, "clinic/settings.py"), "utf8");
    await writeFile(join(project.root, "clinic/settings.py"), SETTINGS);
    const staticfilesBefore = await describeStaticfiles(options);
    expect(staticfilesBefore?.backend).toBe(WHITENOISE);
    await writeFile(join(project.root, "clinic/settings.py"), after);
    const proof = await prove({ ...options, staticfilesBefore });
    expect(proof.steps.find(({ id }) => id === "staticfiles")).toMatchObject({ status: "pass" });
  });

  test("another class, or other options: a broken link", async () => {
    const { options } = await clinic();
    const now = await describeStaticfiles(options);
    for (const staticfilesBefore of [
      { backend: "whitenoise.storage.CompressedStaticFilesStorage", options: now?.options ?? "" },
      { backend: WHITENOISE, options: "0".repeat(64) },
    ]) {
      const proof = await prove({ ...options, staticfilesBefore });
      expect(proof.status).toBe("failed");
      expect(brokenStep(proof)).toEqual(["staticfiles"]);
      expect(proof.next?.es).toContain("STORAGES");
    }
  });

  test("cannot be told: settings that do not import, no Django, no settings", async () => {
    const { options, project } = await clinic({ settings: "raise ValueError()" });
    expect(await describeStaticfiles(options)).toBeNull();
    expect(await describeStaticfiles({ ...options, project: { ...project, settings: null } })).toBeNull();
    expect(await describeStaticfiles({ ...options, python: await pythonWithoutDjango() })).toBeNull();
  });
});

describe("a link that is broken", () => {
  const broken = async (options: ProveOptions, step: string, words: string | RegExp) => {
    const proof = await prove(options);
    expect(proof.status, JSON.stringify(proof.steps)).toBe("failed");
    expect(brokenStep(proof)).toEqual([step]);
    expect(proof.reason?.en).toMatch(words);
    expect(proof.reason?.es).not.toBe("");
    expect(proof.next?.en ?? "").not.toBe("");
    expect(JSON.stringify(proof)).not.toContain(aws.root.secretAccessKey);
    expect(running(options.project.root)).toEqual([]);
    return proof;
  };

  test("settings that name a local folder again after the block: nothing is saved there", async () => {
    const after = `STORAGES = {**STORAGES, "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}\nMEDIA_ROOT = BASE_DIR / "media"`;
    const { options, project } = await clinic({ after });
    const before = await tree(project.root);
    await broken(options, "default-storage", /FileSystemStorage, not storages.backends.s3.S3Storage/);
    expect(await tree(project.root)).toEqual(before);
  });

  test("settings that name another bucket, or another place in it, after the block", async () => {
    for (const [option, value] of [
      ["bucket_name", "someone-elses-bucket"],
      ["location", "other"],
    ]) {
      const { options } = await clinic({ after: `STORAGES["default"]["OPTIONS"]["${option}"] = "${value}"` });
      await broken(options, "default-storage", `${option}=${value}`);
    }
  });

  test("an option that django-storages does not know", async () => {
    const { options } = await clinic({ after: `STORAGES["default"]["OPTIONS"]["bukcet"] = 1` });
    await broken(options, "default-storage", /Invalid setting 'bukcet'/);
  });

  test("file_overwrite: the second file would replace the first", async () => {
    const { options } = await clinic({ after: `STORAGES["default"]["OPTIONS"]["file_overwrite"] = True` });
    await broken(options, "no-overwrite", /replaced the first/);
  });

  test("a public bucket: the link works without its signature too", async () => {
    const everything = {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: false,
      RestrictPublicBuckets: false,
    };
    await admin.send(new PutPublicAccessBlockCommand({ Bucket: bucket, PublicAccessBlockConfiguration: everything }));
    const statement = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `arn:aws:s3:::${bucket}/*` };
    const policy = { Version: "2012-10-17", Statement: [statement] };
    await admin.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: JSON.stringify(policy) }));
    const { options } = await clinic();
    await broken(options, "fetch-unsigned", /Anybody can read/);
  });

  test("links that are not signed: turned off, or a custom domain", async () => {
    for (const [option, value] of [
      ["querystring_auth", "False"],
      ["custom_domain", '"127.0.0.1:9"'],
    ]) {
      const { options } = await clinic({ after: `STORAGES["default"]["OPTIONS"]["${option}"] = ${value}` });
      await broken(options, "url", /no signature that expires/);
    }
  });

  test("wrong keys: the sentence names the one that is wrong", async () => {
    const { options } = await clinic();
    const secret = { AWS_SECRET_ACCESS_KEY: "wrong/secret/wrong/secret/wrong/secret/1" };
    const first = await broken(withEnvironment(options, secret), "save", /SignatureDoesNotMatch|403|Forbidden/);
    expect(JSON.stringify(first)).not.toContain("wrong/secret");
    await broken(
      withEnvironment(options, { AWS_ACCESS_KEY_ID: "AKIAUNKNOWNUNKNOWN00" }),
      "save",
      /InvalidAccessKeyId|403/,
    );
  });

  test("a user who may not write", async () => {
    const reader = await aws.makeUser("reader", {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: ["s3:ListBucket", "s3:GetObject"], Resource: "*" }],
    });
    const { options } = await clinic();
    const keys = { AWS_ACCESS_KEY_ID: reader.accessKeyId, AWS_SECRET_ACCESS_KEY: reader.secretAccessKey };
    const proof = await broken(withEnvironment(options, keys), "save", /AccessDenied/);
    expect(proof.next?.en).toContain("policy --for app");
  });

  test("a bucket that does not exist", async () => {
    const { options } = await clinic({ answers: { bucket: "nobody-has-this-bucket-1" } });
    await broken(
      withEnvironment(options, { AWS_STORAGE_BUCKET_NAME: "nobody-has-this-bucket-1" }),
      "save",
      /NoSuchBucket/,
    );
  });

  test("nobody listens there", async () => {
    const { options } = await clinic({ env: { AWS_ENDPOINT_URL: "http://127.0.0.1:9", AWS_MAX_ATTEMPTS: "1" } });
    await broken(options, "save", /EndpointConnectionError|ConnectionError/);
  });

  test("a variable that the generated settings need", async () => {
    const { options } = await clinic();
    const proof = await broken(
      withEnvironment(options, { AWS_S3_REGION_NAME: "" }),
      "import-settings",
      /AWS_S3_REGION_NAME/,
    );
    expect(proof.mode).toBe("project");
  });

  test("the generated module is not where the block looks for it", async () => {
    const { options, project } = await clinic();
    await rm(join(project.root, "clinic/media_storage.py"));
    await broken(options, "import-settings", /media_storage/);
  });
});

describe("settings that cannot be imported here: the generated module is proved alone", () => {
  const isolated = async (options: ProveOptions, reason: RegExp, next: RegExp) => {
    const before = await tree(options.project.root);
    const folders = () =>
      readdir(tmpdir()).then((names) => names.filter((name) => name.startsWith("vet-media-setup-proof-")));
    const temporary = await folders();
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
    expect(await tree(options.project.root)).toEqual(before);
    expect(await folders()).toEqual(temporary);
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
    const { options } = await clinic({ settings: `${SETTINGS}\n${line}\n` });
    await isolated(options, reason, /CLINIC_SECRET=… vet-media-setup/);
  });

  test("a package that this Python lacks: how to install it, fitted to the dependency file", async () => {
    const dependencies = { file: "requirements/prod.txt", format: "requirements" as const, evidence: "", requires: {} };
    const { options } = await clinic({ settings: `${SETTINGS}\nimport nobody_has_this\n`, over: { dependencies } });
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
    const { options } = await clinic({ settings: `${SETTINGS}\n${line}\n` });
    await isolated(options, reason, /import clinic.settings/);
  });

  test("the package's __init__ fails: the generated module is loaded without it", async () => {
    const { options } = await clinic({ files: { "clinic/__init__.py": `raise RuntimeError("imported")\n` } });
    await isolated(options, /RuntimeError: imported \(clinic\/__init__.py:1\)/, /./);
  });

  test("secrets in a message of theirs are hidden", async () => {
    const url = "postgres://clinic:hunter2hunter2@db.example/clinic";
    const settings = `${SETTINGS}\nraise ValueError("cannot parse " + os.environ["DATABASE_URL"] + " " + os.environ["API_TOKEN"])\n`;
    const { options } = await clinic({ settings, env: { DATABASE_URL: url, API_TOKEN: "sesame-open-1" } });
    const proof = await isolated(options, /cannot parse \*\*\* \*\*\*/, /./);
    expect(JSON.stringify(proof)).not.toMatch(/hunter2|sesame/);
  });

  test("and what is broken in the generated part is still found", async () => {
    const { options } = await clinic({ settings: `${SETTINGS}\nraise ValueError()\n` });
    const proof = await prove(
      withEnvironment(options, { AWS_SECRET_ACCESS_KEY: "wrong/secret/wrong/secret/wrong/secret/1" }),
    );
    expect(proof).toMatchObject({ status: "failed", mode: "isolated" });
    expect(brokenStep(proof)).toEqual(["save"]);
  });
});

/** A Python that has nothing but itself: a virtual environment made of links, as venv makes it, without pip. */
async function pythonWithoutDjango(): Promise<string> {
  const root = await writeTree({});
  trees.push(root);
  execFileSync("python3", ["-m", "venv", "--without-pip", join(root, "bare")]);
  return join(root, "bare", "bin", "python");
}

describe("no proof is possible", () => {
  test("no Django in this Python", async () => {
    const bare = await pythonWithoutDjango();
    const { options } = await clinic();
    const proof = await prove({ ...options, python: bare });
    expect(proof).toMatchObject({ status: "skipped", python: bare, django: null, steps: [] });
    expect(proof.reason?.en).toContain("has no Django");
    expect(proof.next?.en).toContain("pip install -r requirements.txt");
  });

  test("a Django without django-storages", async () => {
    const bare = await pythonWithoutDjango();
    const site = execFileSync(bare, ["-c", "import site; print(site.getsitepackages()[0])"], {
      encoding: "utf8",
    }).trim();
    const packages = execFileSync(python, ["-c", "import django; print(django.__path__[0])"], {
      encoding: "utf8",
    }).trim();
    await symlink(packages, join(site, "django"));
    const { options } = await clinic();
    const proof = await prove({ ...options, python: bare });
    expect(proof.status).toBe("skipped");
    expect(proof.django).toMatch(/^5\.2/);
    expect(proof.reason?.en).toContain("django-storages, boto3");
  });

  test("no Python at all", async () => {
    const { options } = await clinic();
    const { python: _, ...unnamed } = options;
    const proof = await prove({ ...unnamed, env: { PATH: "/nowhere" } });
    expect(proof).toMatchObject({ status: "skipped", python: null });
    expect(proof.next?.en).toContain("--python");
  });

  test("a named Python that is none is a mistake of the person", async () => {
    const { options } = await clinic();
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
    trees.push(root);
    await chmod(join(root, "python"), 0o755);
    const { options } = await clinic();
    const proof = await prove({ ...options, python: join(root, "python") });
    expect(proof.status).toBe("skipped");
    expect(proof.reason?.en).toContain("boom");
  });
});

describe("a command that does not end", () => {
  test("in the settings: their fault is named, and the generated module is proved alone", async () => {
    const { options, project } = await clinic({ settings: `${SETTINGS}\nwhile True: pass\n` });
    const proof = await prove({ ...options, commandLimit: 2_500 });
    expect(proof).toMatchObject({ status: "passed", mode: "isolated" });
    expect(proof.reason?.en).toContain("no answer within 3 s");
    expect(running(project.root)).toEqual([]);
  });

  test("in the storage: a broken link, and nothing of it stays", async () => {
    const { options, project } = await clinic({
      files: {
        "clinic/endless.py": `
import time
from storages.backends.s3 import S3Storage

class Endless(S3Storage):
    def exists(self, name):
        if self.__dict__.get("saved"):
            time.sleep(600)
        return super().exists(name)

    def _save(self, name, content):
        self.saved = True
        return super()._save(name, content)
`,
      },
      after: `STORAGES["default"]["BACKEND"] = "clinic.endless.Endless"`,
    });
    const proof = await prove({ ...options, commandLimit: 2_500 });
    expect(proof.status).toBe("failed");
    expect(brokenStep(proof)).toEqual(["exists"]);
    expect(proof.reason?.en).toContain("no answer within 3 s");
    expect(running(project.root)).toEqual([]);
  });
});

describe("an abort", () => {
  /** Aborts as soon as the file appears that the project writes. */
  const when = async (file: string, controller: AbortController) => {
    while (
      !(await readFile(file).then(
        () => true,
        () => false,
      ))
    )
      await new Promise((resolve) => setTimeout(resolve, 30));
    controller.abort();
  };

  test("in an endless loop of the settings ends it at once, with all that it started", async () => {
    const sign = join(tmpdir(), `vet-sign-${process.pid}-loop`);
    trees.push(sign);
    const loop = `
import subprocess, sys
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)", ${JSON.stringify("child-of-")} + str(BASE_DIR)])
open(${JSON.stringify(sign)}, "w").close()
while True:
    pass
`;
    const { options, project } = await clinic({ settings: SETTINGS + loop });
    const controller = new AbortController();
    const proof = prove({ ...options, signal: controller.signal });
    await Promise.all([when(sign, controller), expect(proof).rejects.toBeInstanceOf(Interrupted)]);
    expect(running(project.root)).toEqual([]);
  });

  test("after a save deletes what was saved", async () => {
    const sign = join(tmpdir(), `vet-sign-${process.pid}-size`);
    trees.push(sign);
    const { options, project } = await clinic({
      files: {
        "clinic/slow.py": `
import time
from storages.backends.s3 import S3Storage

class Slow(S3Storage):
    def size(self, name):
        open(${JSON.stringify(sign)}, "w").close()
        time.sleep(600)
`,
      },
      after: `STORAGES["default"]["BACKEND"] = "clinic.slow.Slow"`,
    });
    const controller = new AbortController();
    const proof = prove({ ...options, signal: controller.signal });
    await Promise.all([when(sign, controller), expect(proof).rejects.toBeInstanceOf(Interrupted)]);
    expect(running(project.root)).toEqual([]);
  });

  test("before it begins: nothing is started", async () => {
    const { options } = await clinic();
    await expect(prove({ ...options, signal: AbortSignal.abort() })).rejects.toBeInstanceOf(Interrupted);
  });
});

describe("cleaning up", () => {
  test("a process that dies right after a save: another one deletes the file", async () => {
    const { options } = await clinic({
      files: {
        "clinic/fragile.py": `
import os
from storages.backends.s3 import S3Storage

class Fragile(S3Storage):
    def _save(self, name, content):
        super()._save(name, content)
        os._exit(9)
`,
      },
      after: `STORAGES["default"]["BACKEND"] = "clinic.fragile.Fragile"`,
    });
    const proof = await prove(options);
    expect(proof.status).toBe("failed");
    expect(brokenStep(proof)).toEqual(["save"]);
  });

  test("a key that may not delete: the proof fails, and says what is left", async () => {
    const writer = await aws.makeUser("writer", {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: ["s3:ListBucket", "s3:GetObject", "s3:PutObject"], Resource: "*" }],
    });
    const { options } = await clinic();
    const keys = { AWS_ACCESS_KEY_ID: writer.accessKeyId, AWS_SECRET_ACCESS_KEY: writer.secretAccessKey };
    const proof = await prove(withEnvironment(options, keys));
    expect(proof.status).toBe("failed");
    expect(brokenStep(proof)).toEqual(["delete", "clean-up"]);
    expect(proof.steps.at(-1)?.message.es).toMatch(/\.vet-media-setup-probe\/[0-9a-f]{12}\/radiografía nº 1\.pdf/);
    await emptyBucket();
  });

  async function emptyBucket(): Promise<void> {
    const { DeleteObjectCommand } = await import("@aws-sdk/client-s3");
    const { Versions = [] } = await admin.send(new ListObjectVersionsCommand({ Bucket: bucket }));
    expect(Versions).toHaveLength(2);
    for (const { Key } of Versions) if (Key) await admin.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
  }
});
