/** Keys that AWS refuses, or that may not do all that is needed: one sentence that names the action, and everything as before. */
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { beforeAll, describe, expect, test } from "vitest";
import { benchForThisFile, type Fingerprint, type Keys, type Sandbox } from "../support/sandbox.ts";

const bench = benchForThisFile();
let users = 0;

/** A new user who may do this on the bucket and on what is in it; null: a user without any policy. */
async function userWho(bucket: string, actions: readonly string[] | null): Promise<Keys> {
  users += 1;
  const Resource = [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`];
  const policy =
    actions === null ? null : { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: actions, Resource }] };
  return await bench.standin.makeUser(`user-${users}`, policy);
}

const variables = (keys: Keys) => ({
  AWS_ACCESS_KEY_ID: keys.accessKeyId,
  AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
});

/** What a setup on a bucket that is there needs, by the names of IAM. */
const NEEDED = ["s3:ListBucket", "s3:GetObject", "s3:PutObject", "s3:DeleteObject"];
const RULES = ["s3:GetBucketCORS", "s3:PutBucketCORS"];
const BLOCK = ["s3:GetBucketPublicAccessBlock", "s3:PutBucketPublicAccessBlock"];
const ALL = [
  ...NEEDED,
  ...RULES,
  ...BLOCK,
  "s3:GetBucketVersioning",
  "s3:ListBucketVersions",
  "s3:DeleteObjectVersion",
];

describe("a bucket that is there", () => {
  let sandbox: Sandbox;
  let before: Fingerprint;

  beforeAll(async () => {
    sandbox = await bench.sandbox();
    await bench.makeBucket(sandbox.bucket);
    await bench.s3.send(new PutObjectCommand({ Bucket: sandbox.bucket, Key: "media/toby.pdf", Body: "%PDF" }));
    before = await sandbox.fingerprint();
  });

  const run = async (keys: Keys, args: readonly string[] = []) =>
    (await sandbox.setup(["--json", "--yes", "--prove", "off", ...args], { env: variables(keys) })).json();

  test("wrong secret", async () => {
    const { accessKeyId } = bench.standin.root;
    const document = await run({ accessKeyId, secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" });
    expect(document).toMatchObject({ exitCode: 1, status: "failed", errors: [{ code: "wrong-secret" }] });
    expect(document.errors[0]?.next).toContain("AWS_SECRET_ACCESS_KEY");
    expect(await sandbox.fingerprint()).toEqual(before);
  });

  test("unknown key", async () => {
    const document = await run({ accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/x" });
    expect(document).toMatchObject({ exitCode: 1, errors: [{ code: "unknown-access-key" }] });
    expect(document.errors[0]?.docsUrl).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    expect(await sandbox.fingerprint()).toEqual(before);
  });

  /** A policy, what is said of it, and the action that the sentence must name. */
  const refused: [string, readonly string[] | null, string, string][] = [
    ["no policy", null, "bucket-forbidden|access-denied", "s3:ListBucket"],
    ["read-only", ["s3:Get*", "s3:List*"], "access-denied", "s3:PutBucketPublicAccessBlock|s3:PutBucketCORS"],
    ["without PutObject", ALL.filter((one) => one !== "s3:PutObject"), "access-denied", "s3:PutObject"],
    ["without GetObject", ALL.filter((one) => one !== "s3:GetObject"), "access-denied", "s3:GetObject"],
    [
      "without ListBucket",
      ALL.filter((one) => one !== "s3:ListBucket"),
      "bucket-forbidden|access-denied",
      "s3:ListBucket",
    ],
    ["without PutBucketCORS", ALL.filter((one) => one !== "s3:PutBucketCORS"), "access-denied", "s3:PutBucketCORS"],
    [
      "without PutBucketPublicAccessBlock",
      ALL.filter((one) => one !== "s3:PutBucketPublicAccessBlock"),
      "access-denied",
      "s3:PutBucketPublicAccessBlock",
    ],
  ];

  test.each(refused)("%s: exit 1, and the action is named", async (_name, actions, code, action) => {
    const document = await run(await userWho(sandbox.bucket, actions));
    expect(document).toMatchObject({ exitCode: 1, status: "failed" });
    const [error] = document.errors;
    expect(error?.code).toMatch(new RegExp(`^(?:${code})$`));
    expect(`${error?.message} ${error?.next}`).toMatch(new RegExp(`(?:${action})\\b`));
    expect(error?.next).toContain(`arn:aws:s3:::${sandbox.bucket}`);
    expect(await sandbox.fingerprint()).toEqual(before);
  });

  test("without DeleteObject: exit 5, because a test file stays; its name is told, and everything else is as before", async () => {
    const other = await bench.sandbox();
    await bench.makeBucket(other.bucket);
    const untouched = await other.fingerprint();
    const keys = await userWho(
      other.bucket,
      ALL.filter((one) => !one.startsWith("s3:DeleteObject")),
    );
    const done = await other.setup(["--json", "--yes", "--prove", "off"], { env: variables(keys) });
    const document = done.json();
    expect(document).toMatchObject({ exitCode: 5, status: "failed" });
    expect(document.errors.map(({ code }) => code)).toEqual(["access-denied", "probe-left-behind"]);
    expect(document.errors[0]?.message).toContain("s3:DeleteObject");
    const now = await other.fingerprint();
    const [left = "", ...more] = now.bucket?.objects ?? [];
    expect(more).toEqual([]);
    expect(document.errors[1]?.next).toContain(`s3://${other.bucket}/${left.split(" ")[0]}`);
    expect({ ...now, bucket: { ...now.bucket, objects: [] } }).toEqual(untouched);
  });

  /** What a setup can do without: it goes on and says what it could not look at. */
  const warned: [string, readonly string[], string][] = [
    ["without GetBucketPublicAccessBlock", ["s3:GetBucketPublicAccessBlock"], "public-access-block"],
    ["without GetBucketCORS", ["s3:GetBucketCORS"], "cors"],
    ["without GetBucketVersioning", ["s3:GetBucketVersioning"], "versioning"],
    ["without versions", ["s3:ListBucketVersions", "s3:DeleteObjectVersion"], ""],
  ];

  test.each(warned)("%s: goes on, and says so", async (_name, lacking, check) => {
    const other = await bench.sandbox();
    await bench.makeBucket(other.bucket);
    const keys = await userWho(
      other.bucket,
      ALL.filter((action) => !lacking.includes(action)),
    );
    const done = await other.setup(["--json", "--yes", "--prove", "off"], { env: variables(keys) });
    const document = done.json();
    expect(document).toMatchObject({ exitCode: 0, errors: [] });
    if (check !== "") expect(document.checks.find(({ id }) => id === check)?.status).toMatch(/^(?:warn|skip)$/);
    expect((await bench.picture(other.bucket))?.objects).toEqual([]);
  });

  test("the four actions of an app alone are enough for an app's setup", async () => {
    const other = await bench.sandbox();
    await bench.makeBucket(other.bucket);
    const keys = await userWho(other.bucket, NEEDED);
    const done = await other.setup(["--json", "--yes"], { env: variables(keys) });
    const document = done.json();
    expect(document).toMatchObject({ exitCode: 0, errors: [], proof: { status: "passed", mode: "project" } });
    expect(document.checks.filter(({ status }) => status === "warn").map(({ id }) => id)).toEqual([
      "public-access-block",
      "cors",
    ]);
    expect(await bench.picture(other.bucket)).toMatchObject({ objects: [], cors: null, publicAccessBlock: null });
  });
});

describe("a bucket that is to be made", () => {
  test("without CreateBucket: exit 1, named, nothing made", async () => {
    const sandbox = await bench.sandbox();
    const before = await sandbox.fingerprint();
    const keys = await userWho(sandbox.bucket, ALL);
    const done = await sandbox.setup(["--create-bucket", "--json", "--yes"], { env: variables(keys) });
    const document = done.json();
    expect(document).toMatchObject({ exitCode: 1, errors: [{ code: "access-denied" }] });
    expect(document.errors[0]?.message).toContain("s3:CreateBucket");
    expect(await sandbox.fingerprint()).toEqual(before);
  });

  test("without PutObject: the bucket that was made is taken away again", async () => {
    const sandbox = await bench.sandbox();
    const before = await sandbox.fingerprint();
    const keys = await userWho(sandbox.bucket, [
      "s3:CreateBucket",
      "s3:DeleteBucket",
      ...ALL.filter((one) => one !== "s3:PutObject"),
    ]);
    const done = await sandbox.setup(["--create-bucket", "--json", "--yes"], { env: variables(keys) });
    expect(done.json()).toMatchObject({ exitCode: 1, errors: [{ code: "access-denied" }] });
    expect(await sandbox.fingerprint()).toEqual(before);
  });

  test("without DeleteBucket the bucket cannot be taken away: exit 5, and it says what stays", async () => {
    const sandbox = await bench.sandbox();
    const before = await sandbox.fingerprint();
    const keys = await userWho(sandbox.bucket, ["s3:CreateBucket", ...ALL.filter((one) => one !== "s3:PutObject")]);
    const done = await sandbox.setup(["--create-bucket", "--json", "--yes"], { env: variables(keys) });
    const document = done.json();
    expect(document.exitCode).toBe(5);
    expect(document.errors.map(({ code }) => code)).toEqual(["access-denied", "not-put-back"]);
    expect(document.errors[1]?.message).toContain(`bucket ${sandbox.bucket}`);
    const now = await sandbox.fingerprint();
    const left = Object.keys(now.tree).filter((file) => before.tree[file] !== now.tree[file]);
    expect(left.filter((file) => !file.startsWith(".vet-media-setup/"))).toEqual([]);

    // Mended, the next run goes on putting back, and then does what was asked.
    const root = await sandbox.setup(["--create-bucket", "--json", "--yes", "--prove", "off"]);
    const mended = root.json();
    expect(mended).toMatchObject({ exitCode: 0, errors: [] });
    expect(mended.plan[0]).toMatchObject({ kind: "bucket", target: sandbox.bucket, action: "create" });
  });
});

describe("keys that cannot be keys, before anybody is asked", () => {
  let sandbox: Sandbox;
  let before: Fingerprint;

  beforeAll(async () => {
    sandbox = await bench.sandbox({ keys: null, faulty: true });
    before = await sandbox.fingerprint();
    bench.proxy.clear();
  });

  const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  const ID = "AKIAIOSFODNN7EXAMPLE";
  const cases: [string, Record<string, string>, number, string, string][] = [
    ["only the id", { AWS_ACCESS_KEY_ID: ID }, 3, "credentials-incomplete", "AWS_SECRET_ACCESS_KEY"],
    ["only the secret", { AWS_SECRET_ACCESS_KEY: SECRET }, 3, "credentials-incomplete", "AWS_ACCESS_KEY_ID"],
    [
      "quotes around the secret",
      { AWS_ACCESS_KEY_ID: ID, AWS_SECRET_ACCESS_KEY: `"${SECRET}"` },
      2,
      "credentials-malformed",
      "AWS_SECRET_ACCESS_KEY",
    ],
    [
      "quotes around the id",
      { AWS_ACCESS_KEY_ID: `'${ID}'`, AWS_SECRET_ACCESS_KEY: SECRET },
      2,
      "credentials-malformed",
      "AWS_ACCESS_KEY_ID",
    ],
    [
      "a newline in the secret",
      { AWS_ACCESS_KEY_ID: ID, AWS_SECRET_ACCESS_KEY: `${SECRET}\nMEDIA_STORAGE=local` },
      2,
      "credentials-malformed",
      "AWS_SECRET_ACCESS_KEY",
    ],
    [
      "swapped",
      { AWS_ACCESS_KEY_ID: SECRET, AWS_SECRET_ACCESS_KEY: ID },
      2,
      "credentials-malformed",
      "AWS_ACCESS_KEY_ID",
    ],
    [
      "temporary keys without their token",
      { AWS_ACCESS_KEY_ID: "ASIAIOSFODNN7EXAMPLE", AWS_SECRET_ACCESS_KEY: SECRET },
      3,
      "credentials-incomplete",
      "AWS_SESSION_TOKEN",
    ],
  ];

  test.each(cases)("%s", async (_name, env, exit, code, place) => {
    const done = await sandbox.setup(["--create-bucket", "--json", "--yes"], { env });
    const document = done.json();
    expect(document.exitCode).toBe(exit);
    const error = document.errors.find((one) => one.code === code);
    expect(error?.place).toBe(place);
    for (const value of Object.values(env)) expect(done.stdout + done.stderr).not.toContain(value);
    expect(bench.proxy.requests).toEqual([]);
    expect(await sandbox.fingerprint()).toEqual(before);
  });

  test("a profile that does not exist: exit 3, with those that do", async () => {
    const done = await sandbox.setup(["--create-bucket", "--json", "--yes", "--profile", "clinica"]);
    expect(done.json()).toMatchObject({ exitCode: 3, errors: [{ code: "no-such-profile", place: "--profile" }] });
    expect(await sandbox.fingerprint()).toEqual(before);
  });
});
