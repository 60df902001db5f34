/** `policy` prints IAM documents that are exactly enough: the whole setup runs under the one, the app's proof under the other. */
import { writeFile } from "node:fs/promises";
import path, { dirname } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AwsStandin, startAwsStandin } from "../support/aws-standin.mjs";
import { runCli } from "../support/cli.ts";
import { copyFixture, type Fixture } from "../support/fixture.ts";
import { venv } from "../support/venv.mjs";
import { type Policy, printed, said, without } from "./policy-support.ts";

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

  test("for the user that setup is to make: that user alone, in whichever account", async () => {
    const asked = ["--for", "setup", "--bucket", "clinic-media-1", "--create-app-user", "clinic-app"];
    const [, , user] = (await printed(...asked, "--region", "us-gov-east-1")).Statement;
    expect(user).toMatchObject({ Sid: "AppUser", Resource: "arn:aws-us-gov:iam::*:user/clinic-app" });
    expect(user?.Action.every((action) => /^iam:\w*(?:User|AccessKeys?|UserPolicy)$/.test(action))).toBe(true);
    expect(JSON.stringify(await printed("--for", "app", ...asked.slice(2)))).not.toContain("iam:");
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

describe("what the project says", () => {
  let clinic: Fixture;
  beforeAll(async () => {
    clinic = await copyFixture("clinic");
  });
  afterAll(async () => await clinic.remove());
  const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    runCli(["policy", ...args], { cwd: clinic.dir, env });

  test("bucket, region and prefix from the env file that setup wrote, below what is said for this run", async () => {
    await writeFile(
      path.join(clinic.dir, ".env.render"),
      "AWS_STORAGE_BUCKET_NAME=clinic-of-the-file\nAWS_S3_REGION_NAME=cn-north-1\nAWS_LOCATION=uploads\n",
    );
    const done = await run(["--json"]);
    expect(done.json().values).toMatchObject({
      bucket: { value: "clinic-of-the-file", source: "project", detail: "AWS_STORAGE_BUCKET_NAME, .env.render" },
    });
    expect(JSON.stringify((done.json() as unknown as { policy: Policy }).policy)).toContain(
      "arn:aws-cn:s3:::clinic-of-the-file/uploads/*",
    );
    const said = await run(["--bucket", "another-bucket", "--region", "us-east-1"]);
    expect(said.stdout).toContain("arn:aws:s3:::another-bucket/uploads/*");
    expect(said.stderr).toBe("");
  });

  test("--cors: the file for aws s3api, with the project's own origins; standard output holds nothing else", async () => {
    const done = await run(["--cors"]);
    expect(done.code).toBe(0);
    expect(JSON.parse(done.stdout)).toEqual({
      CORSRules: [
        {
          ID: "vet-media-setup",
          AllowedMethods: ["GET", "HEAD"],
          AllowedOrigins: ["https://santasofia.onrender.com"],
          ExposeHeaders: ["ETag", "Content-Length", "Content-Disposition"],
          MaxAgeSeconds: 3600,
        },
      ],
    });
    expect(done.stderr).toMatch(/put-bucket-cors replaces all the rules/);
    const spanish = await run(["--cors", "--lang", "es"]);
    expect(spanish.stdout).toBe(done.stdout);
    expect(spanish.stderr).toMatch(/reemplaza todas las reglas/);
  });

  test("--json has room for both documents", async () => {
    const document = (await run(["--cors", "--for", "setup", "--direct-upload", "--json"])).json();
    expect(document).toMatchObject({
      exitCode: 0,
      cors: { CORSRules: [{ AllowedHeaders: ["*"], AllowedMethods: ["GET", "HEAD", "PUT", "POST"] }] },
      policy: { Statement: [{ Sid: "Bucket" }, { Sid: "TestFiles" }] },
      warnings: [{ code: "replaces-all-rules" }],
    });
  });
});

describe("what there is no document for", () => {
  const R2 = "https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com";
  const run = (...args: string[]) => runCli(["policy", "--json", ...args], { cwd: "/" });

  test("origins that nothing names: exit 3", async () => {
    const document = (await run("--cors")).json();
    expect(document).toMatchObject({ exitCode: 3, errors: [{ code: "origins-unknown", place: "--cors-origin" }] });
  });

  test("IAM of a service that is not AWS: exit 2, and where its keys are made", async () => {
    const document = (await run("--bucket", "clinic-media-1", "--endpoint-url", R2)).json();
    expect(document).toMatchObject({ exitCode: 2, errors: [{ code: "no-iam-there", place: "--endpoint-url" }] });
    expect(document.errors[0]?.message).toContain("Cloudflare R2");
    expect(document.errors[0]?.next).toContain("dash.cloudflare.com");
  });

  test("its CORS rule, without the * that R2 does not take; Supabase takes no rule", async () => {
    const origin = ["--cors", "--direct-upload", "--cors-origin", "https://clinic.example.com"];
    const r2 = (await run(...origin, "--bucket", "clinic-media-1", "--endpoint-url", R2)).json();
    expect(r2).toMatchObject({ exitCode: 0, cors: { CORSRules: [{ AllowedHeaders: expect.any(Array) }] } });
    expect(JSON.stringify((r2 as unknown as { cors: unknown }).cors)).not.toContain('"*"');
    expect(r2).not.toHaveProperty("policy");
    const supabase = await run(...origin, "--endpoint-url", "https://abcdefghij.supabase.co/storage/v1/s3");
    expect(supabase.json()).toMatchObject({ exitCode: 2, errors: [{ code: "no-cors-there" }] });
  });

  test("a region that does not exist, an endpoint with the bucket in it: exit 2", async () => {
    const region = (await run("--bucket", "clinic-media-1", "--region", "oregon")).json();
    expect(region).toMatchObject({ exitCode: 2, errors: [{ code: "bad-value", place: "--region" }] });
    const endpoint = (await run("--cors", "--endpoint-url", `${R2}/clinic-media-1`)).json();
    expect(endpoint).toMatchObject({ exitCode: 2, errors: [{ code: "bad-value", place: "--endpoint-url" }] });
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

  // One that is refused before anything is made, and one after: the whole table is in policy.thorough.test.ts.
  test.each(["s3:CreateBucket", "s3:GetObject"])(
    "without %s setup fails, names it, and leaves nothing",
    async (action) => {
      const whole = await printed("--for", "setup", "--bucket", bucket, "--region", "us-west-2");
      const keys = await aws.makeUser(`without-${action.slice(3)}`, without(whole, action));
      const done = await setup(keys, "--create-bucket", "--prove", "off");
      expect(done.code).toBe(1);
      expect(said(done.json())).toContain(action);
      expect(clinic.git("status", "--porcelain")).toBe("");
    },
  );
});
