/** `policy` prints IAM documents that are exactly enough: the whole setup runs under the one, the app's proof under the other. */
import { dirname } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AwsStandin, startAwsStandin } from "../support/aws-standin.mjs";
import { runCli } from "../support/cli.ts";
import { copyFixture, type Fixture } from "../support/fixture.ts";
import { venv } from "../support/venv.mjs";

interface Policy {
  readonly Version: string;
  readonly Statement: readonly { Sid: string; Effect: string; Action: string[]; Resource: string | string[] }[];
}

const printed = async (...args: string[]): Promise<Policy> => {
  const done = await runCli(["policy", ...args], { cwd: "/" });
  expect(done.code, done.stderr).toBe(0);
  return JSON.parse(done.stdout) as Policy;
};

describe("what is printed", () => {
  test("nothing but the document, with the five actions of the app", async () => {
    const policy = await printed("--for", "app", "--bucket", "clinic-media-1", "--prefix", "uploads");
    expect(policy.Version).toBe("2012-10-17");
    expect(policy.Statement.flatMap((one) => one.Action).sort()).toEqual([
      "s3:AbortMultipartUpload",
      "s3:DeleteObject",
      "s3:GetObject",
      "s3:ListBucket",
      "s3:PutObject",
    ]);
    expect(policy.Statement.flatMap((one) => one.Resource)).toEqual([
      "arn:aws:s3:::clinic-media-1",
      "arn:aws:s3:::clinic-media-1/uploads/*",
    ]);
    expect(JSON.stringify(policy)).not.toContain("Principal");
  });

  test.each([
    ["cn-north-1", "arn:aws-cn:s3:::"],
    ["us-gov-west-1", "arn:aws-us-gov:s3:::"],
    ["eu-west-1", "arn:aws:s3:::"],
  ])("in %s the names begin with %s", async (region, start) => {
    const policy = await printed("--bucket", "clinic-media-1", "--region", region, "--for", "setup");
    for (const resource of policy.Statement.flatMap((one) => one.Resource))
      expect(resource.startsWith(start)).toBe(true);
  });

  test("--json holds the same document", async () => {
    const done = await runCli(["policy", "--bucket", "clinic-media-1", "--json"], { cwd: "/" });
    expect(done.json()).toMatchObject({ command: "policy", status: "ok", provider: "s3" });
    expect((done.json() as unknown as { policy: Policy }).policy).toEqual(await printed("--bucket", "clinic-media-1"));
  });

  test("without a bucket: exit 3, and the flag that is missing", async () => {
    const done = await runCli(["policy", "--json"], { cwd: "/" });
    expect(done.code).toBe(3);
    expect(done.json().errors[0]).toMatchObject({ code: "bucket-unknown", place: "--bucket" });
  });
});

describe("that it is enough", () => {
  let aws: AwsStandin;
  let clinic: Fixture;
  let python: string;
  const bucket = "clinic-policy-media";

  beforeAll(async () => {
    python = await venv("standin");
    aws = await startAwsStandin();
    clinic = await copyFixture("clinic");
  });
  afterAll(async () => {
    await clinic.remove();
    await aws.stop();
  });

  const setup = (keys: { accessKeyId: string; secretAccessKey: string }, ...more: string[]) =>
    runCli(["setup", "--provider", "s3", "--bucket", bucket, "--region", "us-west-2", "--yes", "--json", ...more], {
      cwd: clinic.dir,
      env: {
        AWS_ENDPOINT_URL: aws.url,
        AWS_ACCESS_KEY_ID: keys.accessKeyId,
        AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
        VIRTUAL_ENV: dirname(dirname(python)),
        SECRET_KEY: "not-a-secret-of-anybody",
      },
    });

  test("the whole setup, proof included, under the setup policy; undo too; then the proof under the app policy", async () => {
    const policy = async (kind: string) =>
      printed("--for", kind, "--bucket", bucket, "--region", "us-west-2", "--prefix", "media");
    const person = await aws.makeUser("person", await policy("setup"));
    const first = await setup(person, "--create-bucket", "--prove", "required");
    expect(first.json()).toMatchObject({ exitCode: 0, proof: { status: "passed", mode: "project" } });
    // The app's own keys cannot set up, and need not: the bucket is as wanted, and what setup reads beyond the app's rights only warns.
    const app = await aws.makeUser("app", await policy("app"));
    const again = await setup(app, "--prove", "required", "--no-cors-origin");
    expect(again.json()).toMatchObject({ exitCode: 0, proof: { status: "passed", mode: "project" } });
    const undone = await runCli(["undo", "--json"], {
      cwd: clinic.dir,
      env: {
        AWS_ENDPOINT_URL: aws.url,
        AWS_ACCESS_KEY_ID: person.accessKeyId,
        AWS_SECRET_ACCESS_KEY: person.secretAccessKey,
      },
    });
    expect(undone.json()).toMatchObject({ exitCode: 0 });
    const all = await runCli(["undo", "--json"], {
      cwd: clinic.dir,
      env: {
        AWS_ENDPOINT_URL: aws.url,
        AWS_ACCESS_KEY_ID: person.accessKeyId,
        AWS_SECRET_ACCESS_KEY: person.secretAccessKey,
      },
    });
    expect(all.json()).toMatchObject({ exitCode: 0 });
    expect(clinic.git("status", "--porcelain", "--ignored")).toBe("");
  });

  test.each([
    "s3:PutObject",
    "s3:GetObject",
    "s3:DeleteObject",
    "s3:PutBucketCORS",
    "s3:PutBucketPublicAccessBlock",
    "s3:CreateBucket",
  ])("without %s setup fails, names it, and leaves nothing", async (action) => {
    const whole = await printed("--for", "setup", "--bucket", bucket, "--region", "us-west-2");
    const less = {
      ...whole,
      Statement: whole.Statement.map((one) => ({ ...one, Action: one.Action.filter((each) => each !== action) })),
    };
    const keys = await aws.makeUser(`without-${action.slice(3)}`, less);
    const done = await setup(keys, "--create-bucket", "--prove", "off");
    expect([1, 5]).toContain(done.code);
    expect(JSON.stringify(done.json().errors)).toContain(action.slice(3));
    expect(clinic.git("status", "--porcelain")).toBe("");
    if (action === "s3:DeleteObject") await aws.reset(); // its test file could not be removed: the bucket stays, and that was said
  });
});
