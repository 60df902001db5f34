/** The whole way on a real project: the first run sets up and proves, the second finds nothing to do, a clone repeats it from its files. */
import { spawnSync } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import {
  PutBucketCorsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import { beforeAll, describe, expect, test } from "vitest";
import type { Outcome } from "../support/cli.ts";
import { benchForThisFile, type Fingerprint, type Sandbox, treeOf } from "../support/sandbox.ts";

const bench = benchForThisFile();
const ALL_ON = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};
const ORIGIN = "https://santasofia.onrender.com";

describe("a first run with flags", () => {
  let sandbox: Sandbox;
  let first: Outcome;
  let after: Fingerprint;

  beforeAll(async () => {
    sandbox = await bench.sandbox();
    first = await sandbox.setup(["--create-bucket", "--json", "--yes"]);
    after = await sandbox.fingerprint();
  });

  test("goes through, proved by the project's own Django", () => {
    const document = first.json();
    expect(document).toMatchObject({
      schemaVersion: 1,
      command: "setup",
      status: "ok",
      provider: "s3",
      exitCode: 0,
      errors: [],
    });
    expect(document.proof).toMatchObject({ status: "passed", mode: "project", python: bench.python });
    const steps = new Map(document.proof?.steps.map((step) => [step.id, step.status]));
    for (const id of [
      "import-settings",
      "default-storage",
      "save",
      "exists",
      "size",
      "read",
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
    ]) {
      expect([id, steps.get(id)]).toEqual([id, "pass"]);
    }
    expect(first.stderr).toBe("");
  });

  test("the plan has the bucket, its block and its CORS as entries of their own, and every file", () => {
    const document = first.json();
    expect(document.plan.map(({ kind, target, action }) => [kind, target, action])).toEqual([
      ["bucket", sandbox.bucket, "create"],
      ["public-access-block", sandbox.bucket, "create"],
      ["cors", sandbox.bucket, "create"],
      ["file", "veteriaria/media_storage.py", "create"],
      ["file", "veteriaria/settings.py", "modify"],
      ["file", "requirements.txt", "modify"],
      ["file", ".gitignore", "modify"],
      ["file", ".env.render", "create"],
      ["file", ".env.example", "modify"],
      ["file", "vet-media-setup.json", "create"],
    ]);
    expect(document.files).toEqual(document.plan.filter(({ kind }) => kind === "file").map(({ target }) => target));
    expect(document.next.join(" ")).toContain(".env.render");
  });

  test("every value says where it came from; keys are starred", () => {
    const { values } = first.json();
    expect(values).toMatchObject({
      provider: { value: "s3", source: "flag" },
      bucket: { value: sandbox.bucket, source: "flag" },
      settings: { value: "veteriaria.settings", source: "project" },
      access: { value: "private", source: "default" },
      prefix: { value: "media", source: "default" },
      region: { value: "us-west-2", source: "default" },
      corsOrigin: { value: [ORIGIN], source: "project" },
      AWS_ACCESS_KEY_ID: { value: "***", source: "env" },
      AWS_SECRET_ACCESS_KEY: { value: "***", source: "env" },
    });
  });

  test("the checks are those of the issue, in its order", () => {
    const ids = first.json().checks.map(({ id }) => id);
    expect(ids).toEqual([
      "sts-identity",
      "bucket",
      "versioning",
      "probe-put",
      "probe-head",
      "probe-get",
      "probe-signed-link",
      "probe-unsigned-link",
      "probe-list",
      "probe-delete",
      "probe-missing",
    ]);
  });

  test("the bucket is private, has exactly our rule, and nothing of the probe or the proof", () => {
    expect(after.bucket).toEqual({
      publicAccessBlock: ALL_ON,
      cors: [
        {
          ID: "vet-media-setup",
          AllowedMethods: ["GET", "HEAD"],
          AllowedOrigins: [ORIGIN],
          ExposeHeaders: ["ETag", "Content-Length", "Content-Disposition"],
          MaxAgeSeconds: 3600,
        },
      ],
      policy: null,
      versioning: null,
      objects: [],
    });
  });

  test("the env file is 0600, ignored by git, and holds what the app needs", async () => {
    const file = path.join(sandbox.dir, ".env.render");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(sandbox.git("check-ignore", ".env.render").trim()).toBe(".env.render");
    const lines = (await readFile(file, "utf8")).split("\n").filter((line) => /^[A-Z]/.test(line));
    expect(lines).toEqual([
      "MEDIA_STORAGE=s3",
      `AWS_ACCESS_KEY_ID=${bench.standin.root.accessKeyId}`,
      `AWS_SECRET_ACCESS_KEY=${bench.standin.root.secretAccessKey}`,
      `AWS_STORAGE_BUCKET_NAME=${sandbox.bucket}`,
      "AWS_S3_REGION_NAME=us-west-2",
      "AWS_LOCATION=media",
    ]);
  });

  test("git sees the planned files and no other; only lines were added", () => {
    expect(sandbox.git("status", "--porcelain=v1", "--untracked-files=all").trimEnd().split("\n")).toEqual([
      " M .env.example",
      " M .gitignore",
      " M requirements.txt",
      " M veteriaria/settings.py",
      "?? vet-media-setup.json",
      "?? veteriaria/media_storage.py",
    ]);
    const removed = sandbox
      .git("diff", "--numstat")
      .trimEnd()
      .split("\n")
      .map((line) => line.split("\t")[1]);
    expect(removed).toEqual(["0", "0", "0", "0"]);
  });

  test("the folder for undo is closed to others and invisible to git", async () => {
    expect((await stat(path.join(sandbox.dir, ".vet-media-setup"))).mode & 0o777).toBe(0o700);
    const open = Object.entries(after.tree).filter(
      ([file, facts]) => file.startsWith(".vet-media-setup/") && !/^(?:file 600|folder 700)/.test(facts),
    );
    expect(open).toEqual([]);
    expect(Object.keys(after.tree).some((file) => file.startsWith(".vet-media-setup/runs/"))).toBe(true);
  });

  test("what was written holds no path of the machine, no date and no one-time flag", async () => {
    for (const { target, kind } of first.json().plan) {
      if (kind !== "file") continue;
      const text = await readFile(path.join(sandbox.dir, target), "utf8");
      expect(text).not.toContain(sandbox.dir);
      expect(text).not.toContain(bench.python);
      expect(text).not.toContain("127.0.0.1:");
      expect(text).not.toContain(String(new Date().getUTCFullYear()));
    }
    const answers = JSON.parse(await readFile(path.join(sandbox.dir, "vet-media-setup.json"), "utf8"));
    expect(Object.keys(answers)).toEqual(["$schema", "provider", "settings", "lang", "bucket", "region", "corsOrigin"]);
  });

  test("the same again: nothing to do, and not a byte changes", async () => {
    const second = await sandbox.setup(["--create-bucket", "--json", "--yes"]);
    const document = second.json();
    expect(document).toMatchObject({ status: "ok", exitCode: 0, files: [], errors: [] });
    expect(document.plan.map(({ action }) => action)).toEqual(document.plan.map(() => "none"));
    expect(document.proof).toMatchObject({ status: "passed", mode: "project" });
    expect(await sandbox.fingerprint()).toEqual(after);
  });

  test("without a flag: answers from the answers file, keys from the env file, and nobody needs to accept nothing", async () => {
    const third = await sandbox.run(["--json"], {
      env: { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined },
    });
    const { values, plan, status, proof } = third.json();
    expect(status).toBe("ok");
    expect(plan.filter(({ action }) => action !== "none")).toEqual([]);
    expect(values).toMatchObject({
      provider: { value: "s3", source: "answers", detail: expect.stringMatching(/^vet-media-setup\.json:\d+$/) },
      bucket: { value: sandbox.bucket, source: "answers" },
      corsOrigin: { value: [ORIGIN], source: "answers" },
      AWS_ACCESS_KEY_ID: { value: "***", source: "project", detail: ".env.render" },
      AWS_SECRET_ACCESS_KEY: { value: "***", source: "project", detail: ".env.render" },
    });
    expect(proof).toMatchObject({ status: "passed", mode: "project" });
    expect(await sandbox.fingerprint()).toEqual(after);
  });

  test("a clone with the committed files gives the same bytes again", async () => {
    sandbox.git("add", "--all");
    sandbox.git("commit", "--quiet", "--message", "Store media on S3");
    const clone = await bench.sandbox();
    const cloned = spawnSync(
      "git",
      [
        "-C",
        clone.dir,
        "pull",
        "--quiet",
        "--no-rebase",
        "--allow-unrelated-histories",
        "-X",
        "theirs",
        sandbox.dir,
        "main",
      ],
      { encoding: "utf8" },
    );
    expect(cloned.stderr).toBe("");
    const before = await treeOf(clone.dir);
    const again = await clone.run(["--json", "--yes"]);
    expect(
      again
        .json()
        .plan.filter(({ action }) => action !== "none")
        .map(({ target }) => target),
    ).toEqual([".env.render"]);
    const now = await treeOf(clone.dir);
    const changed = Object.keys(now).filter(
      (file) => now[file] !== before[file] && !file.startsWith(".vet-media-setup"),
    );
    expect(changed).toEqual([".env.render"]);
    expect(now[".env.render"]).toBe(after.tree[".env.render"]);
    expect(await bench.picture(sandbox.bucket)).toEqual(after.bucket);
  });
});

describe("a bucket that is in use", () => {
  test("keeps its objects, its policy, its versions and the rules of others; ours is added, the block closed", async () => {
    const sandbox = await bench.sandbox();
    const Bucket = sandbox.bucket;
    await bench.makeBucket(Bucket, { region: "eu-central-1" });
    const theirs = [
      { ID: "shop", AllowedMethods: ["PUT"], AllowedOrigins: ["https://shop.example"], AllowedHeaders: ["x-a"] },
      { AllowedMethods: ["GET"], AllowedOrigins: ["*"] },
    ];
    await bench.s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: theirs } }));
    await bench.s3.send(
      new PutPublicAccessBlockCommand({
        Bucket,
        PublicAccessBlockConfiguration: { ...ALL_ON, BlockPublicPolicy: false },
      }),
    );
    await bench.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
    const Policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::123456789012:user/somebody" },
          Action: "s3:GetObject",
          Resource: `arn:aws:s3:::${Bucket}/reports/*`,
        },
      ],
    });
    await bench.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    await bench.s3.send(new PutObjectCommand({ Bucket, Key: "media/examenes/toby.pdf", Body: "%PDF" }));
    const before = await bench.picture(Bucket);

    const done = await sandbox.setup(["--json", "--yes"]);
    const document = done.json();
    expect(document).toMatchObject({ status: "ok", errors: [] });
    const { values, plan, proof, checks } = document;
    expect(proof).toMatchObject({ status: "passed", mode: "project" });
    expect(plan.slice(0, 3).map(({ kind, action }) => [kind, action])).toEqual([
      ["bucket", "none"],
      ["public-access-block", "modify"],
      ["cors", "modify"],
    ]);
    // The default would have been Oregon: the bucket knows better, and the reason is told.
    expect(values.region).toMatchObject({ value: "eu-central-1", detail: expect.stringContaining("eu-central-1") });
    expect(checks.find(({ id }) => id === "versioning")?.status).toBe("pass");
    const now = await bench.picture(Bucket);
    expect(now).toEqual({ ...before, publicAccessBlock: ALL_ON, cors: expect.anything() });
    expect(now?.cors).toEqual([
      ...theirs,
      expect.objectContaining({ ID: "vet-media-setup", AllowedOrigins: [ORIGIN] }),
    ]);
    expect(await readFile(path.join(sandbox.dir, ".env.render"), "utf8")).toContain("AWS_S3_REGION_NAME=eu-central-1");
  });

  test("that the whole world can read is not taken for private media: exit 1, and everything as before", async () => {
    const sandbox = await bench.sandbox();
    const Bucket = sandbox.bucket;
    await bench.makeBucket(Bucket);
    const everybody = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `arn:aws:s3:::${Bucket}/*` };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [everybody] });
    await bench.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    const before = await sandbox.fingerprint();
    const done = await sandbox.setup(["--json", "--yes"]);
    expect(done.json()).toMatchObject({ status: "failed", exitCode: 1, errors: [{ code: "object-public" }] });
    expect(await sandbox.fingerprint()).toEqual(before);
  });

  test("another answer later replaces our rule in its place, and only the lines that say it", async () => {
    const sandbox = await bench.sandbox();
    const Bucket = sandbox.bucket;
    const quick = ["--json", "--yes", "--prove", "off"];
    expect((await sandbox.setup([...quick, "--create-bucket"])).code).toBe(0);
    const rules = (await bench.picture(Bucket))?.cors as object[];
    const theirs = { ID: "after-ours", AllowedMethods: ["GET"], AllowedOrigins: ["https://other.example"] };
    const both = { Bucket, CORSConfiguration: { CORSRules: [...(rules as never[]), theirs] } };
    await bench.s3.send(new PutBucketCorsCommand(both));

    const changed = await sandbox.run([
      ...quick,
      "--cors-origin",
      "https://www.santasofia.cl",
      "--prefix",
      "clinica/archivos",
    ]);
    const { plan, status } = changed.json();
    expect(status).toBe("ok");
    expect(plan.filter(({ action }) => action !== "none").map(({ kind, target }) => [kind, target])).toEqual([
      ["cors", Bucket],
      ["file", "veteriaria/media_storage.py"],
      ["file", ".env.render"],
      ["file", "vet-media-setup.json"],
    ]);
    expect((await bench.picture(Bucket))?.cors).toEqual([
      expect.objectContaining({ ID: "vet-media-setup", AllowedOrigins: ["https://www.santasofia.cl"] }),
      theirs,
    ]);
    const env = await readFile(path.join(sandbox.dir, ".env.render"), "utf8");
    expect(env).toContain("AWS_LOCATION=clinica/archivos");
    expect(env.match(/AWS_LOCATION/g)).toHaveLength(1);
  });
});

test("an app without uploads: says so and changes nothing", async () => {
  const sandbox = await bench.sandbox({ fixture: "no-uploads" });
  const before = await sandbox.fingerprint();
  const done = await sandbox.setup(["--create-bucket", "--json", "--yes"]);
  expect(done.json()).toMatchObject({ status: "ok", exitCode: 0, plan: [], files: [] });
  expect(await sandbox.fingerprint()).toEqual(before);
  const plain = await sandbox.setup(["--create-bucket", "--yes"]);
  expect(plain.stdout).toContain("no file fields");
});
