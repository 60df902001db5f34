/** What is looked at, in which order, and how each thing that cannot work is told: against the stand-in, and a proxy where AWS differs. */
import {
  CreateBucketCommand,
  PutBucketCorsCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import { beforeEach, describe, expect, test } from "vitest";
import type { S3Answers } from "../../../src/model/answers.ts";
import { works } from "../../../src/providers/s3/works.ts";
import { ACCOUNT, allow, answersFor, BUCKET, contextFor, failureOf, useStandin } from "./standin.ts";

const SITE = "https://clinic.onrender.com";
const live = useStandin({ withBucket: false });

const makeBucket = () => live.root.send(new CreateBucketCommand({ Bucket: BUCKET }));
const survey = (changes: Partial<S3Answers> = {}, keys = live.aws.root) =>
  works.survey(answersFor(changes), contextFor(keys, live.proxy.url));
const kinds = (found: Awaited<ReturnType<typeof survey>>) =>
  found.changes.map(({ kind, action }) => `${kind} ${action}`);
const checkOf = (found: Awaited<ReturnType<typeof survey>>, id: string) =>
  found.checks.find((check) => check.id === id);

describe("a bucket that is not there", () => {
  test("exit 3, and the flag that makes it", async () => {
    for (const createBucket of [undefined, false]) {
      const { problem } = await failureOf(survey(createBucket === undefined ? {} : { createBucket }));
      expect(problem).toMatchObject({ code: "bucket-missing", exit: 3, place: "--bucket" });
      expect(problem.next?.en).toContain("--create-bucket");
      expect(problem.next?.es).toContain("--create-bucket");
    }
  });

  test("three changes are planned, and nothing is done", async () => {
    const found = await survey({ createBucket: true, corsOrigin: [SITE] });
    expect(kinds(found)).toEqual(["bucket create", "public-access-block create", "cors create"]);
    expect(live.proxy.requests.map(({ method }) => method).filter((method) => !/GET|HEAD/.test(method))).toEqual([
      "POST",
    ]); // STS
    await failureOf(survey());
  });

  test("without origins there are two, and it says so", async () => {
    const found = await survey({ createBucket: true });
    expect(kinds(found)).toEqual(["bucket create", "public-access-block create"]);
    expect(checkOf(found, "cors")).toMatchObject({ status: "skip" });
    expect(checkOf(found, "cors")?.next?.en).toContain("--cors-origin");
  });
});

describe("a bucket that is there", () => {
  beforeEach(makeBucket);

  test("the account and the ARN are shown", async () => {
    const found = await survey();
    expect(checkOf(found, "sts-identity")).toMatchObject({ status: "pass" });
    expect(checkOf(found, "sts-identity")?.message.en).toContain(`arn:aws:iam::${ACCOUNT}:user/administrator`);
    expect(checkOf(found, "sts-identity")?.message.es).toContain(ACCOUNT);
  });

  test("the first call is to STS, and every call to S3 names the account that must own the bucket", async () => {
    await survey({ corsOrigin: [SITE] });
    const [first, ...later] = live.proxy.requests;
    expect(first?.headers.authorization).toContain("/sts/aws4_request");
    expect(later.length).toBeGreaterThan(3);
    for (const request of later) expect(request.headers["x-amz-expected-bucket-owner"], request.query).toBe(ACCOUNT);
  });

  test("the public access block: nothing, half, all", async () => {
    expect(kinds(await survey())).toContain("public-access-block create");
    const half = {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: false,
      RestrictPublicBuckets: false,
    };
    await live.root.send(new PutPublicAccessBlockCommand({ Bucket: BUCKET, PublicAccessBlockConfiguration: half }));
    const found = await survey();
    expect(kinds(found)).toContain("public-access-block modify");
    const change = found.changes.find(({ kind }) => kind === "public-access-block");
    expect(change?.before).toEqual(half);
    expect(change?.summary.en).toContain("BlockPublicPolicy, RestrictPublicBuckets");
    const all = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
    await live.root.send(new PutPublicAccessBlockCommand({ Bucket: BUCKET, PublicAccessBlockConfiguration: all }));
    const done = await survey();
    expect(kinds(done)).toContain("public-access-block none");
    expect(checkOf(done, "public-access-block")).toMatchObject({ status: "pass" });
  });

  test("versioning is left as it is: off is offered with the command, on is praised", async () => {
    const off = checkOf(await survey(), "versioning");
    expect(off).toMatchObject({ status: "warn" });
    expect(off?.next?.en).toContain(`put-bucket-versioning --bucket ${BUCKET} --region us-west-2`);
    await live.root.send(
      new PutBucketVersioningCommand({ Bucket: BUCKET, VersioningConfiguration: { Status: "Enabled" } }),
    );
    expect(checkOf(await survey(), "versioning")).toMatchObject({ status: "pass" });
  });

  test("another region: corrected, with the reason", async () => {
    const found = await survey({ region: "eu-west-1" });
    expect(found.answers.region).toBe("us-west-2");
    expect(found.corrections).toEqual([
      {
        name: "region",
        reason: expect.objectContaining({ en: expect.stringContaining("us-west-2, not in eu-west-1") }),
      },
    ]);
    for (const change of found.changes) expect(change.address).toMatchObject({ region: "us-west-2" });
  });

  test.each([
    [301, {}],
    [403, {}],
    [400, {}],
  ])("another region as AWS says it, with %i and the header", async (status) => {
    live.proxy.add(
      { method: "HEAD", headers: { authorization: /\/eu-west-1\/s3\// } },
      { status, headers: { "x-amz-bucket-region": "us-west-2" } },
    );
    const found = await survey({ region: "eu-west-1" });
    expect(found.answers.region).toBe("us-west-2");
  });

  test("a region that the account must opt in to answers a bare 400: us-east-1 knows where the bucket is", async () => {
    live.proxy.add({ headers: { authorization: /\/af-south-1\/s3\// } }, { status: 400 });
    live.proxy.add(
      { method: "HEAD", headers: { authorization: /\/us-east-1\/s3\// } },
      { status: 301, headers: { "x-amz-bucket-region": "us-west-2" } },
    );
    expect((await survey({ region: "af-south-1" })).answers.region).toBe("us-west-2");
  });

  test("S3 that sends from region to region for ever is given up", async () => {
    live.proxy.add(
      { method: "HEAD", headers: { authorization: /\/us-west-2\/s3\// } },
      { status: 301, headers: { "x-amz-bucket-region": "eu-west-1" } },
    );
    live.proxy.add(
      { method: "HEAD", headers: { authorization: /\/eu-west-1\/s3\// } },
      { status: 301, headers: { "x-amz-bucket-region": "us-west-2" } },
    );
    expect((await failureOf(survey())).problem.exit).toBe(1);
  });

  test("a bucket of another account, which these keys may even read", async () => {
    live.proxy.add({ headers: { "x-amz-expected-bucket-owner": /./ } }, { status: 403, code: "AccessDenied" });
    const { problem } = await failureOf(survey({ createBucket: true }));
    expect(problem).toMatchObject({ code: "bucket-of-another-account", exit: 1 });
    expect(problem.message.en).toContain(ACCOUNT);
  });

  test("a bucket of another account that is closed, or a key without s3:ListBucket: both are named", async () => {
    live.proxy.add({ service: "s3" }, { status: 403, code: "AccessDenied", message: "Access Denied" });
    const { problem } = await failureOf(survey({ createBucket: true }));
    expect(problem).toMatchObject({ code: "bucket-forbidden", exit: 1 });
    expect(problem.message.en).toMatch(/another account.*s3:ListBucket/);
    expect(problem.next?.en).toContain(`arn:aws:s3:::${BUCKET}`);
  });

  test("where S3 itself says that it is the policy, only that is told", async () => {
    const message = "User: x is not authorized to perform: s3:ListBucket because no identity-based policy allows it";
    live.proxy.add({ service: "s3" }, { status: 403, code: "AccessDenied", message });
    const { problem } = await failureOf(survey());
    expect(problem).toMatchObject({ code: "access-denied", exit: 1 });
    expect(problem.message.en).not.toMatch(/another account/);
  });

  test.each([
    ["AllAccessDisabled", 403, "account-inactive"],
    ["NotSignedUp", 403, "account-inactive"],
    ["RequestTimeTooSkewed", 403, "clock-skew"],
    ["ExpiredToken", 400, "token-expired"],
    ["InvalidToken", 400, "token-invalid"],
  ])("HeadBucket has no body: what it hides behind its status is asked for (%s)", async (code, status, ours) => {
    live.proxy.add({ service: "s3" }, { status, code });
    expect((await failureOf(survey())).problem).toMatchObject({ code: ours, exit: 1 });
  });

  test("SlowDown three times is told, not taken for a missing bucket", async () => {
    live.proxy.add({ service: "s3" }, { status: 503, code: "SlowDown" });
    expect((await failureOf(survey({ createBucket: true }))).problem).toMatchObject({ code: "service-busy", exit: 1 });
  });

  test("root keys and keys that expire are warned about", async () => {
    live.proxy.add(
      { service: "sts" },
      {
        body: `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::${ACCOUNT}:root</Arn><UserId>${ACCOUNT}</UserId><Account>${ACCOUNT}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
      },
    );
    const found = await survey();
    expect(found.warnings).toEqual([expect.objectContaining({ code: "root-credentials", mustAccept: true })]);
    const context = contextFor(live.aws.root, live.proxy.url);
    const temporary = { ...context, credentials: { ...context.credentials, temporary: true } };
    const codes = (await works.survey(answersFor(), temporary)).warnings.map(({ code }) => code);
    expect(codes).toContain("temporary-credentials");
  });
});

describe("CORS", () => {
  beforeEach(makeBucket);
  const foreign = {
    ID: "theirs",
    AllowedMethods: ["PUT"],
    AllowedOrigins: ["https://other.example"],
    AllowedHeaders: ["x-b", "x-a"],
    MaxAgeSeconds: 5,
  };
  const nameless = { AllowedMethods: ["GET"], AllowedOrigins: ["*"] };
  const write = (...CORSRules: object[]) =>
    live.root.send(new PutBucketCorsCommand({ Bucket: BUCKET, CORSConfiguration: { CORSRules: CORSRules as never } }));
  const corsOf = async (changes: Partial<S3Answers>) =>
    (await survey(changes)).changes.find(({ kind }) => kind === "cors");

  test("GET and HEAD only; PUT and POST with --direct-upload", async () => {
    expect(await corsOf({ corsOrigin: [SITE] })).toMatchObject({
      action: "create",
      before: null,
      after: [{ ID: "vet-media-setup", AllowedMethods: ["GET", "HEAD"], AllowedOrigins: [SITE], MaxAgeSeconds: 3600 }],
    });
    const direct = await corsOf({ corsOrigin: [SITE], directUpload: true });
    expect(direct?.after).toMatchObject([{ AllowedMethods: ["GET", "HEAD", "PUT", "POST"], AllowedHeaders: ["*"] }]);
    expect(direct?.summary.en).toContain("PUT, POST");
  });

  test("other rules stay in their place, and so does ours between them", async () => {
    await write(foreign, { ...nameless, ID: "vet-media-setup" }, nameless);
    const change = await corsOf({ corsOrigin: [SITE] });
    expect(change).toMatchObject({ action: "modify" });
    expect(change?.after).toEqual([
      foreign,
      expect.objectContaining({ ID: "vet-media-setup", AllowedOrigins: [SITE] }),
      nameless,
    ]);
    expect(change?.before).toHaveLength(3);
  });

  test("a rule that is as wanted is no change, whatever order S3 hands it back in", async () => {
    const found = await corsOf({ corsOrigin: [SITE, "https://clinic.cl"] });
    const [ours] = (found?.after ?? []) as object[];
    await write(foreign, { ...ours, AllowedOrigins: ["https://clinic.cl", SITE], AllowedMethods: ["HEAD", "GET"] });
    expect(await corsOf({ corsOrigin: [SITE, "https://clinic.cl"] })).toMatchObject({ action: "none" });
  });

  test("rules of others alone are no business of ours when there are no origins", async () => {
    await write(foreign);
    expect(await corsOf({})).toBeUndefined();
  });

  test("our own rule goes when there are no origins any more", async () => {
    await write({ ...nameless, ID: "vet-media-setup" });
    expect(await corsOf({})).toMatchObject({ action: "delete", after: null });
    await write(foreign, { ...nameless, ID: "vet-media-setup" });
    expect(await corsOf({})).toMatchObject({ action: "modify", after: [foreign] });
  });

  test("* only if given, and then with a warning to accept", async () => {
    const found = await survey({ corsOrigin: ["*"] });
    expect(found.warnings).toEqual([expect.objectContaining({ code: "cors-any-origin", mustAccept: true })]);
    expect((await survey({ corsOrigin: [SITE] })).warnings).toEqual([]);
  });

  test("a hundred rules are as many as S3 takes", async () => {
    const rules = Array.from(
      { length: 100 },
      (_, index) =>
        `<CORSRule><ID>r${index}</ID><AllowedMethod>GET</AllowedMethod><AllowedOrigin>https://e${index}.example</AllowedOrigin></CORSRule>`,
    );
    live.proxy.add(
      { method: "GET", query: "cors=" },
      { body: `<CORSConfiguration>${rules.join("")}</CORSConfiguration>` },
    );
    const { problem } = await failureOf(survey({ corsOrigin: [SITE] }));
    expect(problem).toMatchObject({ code: "too-many-cors-rules", exit: 1 });
  });
});

describe("keys that may not do everything", () => {
  beforeEach(makeBucket);
  const SETUP = [
    "s3:ListBucket",
    "s3:GetBucketPublicAccessBlock",
    "s3:GetBucketVersioning",
    "s3:GetBucketCORS",
    "s3:GetObject",
    "s3:PutObject",
    "s3:DeleteObject",
  ];
  const without = (...left: string[]) => allow(...SETUP.filter((action) => !left.includes(action)));

  test("no policy at all: who they are is known, the bucket is not to be seen", async () => {
    const keys = await live.aws.makeUser("nobody", null);
    const { problem } = await failureOf(survey({}, keys));
    expect(problem).toMatchObject({ code: "bucket-forbidden", exit: 1 });
    expect(problem.message.en).toContain("s3:ListBucket");
  });

  test("everything that is needed passes", async () => {
    const keys = await live.aws.makeUser("carla", allow(...SETUP));
    expect(kinds(await survey({ corsOrigin: [SITE] }, keys))).toEqual([
      "bucket none",
      "public-access-block create",
      "cors create",
    ]);
  });

  test("a block that may not be read is left alone, and said", async () => {
    const keys = await live.aws.makeUser("carla", without("s3:GetBucketPublicAccessBlock"));
    const found = await survey({}, keys);
    expect(kinds(found)).toEqual(["bucket none"]);
    expect(checkOf(found, "public-access-block")).toMatchObject({ status: "warn" });
    expect(checkOf(found, "public-access-block")?.next?.en).toContain(`s3:GetBucketPublicAccessBlock`);
  });

  test("versioning that may not be read is skipped", async () => {
    const keys = await live.aws.makeUser("carla", without("s3:GetBucketVersioning"));
    expect(checkOf(await survey({}, keys), "versioning")).toMatchObject({ status: "skip" });
  });

  test("CORS that may not be read is left out, said, and not demanded afterwards", async () => {
    const keys = await live.aws.makeUser("carla", without("s3:GetBucketCORS"));
    const found = await survey({ corsOrigin: [SITE] }, keys);
    expect(kinds(found)).toEqual(["bucket none", "public-access-block create"]);
    expect(checkOf(found, "cors")).toMatchObject({ status: "warn" });
    expect(found.answers.corsOrigin).toEqual([]);
    expect(found.corrections.map(({ name }) => name)).toEqual(["corsOrigin"]);
    expect(works.expectation(found.answers, contextFor(keys).credentials).origins).toEqual([]);
  });

  test.each(["publicAccessBlock=", "versioning=", "cors="])(
    "a fault at %s is a failure, not a shrug",
    async (query) => {
      live.proxy.add({ method: "GET", query }, { status: 503, code: "SlowDown" });
      expect((await failureOf(survey({ corsOrigin: [SITE] }))).problem.code).toBe("service-busy");
    },
  );
});

describe("an S3-compatible service", () => {
  const elsewhere = (changes: Partial<S3Answers> = {}) =>
    works.survey(answersFor({ endpointUrl: live.proxy.url, region: "auto", ...changes }), contextFor(live.aws.root));

  test("no STS, no block, no versioning, no owner header, checksums only where required", async () => {
    await makeBucket();
    const found = await elsewhere({ corsOrigin: [SITE] });
    expect(kinds(found)).toEqual(["bucket none", "cors create"]);
    expect(checkOf(found, "s3-compatible")?.message.en).toContain(new URL(live.proxy.url).host);
    expect(found.answers.region).toBe("auto");
    expect(live.proxy.requests.length).toBeGreaterThan(1);
    for (const { headers, query } of live.proxy.requests) {
      expect(headers.authorization).toContain("/s3/aws4_request");
      expect(headers["x-amz-expected-bucket-owner"]).toBeUndefined();
      expect(query).not.toMatch(/publicAccessBlock|versioning/);
    }
    await works.probe(found.answers, contextFor(live.aws.root));
    for (const { headers } of live.proxy.requests)
      expect(Object.keys(headers).join()).not.toMatch(/x-amz-(?:sdk-)?checksum/);
  });

  test.each([
    ["NotImplemented", 501],
    ["AccessDenied", 403],
    ["MethodNotAllowed", 405],
  ])("CORS that it does not have (%s) is left out with a sentence", async (code, status) => {
    await makeBucket();
    live.proxy.add({ method: "GET", query: "cors=" }, { status, code });
    const found = await elsewhere({ corsOrigin: [SITE] });
    expect(checkOf(found, "cors")).toMatchObject({ status: "warn" });
    expect(checkOf(found, "cors")?.message.es).toContain(code);
    expect(found.answers.corsOrigin).toEqual([]);
  });

  test("a HEAD that is refused while listing is not: the bucket is there", async () => {
    await makeBucket();
    live.proxy.add({ method: "HEAD" }, { status: 403 });
    expect(kinds(await elsewhere())).toEqual(["bucket none"]);
  });

  test("a bucket that is missing", async () => {
    expect((await failureOf(elsewhere())).problem).toMatchObject({ code: "bucket-missing", exit: 3 });
    expect(kinds(await elsewhere({ createBucket: true }))).toEqual(["bucket create"]);
  });
});
