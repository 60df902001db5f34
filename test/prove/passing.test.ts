/** The proof against the AWS stand-in, with real Djangos: it passes where all is well. */
import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { prove } from "../../src/prove/prove.ts";
import { describeStaticfiles } from "../../src/prove/staticfiles.ts";
import {
  brokenSteps,
  NEXT_LINE,
  openProofBench,
  type ProofBench,
  pathsBelow,
  pythonWithoutDjango,
  running,
  SETTINGS,
  statuses,
  WHITENOISE,
  withEnvironment,
} from "../support/proof-bench.ts";
import { venv } from "../support/venv.mjs";

let bench: ProofBench;
beforeAll(async () => {
  bench = await openProofBench();
});
afterAll(() => bench.close());
beforeEach(() => bench.newBucket());
// Whatever happened in a test: not one object, and no version of one, is left in the bucket.
afterEach(async () => expect(await bench.objects()).toEqual([]));

describe("a proof that passes", () => {
  test.each(["django32", "django42", "django52"] as const)("on %s, with every step", async (name) => {
    const { options, project } = await bench.clinic({
      settings: name === "django52" ? SETTINGS : `${SETTINGS}\ndel STORAGES\nSTATICFILES_STORAGE = "${WHITENOISE}"\n`,
    });
    const named = { ...options, python: await venv(name) };
    const told: string[] = [];
    const before = await pathsBelow(project.root);
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
    expect(await pathsBelow(project.root)).toEqual(before);
    expect(JSON.stringify(proof)).not.toMatch(/X-Amz-Signature=[0-9a-f]/);
    expect(JSON.stringify(proof)).not.toContain(bench.aws.root.secretAccessKey);
    expect(running(project.root)).toEqual([]);
  });

  test("with an empty prefix, and with a deep one that is not ASCII", async () => {
    for (const prefix of ["", "año 2026/ñandú"]) {
      const { options } = await bench.clinic({ answers: { prefix } });
      const proof = await prove(options);
      expect(proof, JSON.stringify(proof)).toMatchObject({ status: "passed", mode: "project" });
    }
  });

  test("when the settings print, read the input, look at the command line and start a thread", async () => {
    const noise = `
import sys, threading, time
print("hello"); print('{"id": 1, "error": {"type": "Forged", "message": ""}}'); sys.stdout.write("no line end"); sys.stdout.flush()
os.write(1, b'{"id": 2, "ok": {"mro": [], "expected": true, "options": {}}}\\n')
try:
    input()
except EOFError:
    pass
assert sys.argv[1] != "runserver" and "driver" not in sys.argv[0]
threading.Thread(target=lambda: time.sleep(600)).start()
`;
    const { options, project } = await bench.clinic({ settings: SETTINGS + noise });
    const proof = await prove(options);
    expect(proof, JSON.stringify(proof)).toMatchObject({ status: "passed", mode: "project" });
    expect(running(project.root)).toEqual([]);
  });

  test("in a tree that cannot be written to", async () => {
    const { options, project } = await bench.clinic();
    const before = await pathsBelow(project.root);
    execFileSync("chmod", ["-R", "a-w", project.root]);
    try {
      expect(await prove(options)).toMatchObject({ status: "passed", mode: "project" });
      expect(await pathsBelow(project.root)).toEqual(before);
    } finally {
      execFileSync("chmod", ["-R", "u+w", project.root]);
    }
  });

  test("whatever the shell of the person has: a profile, a session, another bucket, another choice", async () => {
    const { options } = await bench.clinic({
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
    expect(proof, JSON.stringify(proof)).toMatchObject({ status: "passed", mode: "project" });
  });

  test("under the five actions of the app's own policy", async () => {
    const app = await bench.aws.makeUser("app", {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: ["s3:ListBucket"], Resource: `arn:aws:s3:::${bench.bucket()}` },
        {
          Effect: "Allow",
          Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
          Resource: `arn:aws:s3:::${bench.bucket()}/media/*`,
        },
      ],
    });
    const { options } = await bench.clinic();
    const keys = { AWS_ACCESS_KEY_ID: app.accessKeyId, AWS_SECRET_ACCESS_KEY: app.secretAccessKey };
    const proof = await prove(withEnvironment(options, keys));
    expect(proof, JSON.stringify(proof)).toMatchObject({ status: "passed", mode: "project" });
  });

  test("settings that import only off Render: a warning, in project mode", async () => {
    const settings = `${SETTINGS}\nif os.environ.get("RENDER"):\n    HOST = os.environ["ONLY_RENDER_HAS_THIS"]\n`;
    const { options } = await bench.clinic({ settings });
    const proof = await prove(options);
    expect(proof).toMatchObject({ status: "passed", mode: "project" });
    const step = proof.steps.find(({ id }) => id === "import-settings");
    expect(step?.status).toBe("warn");
    expect(step?.message.en).toContain(`ONLY_RENDER_HAS_THIS is not set (clinic/settings.py:${NEXT_LINE + 2})`);
  });

  test("another Django than the pinned one: a warning", async () => {
    const pinned = { specifier: "==5.1.4", minimum: [5, 1] as const, place: { file: "requirements.txt", line: 1 } };
    const { options } = await bench.clinic({ over: { django: pinned } });
    const proof = await prove(options);
    expect(proof.status).toBe("passed");
    expect(proof.steps[0]).toMatchObject({ id: "django-version", status: "warn" });
    expect(proof.steps[0]?.message.en).toMatch(/Django 5\.2\.\d+, the project asks for ==5\.1\.4/);
  });

  test("no origins: CORS is not asked for", async () => {
    const { options } = await bench.clinic({ expectation: { origins: [] } });
    expect(statuses(await prove(options))).toMatchObject({ cors: "skip" });
  });
});

describe("static files", () => {
  test("the same before and after", async () => {
    const { options, project } = await bench.clinic();
    const after = await readFile(join(project.root, "clinic/settings.py"), "utf8");
    await writeFile(join(project.root, "clinic/settings.py"), SETTINGS);
    const staticfilesBefore = await describeStaticfiles(options);
    expect(staticfilesBefore?.backend).toBe(WHITENOISE);
    await writeFile(join(project.root, "clinic/settings.py"), after);
    const proof = await prove({ ...options, staticfilesBefore });
    expect(proof.steps.find(({ id }) => id === "staticfiles")).toMatchObject({ status: "pass" });
  });

  test("another class, or other options: a broken link", async () => {
    const { options } = await bench.clinic();
    const now = await describeStaticfiles(options);
    for (const staticfilesBefore of [
      { backend: "whitenoise.storage.CompressedStaticFilesStorage", options: now?.options ?? "" },
      { backend: WHITENOISE, options: "0".repeat(64) },
    ]) {
      const proof = await prove({ ...options, staticfilesBefore });
      expect(proof.status).toBe("failed");
      expect(brokenSteps(proof)).toEqual(["staticfiles"]);
      expect(proof.next?.es).toContain("STORAGES");
    }
  });

  test("cannot be told: settings that do not import, no Django, no settings", async () => {
    const { options, project } = await bench.clinic({ settings: "raise ValueError()" });
    expect(await describeStaticfiles(options)).toBeNull();
    expect(await describeStaticfiles({ ...options, project: { ...project, settings: null } })).toBeNull();
    expect(await describeStaticfiles({ ...options, python: await pythonWithoutDjango(bench) })).toBeNull();
  });
});
