/** The test object of a public folder, tried as a stranger would: by its link, by a list, by writing, through a domain, and on other services. */
import { PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import { beforeEach, describe, expect, test } from "vitest";
import { Interrupted } from "../../../src/lib/failure.ts";
import type { S3Answers } from "../../../src/model/answers.ts";
import { works } from "../../../src/providers/s3/works.ts";
import { changeOf, OURS, policyOf, publicBucket } from "./public-bucket.ts";
import { answersFor, BUCKET, contextFor, failureOf, useStandin } from "./standin.ts";

const live = useStandin({ withBucket: true });
const bucket = publicBucket(live);
const PROBE = /\/\.vet-media-setup-probe-[0-9a-f]{8}$/;
/** Requests without keys have no query of the SDK's: x-id=PutObject and the like. */
const BARE = { path: PROBE, query: "" } as const;
const LIST =
  "<ListBucketResult xmlns='http://s3.amazonaws.com/doc/2006-03-01/'><KeyCount>0</KeyCount></ListBucketResult>";

const open = () => live.root.send(new PutBucketPolicyCommand({ Bucket: BUCKET, Policy: policyOf(OURS) }));
async function left(): Promise<readonly string[]> {
  const found = live.proxy.requests.filter(({ method, path }) => method === "PUT" && PROBE.test(path));
  const keys = new Set(found.map(({ path }) => path.slice(BUCKET.length + 2)));
  const answers = await Promise.all([...keys].map((key) => fetch(`${live.aws.url}/${BUCKET}/${key}`)));
  // Where anybody may read, what is there is there for anybody; the stand-in answers 403 or 404 for what is gone.
  return answers.filter(({ status }) => status === 200).map(({ url }) => url);
}

describe("on AWS", () => {
  beforeEach(open);

  test("a policy that is not in force everywhere yet is waited for", async () => {
    live.proxy.add({ method: "GET", ...BARE }, { status: 403, code: "AccessDenied" }, { times: 2 });
    const checks = await bucket.probe();
    expect(checks.find(({ id }) => id === "probe-public-link")?.status).toBe("pass");
  });

  test("without a policy the missing permissions are named, not the account", async () => {
    await live.aws.reset();
    await bucket.make();
    const { problem } = await failureOf(bucket.probe());
    expect(problem).toMatchObject({ code: "public-read-refused", exit: 1 });
    expect(problem.next?.en).toMatch(/s3:PutBucketPolicy.*s3:PutBucketPublicAccessBlock/);
  });

  test("a link that leads to something else", async () => {
    live.proxy.add({ method: "GET", ...BARE }, { status: 200, body: "something else" });
    expect((await failureOf(bucket.probe())).problem.code).toBe("probe-content");
  });

  test.each(["media%2F", ""])("a list for anybody, asked with prefix «%s»", async (prefix) => {
    live.proxy.add({ method: "GET", query: `list-type=2&max-keys=1&prefix=${prefix}` }, { body: LIST });
    const { problem } = await failureOf(bucket.probe());
    expect(problem).toMatchObject({ code: "list-public", exit: 1 });
    expect(problem.next?.en).toContain("s3:ListBucket");
    expect(await left()).toEqual([]);
  });

  test.each([
    ["PUT", "overwrite", "s3:PutObject"],
    ["DELETE", "delete", "s3:DeleteObject"],
  ])("%s by anybody", async (method, word, action) => {
    const everybodys = { ...OURS, Action: ["s3:GetObject", action] };
    await live.root.send(new PutBucketPolicyCommand({ Bucket: BUCKET, Policy: policyOf(everybodys) }));
    const { problem } = await failureOf(bucket.probe());
    expect(problem).toMatchObject({ code: "write-public", exit: 1 });
    expect(problem.message.en).toContain(`Anybody can ${word}`);
    expect(live.proxy.requests.some((one) => one.method === method && one.query === "")).toBe(true);
    expect(await left()).toEqual([]);
  });

  test("interrupted at any request, nothing is left", async () => {
    await bucket.probe();
    const count = live.proxy.requests.filter(({ path }) => path.startsWith(`/${BUCKET}`)).length;
    expect(count).toBeGreaterThan(12);
    for (let nth = 0; nth < count; nth += 1) {
      live.proxy.clear();
      live.proxy.add({ path: new RegExp(`^/${BUCKET}`) }, { hang: true, after: true }, { skip: nth, times: 1 });
      const stop = new AbortController();
      const running = works.probe(answersFor({ access: "public" }), bucket.context(live.aws.root, stop.signal));
      const failed = running.catch((error: unknown) => error);
      await live.proxy.hanging(1);
      stop.abort();
      expect(await failed, `request ${nth}`).toBeInstanceOf(Interrupted);
      expect(await left(), `request ${nth}`).toEqual([]);
    }
  });
});

describe("through a domain", () => {
  const domain = { customDomain: "media.clinic.invalid" };

  test("that cannot be reached: a warning, for it may come after the bucket; strangers still may not list", async () => {
    await open();
    const checks = await bucket.probe(domain);
    const check = checks.find(({ id }) => id === "probe-domain");
    expect(check).toMatchObject({ status: "warn" });
    expect(check?.message.en).toMatch(/media\.clinic\.invalid.*cannot be reached/);
    expect(check?.next?.en).toMatch(/DNS.*certificate.*origin/);
    expect(checks.find(({ id }) => id === "probe-anonymous-list")?.status).toBe("pass");
  });

  test("the bucket itself may then be closed", async () => {
    expect((await bucket.probe(domain)).map(({ id }) => id)).not.toContain("probe-public-link");
  });
});

describe("on a service that is only like S3", () => {
  const answers = (changes: Partial<S3Answers> = {}) =>
    answersFor({ access: "public", endpointUrl: live.proxy.url, ...changes });
  const context = () => contextFor(live.aws.root);

  test("with policies: the statement is written, and no block is asked for", async () => {
    const found = await works.survey(answers(), context());
    expect(found.changes.map(({ kind, action }) => `${kind} ${action}`)).toEqual(["bucket none", "policy create"]);
    const actor = works.actors(context()).policy;
    await actor?.apply(changeOf(found, "policy"));
    const checks = await works.probe(answers(), context());
    expect(checks.find(({ id }) => id === "probe-public-link")).toMatchObject({ status: "pass" });
    expect(live.proxy.requests.filter(({ query }) => /^publicAccessBlock/.test(query))).toEqual([]);
    expect(live.proxy.requests.every(({ headers }) => headers["x-amz-expected-bucket-owner"] === undefined)).toBe(true);
  });

  test.each([
    [501, "NotImplemented"],
    [403, "AccessDenied"],
    [400, "UnsupportedOperation"],
    [405, "MethodNotAllowed"],
  ])("without policies (%i %s): a sentence with what to do, and no failure", async (status, code) => {
    live.proxy.add({ query: /^policy/ }, { status, code });
    const found = await works.survey(answers(), context());
    expect(found.changes.map(({ kind }) => kind)).toEqual(["bucket"]);
    const check = found.checks.find(({ id }) => id === "policy");
    expect(check).toMatchObject({ status: "warn" });
    expect(check?.message.en).toContain(code);
    expect(check?.next?.en).toMatch(/dashboard.*--custom-domain/);
    const checks = await works.probe(answers(), context());
    expect(checks.find(({ id }) => id === "probe-public-link")).toMatchObject({ status: "warn" });
    const quiet = await works.survey(answers({ access: "private" }), context());
    expect(quiet.checks.find(({ id }) => id === "policy")).toBeUndefined();
  });

  test("that reads policies and does not take them: left out, and nothing to put back; a fault is one", async () => {
    const found = await works.survey(answers(), context());
    const change = changeOf(found, "policy");
    const actor = works.actors(context()).policy;
    live.proxy.add({ method: "PUT", query: /^policy/ }, { status: 501, code: "NotImplemented" }, { times: 1 });
    await actor?.apply(change);
    expect(await actor?.revert(change)).toEqual({ kept: null });
    live.proxy.add({ method: "PUT", query: /^policy/ }, { status: 400, code: "MalformedPolicy" });
    if (actor === undefined) throw new Error("no actor");
    expect((await failureOf(actor.apply(change))).problem.code).toBe("request-refused");
    live.proxy.clear();
    live.proxy.add({ method: "GET", query: /^policy/ }, { status: 500, code: "InternalError" });
    expect((await failureOf(works.survey(answers(), context()))).problem.code).toBe("service-busy");
  });

  test("made public in its dashboard, without a policy: it is", async () => {
    await open();
    live.proxy.add({ query: /^policy/ }, { status: 501, code: "NotImplemented" });
    const checks = await works.probe(answers(), context());
    expect(checks.find(({ id }) => id === "probe-public-link")).toMatchObject({ status: "pass" });
  });

  test("back to private: our statement goes", async () => {
    await open();
    const found = await works.survey(answers({ access: "private" }), context());
    expect(found.changes.map(({ kind, action }) => `${kind} ${action}`)).toEqual(["bucket none", "policy delete"]);
  });
});
