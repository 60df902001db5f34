/** The stand-in itself: it refuses what AWS refuses, or the tests that rest on it would prove nothing. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  CreateBucketCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type AwsStandin, startAwsStandin } from "../../support/aws-standin.mjs";
import { ACCOUNT, allow, BUCKET, type Keys } from "./standin.ts";

let aws: AwsStandin;
let root: S3Client;
beforeAll(async () => {
  aws = await startAwsStandin();
  root = client(aws.root);
});
afterAll(async () => {
  root.destroy();
  await aws.stop();
});
beforeEach(async () => {
  await aws.reset();
  await root.send(new CreateBucketCommand({ Bucket: BUCKET }));
});

const client = (credentials: Keys) =>
  new S3Client({ endpoint: aws.url, region: "us-west-2", credentials, forcePathStyle: true });
const status = (work: Promise<unknown>) =>
  work.then(
    () => 200,
    (error: { $metadata?: { httpStatusCode?: number } }) => error.$metadata?.httpStatusCode,
  );
const put = (Key: string) => root.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: "x" }));
const link = (Key: string, expiresIn = 60) =>
  getSignedUrl(root, new GetObjectCommand({ Bucket: BUCKET, Key }), { expiresIn });

test.each(["media/x.pdf", "media/a b+c#d?e.pdf", "media/ñandú 日本.pdf", "media/100%.pdf", "media/'quoted'.pdf"])(
  "signatures of %s",
  async (key) => {
    await put(key);
    const url = await link(key);
    expect(await (await fetch(url)).text()).toBe("x");
    expect((await fetch(url.replace(/\?.*/s, ""))).status).toBe(403);
    expect((await fetch(url.replace(/X-Amz-Signature=..../, "X-Amz-Signature=0000"))).status).toBe(403);
    expect((await fetch(url.replace("X-Amz-Expires=60", "X-Amz-Expires=6000"))).status).toBe(403);
  },
);

test("a link that has expired", async () => {
  await put("x");
  const signingDate = new Date(Date.now() - 120_000);
  const url = await getSignedUrl(root, new GetObjectCommand({ Bucket: BUCKET, Key: "x" }), {
    expiresIn: 60,
    signingDate,
  });
  expect((await fetch(url)).status).toBe(403);
});

test("strangers get in only where the bucket's policy lets them", async () => {
  await put("public/x");
  await put("media/x");
  const statement = {
    Effect: "Allow",
    Principal: "*",
    Action: "s3:GetObject",
    Resource: `arn:aws:s3:::${BUCKET}/public/*`,
  };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await root.send(new PutBucketPolicyCommand({ Bucket: BUCKET, Policy }));
  expect((await fetch(`${aws.url}/${BUCKET}/public/x`)).status).toBe(200);
  expect((await fetch(`${aws.url}/${BUCKET}/media/x`)).status).toBe(403);
  expect((await fetch(`${aws.url}/${BUCKET}?list-type=2`)).status).toBe(403);
  expect((await fetch(`${aws.url}/${BUCKET}/public/x`, { method: "DELETE" })).status).toBe(403);
});

test("keys: unknown, with a wrong secret, without a policy, with one", async () => {
  const head = new HeadBucketCommand({ Bucket: BUCKET });
  expect(await status(client({ ...aws.root, accessKeyId: "AKIAUNKNOWN000000001" }).send(head))).toBe(403);
  expect(await status(client({ ...aws.root, secretAccessKey: "wrong" }).send(head))).toBe(403);
  const nobody = await aws.makeUser("nobody", null);
  expect(await status(client(nobody).send(head))).toBe(403);
  const sts = new STSClient({ endpoint: aws.url, region: "us-east-1", credentials: nobody });
  expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: ACCOUNT,
    Arn: `arn:aws:iam::${ACCOUNT}:user/nobody`,
  });
  const reader = client(await aws.makeUser("reader", allow("s3:ListBucket")));
  expect(await status(reader.send(head))).toBe(200);
  expect(await status(reader.send(new GetPublicAccessBlockCommand({ Bucket: BUCKET })))).toBe(403);
});

test("a key that is missing is 404 to who may list, and 403 to who may not", async () => {
  await put("x");
  const lister = client(await aws.makeUser("lister", allow("s3:ListBucket", "s3:GetObject")));
  const reader = client(await aws.makeUser("reader", allow("s3:GetObject")));
  for (const [who, missing] of [
    [lister, 404],
    [reader, 403],
  ] as const) {
    expect(await status(who.send(new HeadObjectCommand({ Bucket: BUCKET, Key: "x" })))).toBe(200);
    expect(await status(who.send(new HeadObjectCommand({ Bucket: BUCKET, Key: "y" })))).toBe(missing);
    expect(await status(who.send(new GetObjectCommand({ Bucket: BUCKET, Key: "y" })))).toBe(missing);
  }
});

test("a bucket that is not of the expected account", async () => {
  const head = (ExpectedBucketOwner: string) =>
    root.send(new HeadBucketCommand({ Bucket: BUCKET, ExpectedBucketOwner }));
  expect(await status(head(ACCOUNT))).toBe(200);
  expect(await status(head("999999999999"))).toBe(403);
});

test("reset empties it, and the administrator's keys outlive that; a user made again has new keys", async () => {
  const before = await aws.makeUser("carla", allow("s3:ListBucket"));
  const after = await aws.makeUser("carla", allow("s3:ListBucket"));
  expect(after.accessKeyId).not.toBe(before.accessKeyId);
  expect(await status(client(before).send(new HeadBucketCommand({ Bucket: BUCKET })))).toBe(403);
  await aws.reset();
  expect(await status(root.send(new HeadBucketCommand({ Bucket: BUCKET })))).toBe(404);
  expect(await status(client(after).send(new HeadBucketCommand({ Bucket: BUCKET })))).toBe(403);
});

test("a policy that IAM would not take is an error, and the stand-in goes on", async () => {
  await expect(aws.makeUser("carla", { Statement: "nonsense" })).rejects.toThrow();
  expect(await status(root.send(new HeadBucketCommand({ Bucket: BUCKET })))).toBe(200);
});

test("it ends with the process that started it, however that ends", async () => {
  const script = `
    import { startAwsStandin } from ${JSON.stringify(new URL("../../support/aws-standin.mjs", import.meta.url).href)};
    const { url } = await startAwsStandin();
    process.stdout.write(url);
    setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said] = (await once(parent.stdout, "data")) as [Buffer];
  const url = String(said);
  expect((await fetch(url)).status).toBeGreaterThan(0);
  parent.kill("SIGKILL");
  await once(parent, "exit");
  await expect
    .poll(
      () =>
        fetch(url).then(
          () => "alive",
          () => "gone",
        ),
      { timeout: 20_000 },
    )
    .toBe("gone");
});
