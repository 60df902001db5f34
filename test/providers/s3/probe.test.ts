/** The test object's way through the bucket: with keys that may and may not, in buckets that are fit and unfit, and never leaving a trace. */
import {
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { Interrupted } from "../../../src/lib/failure.ts";
import type { S3Answers } from "../../../src/model/answers.ts";
import { works } from "../../../src/providers/s3/works.ts";
import { ACCOUNT, allow, answersFor, BUCKET, contextFor, failureOf, useStandin } from "./standin.ts";

const PROBE = /\/\.vet-media-setup-probe-[0-9a-f]{8}$/;
const APP = ["s3:ListBucket", "s3:GetObject", "s3:PutObject", "s3:DeleteObject"];
const ALL_STEPS = ["put", "head", "get", "signed-link", "unsigned-link", "list", "delete", "missing"].map(
  (step) => `probe-${step}`,
);

const live = useStandin({ withBucket: true });

const probe = (keys = live.aws.root, changes: Partial<S3Answers> = {}, signal?: AbortSignal) =>
  works.probe(answersFor(changes), contextFor(keys, live.proxy.url, signal));
const versioned = () =>
  live.root.send(new PutBucketVersioningCommand({ Bucket: BUCKET, VersioningConfiguration: { Status: "Enabled" } }));

/** Everything in the bucket, hidden versions and markers included. */
async function inBucket(): Promise<string[]> {
  const { Versions = [], DeleteMarkers = [] } = await live.root.send(new ListObjectVersionsCommand({ Bucket: BUCKET }));
  return [...Versions, ...DeleteMarkers].map(({ Key }) => Key ?? "");
}

describe("keys", () => {
  test("the four actions of the app are enough", async () => {
    const checks = await probe(await live.aws.makeUser("app", allow(...APP)));
    expect(checks.map(({ id, status }) => `${id} ${status}`)).toEqual(ALL_STEPS.map((id) => `${id} pass`));
    expect(await inBucket()).toEqual([]);
  });

  test.each(APP)("without %s: the action is named, and nothing is left", async (missing) => {
    const keys = await live.aws.makeUser("app", allow(...APP.filter((action) => action !== missing)));
    const { problem, others } = await failureOf(probe(keys));
    expect(problem).toMatchObject({ code: "access-denied", exit: 1 });
    expect(problem.message.en).toContain(missing);
    expect(problem.next?.en).toContain(
      `Allow ${missing} on arn:aws:s3:::${BUCKET}${missing === "s3:ListBucket" ? " in" : "/media/*"}`,
    );
    expect(problem.message.es).toContain(missing);
    if (missing === "s3:DeleteObject") {
      const [key] = await inBucket();
      expect(others).toEqual([expect.objectContaining({ code: "probe-left-behind", exit: 5 })]);
      expect(others[0]?.next?.en).toBe(`Delete it by hand: aws s3 rm s3://${BUCKET}/${key}`);
    } else {
      expect(others).toEqual([]);
      expect(await inBucket()).toEqual([]);
    }
  });

  test("keys that only read", async () => {
    const keys = await live.aws.makeUser("reader", allow("s3:ListBucket", "s3:GetObject"));
    const { problem, others } = await failureOf(probe(keys));
    expect(problem.message.en).toMatch(/^This key may not do s3:PutObject/);
    expect(others).toEqual([]);
  });
});

describe("the way of the object", () => {
  test("it lies below the prefix, names the owner's account in every request, and its link carries none", async () => {
    await probe();
    const toS3 = live.proxy.requests.filter(({ path }) => path.startsWith(`/${BUCKET}`));
    const objects = toS3.filter(({ path }) => path.length > BUCKET.length + 2);
    expect(objects.length).toBeGreaterThan(5);
    for (const { path } of objects) {
      expect(path.startsWith(`/${BUCKET}/media/`)).toBe(true);
      expect(path).toMatch(PROBE);
    }
    for (const { headers, method, query } of toS3) {
      const byLink = headers.authorization === undefined;
      expect(headers["x-amz-expected-bucket-owner"], `${method} ${query}`).toBe(byLink ? undefined : ACCOUNT);
    }
    expect(toS3.filter(({ headers }) => headers.authorization === undefined).map(({ method }) => method)).toEqual([
      "GET",
      "GET",
    ]);
  });

  test("without a prefix it lies at the top", async () => {
    await probe(live.aws.root, { prefix: "" });
    const put = live.proxy.requests.find(({ method }) => method === "PUT");
    expect(put?.path).toMatch(new RegExp(`^/${BUCKET}/\\.vet-media-setup-probe-`));
    expect(await inBucket()).toEqual([]);
  });

  test("two runs do not share a key", async () => {
    await probe();
    await probe();
    const keys = live.proxy.requests.filter(({ method }) => method === "PUT").map(({ path }) => path);
    expect(new Set(keys).size).toBe(2);
  });

  test("a bucket with versioning is left without a version and without a marker", async () => {
    await versioned();
    await probe();
    expect(await inBucket()).toEqual([]);
  });

  test("versions that the app's keys may not remove are hidden, counted and told", async () => {
    await versioned();
    const checks = await probe(await live.aws.makeUser("app", allow(...APP, "s3:ListBucketVersions")));
    expect(checks.find(({ id }) => id === "probe-versions")).toMatchObject({ status: "warn" });
    expect(checks.at(-1)).toMatchObject({ id: "probe-missing", status: "pass" });
    expect((await inBucket()).length).toBe(2);
  });

  test("without versioning, keys that may list versions and not delete them leave nothing and warn of nothing", async () => {
    const checks = await probe(await live.aws.makeUser("app", allow(...APP, "s3:ListBucketVersions")));
    expect(checks.every(({ status }) => status === "pass")).toBe(true);
    expect(await inBucket()).toEqual([]);
  });

  test("files of others are not touched, whatever they are called", async () => {
    const theirs = [
      "media/x.pdf",
      "media/.vet-media-setup",
      "media/.vet-media-setup-probe-",
      ".vet-media-setup-probe-00000000",
    ];
    for (const Key of theirs) await live.root.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: "x" }));
    await probe();
    expect((await inBucket()).sort()).toEqual([...theirs].sort());
  });
});

describe("sweeping up after a proof", () => {
  const PROOF = "media/.vet-media-setup-probe/a b.txt";
  const THEIRS = "media/patient.pdf";
  const put = async (Key: string) => {
    await live.root.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: "x" }));
  };
  const hide = async (Key: string) => {
    await live.root.send(new DeleteObjectCommand({ Bucket: BUCKET, Key }));
  };
  const sweep = (keys = live.aws.root) => works.sweep?.(answersFor(), contextFor(keys, live.proxy.url));

  test("hidden versions and markers of ours go, those of others stay", async () => {
    await versioned();
    for (const key of [PROOF, THEIRS]) {
      await put(key);
      await hide(key);
    }
    expect(await sweep()).toEqual([]);
    expect(await inBucket()).toEqual([THEIRS, THEIRS]);
  });

  test("keys that may not see them leave them, and make nothing new", async () => {
    await versioned();
    await put(PROOF);
    await hide(PROOF);
    expect(await sweep(await live.aws.makeUser("app", allow("s3:PutObject", "s3:DeleteObject")))).toEqual([]);
    expect(await inBucket()).toEqual([PROOF, PROOF]);
    const lister = await live.aws.makeUser("lister", allow("s3:ListBucket", "s3:ListBucketVersions"));
    expect(await sweep(lister)).toEqual([expect.objectContaining({ id: "probe-versions", status: "warn" })]);
  });

  test("something plain to see that may not be deleted is a warning", async () => {
    await put(PROOF);
    const reader = await live.aws.makeUser("reader", allow("s3:ListBucket"));
    expect(await sweep(reader)).toEqual([expect.objectContaining({ id: "sweep", status: "warn" })]);
  });
});

describe("buckets that Django could not live with", () => {
  const everybody = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `arn:aws:s3:::${BUCKET}/*` }],
  });

  test("a public one, when the files are to be private", async () => {
    await live.root.send(new PutBucketPolicyCommand({ Bucket: BUCKET, Policy: everybody }));
    const { problem } = await failureOf(probe());
    expect(problem).toMatchObject({ code: "object-public", exit: 1 });
    expect(await inBucket()).toEqual([]);
  });

  test("the same is no fault when the files may be public", async () => {
    await live.root.send(new PutBucketPolicyCommand({ Bucket: BUCKET, Policy: everybody }));
    expect((await probe(live.aws.root, { access: "public" })).map(({ id }) => id)).not.toContain("probe-unsigned-link");
  });

  test("one whose signed links are refused", async () => {
    live.proxy.add({ method: "GET", query: /X-Amz-Signature/ }, { status: 403, code: "AccessDenied" });
    const { problem } = await failureOf(probe());
    expect(problem).toMatchObject({ code: "signed-link-refused", exit: 1 });
    expect(problem.message.en).toContain("403 AccessDenied");
    expect(JSON.stringify(problem)).not.toContain("X-Amz");
    expect(await inBucket()).toEqual([]);
  });

  test("a link that leads to something else", async () => {
    live.proxy.add({ method: "GET", query: /X-Amz-Signature/ }, { status: 200, html: true });
    expect((await failureOf(probe())).problem.code).toBe("signed-link-refused");
  });

  test("files that come back changed, or of another size", async () => {
    live.proxy.add(
      { method: "GET", path: PROBE, headers: { authorization: /./ } },
      { status: 200, body: "something else" },
    );
    expect((await failureOf(probe())).problem.code).toBe("probe-content");
    live.proxy.clear();
    live.proxy.add({ method: "HEAD", path: PROBE }, { status: 200, body: "12" });
    expect((await failureOf(probe())).problem.code).toBe("probe-size");
    expect(await inBucket()).toEqual([]);
  });

  test("a list without the file in it", async () => {
    live.proxy.add(
      { method: "GET", query: /list-type=2/ },
      { body: "<ListBucketResult><KeyCount>0</KeyCount></ListBucketResult>" },
      { times: 1 },
    );
    expect((await failureOf(probe())).problem.code).toBe("probe-not-listed");
    expect(await inBucket()).toEqual([]);
  });

  test("a file that is still there after it was deleted", async () => {
    live.proxy.add({ method: "HEAD", path: PROBE }, { status: 200 }, { skip: 1, times: 1 });
    expect((await failureOf(probe())).problem.code).toBe("probe-not-deleted");
  });

  test("403 in place of 404 for a missing file: on AWS a failure that names s3:ListBucket", async () => {
    live.proxy.add({ method: "HEAD", path: PROBE }, { status: 403 }, { skip: 1 });
    const { problem } = await failureOf(probe());
    expect(problem).toMatchObject({ code: "list-bucket-denied", exit: 1 });
    expect(problem.next?.en).toContain(`s3:ListBucket on arn:aws:s3:::${BUCKET}`);
    expect(await inBucket()).toEqual([]);
  });

  test("403 in place of 404 on another service: a warning", async () => {
    live.proxy.add({ method: "HEAD", path: PROBE }, { status: 403 }, { skip: 1 });
    const checks = await works.probe(answersFor({ endpointUrl: live.proxy.url }), contextFor(live.aws.root));
    expect(checks.at(-1)).toMatchObject({ id: "probe-missing", status: "warn" });
  });

  test("another service that does not answer CORS: a warning, and none where no origin asks for it", async () => {
    const elsewhere = answersFor({ endpointUrl: live.proxy.url });
    const answering = await works.probe({ ...elsewhere, corsOrigin: ["https://clinic.cl"] }, contextFor(live.aws.root));
    expect(answering.map(({ id }) => id)).toEqual(ALL_STEPS);
    const opened = live.proxy.requests.filter(({ query }) => /X-Amz-Signature/.test(query));
    expect(opened.map(({ headers }) => headers.origin)).toEqual(["https://clinic.cl"]);

    live.proxy.add({ method: "GET", query: /X-Amz-Signature/ }, { drop: ["access-control-allow-origin"] });
    expect((await works.probe(elsewhere, contextFor(live.aws.root))).map(({ id }) => id)).toEqual(ALL_STEPS);
    const silent = await works.probe({ ...elsewhere, corsOrigin: ["https://clinic.cl"] }, contextFor(live.aws.root));
    expect(silent.find(({ id }) => id === "probe-cors")).toMatchObject({ status: "warn" });
  });
});

describe("whatever happens on the way, nothing is left", () => {
  /** Requests of one good run, the one to STS left out. */
  async function requestsOfARun(): Promise<number> {
    await probe();
    const count = live.proxy.requests.filter(({ path }) => path.startsWith(`/${BUCKET}`)).length;
    live.proxy.clear();
    return count;
  }

  test("refused at any request", async () => {
    const count = await requestsOfARun();
    expect(count).toBeGreaterThan(8);
    for (let nth = 0; nth < count; nth += 1) {
      live.proxy.clear();
      live.proxy.add(
        { path: new RegExp(`^/${BUCKET}`) },
        { status: 403, code: "AccessDenied" },
        { skip: nth, times: 1 },
      );
      await probe().catch(() => {});
      expect(
        live.proxy.requests.filter(({ ruled }) => ruled),
        `request ${nth}`,
      ).toHaveLength(1);
      expect(await inBucket(), `request ${nth}`).toEqual([]);
    }
  });

  test("the connection breaks off at any request, after S3 has done what was asked", async () => {
    const count = await requestsOfARun();
    for (let nth = 0; nth < count; nth += 1) {
      live.proxy.clear();
      live.proxy.add({ path: new RegExp(`^/${BUCKET}`) }, { reset: true, after: true }, { skip: nth, times: 1 });
      await probe().catch(() => {});
      expect(await inBucket(), `request ${nth}`).toEqual([]);
    }
  });

  test("Ctrl-C at any request", async () => {
    const count = await requestsOfARun();
    for (let nth = 0; nth < count; nth += 1) {
      live.proxy.clear();
      live.proxy.add({ path: new RegExp(`^/${BUCKET}`) }, { hang: true, after: true }, { skip: nth, times: 1 });
      const stop = new AbortController();
      const running = probe(live.aws.root, {}, stop.signal).catch((error: unknown) => error);
      await live.proxy.hanging(1);
      stop.abort();
      expect(await running, `request ${nth}`).toBeInstanceOf(Interrupted);
      expect(await inBucket(), `request ${nth}`).toEqual([]);
    }
  });
});
