/** Every code of S3 and STS, and every way in which a network fails: a sentence of its own that names the request, and a next step. */
import { once } from "node:events";
import { createServer } from "node:net";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Failure, Interrupted } from "../../../src/lib/failure.ts";
import { mask } from "../../../src/lib/secrets.ts";
import { refusals } from "../../../src/messages/s3-errors.ts";
import { networkFailures } from "../../../src/messages/s3-network.ts";
import { type Request, refusalOf, failureOf as toFailure } from "../../../src/providers/s3/errors.ts";
import { WebPageAnswer } from "../../../src/providers/s3/web-page.ts";
import { works } from "../../../src/providers/s3/works.ts";
import { type AwsStandin, startAwsStandin } from "../../support/aws-standin.mjs";
import { type FaultProxy, startFaultProxy } from "../../support/fault-proxy.mjs";
import { answersFor, BUCKET, contextFor, failureOf } from "./standin.ts";

let aws: AwsStandin;
let proxy: FaultProxy;
beforeAll(async () => {
  aws = await startAwsStandin();
  proxy = await startFaultProxy(aws.url);
  const root = new S3Client({ endpoint: aws.url, region: "us-east-1", credentials: aws.root, forcePathStyle: true });
  await root.send(new CreateBucketCommand({ Bucket: BUCKET }));
  root.destroy();
});
afterAll(async () => {
  await proxy.stop();
  await aws.stop();
});
beforeEach(() => proxy.clear());

const answers = answersFor({ region: "us-east-1" });
const PUT = { method: "PUT", path: /\/media\/\.vet-media-setup-probe-/, service: "s3" } as const;

function noSecrets(value: unknown): void {
  const text = JSON.stringify(value);
  for (const secret of [aws.root.accessKeyId, aws.root.secretAccessKey]) expect(text).not.toContain(secret);
  expect(text).not.toMatch(/X-Amz-Signature|X-Amz-Credential/);
}

/** PROVIDER's table of codes: what S3 sends, and what we make of it. */
const CODES: readonly (readonly [code: string, status: number, ours: string, extra?: string])[] = [
  ["InvalidAccessKeyId", 403, "unknown-access-key"],
  ["SignatureDoesNotMatch", 403, "wrong-secret"],
  ["ExpiredToken", 400, "token-expired"],
  ["InvalidToken", 400, "token-invalid"],
  ["RequestTimeTooSkewed", 403, "clock-skew"],
  ["AccessDenied", 403, "access-denied"],
  ["AllAccessDisabled", 403, "account-inactive"],
  ["AccountProblem", 403, "account-inactive"],
  ["NotSignedUp", 403, "account-inactive"],
  ["OptInRequired", 403, "account-inactive"],
  ["NoSuchBucket", 404, "no-such-bucket"],
  ["NoSuchKey", 404, "no-such-key"],
  ["BucketAlreadyExists", 409, "bucket-taken"],
  ["BucketAlreadyOwnedByYou", 409, "bucket-already-yours"],
  ["OperationAborted", 409, "bucket-busy"],
  ["PermanentRedirect", 301, "wrong-region", "<Endpoint>s3.eu-west-1.amazonaws.com</Endpoint>"],
  ["TemporaryRedirect", 307, "bucket-moving"],
  ["AuthorizationHeaderMalformed", 400, "wrong-signing-region", "<Region>eu-west-1</Region>"],
  ["IllegalLocationConstraintException", 400, "region-mismatch"],
  ["InvalidLocationConstraint", 400, "region-not-enabled"],
  ["InvalidBucketName", 400, "bucket-name-refused"],
  ["AccessControlListNotSupported", 400, "acl-not-supported"],
  ["MalformedPolicy", 400, "request-refused"],
  ["MalformedXML", 400, "request-refused"],
  ["InvalidRequest", 400, "request-refused"],
  ["TooManyBuckets", 400, "too-many-buckets"],
  ["SlowDown", 503, "service-busy"],
  ["ServiceUnavailable", 503, "service-busy"],
  ["InternalError", 500, "service-busy"],
  ["NotImplemented", 501, "not-implemented"],
  ["MethodNotAllowed", 405, "not-implemented"],
  ["SomethingNew", 400, "s3-refused"],
  ["SomethingNewAndBroken", 502, "service-busy"],
];

describe("codes of S3, through the wire", () => {
  const full = CODES.map(([code, status, ours, extra = ""]) => [code, status, ours, extra] as const);
  test.each(full)("%s (%i) is %s", async (code, status, ours, extra) => {
    proxy.add(PUT, { status, code, message: `${code} in the words of S3`, extra });
    const { problem } = await failureOf(works.probe(answers, contextFor(aws.root, proxy.url)));
    expect(problem).toMatchObject({ code: ours, exit: 1 });
    for (const lang of ["en", "es"] as const) {
      expect(problem.message[lang]).toContain(code);
      expect(problem.message[lang]).toContain("PutObject");
      expect(problem.message[lang]).toContain(`${BUCKET}/media/.vet-media-setup-probe-`);
      expect(problem.next?.[lang]).toBeTruthy();
    }
    expect(problem.message.en).not.toBe(problem.message.es);
    expect(problem.docsUrl).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    noSecrets(problem);
  });

  test("what is transient is tried again: two SlowDowns and a reset go unnoticed", async () => {
    proxy.add(PUT, { status: 503, code: "SlowDown" }, { times: 1 });
    proxy.add({ method: "GET", path: PUT.path, query: /x-id=GetObject$/ }, { reset: true }, { times: 1 });
    const checks = await works.probe(answers, contextFor(aws.root, proxy.url));
    expect(checks.every((check) => check.status === "pass")).toBe(true);
    expect(proxy.requests.filter((request) => request.ruled)).toHaveLength(2);
  });

  test("three tries, no more", async () => {
    proxy.add(PUT, { status: 503, code: "SlowDown" });
    await failureOf(works.probe(answers, contextFor(aws.root, proxy.url)));
    expect(proxy.requests.filter((request) => request.ruled)).toHaveLength(3);
  });

  test("the region that S3 names is in the sentence and in the next step", async () => {
    proxy.add(PUT, { status: 400, code: "AuthorizationHeaderMalformed", extra: "<Region>eu-west-1</Region>" });
    const { problem } = await failureOf(works.probe(answers, contextFor(aws.root, proxy.url)));
    expect(problem.message.en).toContain("eu-west-1 was expected");
    expect(problem.next?.en).toContain("--region eu-west-1");
  });

  test("a denial names the action and the ARN to allow", async () => {
    proxy.add(PUT, { status: 403, code: "AccessDenied", message: "Access Denied" });
    const { problem } = await failureOf(works.probe(answers, contextFor(aws.root, proxy.url)));
    expect(problem.next?.en).toContain(`s3:PutObject on arn:aws:s3:::${BUCKET}/media/*`);
    expect(problem.message.en).not.toContain("In its words");
  });

  test("a denial that S3 explains is told in its words, and the action that it names is the one to allow", async () => {
    const message =
      "User: arn:aws:iam::123456789012:user/carla is not authorized to perform: kms:GenerateDataKey because no identity-based policy allows it";
    proxy.add(PUT, { status: 403, code: "AccessDenied", message });
    const { problem } = await failureOf(works.probe(answers, contextFor(aws.root, proxy.url)));
    expect(problem.message.en).toContain("because no identity-based policy");
    expect(problem.next?.en).toContain("Allow kms:GenerateDataKey");
  });
});

describe("codes of STS, through the wire", () => {
  test.each([
    ["InvalidClientTokenId", 403, "unknown-access-key"],
    ["SignatureDoesNotMatch", 403, "wrong-secret"],
    ["ExpiredToken", 403, "token-expired"],
    ["RequestExpired", 400, "clock-skew"],
    ["AccessDenied", 403, "access-denied"],
    ["OptInRequired", 403, "account-inactive"],
    ["ServiceUnavailable", 503, "service-busy"],
  ])("%s (%i) is %s", async (code, status, ours) => {
    proxy.add({ service: "sts" }, { status, code });
    const { problem } = await failureOf(works.survey(answers, contextFor(aws.root, proxy.url)));
    expect(problem).toMatchObject({ code: ours, exit: 1 });
    expect(problem.message.en).toMatch(/AWS STS answered .* to GetCallerIdentity/);
    noSecrets(problem);
  });

  test.each([
    "expired: 20261124T101500Z is now earlier than 20261124T103000Z",
    "not yet current: 20261124T120000Z is still later than",
  ])("STS calls a clock that is off a wrong signature: Signature %s", async (words) => {
    proxy.add({ service: "sts" }, { status: 403, code: "SignatureDoesNotMatch", message: `Signature ${words}` });
    const { problem } = await failureOf(works.survey(answers, contextFor(aws.root, proxy.url)));
    expect(problem.code).toBe("clock-skew");
  });

  test("an answer without an identity is not AWS", async () => {
    proxy.add({ service: "sts" }, { status: 200, body: "<GetCallerIdentityResponse/>" });
    const { problem } = await failureOf(works.survey(answers, contextFor(aws.root, proxy.url)));
    expect(problem).toMatchObject({ code: "not-an-identity", exit: 1 });
  });
});

describe("keys that the stand-in itself refuses", () => {
  test("an unknown key", async () => {
    const keys = { accessKeyId: "AKIAUNKNOWN000000001", secretAccessKey: aws.root.secretAccessKey };
    const { problem } = await failureOf(works.survey(answers, contextFor(keys, aws.url)));
    expect(problem.code).toBe("unknown-access-key");
  });

  test("a wrong secret", async () => {
    const keys = { accessKeyId: aws.root.accessKeyId, secretAccessKey: `${aws.root.secretAccessKey.slice(0, -1)}x` };
    const { problem } = await failureOf(works.survey(answers, contextFor(keys, aws.url)));
    expect(problem.code).toBe("wrong-secret");
    noSecrets(problem);
    expect(JSON.stringify(problem)).not.toContain(keys.secretAccessKey);
  });

  test.each([
    ["an unknown key", "AKIAUNKNOWN000000001", undefined, "unknown-access-key"],
    ["a wrong secret", undefined, "wrong/secret", "wrong-secret"],
  ])("%s, on a service that has no STS", async (_what, id, secret, code) => {
    const keys = { accessKeyId: id ?? aws.root.accessKeyId, secretAccessKey: secret ?? aws.root.secretAccessKey };
    const { problem } = await failureOf(works.survey({ ...answers, endpointUrl: aws.url }, contextFor(keys)));
    expect(problem.code).toBe(code);
    expect(problem.message.en).toContain(new URL(aws.url).host);
  });
});

describe("the network", () => {
  const survey = (url: string) => works.survey(answers, contextFor(aws.root, url));

  test("nothing listens", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
    server.close();
    await once(server, "close");
    const { problem } = await failureOf(survey(url));
    expect(problem).toMatchObject({ code: "connection-refused", exit: 1 });
    expect(problem.message.en).toContain(new URL(url).host);
    expect(problem.message.en).toContain("GetCallerIdentity");
  });

  test("a host that does not exist", async () => {
    const { problem } = await failureOf(survey("http://s3.example.invalid"));
    expect(problem).toMatchObject({ code: "host-not-found", exit: 1 });
    expect(problem.message.en).toContain("s3.example.invalid");
  });

  test("a connection that breaks off each time", async () => {
    proxy.add(PUT, { reset: true });
    const { problem } = await failureOf(works.probe(answers, contextFor(aws.root, proxy.url)));
    expect(problem).toMatchObject({ code: "connection-lost", exit: 1 });
    expect(problem.message.en).toContain("PutObject");
  });

  test("plain HTTP where HTTPS was asked for", async () => {
    const { problem } = await failureOf(survey(aws.url.replace("http:", "https:")));
    expect(problem).toMatchObject({ code: "not-https", exit: 1 });
  });

  test.each([
    ["STS", { service: "sts" }],
    ["S3", { service: "s3", method: "PUT" }],
  ] as const)("the login page of a network in place of %s", async (_name, match) => {
    for (const status of [200, 302, 403, 511]) {
      proxy.clear();
      proxy.add(match, { status, html: true, headers: status === 302 ? { location: "http://portal.invalid/" } : {} });
      const work = match.service === "sts" ? survey(proxy.url) : works.probe(answers, contextFor(aws.root, proxy.url));
      const { problem } = await failureOf(work);
      expect(problem, String(status)).toMatchObject({ code: "not-s3", exit: 1 });
    }
  });

  test("a page with 502 is a gateway that is out of order: tried again, and told as such", async () => {
    proxy.add(PUT, { status: 502, html: true }, { times: 1 });
    await works.probe(answers, contextFor(aws.root, proxy.url));
    proxy.add(PUT, { status: 502, html: true });
    const { problem } = await failureOf(works.probe(answers, contextFor(aws.root, proxy.url)));
    expect(problem.code).toBe("service-busy");
    expect(problem.message.en).toContain("HTTP 502 to PutObject");
  });

  test("Ctrl-C while nothing answers is Interrupted, and the object that may have arrived is removed", async () => {
    const stop = new AbortController();
    proxy.add(PUT, { hang: true, after: true }, { times: 1 });
    const running = works.probe(answers, contextFor(aws.root, proxy.url, stop.signal)).catch((error: unknown) => error);
    await proxy.hanging(1);
    stop.abort();
    expect(await running).toBeInstanceOf(Interrupted);
    const deleted = proxy.requests.find((request) => request.method === "DELETE");
    expect(deleted?.path).toMatch(PUT.path);
  });

  test("Ctrl-C before anything is sent sends nothing", async () => {
    const work = works.probe(
      { ...answers, endpointUrl: proxy.url },
      contextFor(aws.root, undefined, AbortSignal.abort()),
    );
    await expect(work).rejects.toBeInstanceOf(Interrupted);
    expect(proxy.requests).toHaveLength(0);
  });
});

describe("the tables themselves", () => {
  const request: Request = {
    service: "S3",
    operation: "PutObject",
    action: "s3:PutObject",
    on: "bucket/key",
    resource: "arn:aws:s3:::bucket/*",
    host: "s3.us-west-2.amazonaws.com",
    region: "us-west-2",
    compatible: false,
  };
  const signal = new AbortController().signal;
  const problemOf = (error: unknown) => {
    const failure = toFailure(error, request, signal);
    if (!(failure instanceof Failure)) throw new Error("not a failure");
    return failure.problem;
  };
  const coded = (code: string) => Object.assign(new Error(`something ${code}`), { code });

  test.each([
    ["ENOTFOUND", "host-not-found"],
    ["EAI_AGAIN", "host-not-found"],
    ["ECONNREFUSED", "connection-refused"],
    ["ECONNRESET", "connection-lost"],
    ["EPIPE", "connection-lost"],
    ["ETIMEDOUT", "timed-out"],
    ["UND_ERR_CONNECT_TIMEOUT", "timed-out"],
    ["EHOSTUNREACH", "unreachable"],
    ["ENETUNREACH", "unreachable"],
    ["SELF_SIGNED_CERT_IN_CHAIN", "certificate-untrusted"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "certificate-untrusted"],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "certificate-untrusted"],
    ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "certificate-untrusted"],
    ["CERT_UNTRUSTED", "certificate-untrusted"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "certificate-of-another-host"],
    ["CERT_HAS_EXPIRED", "certificate-of-another-host"],
    ["EPROTO", "not-https"],
    ["ERR_SSL_WRONG_VERSION_NUMBER", "not-https"],
    ["EWHATEVER", "network-failed"],
  ])("%s is %s, also inside fetch's cause and an AggregateError", (code, id) => {
    const wrapped = new TypeError("fetch failed", { cause: new AggregateError([coded(code)]) });
    for (const error of [coded(code), new TypeError("fetch failed", { cause: coded(code) }), wrapped]) {
      expect(problemOf(error)).toMatchObject({ code: id, exit: 1 });
      expect(problemOf(error).message.en).toContain(code);
      expect(problemOf(error).message.es).toContain("PutObject");
    }
  });

  test("the SDK's own timeout and a page are known by their names", () => {
    expect(problemOf(Object.assign(new Error("too long"), { name: "TimeoutError" })).code).toBe("timed-out");
    expect(problemOf(new WebPageAnswer(200)).code).toBe("not-s3");
    expect(problemOf("a string").code).toBe("network-failed");
    expect(refusalOf("a string")).toBeNull();
  });

  test("no two causes share a sentence, in either language, and each has a next step", () => {
    const facts = {
      who: "S3",
      operation: "PutObject",
      on: "bucket/key",
      code: "Code",
      words: "",
      action: "s3:PutObject",
      resource: "arn",
      region: "us-west-2",
      rightRegion: null,
      compatible: false,
      keysUrl: null,
      keyHint: null,
    };
    const network = { host: "host", operation: "PutObject", on: "bucket/key", code: "Code" };
    const all = [
      ...Object.values(refusals).map(({ message, next }) => [message(facts), next(facts)] as const),
      ...Object.values(networkFailures).map(({ message, next }) => [message(network), next()] as const),
    ];
    for (const lang of ["en", "es"] as const) {
      expect(new Set(all.map(([message]) => message[lang])).size).toBe(all.length);
      for (const [, next] of all) expect(next[lang].length).toBeGreaterThan(10);
    }
  });

  test("what the service says is one line, and the last gate masks what looks like a key in it", () => {
    const error = Object.assign(new Error(`line\nbreak ${"AKIA"}EXAMPLE000000001 `.repeat(100)), {
      name: "InvalidRequest",
      $metadata: { httpStatusCode: 400 },
    });
    const { message } = problemOf(error);
    expect(message.en).not.toContain("\n");
    expect(message.en.length).toBeLessThan(800);
    expect(mask(message.en)).not.toContain("EXAMPLE000000001");
  });
});
