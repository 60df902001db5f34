/**
 * The printed policies less one action, each in turn: what cannot be done without fails, names the action, and is put back; what is only
 * looked at is left out, and the sentence that says so names the action. That a missing file is 404 only for who may list is AWS's own
 * and not the stand-in's: there the listing itself is what fails.
 */
import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutBucketVersioningCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { benchForThisFile, type Keys, type Sandbox } from "../support/sandbox.ts";
import { type Policy, printed, said, without } from "./policy-support.ts";

const bench = benchForThisFile();
const REGION = "us-west-2";
let count = 0;

/** The stand-in judges IAM's own calls by their action alone, as if they were on everything: so is what is allowed there. */
const keysOf = async (policy: Policy): Promise<Keys> => {
  count += 1;
  const Statement = policy.Statement.map((one) => (one.Sid === "AppUser" ? { ...one, Resource: "*" } : one));
  return await bench.standin.makeUser(`less-${count}`, { ...policy, Statement });
};
const policyFor = (kind: "app" | "setup", { bucket }: Sandbox, ...more: string[]) =>
  printed("--for", kind, "--bucket", bucket, "--region", REGION, ...more);
const variables = (keys: Keys) => ({
  AWS_ACCESS_KEY_ID: keys.accessKeyId,
  AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
});
const run = async (sandbox: Sandbox, keys: Keys, ...args: string[]) =>
  (
    await sandbox.setup(
      ["--json", "--yes", "--region", REGION, ...(args.includes("--prove") ? [] : ["--prove", "off"]), ...args],
      { env: variables(keys) },
    )
  ).json();

/** What a bucket that is to be made cannot do without. A test file can go by its version where it may not be deleted as an app deletes. */
const NEW_BUCKET = [
  "s3:ListBucket",
  "s3:CreateBucket",
  "s3:GetBucketPublicAccessBlock",
  "s3:PutBucketPublicAccessBlock",
  "s3:GetBucketCORS",
  "s3:PutBucketCORS",
  "s3:PutObject",
  "s3:GetObject",
  "s3:DeleteObject",
] as const;

/** Exit 1: put back. Exit 5: the test file stays, which this key may not delete. Exit 0: gone on without it. */
type Row = readonly [action: string, exit: 0 | 1 | 5];

describe("setup makes the bucket", () => {
  test.each(NEW_BUCKET)("without %s: exit 1, named, and no bucket", async (action) => {
    const sandbox = await bench.sandbox();
    const before = await sandbox.fingerprint();
    const keys = await keysOf(without(await policyFor("setup", sandbox), action));
    const document = await run(sandbox, keys, "--create-bucket");
    expect(document.exitCode, said(document)).toBe(1);
    expect(said(document)).toContain(action);
    expect(await sandbox.fingerprint()).toEqual(before);
  });

  test("without s3:DeleteBucket: nothing wrong until the bucket has to go, then exit 5 and its name", async () => {
    const sandbox = await bench.sandbox();
    const whole = await policyFor("setup", sandbox);
    const document = await run(
      sandbox,
      await keysOf(without(whole, "s3:DeleteBucket", "s3:PutObject")),
      "--create-bucket",
    );
    expect(document.exitCode).toBe(5);
    expect(said(document)).toContain("s3:DeleteBucket");
  });

  test.each(["s3:GetBucketPolicy", "s3:PutBucketPolicy"])("for public files, without %s: named", async (action) => {
    const sandbox = await bench.sandbox();
    const before = await sandbox.fingerprint();
    const keys = await keysOf(without(await policyFor("setup", sandbox, "--access", "public"), action));
    const document = await run(sandbox, keys, "--create-bucket", "--access", "public");
    expect(document.exitCode, said(document)).toBe(1);
    expect(said(document)).toContain(action);
    expect(await sandbox.fingerprint()).toEqual(before);
  });

  test("for public files, without s3:DeleteBucketPolicy: nothing wrong until it has to go, then exit 5 and its name", async () => {
    const sandbox = await bench.sandbox();
    await bench.makeBucket(sandbox.bucket, { region: REGION });
    const whole = await policyFor("setup", sandbox, "--access", "public");
    const keys = await keysOf(without(whole, "s3:DeleteBucketPolicy", "s3:PutObject"));
    const document = await run(sandbox, keys, "--access", "public");
    expect(document.exitCode, said(document)).toBe(5);
    expect(said(document)).toContain("s3:DeleteBucketPolicy");
  });
});

describe("the bucket is there", () => {
  const rows: readonly Row[] = [
    ["s3:ListBucket", 1],
    ["s3:GetBucketVersioning", 0],
    ["s3:GetBucketPublicAccessBlock", 0],
    ["s3:PutBucketPublicAccessBlock", 1],
    ["s3:GetBucketCORS", 0],
    ["s3:PutBucketCORS", 1],
    ["s3:GetBucketPolicy", 0],
    ["s3:PutObject", 1],
    ["s3:GetObject", 1],
    ["s3:DeleteObject", 1],
  ];

  test.each(rows)("without %s: exit %i", async (action, exit) => {
    const sandbox = await bench.sandbox();
    await bench.makeBucket(sandbox.bucket, { region: REGION });
    const before = await sandbox.fingerprint();
    const keys = await keysOf(without(await policyFor("setup", sandbox), action));
    const document = await run(sandbox, keys);
    expect(document.exitCode, said(document)).toBe(exit);
    expect(said(document)).toContain(action);
    if (exit === 1) expect(await sandbox.fingerprint()).toEqual(before);
  });

  test.each(["s3:ListBucketVersions", "s3:DeleteObjectVersion"])(
    "it keeps versions, and without %s one of the test file stays: a warning that names it",
    async (action) => {
      const sandbox = await bench.sandbox();
      await bench.makeBucket(sandbox.bucket, { region: REGION });
      const VersioningConfiguration = { Status: "Enabled" as const };
      await bench.s3.send(new PutBucketVersioningCommand({ Bucket: sandbox.bucket, VersioningConfiguration }));
      const whole = await policyFor("setup", sandbox);
      const document = await run(sandbox, await keysOf(without(whole, action)));
      expect(document.exitCode, said(document)).toBe(0);
      expect(document.checks.find(({ id }) => id === "probe-versions")).toMatchObject({ status: "warn" });
      expect(said(document)).toContain(action);
      // With it, nothing stays.
      const other = await bench.sandbox();
      await bench.makeBucket(other.bucket, { region: REGION });
      await bench.s3.send(new PutBucketVersioningCommand({ Bucket: other.bucket, VersioningConfiguration }));
      const clean = await run(other, await keysOf(await policyFor("setup", other)));
      expect(clean.checks.map(({ id }) => id)).not.toContain("probe-versions");
      expect((await bench.picture(other.bucket))?.objects).toEqual([]);
    },
  );

  test("every action of the setup policy has its row here", async () => {
    const sandbox = await bench.sandbox();
    const whole = await policyFor("setup", sandbox, "--access", "public");
    const tried = new Set([
      ...NEW_BUCKET,
      ...rows.map(([action]) => action),
      "s3:DeleteBucket",
      "s3:PutBucketPolicy",
      "s3:DeleteBucketPolicy",
      "s3:ListBucketVersions",
      "s3:DeleteObjectVersion",
    ]);
    expect(new Set(whole.Statement.flatMap((one) => one.Action))).toEqual(tried);
  });
});

describe("a user of the app's own is made", () => {
  const ask = (name: string) => ["--create-bucket", "--create-app-user", name];

  test("the printed policy is enough to make it, to prove with its key, and to take it back", async () => {
    const sandbox = await bench.sandbox();
    const before = await sandbox.fingerprint();
    const keys = await keysOf(await policyFor("setup", sandbox, "--create-app-user", "clinic-app-whole"));
    const document = await run(sandbox, keys, ...ask("clinic-app-whole"), "--prove", "auto");
    expect(document.exitCode, said(document)).toBe(0);
    const undone = (await sandbox.run(["undo", "--json"], { env: variables(keys) })).json();
    expect(undone.exitCode, said(undone)).toBe(0);
    expect((await sandbox.fingerprint()).bucket).toEqual(before.bucket);
  });

  test.each(["iam:GetUser", "iam:CreateUser", "iam:PutUserPolicy", "iam:CreateAccessKey"])(
    "without %s: exit 1, named, put back",
    async (action) => {
      const sandbox = await bench.sandbox();
      const before = await sandbox.fingerprint();
      const name = `clinic-app-${action.slice(4)}`;
      const whole = await policyFor("setup", sandbox, "--create-app-user", name);
      const document = await run(sandbox, await keysOf(without(whole, action)), ...ask(name));
      expect(document.exitCode, said(document)).toBe(1);
      expect(said(document)).toContain(action);
      expect(await sandbox.fingerprint()).toEqual(before);
    },
  );
});

describe("the app's own key, on a bucket that is as wanted", () => {
  const rows: readonly Row[] = [
    ["s3:ListBucket", 1],
    ["s3:GetObject", 1],
    ["s3:PutObject", 1],
    ["s3:DeleteObject", 5],
  ];

  test.each(rows)("without %s: exit %i, and no file of the project is changed", async (action, exit) => {
    const sandbox = await bench.sandbox();
    await bench.makeBucket(sandbox.bucket, { region: REGION });
    const before = await sandbox.fingerprint();
    const document = await run(sandbox, await keysOf(without(await policyFor("app", sandbox), action)));
    expect(document.exitCode, said(document)).toBe(exit);
    expect(said(document)).toContain(action);
    const after = await sandbox.fingerprint();
    expect(after.tree).toEqual(before.tree);
    if (exit === 1) expect(after).toEqual(before);
    else expect(said(document)).toContain(`s3://${sandbox.bucket}/${after.bucket?.objects[0]?.split(" ")[0]}`);
  });

  // boto3 sends a big file in parts; where that fails it takes the parts back, which would be paid for as long as they lie there.
  test("s3:AbortMultipartUpload takes back a big upload that failed, and nothing else does", async () => {
    const sandbox = await bench.sandbox();
    await bench.makeBucket(sandbox.bucket, { region: REGION });
    const whole = await policyFor("app", sandbox);
    for (const [policy, allowed] of [
      [whole, true],
      [without(whole, "s3:AbortMultipartUpload"), false],
    ] as const) {
      const s3 = new S3Client({
        endpoint: bench.standin.url,
        region: REGION,
        forcePathStyle: true,
        credentials: await keysOf(policy),
      });
      const object = { Bucket: sandbox.bucket, Key: "media/scan.tif" };
      const { UploadId } = await s3.send(new CreateMultipartUploadCommand(object));
      const aborted = s3.send(new AbortMultipartUploadCommand({ ...object, UploadId }));
      if (allowed) await aborted;
      else await expect(aborted).rejects.toMatchObject({ name: "AccessDenied" });
      s3.destroy();
    }
  });

  test("every action of the app policy has its row here", async () => {
    const whole = await policyFor("app", await bench.sandbox());
    const tried = [...rows.map(([action]) => action), "s3:AbortMultipartUpload"];
    expect(whole.Statement.flatMap((one) => one.Action).sort()).toEqual(tried.sort());
  });
});
