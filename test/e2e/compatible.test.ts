/** A service that is only like S3 (--endpoint-url): nothing is asked of it that only AWS has, and the proof passes all the same. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { benchForThisFile } from "../support/sandbox.ts";

const bench = benchForThisFile();
afterEach(() => bench.proxy.clear());
const SETUP = ["--json", "--yes"];
/** No redirection of AWS: the endpoint is an answer. */
const env = { AWS_ENDPOINT_URL: undefined };

test("setup, proof, and the same again: no STS, no block, no policy, no owner, no checksums unasked", async () => {
  const sandbox = await bench.sandbox({ env });
  const endpoint = ["--endpoint-url", bench.proxy.url];
  const document = (await sandbox.setup([...SETUP, ...endpoint, "--create-bucket", "--region", "us-east-1"])).json();
  expect(document).toMatchObject({ exitCode: 0, errors: [], proof: { status: "passed", mode: "project" } });
  expect(document.plan.slice(0, 3).map(({ kind, action }) => [kind, action])).toEqual([
    ["bucket", "create"],
    ["cors", "create"],
    ["file", "create"],
  ]);
  expect(document.checks.map(({ id }) => id)).not.toContain("sts-identity");

  expect(bench.proxy.requests.length).toBeGreaterThan(10);
  const asked = bench.proxy.requests.map(({ method, path: target, query, headers }) => ({
    method,
    target,
    query,
    headers,
  }));
  expect(asked.filter(({ headers }) => /\/(?:sts|iam)\//.test(headers.authorization ?? ""))).toEqual([]);
  expect(
    asked.filter(({ query }) => /^(?:publicAccessBlock|policy|ownershipControls|versioning)\b/.test(query)),
  ).toEqual([]);
  const odd = /^(?:x-amz-expected-bucket-owner|x-amz-checksum-|x-amz-sdk-checksum-algorithm|x-amz-trailer|x-amz-acl)/;
  const sent = asked.flatMap(({ method, query, headers }) =>
    // S3 itself demands a checksum of CORS rules, AWS or not: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html
    method === "PUT" && query.startsWith("cors") ? [] : Object.keys(headers).filter((name) => odd.test(name)),
  );
  expect(sent).toEqual([]);

  const text = await readFile(path.join(sandbox.dir, ".env.render"), "utf8");
  expect(text).toContain(`AWS_S3_ENDPOINT_URL=${bench.proxy.url}`);
  const picture = await bench.picture(sandbox.bucket);
  expect(picture).toMatchObject({ objects: [], publicAccessBlock: null, cors: [{ ID: "vet-media-setup" }] });
  const before = await sandbox.fingerprint();
  const again = (
    await sandbox.run(["--json"], { env: { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined } })
  ).json();
  expect(again).toMatchObject({ exitCode: 0, files: [], proof: { status: "passed" } });
  expect(await sandbox.fingerprint()).toEqual(before);
});

test("a service without CORS and versions: goes on, and says what is missing", async () => {
  const sandbox = await bench.sandbox({ env });
  for (const query of [/^cors/, /^versions/]) bench.proxy.add({ query }, { status: 501, code: "NotImplemented" });
  bench.proxy.add({ query: /X-Amz-Signature/ }, { drop: ["access-control-allow-origin"] });
  const args = ["--endpoint-url", bench.proxy.url, "--create-bucket", "--region", "auto", "--prove", "off"];
  const document = (await sandbox.setup([...SETUP, ...args])).json();
  expect(document).toMatchObject({ exitCode: 0, errors: [] });
  const told = document.checks.filter(({ id, status }) => /cors/.test(id) && /^(?:warn|skip)$/.test(status));
  expect(told).toHaveLength(1);
  expect(await bench.picture(sandbox.bucket)).toMatchObject({ objects: [], cors: null });
});

test("keys that the service refuses: exit 1, in its own name, and everything as before", async () => {
  const sandbox = await bench.sandbox({
    env,
    keys: { accessKeyId: "tid_somebody", secretAccessKey: "tsec_something" },
  });
  const before = await sandbox.fingerprint();
  const args = ["--endpoint-url", bench.proxy.url, "--create-bucket"];
  const document = (await sandbox.setup([...SETUP, ...args])).json();
  expect(document).toMatchObject({ exitCode: 1, errors: [{ code: "unknown-access-key" }] });
  expect(document.errors[0]?.next).toContain(new URL(bench.proxy.url).host);
  expect(document.errors[0]?.next).not.toMatch(/AWS console|IAM/);
  expect(await sandbox.fingerprint()).toEqual(before);
});

test("a service that has nothing but buckets and objects: each thing that it lacks is a sentence, and the proof passes", async () => {
  const sandbox = await bench.sandbox({ env });
  const lacking = [/^cors/, /^versions/, /^policy/, /^publicAccessBlock/, /^versioning/, /^ownershipControls/, /^acl/];
  for (const query of lacking) bench.proxy.add({ query }, { status: 501, code: "NotImplemented" });
  await bench.makeBucket(sandbox.bucket);
  const args = ["--endpoint-url", `${bench.proxy.url}/`];
  const document = (await sandbox.setup([...SETUP, ...args])).json();
  expect(document).toMatchObject({ exitCode: 0, errors: [], proof: { status: "passed" } });
  expect(document.values).toMatchObject({
    // Without the slash.
    endpointUrl: { value: bench.proxy.url, source: "flag" },
    region: { value: "us-east-1", source: "default" },
    corsOrigin: { value: [] },
  });
  const told = document.checks.filter(({ status }) => status !== "pass").map(({ id, status }) => `${id} ${status}`);
  expect(told).toEqual(["public-access-block skip", "cors warn"]);
  expect(await bench.picture(sandbox.bucket)).toMatchObject({ objects: [], cors: null, policy: null });
  // Nothing more is wanted of it the next time.
  expect((await sandbox.run(["--json"])).json()).toMatchObject({ exitCode: 0, files: [], errors: [] });
});

test("public files, and no bucket policies: Django shows that nobody can read them, and everything is as before", async () => {
  const sandbox = await bench.sandbox({ env });
  await bench.makeBucket(sandbox.bucket);
  const before = await sandbox.fingerprint();
  bench.proxy.add({ query: /^policy/ }, { status: 501, code: "NotImplemented" });
  const args = ["--endpoint-url", bench.proxy.url, "--access", "public"];
  const document = (await sandbox.setup([...SETUP, ...args])).json();
  expect(document).toMatchObject({ exitCode: 4, proof: { status: "failed" } });
  expect(document.checks.find(({ id }) => id === "policy")).toMatchObject({ status: "warn" });
  expect(await sandbox.fingerprint()).toEqual(before);
});

test.each([
  ["the bucket before the host", "https://clinic.nyc3.digitaloceanspaces.com", "https://nyc3.digitaloceanspaces.com"],
  ["a dashboard", "https://dash.cloudflare.com/?to=/:account/r2", ""],
  ["plain http", "http://s3.us-west-004.backblazeb2.com", "https://s3.us-west-004.backblazeb2.com"],
])("%s: exit 2, nothing asked of anybody, nothing written", async (_what, endpoint, right) => {
  const sandbox = await bench.sandbox({ env });
  const before = await sandbox.fingerprint();
  const document = (await sandbox.setup([...SETUP, "--endpoint-url", endpoint])).json();
  expect(document).toMatchObject({ exitCode: 2, errors: [{ code: "bad-value", place: "--endpoint-url" }] });
  expect(document.errors[0]?.message).toContain(right);
  expect(await sandbox.fingerprint()).toEqual(before);
});
