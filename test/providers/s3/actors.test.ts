/** Remote changes are done, seen and taken back: the bucket, its public access block and its CORS, each on its own and as a whole. */
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  GetBucketCorsCommand,
  GetBucketLocationCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  PutBucketCorsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import { beforeEach, describe, expect, test } from "vitest";
import { Interrupted } from "../../../src/lib/failure.ts";
import type { S3Answers } from "../../../src/model/answers.ts";
import type { RemoteActor, RemoteChange, RemoteKind } from "../../../src/model/change.ts";
import type { Survey } from "../../../src/model/provider.ts";
import { works } from "../../../src/providers/s3/works.ts";
import { allow, answersFor, BUCKET, contextFor, failureOf, useStandin } from "./standin.ts";

const AT_BUCKET = new RegExp(`^/${BUCKET}/?$`);
const SITE = "https://clinic.onrender.com";
const ALL_ON = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
const HALF = { ...ALL_ON, BlockPublicPolicy: false, RestrictPublicBuckets: false };

const live = useStandin({ withBucket: false });

const context = (keys = live.aws.root, signal?: AbortSignal) => contextFor(keys, live.proxy.url, signal);
const survey = (changes: Partial<S3Answers> = {}, keys = live.aws.root) =>
  works.survey(answersFor({ createBucket: true, corsOrigin: [SITE], ...changes }), context(keys));
const makeBucket = (Bucket = BUCKET) => live.root.send(new CreateBucketCommand({ Bucket }));
const exists = () =>
  live.root.send(new HeadBucketCommand({ Bucket: BUCKET })).then(
    () => true,
    () => false,
  );

function actor(kind: RemoteKind, keys = live.aws.root, signal?: AbortSignal): RemoteActor {
  const found = works.actors(context(keys, signal))[kind];
  if (found === undefined) throw new Error(`no actor for ${kind}`);
  return found;
}

function changeOf(found: Survey, kind: RemoteKind): RemoteChange {
  const change = found.changes.find((one) => one.kind === kind);
  if (change === undefined) throw new Error(`no change of ${kind}`);
  // As it comes out of a journal, in another process.
  return JSON.parse(JSON.stringify(change)) as RemoteChange;
}

async function applyAll(found: Survey): Promise<void> {
  for (const { kind, action } of found.changes) {
    const change = changeOf(found, kind);
    if (action === "none") continue;
    expect(await actor(kind).observe(change), kind).toEqual(change.before);
    await actor(kind).apply(change);
    if (kind !== "public-access-block" || action !== "create")
      expect(await actor(kind).observe(change), kind).toEqual(change.after);
  }
}

async function revertAll(found: Survey): Promise<(string | undefined)[]> {
  const kept: (string | undefined)[] = [];
  for (const { kind, action } of [...found.changes].reverse()) {
    if (action !== "none") kept.push((await actor(kind).revert(changeOf(found, kind))).kept?.en);
  }
  return kept;
}

const cors = async () =>
  (await live.root.send(new GetBucketCorsCommand({ Bucket: BUCKET })).catch(() => ({ CORSRules: undefined })))
    .CORSRules;
const block = async () =>
  (
    await live.root
      .send(new GetPublicAccessBlockCommand({ Bucket: BUCKET }))
      .catch(() => ({ PublicAccessBlockConfiguration: undefined }))
  ).PublicAccessBlockConfiguration;
const writeCors = (...CORSRules: object[]) =>
  live.root.send(new PutBucketCorsCommand({ Bucket: BUCKET, CORSConfiguration: { CORSRules: CORSRules as never } }));
const writeBlock = (PublicAccessBlockConfiguration: object) =>
  live.root.send(new PutPublicAccessBlockCommand({ Bucket: BUCKET, PublicAccessBlockConfiguration }));
const put = (Key: string) => live.root.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: "x" }));

describe("everything, from nothing", () => {
  test("made, seen as made by a second look, and gone again", async () => {
    const found = await survey();
    await applyAll(found);
    expect(await block()).toEqual(ALL_ON);
    expect(await cors()).toEqual([expect.objectContaining({ ID: "vet-media-setup", AllowedOrigins: [SITE] })]);
    expect((await survey()).changes.map(({ action }) => action)).toEqual(["none", "none", "none"]);
    await works.probe(found.answers, context());
    expect(await revertAll(found)).toEqual([undefined, undefined, undefined]);
    expect(await exists()).toBe(false);
    expect(await revertAll(found), "twice is once").toEqual([undefined, undefined, undefined]);
  });

  test("every request but the creation names the account that must own the bucket", async () => {
    const found = await survey();
    await applyAll(found);
    await revertAll(found);
    const toS3 = live.proxy.requests.filter(({ path }) => path.startsWith(`/${BUCKET}`));
    const without = toS3.filter(({ headers }) => headers["x-amz-expected-bucket-owner"] === undefined);
    expect(without.map(({ method, query }) => `${method} ${query}`)).toEqual(["PUT "]);
  });

  test("nothing of it holds a secret", async () => {
    const text = JSON.stringify(await survey());
    expect(text).not.toContain(live.aws.root.accessKeyId);
    expect(text).not.toContain(live.aws.root.secretAccessKey);
  });
});

describe("the bucket", () => {
  test.each([
    ["us-east-1", undefined],
    ["us-west-2", "us-west-2"],
    ["eu-central-1", "eu-central-1"],
  ])("made in %s", async (region, location) => {
    const found = await survey({ region });
    await actor("bucket").apply(changeOf(found, "bucket"));
    const { LocationConstraint } = await live.root.send(new GetBucketLocationCommand({ Bucket: BUCKET }));
    expect(LocationConstraint ?? undefined).toBe(location);
  });

  test("our probe objects go with it, versions and markers too; anything else keeps it", async () => {
    const found = await survey();
    await applyAll(found);
    await live.root.send(
      new PutBucketVersioningCommand({ Bucket: BUCKET, VersioningConfiguration: { Status: "Enabled" } }),
    );
    await put("media/.vet-media-setup-probe-00000000");
    await put("media/.vet-media-setup-probe-00000000");
    await put("media/patient.pdf");
    expect((await revertAll(found)).at(-1)).toContain("not empty");
    expect(await exists()).toBe(true);
    expect(await block(), "what stays, stays closed").toEqual(ALL_ON);

    await live.aws.reset();
    const again = await survey();
    await applyAll(again);
    await live.root.send(
      new PutBucketVersioningCommand({ Bucket: BUCKET, VersioningConfiguration: { Status: "Enabled" } }),
    );
    await put("media/.vet-media-setup-probe-00000000");
    expect((await revertAll(again)).at(-1)).toBeUndefined();
    expect(await exists()).toBe(false);
  });

  test("a bucket that was there before is not deleted, empty or not", async () => {
    await makeBucket();
    const change = changeOf(await survey(), "bucket");
    expect(change.action).toBe("none");
    expect(await actor("bucket").observe(change)).toEqual(change.before);
    expect(await actor("bucket").revert(change)).toEqual({ kept: null });
    expect(await exists()).toBe(true);
  });

  test.each(["BucketAlreadyExists", "BucketAlreadyOwnedByYou"])(
    "%s: told, and nothing of others is deleted",
    async (code) => {
      const change = changeOf(await survey(), "bucket");
      live.proxy.add({ method: "PUT", path: AT_BUCKET }, { status: 409, code });
      await makeBucket(); // somebody else was quicker
      const { problem } = await failureOf(actor("bucket").apply(change));
      expect(problem.message.en).toContain(code);
      expect(await actor("bucket").revert(change)).toEqual({ kept: null });
      expect(await exists()).toBe(true);
    },
  );

  test("the name taken by another account in the meantime: it stays, and that is said", async () => {
    const change = changeOf(await survey(), "bucket");
    live.proxy.add({ method: "HEAD" }, { status: 403 });
    expect((await actor("bucket").revert(change)).kept?.en).toContain("did not make it");
    expect(live.proxy.requests.some(({ method }) => method === "DELETE")).toBe(false);
  });

  test("a name that is still busy is asked for again", async () => {
    const change = changeOf(await survey(), "bucket");
    live.proxy.add({ method: "PUT", path: AT_BUCKET }, { status: 409, code: "OperationAborted" }, { times: 1 });
    await actor("bucket").apply(change);
    expect(await exists()).toBe(true);
  });

  test("a bucket that is not everywhere yet is waited for", async () => {
    const change = changeOf(await survey(), "bucket");
    live.proxy.clear();
    live.proxy.add({ method: "HEAD", path: AT_BUCKET }, { status: 404 }, { times: 1 });
    await actor("bucket").apply(change);
    expect(live.proxy.requests.filter(({ method }) => method === "HEAD")).toHaveLength(2);
  });

  test("without permission: s3:CreateBucket is named", async () => {
    const keys = await live.aws.makeUser("carla", allow("s3:ListBucket"));
    const change = changeOf(await survey({}, keys), "bucket");
    const { problem } = await failureOf(actor("bucket", keys).apply(change));
    expect(problem).toMatchObject({ code: "access-denied", exit: 1 });
    expect(problem.next?.en).toContain(`Allow s3:CreateBucket on arn:aws:s3:::${BUCKET}`);
    expect(await exists()).toBe(false);
  });

  test("an account-regional name is asked for as one", async () => {
    const bucket = "clinic-123456789012-us-west-2-an";
    const change = changeOf(await survey({ bucket }), "bucket");
    await actor("bucket").apply(change);
    const creation = live.proxy.requests.find(({ method, path }) => method === "PUT" && path.startsWith(`/${bucket}`));
    expect(creation?.headers["x-amz-bucket-namespace"]).toBe("account-regional");
  });

  test("Ctrl-C while it is being made is Interrupted; its revert, under another signal, removes it", async () => {
    const change = changeOf(await survey(), "bucket");
    const stop = new AbortController();
    live.proxy.add({ method: "PUT", path: AT_BUCKET }, { hang: true, after: true }, { times: 1 });
    const running = actor("bucket", live.aws.root, stop.signal)
      .apply(change)
      .catch((error: unknown) => error);
    await live.proxy.hanging(1);
    stop.abort();
    expect(await running).toBeInstanceOf(Interrupted);
    expect(await exists()).toBe(true);
    expect(await actor("bucket").revert(change)).toEqual({ kept: null });
    expect(await exists()).toBe(false);
  });

  test("a journal that does not say where the bucket is, is refused", async () => {
    const change = changeOf(await survey(), "bucket");
    for (const address of [null, [], "x", {}, { bucket: BUCKET }]) {
      await expect(actor("bucket").revert({ ...change, address })).rejects.toThrow(/journal/);
    }
  });
});

describe("the public access block", () => {
  beforeEach(() => makeBucket());

  test.each([
    ["nothing", undefined],
    ["half of it", HALF],
  ])("%s before: put on, and put back exactly", async (_what, before) => {
    if (before !== undefined) await writeBlock(before);
    const change = changeOf(await survey(), "public-access-block");
    expect(await actor("public-access-block").observe(change)).toEqual(before ?? null);
    await actor("public-access-block").apply(change);
    expect(await block()).toEqual(ALL_ON);
    expect(await actor("public-access-block").revert(change)).toEqual({ kept: null });
    expect(await block()).toEqual(before);
    expect(await actor("public-access-block").revert(change), "twice is once").toEqual({ kept: null });
  });

  test("changed by somebody else since: it stays, and that is said", async () => {
    const change = changeOf(await survey(), "public-access-block");
    await actor("public-access-block").apply(change);
    await writeBlock(HALF);
    expect((await actor("public-access-block").revert(change)).kept?.en).toContain("changed since");
    expect(await block()).toEqual(HALF);
  });

  test("of a new bucket, which AWS makes with all four on", async () => {
    await live.root.send(new DeleteBucketCommand({ Bucket: BUCKET }));
    const found = await survey();
    await actor("bucket").apply(changeOf(found, "bucket"));
    await writeBlock(ALL_ON);
    const change = changeOf(found, "public-access-block");
    expect(await actor("public-access-block").observe(change)).toEqual(change.before);
    await actor("public-access-block").apply(change);
    expect(await block()).toEqual(ALL_ON);
  });

  test("an intention that was never carried out is taken back without a trace", async () => {
    const change = changeOf(await survey(), "public-access-block");
    expect(await actor("public-access-block").revert(change)).toEqual({ kept: null });
    expect(await block()).toBeUndefined();
  });

  test("without permission: the action is named", async () => {
    const keys = await live.aws.makeUser(
      "carla",
      allow("s3:ListBucket", "s3:GetBucketPublicAccessBlock", "s3:GetBucketCORS"),
    );
    const change = changeOf(await survey({}, keys), "public-access-block");
    const { problem } = await failureOf(actor("public-access-block", keys).apply(change));
    expect(problem.message.en).toContain("s3:PutBucketPublicAccessBlock");
  });
});

describe("CORS", () => {
  const FIRST = {
    ID: "first",
    AllowedMethods: ["PUT"],
    AllowedOrigins: ["https://a.example"],
    AllowedHeaders: ["x-b", "x-a"],
    MaxAgeSeconds: 5,
  };
  const LAST = { AllowedMethods: ["GET"], AllowedOrigins: ["*"], ExposeHeaders: ["ETag"] };
  const OLD = { ID: "vet-media-setup", AllowedMethods: ["GET"], AllowedOrigins: ["https://old.example"] };
  const ours = expect.objectContaining({ ID: "vet-media-setup", AllowedOrigins: [SITE] });
  beforeEach(() => makeBucket());

  test.each([
    ["no rules", [], [ours]],
    ["rules of others", [FIRST, LAST], [FIRST, LAST, ours]],
    ["an older rule of ours", [OLD], [ours]],
    ["an older rule of ours between others", [FIRST, OLD, LAST], [FIRST, ours, LAST]],
  ])("%s before: set, and put back exactly", async (_what, before, after) => {
    if (before.length > 0) await writeCors(...before);
    const asBefore = await cors();
    const change = changeOf(await survey(), "cors");
    expect(await actor("cors").observe(change)).toEqual(change.before);
    await actor("cors").apply(change);
    expect(await cors()).toEqual(after);
    expect(await actor("cors").revert(change)).toEqual({ kept: null });
    expect(await cors()).toEqual(asBefore);
    expect(await actor("cors").revert(change), "twice is once").toEqual({ kept: null });
    expect(await cors()).toEqual(asBefore);
  });

  test("others changed theirs since: only ours goes back to what it was", async () => {
    await writeCors(FIRST, OLD);
    const change = changeOf(await survey(), "cors");
    await actor("cors").apply(change);
    const [, mine] = (await cors()) ?? [];
    await writeCors(LAST, mine ?? {}, { ...FIRST, MaxAgeSeconds: 99 });
    expect((await actor("cors").revert(change)).kept?.en).toContain("changed since");
    expect(await cors()).toEqual([LAST, OLD, { ...FIRST, MaxAgeSeconds: 99 }]);
  });

  test("others added theirs and ours was not there before: ours is taken out", async () => {
    const change = changeOf(await survey(), "cors");
    await actor("cors").apply(change);
    const [mine] = (await cors()) ?? [];
    await writeCors(mine ?? {}, LAST);
    await actor("cors").revert(change);
    expect(await cors()).toEqual([LAST]);
  });

  test("others removed everything since: nothing comes back", async () => {
    await writeCors(FIRST);
    const change = changeOf(await survey(), "cors");
    await actor("cors").apply(change);
    await writeCors(LAST);
    await actor("cors").revert(change);
    expect(await cors()).toEqual([LAST]);
  });

  test("no origins any more: our rule is removed, theirs stay, and undo brings ours back", async () => {
    await writeCors(FIRST, OLD);
    const change = changeOf(await survey({ corsOrigin: [] }), "cors");
    await actor("cors").apply(change);
    expect(await cors()).toEqual([FIRST]);
    await actor("cors").revert(change);
    expect(await cors()).toEqual([FIRST, OLD]);
  });

  test("changed between plan and apply: what is observed is no longer what the plan saw", async () => {
    await writeCors(FIRST);
    const change = changeOf(await survey(), "cors");
    await writeCors(FIRST, LAST);
    expect(await actor("cors").observe(change)).not.toEqual(change.before);
  });

  test("without permission: the action is named", async () => {
    const keys = await live.aws.makeUser(
      "carla",
      allow("s3:ListBucket", "s3:GetBucketPublicAccessBlock", "s3:GetBucketCORS"),
    );
    const change = changeOf(await survey({}, keys), "cors");
    const { problem } = await failureOf(actor("cors", keys).apply(change));
    expect(problem.message.en).toContain("s3:PutBucketCORS");
  });

  test("another service that reads CORS and does not write it: left out, not a failure; a fault is one", async () => {
    const change = changeOf(
      await works.survey(answersFor({ corsOrigin: [SITE], endpointUrl: live.proxy.url }), contextFor(live.aws.root)),
      "cors",
    );
    live.proxy.add({ method: "PUT", query: "cors=" }, { status: 501, code: "NotImplemented" }, { times: 1 });
    await actor("cors").apply(change);
    live.proxy.add({ method: "PUT", query: "cors=" }, { status: 400, code: "MalformedXML" });
    expect((await failureOf(actor("cors").apply(change))).problem.code).toBe("request-refused");
  });

  test("of a bucket that is gone there is nothing to put back", async () => {
    const change = changeOf(await survey(), "cors");
    await live.root.send(new DeleteBucketCommand({ Bucket: BUCKET }));
    expect(await actor("cors").revert(change)).toEqual({ kept: null });
    expect(await actor("public-access-block").revert(changeOf(await survey(), "public-access-block"))).toEqual({
      kept: null,
    });
  });
});
