/**
 * The folder is opened to everybody and closed again: statement and block, together and each on its own, and always back to the byte.
 * The stand-in obeys the bucket policy of an anonymous reader; that it refuses what the block forbids is radosgw's part
 * (radosgw.thorough.test.ts).
 */
import { CreateBucketCommand, DeleteBucketCommand, HeadBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { beforeEach, describe, expect, test } from "vitest";
import { Interrupted } from "../../../src/lib/failure.ts";
import { ALL_ON, changeOf, kindsOf, OURS, POLICY_DECIDES, policyOf, publicBucket, THEIRS } from "./public-bucket.ts";
import { allow, BUCKET, failureOf, useStandin } from "./standin.ts";

const live = useStandin({ withBucket: false });
const bucket = publicBucket(live);
const POLICY = { method: "PUT", query: /^policy/ } as const;
const exists = () =>
  live.root.send(new HeadBucketCommand({ Bucket: BUCKET })).then(
    () => true,
    () => false,
  );

describe("everything, from nothing", () => {
  test("made and opened, read by anybody, seen as wanted by a second look, and gone again", async () => {
    const found = await bucket.survey();
    expect(kindsOf(found)).toEqual(["bucket create", "public-access-block create", "policy create"]);
    await bucket.applyAll(found);
    expect(await bucket.block()).toEqual(POLICY_DECIDES);
    expect(JSON.parse((await bucket.policy()) ?? "")).toEqual({ Version: "2012-10-17", Statement: [OURS] });

    const again = await bucket.survey();
    expect(kindsOf(again)).toEqual(["bucket none", "public-access-block none", "policy none"]);
    expect(again.checks.filter(({ id }) => /policy|block/.test(id)).map(({ status }) => status)).toEqual([
      "pass",
      "pass",
    ]);
    const checks = await bucket.probe();
    expect(checks.map(({ id, status }) => `${id} ${status}`)).toEqual([
      "probe-put pass",
      "probe-head pass",
      "probe-get pass",
      "probe-signed-link pass",
      "probe-public-link pass",
      "probe-anonymous-list pass",
      "probe-anonymous-write pass",
      "probe-list pass",
      "probe-delete pass",
      "probe-missing pass",
    ]);
    expect(await bucket.revertAll(found)).toEqual([]);
    expect(await exists()).toBe(false);
    expect(await bucket.revertAll(found), "twice is once").toEqual([]);
  });

  test("a new bucket that has to stay, for there is something in it, is closed as AWS makes it", async () => {
    const found = await bucket.survey();
    await bucket.applyAll(found);
    await live.root.send(new PutObjectCommand({ Bucket: BUCKET, Key: "media/pet.jpg", Body: "x" }));
    expect((await bucket.revertAll(found)).join()).toContain("not empty");
    expect(await bucket.policy()).toBeNull();
    expect(await bucket.block()).toEqual(ALL_ON);
  });

  test("it warns, to be accepted: who reads, for how long, and what does not belong there", async () => {
    const { warnings } = await bucket.survey();
    const warning = warnings.find(({ code }) => code === "public-files");
    expect(warning).toMatchObject({ mustAccept: true });
    expect(warning?.message.en).toMatch(/anybody.*link.*as long as.*exists.*a day/);
    expect(warning?.message.es).toMatch(/cualquiera.*enlace.*mientras exista.*un día/);
    expect(warning?.next?.en).toMatch(/[Mm]edical.*--access private/);
    expect((await bucket.survey({ access: "private" })).warnings).toEqual([]);
  });

  test("every request names the account that must own the bucket, and none holds a secret", async () => {
    await bucket.make();
    const found = await bucket.survey();
    await bucket.applyAll(found);
    await bucket.revertAll(found);
    const toS3 = live.proxy.requests.filter(({ path }) => path.startsWith(`/${BUCKET}`));
    expect(toS3.filter(({ headers }) => headers["x-amz-expected-bucket-owner"] === undefined)).toEqual([]);
    expect(JSON.stringify(found)).not.toContain(live.aws.root.secretAccessKey);
  });
});

describe("public, private, public, and three times back", () => {
  const picture = async () => ({ policy: await bucket.policy(), block: await bucket.block() });
  const noBlock = null;

  test.each([
    ["nothing of others", null, noBlock],
    ["nothing of others, and all of it blocked", null, ALL_ON],
    ["a policy of others", policyOf(THEIRS), POLICY_DECIDES],
    ["one that S3 would print otherwise", JSON.stringify(JSON.parse(policyOf(THEIRS)), null, 3), ALL_ON],
    ["a half-open block of others", policyOf(THEIRS), { ...ALL_ON, BlockPublicAcls: false }],
  ])("%s", async (_, policy, block) => {
    await bucket.make();
    if (policy !== null) await bucket.writePolicy(policy);
    if (block !== null) await bucket.writeBlock(block);
    const first = await picture();
    const theirs = policy === null ? [] : [THEIRS];

    const opening = await bucket.survey();
    await bucket.applyAll(opening);
    const opened = await picture();
    expect(opened.block).toEqual(POLICY_DECIDES);
    expect(JSON.parse(opened.policy ?? "").Statement).toEqual([...theirs, OURS]);

    const closing = await bucket.survey({ access: "private" });
    expect(kindsOf(closing)).toEqual([
      "bucket none",
      `policy ${policy === null ? "delete" : "modify"}`,
      "public-access-block modify",
    ]);
    expect(closing.warnings.map(({ code, mustAccept }) => [code, mustAccept])).toEqual([["files-were-public", false]]);
    await bucket.applyAll(closing);
    const closed = await picture();
    expect(closed.block).toEqual(ALL_ON);
    expect(closed.policy === null ? [] : JSON.parse(closed.policy).Statement).toEqual(theirs);

    const reopening = await bucket.survey();
    await bucket.applyAll(reopening);
    expect(await picture()).toEqual(opened);

    expect(await bucket.revertAll(reopening)).toEqual([]);
    expect(await picture()).toEqual(closed);
    expect(await bucket.revertAll(closing)).toEqual([]);
    expect(await picture()).toEqual(opened);
    expect(await bucket.revertAll(opening)).toEqual([]);
    expect(await picture()).toEqual(first);
  });

  test("private from the start leaves the policy alone, and does not even list it", async () => {
    await bucket.make();
    await bucket.writePolicy(policyOf(THEIRS, { ...OURS, Sid: "SomebodyElses" }));
    const found = await bucket.survey({ access: "private" });
    expect(kindsOf(found)).toEqual(["bucket none", "public-access-block create"]);
  });
});

describe("the statement among those of others", () => {
  beforeEach(() => bucket.make());

  test("they change theirs meanwhile: only ours is taken out, and that is said", async () => {
    const change = changeOf(await bucket.survey(), "policy");
    await bucket.actor("policy").apply(change);
    await bucket.writePolicy(policyOf(OURS, THEIRS));
    expect((await bucket.actor("policy").revert(change)).kept?.en).toContain("changed since");
    expect(JSON.parse((await bucket.policy()) ?? "")).toEqual(JSON.parse(policyOf(THEIRS)));
  });

  test("they change theirs, and an older one of ours was there: it comes back", async () => {
    const old = { ...OURS, Resource: `arn:aws:s3:::${BUCKET}/uploads/*` };
    await bucket.writePolicy(policyOf(old));
    const found = await bucket.survey();
    const change = changeOf(found, "policy");
    expect(change.summary.en).toBe(`anybody may read ${BUCKET}/media/*, no longer ${BUCKET}/uploads/*`);
    await bucket.actor("policy").apply(change);
    await bucket.writePolicy(policyOf(THEIRS, OURS));
    await bucket.actor("policy").revert(change);
    expect(JSON.parse((await bucket.policy()) ?? "").Statement).toEqual([THEIRS, old]);
  });

  test("they removed it themselves: nothing is left to do", async () => {
    const change = changeOf(await bucket.survey(), "policy");
    await bucket.actor("policy").apply(change);
    await bucket.writePolicy(policyOf(THEIRS));
    await bucket.actor("policy").revert(change);
    expect(JSON.parse((await bucket.policy()) ?? "").Statement).toEqual([THEIRS]);
  });

  test("an intention that was never carried out, and a bucket that is gone, leave no trace", async () => {
    const change = changeOf(await bucket.survey(), "policy");
    expect(await bucket.actor("policy").revert(change)).toEqual({ kept: null });
    expect(live.proxy.requests.some(({ method }) => method === "DELETE" || method === "PUT")).toBe(false);
    await live.root.send(new DeleteBucketCommand({ Bucket: BUCKET }));
    expect(await bucket.actor("policy").revert(change)).toEqual({ kept: null });
  });

  test("changed between plan and apply: what is observed is no longer what the plan saw", async () => {
    const change = changeOf(await bucket.survey(), "policy");
    await bucket.writePolicy(policyOf(THEIRS));
    expect(await bucket.actor("policy").observe(change)).not.toEqual(change.before);
  });

  test("a statement of our Sid that means something else is somebody's: refused in public, left in private", async () => {
    await bucket.writePolicy(policyOf({ ...OURS, Effect: "Deny" }));
    const { problem } = await failureOf(bucket.survey());
    expect(problem).toMatchObject({ code: "policy-statement-of-another", exit: 1 });
    expect(problem.next?.en).toContain("another Sid");
    expect(kindsOf(await bucket.survey({ access: "private" }))).not.toContain("policy modify");
  });

  test("a policy that cannot be added to is not overwritten", async () => {
    live.proxy.add({ method: "GET", query: /^policy/ }, { body: "<html>not JSON</html>" });
    expect((await failureOf(bucket.survey())).problem.code).toBe("policy-unparsable");
    expect(kindsOf(await bucket.survey({ access: "private" }))).toEqual(["bucket none", "public-access-block create"]);
  });

  test("a journal that holds something else is refused", async () => {
    const change = changeOf(await bucket.survey(), "policy");
    for (const after of [7, {}, ["x"], true]) {
      await expect(bucket.actor("policy").apply({ ...change, after })).rejects.toThrow(/journal/);
    }
  });
});

describe("where CloudFront reads the bucket by an identity of its own", () => {
  const OAC = { ...THEIRS, Principal: { Service: "cloudfront.amazonaws.com" }, Action: "s3:GetObject" };
  beforeEach(() => bucket.make());

  test("with its domain the bucket stays closed, and an older statement of ours goes", async () => {
    await bucket.writePolicy(policyOf(OAC, OURS));
    const found = await bucket.survey({ customDomain: "media.clinic.cl" });
    expect(kindsOf(found)).toEqual(["bucket none", "policy modify", "public-access-block create"]);
    expect(changeOf(found, "public-access-block").after).toEqual(ALL_ON);
    await bucket.applyAll(found);
    expect(JSON.parse((await bucket.policy()) ?? "").Statement).toEqual([OAC]);
    expect(found.checks.find(({ id }) => id === "policy")?.message.en).toContain("media.clinic.cl");
  });

  test("without its domain links go to the bucket, which is opened", async () => {
    await bucket.writePolicy(policyOf(OAC));
    expect(kindsOf(await bucket.survey())).toContain("policy modify");
  });
});

/** The stand-in has no block of an account: the proxy says what S3 says under one. */
describe("an account that blocks public access as a whole", () => {
  const BLAMED =
    "User: arn:aws:iam::123456789012:user/carla is not authorized to perform: s3:PutBucketPolicy on resource: x because public policies are blocked by the BlockPublicPolicy block public access setting.";
  const NO_RIGHT =
    "User: arn:aws:iam::123456789012:user/carla is not authorized to perform: s3:PutBucketPolicy on resource: x because no identity-based policy allows the s3:PutBucketPolicy action";
  beforeEach(() => bucket.make());

  const refusedWith = async (message: string) => {
    const found = await bucket.survey();
    await bucket.actor("public-access-block").apply(changeOf(found, "public-access-block"));
    live.proxy.clear();
    live.proxy.add(POLICY, { status: 403, code: "AccessDenied", message });
    return await failureOf(bucket.actor("policy").apply(changeOf(found, "policy")));
  };
  const tries = () => live.proxy.requests.filter(({ method, query }) => method === "PUT" && /^policy/.test(query));

  test("S3 says so: its words, and what an administrator can do", async () => {
    const { problem } = await refusedWith(BLAMED);
    expect(problem).toMatchObject({ code: "account-blocks-public-access", exit: 1 });
    expect(problem.message.en).toMatch(/account blocks.*BlockPublicPolicy/);
    expect(problem.next?.en).toMatch(/for this account.*--custom-domain.*--access private/);
    expect(problem.next?.es).toMatch(/de esta cuenta.*--custom-domain.*--access private/);
    expect(tries()).toHaveLength(4);
  });

  test("S3 says only Access Denied: both causes are named, the permission first", async () => {
    const { problem } = await refusedWith("Access Denied");
    expect(problem.code).toBe("account-blocks-public-access");
    expect(problem.message.en).toMatch(/either the whole account.*or this key may not do s3:PutBucketPolicy/);
    expect(problem.next?.en).toContain(`Allow s3:PutBucketPolicy on arn:aws:s3:::${BUCKET}`);
  });

  test("S3 blames the key: then it is the key, and asking again would not help", async () => {
    const { problem } = await refusedWith(NO_RIGHT);
    expect(problem.code).toBe("access-denied");
    expect(problem.message.en).toContain("s3:PutBucketPolicy");
    expect(tries()).toHaveLength(1);
  });

  test("the bucket's own block is closed: then it is not the account", async () => {
    const found = await bucket.survey();
    await bucket.writeBlock(ALL_ON);
    live.proxy.add(POLICY, { status: 403, code: "AccessDenied" });
    const { problem } = await failureOf(bucket.actor("policy").apply(changeOf(found, "policy")));
    expect(problem.code).toBe("access-denied");
  });

  test.each([
    [403, "AccessDenied"],
    [409, "OperationAborted"],
  ])("%i %s that passes, as after a change of the block, is waited for", async (status, code) => {
    const change = changeOf(await bucket.survey(), "policy");
    live.proxy.add(POLICY, { status, code }, { times: 2 });
    await bucket.actor("policy").apply(change);
    expect(JSON.parse((await bucket.policy()) ?? "").Statement).toEqual([OURS]);
  });

  test("Ctrl-C while it waits is Interrupted", async () => {
    const change = changeOf(await bucket.survey(), "policy");
    live.proxy.add(POLICY, { status: 409, code: "OperationAborted" });
    const stop = new AbortController();
    const running = bucket.actor("policy", live.aws.root, stop.signal).apply(change);
    const failed = running.catch((error: unknown) => error);
    while (tries().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    stop.abort();
    expect(await failed).toBeInstanceOf(Interrupted);
  });

  test("the policy is taken, and strangers are turned away all the same", async () => {
    await bucket.applyAll(await bucket.survey());
    live.proxy.add({ method: "GET", query: "" }, { status: 403, code: "AccessDenied" });
    const { problem } = await failureOf(bucket.probe());
    expect(problem).toMatchObject({ code: "account-blocks-public-access", exit: 1 });
    expect(problem.message.en).toMatch(/policy.*lets anybody read.*403 AccessDenied.*whole account blocks/);
  });
});

describe("keys that may not", () => {
  const SURVEY = ["s3:ListBucket", "s3:GetBucketPublicAccessBlock", "s3:GetBucketCORS", "s3:GetBucketVersioning"];
  beforeEach(() => bucket.make());

  test("read the policy: it is not overwritten unseen, and the action is named", async () => {
    const keys = await live.aws.makeUser("carla", allow(...SURVEY));
    const found = await bucket.survey({}, keys);
    expect(kindsOf(found)).not.toContain("policy create");
    const check = found.checks.find(({ id }) => id === "policy");
    expect(check).toMatchObject({ status: "warn" });
    expect(check?.next?.en).toContain(
      `s3:GetBucketPolicy, s3:PutBucketPolicy and s3:DeleteBucketPolicy on arn:aws:s3:::${BUCKET}`,
    );
    const own = (await bucket.survey({ access: "private" }, keys)).checks.find(({ id }) => id === "policy");
    expect(own).toMatchObject({ status: "skip" });
    expect(own?.next?.en).toContain("s3:GetBucketPolicy");
  });

  test.each([
    ["policy", "s3:PutBucketPolicy"],
    ["public-access-block", "s3:PutBucketPublicAccessBlock"],
  ] as const)("write the %s: %s is named", async (kind, action) => {
    const keys = await live.aws.makeUser("carla", allow(...SURVEY, "s3:GetBucketPolicy"));
    const change = changeOf(await bucket.survey({}, keys), kind);
    const { problem } = await failureOf(bucket.actor(kind, keys).apply(change));
    expect(problem.message.en).toContain(action);
    expect(problem.next?.en).toContain(action);
  });

  test("delete the policy, going back to private: s3:DeleteBucketPolicy is named, and no account is blamed", async () => {
    await bucket.applyAll(await bucket.survey());
    const keys = await live.aws.makeUser("carla", allow(...SURVEY, "s3:GetBucketPolicy", "s3:PutBucketPolicy"));
    const change = changeOf(await bucket.survey({ access: "private" }, keys), "policy");
    const { problem } = await failureOf(bucket.actor("policy", keys).apply(change));
    expect(problem.code).toBe("access-denied");
    expect(problem.message.en).toContain("s3:DeleteBucketPolicy");
  });
});

test("without a folder nothing is surveyed", async () => {
  await live.root.send(new CreateBucketCommand({ Bucket: BUCKET }));
  const { problem } = await failureOf(bucket.survey({ prefix: "" }));
  expect(problem).toMatchObject({ code: "public-needs-prefix", exit: 2, place: "--prefix" });
  expect(live.proxy.requests).toEqual([]);
});
