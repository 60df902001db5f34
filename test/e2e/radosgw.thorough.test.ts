/**
 * Against a real S3 (Ceph's gateway), which enforces what the AWS stand-in does not: the block against the policy, CORS preflights by origin
 * and method, links that have run out; and with a real browser, at the site's origin and at another one.
 */
import { dirname } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Failure } from "../../src/lib/failure.ts";
import type { RemoteChange } from "../../src/model/change.ts";
import { type BucketAddress, withBucket } from "../../src/providers/s3/connection.ts";
import { policyActor } from "../../src/providers/s3/policy-actor.ts";
import { blockActor, surveyBlock } from "../../src/providers/s3/public-access-block.ts";
import { surveyPolicy } from "../../src/providers/s3/public-read.ts";
import { answersFor, contextFor } from "../providers/s3/standin.ts";
import { browserMissing, type Site, startSite } from "../support/browser.mjs";
import { runCli } from "../support/cli.ts";
import { copyFixture, type Fixture } from "../support/fixture.ts";
import { type Radosgw, radosgwMissing, startRadosgw } from "../support/radosgw.mjs";
import { venv } from "../support/venv.mjs";

const missing = await radosgwMissing();
const noBrowser = missing === null ? await browserMissing() : missing;
for (const why of new Set([missing, noBrowser])) {
  if (why !== null) console.warn(`NOT TESTED against a real S3 or in a browser: ${why}`);
}

const OBJECT = "media/radiografía nº 1.txt";
const CONTENT = "a file of the clinic";

describe.skipIf(missing !== null)("a real S3", () => {
  let rgw: Radosgw;
  let s3: S3Client;
  let python: string;
  let clinic: Fixture;

  beforeAll(async () => {
    [rgw, python] = await Promise.all([startRadosgw(), venv("standin")]);
    s3 = new S3Client({
      endpoint: rgw.url,
      region: "us-east-1",
      credentials: rgw.keys,
      forcePathStyle: true,
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
    });
  });
  afterAll(async () => {
    s3?.destroy();
    await rgw?.stop();
  });
  // Each test its own: the answers of a run are kept in the project.
  beforeEach(async () => {
    clinic = await copyFixture("clinic");
  });
  afterEach(() => clinic.remove());

  const makeBucket = (Bucket: string) => s3.send(new CreateBucketCommand({ Bucket }));
  const put = (Bucket: string) => s3.send(new PutObjectCommand({ Bucket, Key: OBJECT, Body: CONTENT }));
  const plain = (Bucket: string) => `${rgw.url}/${Bucket}/${OBJECT.split("/").map(encodeURIComponent).join("/")}`;
  const signed = (Bucket: string, expiresIn = 120) =>
    getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: OBJECT }), { expiresIn });
  const status = async (url: string, init: RequestInit = {}) => {
    const answer = await fetch(url, init);
    await answer.arrayBuffer();
    return answer.status;
  };
  const list = (Bucket: string) => status(`${rgw.url}/${Bucket}?list-type=2&prefix=media/`);
  const policy = async (Bucket: string) =>
    (await s3.send(new GetBucketPolicyCommand({ Bucket })).catch(() => ({ Policy: null }))).Policy ?? null;
  const run = (args: readonly string[]) =>
    runCli([...args, "--json"], {
      cwd: clinic.dir,
      env: {
        AWS_ACCESS_KEY_ID: rgw.keys.accessKeyId,
        AWS_SECRET_ACCESS_KEY: rgw.keys.secretAccessKey,
        VIRTUAL_ENV: dirname(dirname(python)),
        SECRET_KEY: "not-a-secret-of-anybody",
      },
    });
  const setup = (bucket: string, ...more: string[]) =>
    run(["setup", "--provider", "s3", "--endpoint-url", rgw.url, "--bucket", bucket, "--yes", ...more]);

  test("public, whole: set up and proved, read by anybody and listed by nobody, again without a change, closed, undone", async () => {
    const bucket = "clinic-public";
    const first = await setup(bucket, "--access", "public", "--create-bucket", "--prove", "required");
    expect(first.json(), first.stdout).toMatchObject({ exitCode: 0, proof: { status: "passed", mode: "project" } });
    expect(
      first
        .json()
        .plan.filter(({ kind }) => kind !== "file")
        .map(({ kind }) => kind),
    ).toEqual(["bucket", "policy", "cors"]);
    const steps = new Map(first.json().proof?.steps.map((step) => [step.id, step.status]));
    expect([steps.get("fetch-public"), steps.get("list-anonymous")]).toEqual(["pass", "pass"]);
    await put(bucket);
    expect(await status(plain(bucket))).toBe(200);
    expect(await list(bucket)).toBe(403);
    expect(await status(plain(bucket), { method: "PUT", body: "x" })).toBe(403);
    expect(await status(plain(bucket), { method: "DELETE" })).toBe(403);
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: "elsewhere/secret.txt", Body: "x" }));
    expect(await status(`${rgw.url}/${bucket}/elsewhere/secret.txt`), "beside the folder").toBe(403);

    const again = await setup(bucket, "--access", "public");
    expect(again.json().plan.filter(({ action }) => action !== "none")).toEqual([]);
    const open = await policy(bucket);

    const closed = await setup(bucket, "--access", "private");
    expect(closed.json(), closed.stdout).toMatchObject({ exitCode: 0, proof: { status: "passed" } });
    expect(await policy(bucket)).toBeNull();
    expect(await status(plain(bucket))).toBe(403);
    expect(await status(await signed(bucket))).toBe(200);

    expect((await run(["undo"])).json()).toMatchObject({ exitCode: 0 });
    expect(await policy(bucket)).toBe(open);
    for (const Key of [OBJECT, "elsewhere/secret.txt"]) await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
    expect((await run(["undo"])).json()).toMatchObject({ exitCode: 0 });
    expect(clinic.git("status", "--porcelain", "--ignored")).toBe("");
  });

  test("the block against the policy: closed it refuses it, half-open it lets it, and each is taken back alone", async () => {
    const name = "clinic-blocked";
    await makeBucket(name);
    await put(name);
    const context = contextFor(rgw.keys, rgw.url);
    const address: BucketAddress = {
      bucket: name,
      region: "us-east-1",
      endpointUrl: null,
      account: null,
      prefix: "media",
      made: false,
    };
    const answers = answersFor({ access: "public", bucket: name, region: "us-east-1" });
    const block = blockActor(context);
    const statement = policyActor(context);
    const changes = await withBucket(address, context, async (bucket) => ({
      closing: needed((await surveyBlock(bucket, "nobody")).change),
      adding: needed((await surveyPolicy(bucket, answers)).change),
    }));

    await block.apply(changes.closing);
    const refused = await statement.apply(changes.adding).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Failure);
    expect(refused instanceof Failure && refused.problem.code).toBe("access-denied");
    expect(await status(plain(name))).toBe(403);

    const opening = await withBucket(address, context, async (bucket) =>
      needed((await surveyBlock(bucket, "anybody")).change),
    );
    expect(opening.summary.en).toContain("off BlockPublicPolicy, RestrictPublicBuckets");
    await block.apply(opening);
    await statement.apply(changes.adding);
    expect(await status(plain(name))).toBe(200);
    expect(await list(name)).toBe(403);

    expect(await statement.revert(changes.adding)).toEqual({ kept: null });
    expect(await status(plain(name))).toBe(403);
    expect(await block.revert(opening)).toEqual({ kept: null });
    expect(await block.observe(opening)).toEqual(changes.closing.after);
    expect(await block.revert(changes.closing)).toEqual({ kept: null });
  });

  describe("CORS, as our rule has it", () => {
    const SITE = "https://clinic.onrender.com";
    const preflight = async (bucket: string, origin: string, method: string, headers = "") => {
      const answer = await fetch(plain(bucket), {
        method: "OPTIONS",
        headers: {
          origin,
          "access-control-request-method": method,
          ...(headers === "" ? {} : { "access-control-request-headers": headers }),
        },
      });
      await answer.arrayBuffer();
      return answer.status === 200 ? answer.headers.get("access-control-allow-origin") : null;
    };
    const prepared = async (bucket: string, ...more: string[]) => {
      const done = await setup(bucket, "--create-bucket", "--prove", "off", "--cors-origin", SITE, ...more);
      expect(done.json(), done.stdout).toMatchObject({ exitCode: 0 });
      await put(bucket);
    };

    test("the site's pages may read, and nothing else; other pages may do nothing", async () => {
      const bucket = "clinic-cors";
      await prepared(bucket);
      for (const method of ["GET", "HEAD"])
        expect([method, await preflight(bucket, SITE, method)]).toEqual([method, SITE]);
      for (const method of ["PUT", "POST", "DELETE"])
        expect([method, await preflight(bucket, SITE, method)]).toEqual([method, null]);
      for (const origin of [
        "https://evil.example",
        "http://clinic.onrender.com",
        "https://clinic.onrender.com.evil.example",
      ]) {
        expect([origin, await preflight(bucket, origin, "GET")]).toEqual([origin, null]);
      }
    });

    test("with --direct-upload they may also put, with the headers that takes; never delete", async () => {
      const bucket = "clinic-upload";
      await prepared(bucket, "--direct-upload");
      expect(await preflight(bucket, SITE, "PUT", "content-type")).toBe(SITE);
      expect(await preflight(bucket, SITE, "POST")).toBe(SITE);
      expect(await preflight(bucket, SITE, "DELETE")).toBeNull();
      expect(await preflight(bucket, "https://evil.example", "PUT")).toBeNull();
    });
  });

  test("a private file: refused without a signature, open with one, and refused once it has run out or was changed", async () => {
    const bucket = "clinic-private";
    await makeBucket(bucket);
    await put(bucket);
    expect(await status(plain(bucket))).toBe(403);
    const link = await signed(bucket, 2);
    expect(await status(link)).toBe(200);
    expect(await status(link.replace(/X-Amz-Expires=2/, "X-Amz-Expires=900"))).toBe(403);
    expect(await status(link.replace(/.$/, (last) => (last === "0" ? "1" : "0")))).toBe(403);
    // As many times as it takes until the two seconds are over; never, if the link did not run out.
    for (let tries = 0; (await status(link)) === 200; tries += 1) {
      expect(tries).toBeLessThan(100);
      await pause(200);
    }
    expect(await status(link)).toBe(403);
  });

  describe.skipIf(noBrowser !== null)("in a browser", () => {
    let site: Site;
    let other: Site;
    beforeAll(async () => {
      [site, other] = await Promise.all([startSite(), startSite()]);
    });
    afterAll(async () => {
      await site?.stop();
      await other?.stop();
    });
    const reading = (url: string) =>
      `const answer = await fetch(${JSON.stringify(url)}); return { status: answer.status, text: await answer.text() };`;
    const putting = (url: string) =>
      `const answer = await fetch(${JSON.stringify(url)}, { method: "PUT", headers: { "content-type": "text/plain" }, body: "from the page" });
       return { status: answer.status, etag: answer.headers.get("etag") };`;
    const refused = { threw: expect.stringContaining("Failed to fetch") };

    test("a page of the site reads files, private by a signed link and public by a plain one; a page of another may not", async () => {
      const bucket = "clinic-browser";
      const args = ["--create-bucket", "--prove", "off", "--cors-origin", site.origin];
      expect((await setup(bucket, "--access", "public", ...args)).json()).toMatchObject({ exitCode: 0 });
      await put(bucket);
      expect(await site.run(reading(plain(bucket)))).toEqual({ status: 200, text: CONTENT });
      expect(await other.run(reading(plain(bucket)))).toEqual(refused);
      expect((await setup(bucket, "--access", "private", ...args.slice(1))).json()).toMatchObject({ exitCode: 0 });
      const link = await signed(bucket);
      expect(await site.run(reading(link))).toEqual({ status: 200, text: CONTENT });
      expect(await other.run(reading(link))).toEqual(refused);
    });

    test("a page of the site puts a file by a signed link under --direct-upload, and not without it; never a page of another", async () => {
      const bucket = "clinic-browser-upload";
      const args = ["--prove", "off", "--cors-origin", site.origin];
      const upload = () =>
        getSignedUrl(s3, new PutObjectCommand({ Bucket: bucket, Key: "media/upload.txt", ContentType: "text/plain" }), {
          expiresIn: 120,
        });
      expect((await setup(bucket, "--create-bucket", ...args)).json()).toMatchObject({ exitCode: 0 });
      expect(await site.run(putting(await upload()))).toEqual(refused);
      expect((await setup(bucket, "--direct-upload", ...args)).json()).toMatchObject({ exitCode: 0 });
      expect(await other.run(putting(await upload()))).toEqual(refused);
      const done = await site.run(putting(await upload()));
      expect(done).toEqual({ status: 200, etag: expect.stringMatching(/^"[0-9a-f]{32}"$/) });
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: "media/upload.txt" }));
      expect(await Body?.transformToString()).toBe("from the page");
    });
  });
});

function needed(change: RemoteChange | null): RemoteChange {
  if (change === null) throw new Error("no change was planned");
  return change;
}
