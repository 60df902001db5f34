/** What networks and services do to a run (fault-table.ts), and what AWS alone says: each has its sentence, and leaves everything as before. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterEach, describe, expect, test } from "vitest";
import { benchForThisFile, type Sandbox } from "../support/sandbox.ts";
import { faultBench } from "./fault-bench.ts";
import { CHANGE, canStrikeAtChange, FAULTS, THROUGH, timesAtChange } from "./fault-table.ts";

const bench = benchForThisFile();
const faults = faultBench(bench);
const QUICK = ["--json", "--yes", "--prove", "off"];
type Match = Parameters<typeof bench.proxy.add>[0];
type Answer = Parameters<typeof bench.proxy.add>[1];

afterEach(() => bench.proxy.clear());

/** A sandbox before the proxy, its bucket made already and in use. */
async function withBucket(): Promise<Sandbox> {
  const sandbox = await bench.sandbox({ faulty: true });
  await bench.makeBucket(sandbox.bucket);
  await bench.s3.send(new PutObjectCommand({ Bucket: sandbox.bucket, Key: "media/toby.pdf", Body: "%PDF" }));
  return sandbox;
}

/** The bucket itself, and nothing in it. */
const whole = (bucket: string): RegExp => new RegExp(`^/${bucket}/?$`);
const ANY_OWNER = { "x-amz-expected-bucket-owner": /./ };
const isSts: Match = { method: "POST", service: "sts" };

/** The thorough test has them at every service, and in both moments. */
describe(`${FAULTS.length} faults, from the first request to S3 on`, () => {
  test.each(FAULTS)("$name", async (fault) => {
    await faults.strike(fault, "s3", {});
  });
});

describe("the same at Cloudinary and at Render's API, in turn, while the run changes something there", () => {
  const rows = FAULTS.filter(canStrikeAtChange).map((fault, index) => {
    const service = index % 2 === 0 || fault.ends.render === null ? ("cloudinary" as const) : ("render" as const);
    return { fault, service, name: fault.name };
  });
  test.each(rows.filter(({ fault, service }) => fault.ends[service] !== THROUGH))("$service: $name", async (row) => {
    await faults.strike(row.fault, row.service, CHANGE[row.service], timesAtChange(row.fault, row.service));
  });
});

describe("what AWS says and the stand-in cannot: refused before anything is changed", () => {
  const skewed = {
    status: 403,
    code: "SignatureDoesNotMatch",
    message: "Signature expired: 20261124T101010Z is now earlier than 20261124T111010Z (20261124T112510Z - 15 min.)",
  };

  /** Rules of the proxy, and the problem that the run must end with. */
  const cases: [string, (bucket: string) => [Match, Answer][], string, RegExp][] = [
    [
      "the bucket of another account",
      (bucket) => [
        [
          { path: whole(bucket), headers: ANY_OWNER },
          { status: 403, code: "AccessDenied" },
        ],
      ],
      "bucket-of-another-account",
      /another AWS account, not to 123456789012/,
    ],
    [
      "a bucket that may not even be looked at",
      (bucket) => [[{ path: whole(bucket) }, { status: 403, code: "AccessDenied" }]],
      "bucket-forbidden",
      /another account, or this key may not do s3:ListBucket/,
    ],
    [
      "an account that is not active",
      (bucket) => [[{ path: whole(bucket) }, { status: 403, code: "NotSignedUp" }]],
      "account-inactive",
      /account is not active/,
    ],
    ["the clock, at STS", () => [[isSts, skewed]], "clock-skew", /clock is more than 15 minutes off/],
    ["a web page at S3", (bucket) => [[{ path: whole(bucket) }, { status: 200, html: true }]], "not-s3", /./],
  ];
  test.each(cases)("%s", async (_name, rules, code, words) => {
    const sandbox = await withBucket();
    const before = await sandbox.fingerprint();
    for (const [match, answer] of rules(sandbox.bucket)) bench.proxy.add(match, answer);
    const document = (await sandbox.setup(QUICK)).json();
    expect(document).toMatchObject({ exitCode: 1, status: "failed", files: [] });
    expect(document.errors.map((error) => error.code)).toEqual([code]);
    expect(document.errors[0]?.message).toMatch(words);
    expect(document.errors[0]?.next).toMatch(/\w/);
    expect(await sandbox.fingerprint()).toEqual(before);
  });
});

test("a bucket in another region: corrected, and the reason is told", async () => {
  const sandbox = await withBucket();
  bench.proxy.add(
    { headers: { authorization: /\/us-west-2\/s3\// } },
    { status: 301, headers: { "x-amz-bucket-region": "eu-west-1" }, code: "PermanentRedirect" },
  );
  bench.proxy.add(
    { method: "HEAD", path: whole(sandbox.bucket), headers: { authorization: /\/eu-west-1\/s3\// } },
    { status: 200, headers: { "x-amz-bucket-region": "eu-west-1" } },
  );
  const document = (await sandbox.setup([...QUICK, "--region", "us-west-2"])).json();
  expect(document).toMatchObject({ exitCode: 0, errors: [] });
  expect(document.values.region).toEqual({
    value: "eu-west-1",
    source: "flag",
    detail: `S3 says that ${sandbox.bucket} is in eu-west-1, not in us-west-2`,
  });
  expect(document.checks.find(({ id }) => id === "bucket")?.message).toContain("eu-west-1");
  expect(await readFile(path.join(sandbox.dir, ".env.render"), "utf8")).toContain("AWS_S3_REGION_NAME=eu-west-1");
  expect(await readFile(path.join(sandbox.dir, "vet-media-setup.json"), "utf8")).toContain('"region": "eu-west-1"');
});

describe("transient, and retried", () => {
  test("SlowDown twice at every kind of request, and everything goes through", async () => {
    const sandbox = await bench.sandbox({ faulty: true });
    const busy = { status: 503, code: "SlowDown" };
    for (const method of ["POST", "HEAD", "GET", "PUT", "DELETE"]) bench.proxy.add({ method }, busy, { times: 2 });
    const document = (await sandbox.setup([...QUICK, "--create-bucket"])).json();
    expect(document).toMatchObject({ exitCode: 0, errors: [] });
    expect(bench.proxy.requests.filter(({ ruled }) => ruled)).toHaveLength(10);
    expect(await bench.picture(sandbox.bucket)).toMatchObject({ objects: [], cors: [{ ID: "vet-media-setup" }] });
  });

  test("a connection that breaks once, at the first request to each address", async () => {
    const sandbox = await bench.sandbox({ faulty: true });
    for (const method of ["POST", "HEAD", "GET", "PUT", "DELETE"]) {
      bench.proxy.add({ method }, { reset: true }, { times: 1 });
    }
    const document = (await sandbox.setup([...QUICK, "--create-bucket"])).json();
    expect(document).toMatchObject({ exitCode: 0, errors: [] });
    expect(bench.proxy.requests.filter(({ ruled }) => ruled)).toHaveLength(5);
  });
});

describe("the bucket's name", () => {
  const creation = (bucket: string): Match => ({ method: "PUT", path: whole(bucket), query: /^(?!cors|publicAccess)/ });

  test.each([
    ["BucketAlreadyExists", "bucket-taken"],
    ["BucketAlreadyOwnedByYou", "bucket-already-yours"],
    ["TooManyBuckets", "too-many-buckets"],
    ["InvalidLocationConstraint", "region-not-enabled"],
  ])("%s when it is made", async (code, problem) => {
    const sandbox = await bench.sandbox({ faulty: true });
    const before = await sandbox.fingerprint();
    bench.proxy.add(creation(sandbox.bucket), { status: 409, code });
    const document = (await sandbox.setup([...QUICK, "--create-bucket"])).json();
    expect(document).toMatchObject({ exitCode: 1, errors: [{ code: problem }] });
    expect(await sandbox.fingerprint()).toEqual(before);
  });

  test("the answer to its creation is lost: made all the same, and used", async () => {
    const sandbox = await bench.sandbox({ faulty: true });
    bench.proxy.add(creation(sandbox.bucket), { reset: true, after: true }, { times: 1 });
    const document = (await sandbox.setup([...QUICK, "--create-bucket"])).json();
    expect(document).toMatchObject({ exitCode: 0, errors: [] });
    expect(await bench.picture(sandbox.bucket)).toMatchObject({ objects: [], cors: [{ ID: "vet-media-setup" }] });
  });

  test("every answer to its creation is lost: exit 1, and what was made is taken away", async () => {
    const sandbox = await bench.sandbox({ faulty: true });
    const before = await sandbox.fingerprint();
    bench.proxy.add(creation(sandbox.bucket), { reset: true, after: true });
    const document = (await sandbox.setup([...QUICK, "--create-bucket"])).json();
    expect(document).toMatchObject({ exitCode: 1, status: "failed" });
    expect(await sandbox.fingerprint()).toEqual(before);
  });
});

describe("an answer that is lost after the change was made", () => {
  const requests: [string, Match][] = [
    ["PutPublicAccessBlock", { method: "PUT", query: /^publicAccessBlock/ }],
    ["PutBucketCors", { method: "PUT", query: /^cors/ }],
    ["PutObject", { method: "PUT", path: /\.vet-media-setup-probe/ }],
  ];

  test.each(requests)("%s: exit 1, and everything as before", async (_name, match) => {
    const sandbox = await withBucket();
    const before = await sandbox.fingerprint();
    // Three tries of the SDK; what puts back is answered again.
    bench.proxy.add(match, { reset: true, after: true }, { times: 3 });
    const document = (await sandbox.setup(QUICK)).json();
    expect(document).toMatchObject({ exitCode: 1, errors: [{ code: "connection-lost" }] });
    expect(bench.proxy.requests.filter(({ ruled }) => ruled)).toHaveLength(3);
    expect(await sandbox.fingerprint()).toEqual(before);
  });

  test("a network that is gone for good: exit 5, it says what stays, and the next run puts it back", async () => {
    const sandbox = await withBucket();
    const before = await sandbox.fingerprint();
    bench.proxy.add({ method: "PUT", path: /\.vet-media-setup-probe/ }, { reset: true, after: true }, { times: 1 });
    bench.proxy.add({}, { reset: true }, { skip: 12 });
    const document = (await sandbox.setup(QUICK)).json();
    expect(document).toMatchObject({ exitCode: 5, status: "failed" });
    const lost = document.errors.find(({ code }) => code === "not-put-back");
    expect(lost?.message).toContain(`cors ${sandbox.bucket}`);
    expect(lost?.message).toContain(`public-access-block ${sandbox.bucket}`);
    expect(lost?.next).toMatch(/run .* again/);

    bench.proxy.clear();
    const unattended = (await sandbox.setup(["--json", "--prove", "off"])).json();
    expect(unattended).toMatchObject({ exitCode: 3, errors: [{ code: "interrupted-run" }] });
    const again = (await sandbox.setup([...QUICK, "--cors-origin", "https://nueva.example"])).json();
    expect(again).toMatchObject({ exitCode: 0, errors: [] });
    const now = await sandbox.fingerprint();
    expect(now.bucket?.cors).toMatchObject([{ AllowedOrigins: ["https://nueva.example"] }]);
    expect(now.bucket?.objects).toEqual(before.bucket?.objects);
  });
});
