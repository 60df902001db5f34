/** What is asked of the services that are known, at their own hosts: with their region, in their way, and nothing that they do not have. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { S3Answers } from "../../../src/model/answers.ts";
import { s3Client } from "../../../src/providers/s3/client.ts";
import { works } from "../../../src/providers/s3/works.ts";
import { reroute, type Sent } from "../../support/reroute.ts";
import { answersFor, BUCKET, contextFor, failureOf } from "./standin.ts";

const ACCOUNT = "023e105f4ecef8ad9ca31a8372d0c353";
const ENDPOINTS = {
  r2: `https://${ACCOUNT}.r2.cloudflarestorage.com`,
  b2: "https://s3.us-west-004.backblazeb2.com",
  spaces: "https://nyc3.digitaloceanspaces.com",
  supabase: "https://abcdefghijklmnopqrst.supabase.co/storage/v1/s3",
  tigris: "https://t3.storage.dev",
} as const;
const REGIONS = { r2: "auto", b2: "us-west-004", spaces: "nyc3", supabase: "eu-central-1", tigris: "auto" } as const;
type Id = keyof typeof ENDPOINTS;
const IDS = Object.keys(ENDPOINTS) as Id[];
const SITE = "https://clinic.example.com";
const KEYS = { accessKeyId: "tid_of_nobody", secretAccessKey: "tsec_of_nobody" };

let server: Server;
let routed: ReturnType<typeof reroute>;
let sent: Sent[];
/** The bucket is there, unless `head` says otherwise; everything else is answered so. */
let refusal: { status: number; code: string; head?: number };

beforeAll(async () => {
  server = createServer((incoming, outgoing) => {
    incoming.resume();
    if (incoming.method === "HEAD") return outgoing.writeHead(refusal.head ?? 200).end();
    if (incoming.method === "PUT" && refusal.head === undefined) return outgoing.writeHead(200).end();
    const body = `<?xml version="1.0"?><Error><Code>${refusal.code}</Code><Message>no</Message></Error>`;
    outgoing.writeHead(refusal.status, { "content-type": "application/xml" }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  routed = reroute(
    /\.(?:r2\.cloudflarestorage|backblazeb2|digitaloceanspaces)\.com$|\.supabase\.co$|storage\.dev$/,
    `http://127.0.0.1:${port}`,
  );
  sent = routed.sent;
});
afterAll(async () => {
  routed.restore();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  sent.length = 0;
  refusal = { status: 501, code: "NotImplemented" };
});

const at = (id: Id, changes: Partial<S3Answers> = {}) =>
  answersFor({ endpointUrl: ENDPOINTS[id], region: REGIONS[id], corsOrigin: [SITE], ...changes });
const survey = (id: Id, changes: Partial<S3Answers> = {}) => works.survey(at(id, changes), contextFor(KEYS));

const checkOf = (found: Awaited<ReturnType<typeof survey>>, id: string) => found.checks.find((one) => one.id === id);

describe("a service that has nothing beside buckets and objects", () => {
  test.each(IDS)(
    "%s: no failure; the rule is left out with a sentence; signed for its region, at its host",
    async (id) => {
      const found = await survey(id);
      expect(found.changes.map(({ kind, action }) => `${kind} ${action}`)).toEqual(["bucket none"]);
      expect(checkOf(found, "cors")).toMatchObject({ status: "warn" });
      expect(checkOf(found, "public-access-block")).toMatchObject({ status: "skip" });
      expect(found.answers.corsOrigin).toEqual([]);
      expect(sent.length).toBeGreaterThan(0);
      const host = new URL(ENDPOINTS[id]).host;
      for (const { host: asked, path, headers } of sent) {
        expect(asked).toBe(id === "tigris" ? `${BUCKET}.${host}` : host);
        const start = id === "tigris" ? "/" : `${new URL(ENDPOINTS[id]).pathname.replace(/\/$/, "")}/${BUCKET}`;
        expect(path.startsWith(start), path).toBe(true);
        expect(String(headers.authorization)).toContain(`/${REGIONS[id]}/s3/aws4_request`);
        expect(Object.keys(headers).join()).not.toMatch(/expected-bucket-owner|checksum|x-amz-acl/);
        expect(path).not.toMatch(/publicAccessBlock|versioning|ownership/);
      }
      const who = checkOf(found, "s3-compatible")?.message;
      expect(who?.en).toContain(`(${host}) is not AWS`);
    },
  );

  test.each(["r2", "b2", "supabase"] as const)(
    "%s has no bucket policies: none is asked for, public or not",
    async (id) => {
      await survey(id);
      const found = await survey(id, { access: "public" });
      expect(sent.filter(({ path }) => /[?&]policy/.test(path))).toEqual([]);
      expect(checkOf(found, "policy")).toMatchObject({ status: "warn" });
      expect(checkOf(found, "policy")?.next?.es).not.toBe(checkOf(found, "policy")?.next?.en);
    },
  );

  test("Supabase is not even asked about CORS, and says that it keeps no versions", async () => {
    const found = await survey("supabase");
    expect(sent.map(({ method }) => method)).toEqual(["HEAD"]);
    expect(checkOf(found, "versioning")).toMatchObject({ status: "skip" });
    expect(checkOf(found, "cors")?.docsUrl).toContain("supabase.com");
    const none = await survey("supabase", { corsOrigin: [] });
    expect(checkOf(none, "cors")).toBeUndefined();
  });
});

describe("where CORS can be set", () => {
  beforeEach(() => {
    refusal = { status: 404, code: "NoSuchCORSConfiguration" };
  });

  test.each([
    ["r2", ["Content-Type", "Content-MD5", "Content-Disposition", "Cache-Control"]],
    ["b2", ["*"]],
    ["spaces", ["*"]],
    ["tigris", ["*"]],
  ] as const)("%s: headers of an upload", async (id, headers) => {
    const found = await survey(id, { directUpload: true });
    expect(found.changes.find(({ kind }) => kind === "cors")).toMatchObject({
      action: "create",
      after: [{ AllowedHeaders: headers, AllowedOrigins: [SITE] }],
    });
  });
});

describe("a bucket to be made", () => {
  test.each([
    ["r2", true],
    ["b2", false],
    ["spaces", false],
    ["supabase", false],
    ["tigris", true],
  ] as const)("%s: names the region only where the host does not (%s)", async (id, named) => {
    const client = s3Client({ region: REGIONS[id], endpointUrl: ENDPOINTS[id] }, contextFor(KEYS));
    let body = "";
    client.middlewareStack.add(
      (next) => (args) => {
        const { request } = args as { request?: { body?: unknown } };
        body = String(request?.body ?? "");
        return next(args);
      },
      { step: "finalizeRequest" },
    );
    await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
    client.destroy();
    expect(body.includes(`<LocationConstraint>${REGIONS[id]}</LocationConstraint>`)).toBe(named);
    if (!named) expect(body).not.toContain("LocationConstraint");
  });
});

test.each([
  ["r2", "eu-west-1"],
  ["b2", "us-east-1"],
  ["spaces", "ams3"],
  ["tigris", "us-east-1"],
] as const)("%s with the region %s is refused before anybody is asked", async (id, region) => {
  const { problem } = await failureOf(survey(id, { region }));
  expect(problem).toMatchObject({ exit: 2, place: "--region" });
  expect(problem.message.en).toContain(REGIONS[id]);
  expect(sent).toEqual([]);
});

describe("keys that are refused there", () => {
  test.each([
    [
      "b2",
      "InvalidAccessKeyId",
      /Backblaze B2 \(s3\.us-west-004\.backblazeb2\.com\)/,
      /master key.*application key/,
      "app_keys",
    ],
    ["r2", "InvalidAccessKeyId", /Cloudflare R2/, /not the token itself/, "api-tokens"],
    ["spaces", "SignatureDoesNotMatch", /secret does not belong/, /copied whole/, "access_keys"],
    ["tigris", "AccessDenied", /may not do s3:ListBucket/, /dashboard of Tigris/, ""],
  ] as const)("%s, %s: in its own name, and where its keys are made", async (id, code, message, next, url) => {
    refusal = { status: 403, code, head: 403 };
    const { problem } = await failureOf(survey(id));
    expect(problem.exit).toBe(1);
    expect(problem.message.en).toMatch(message);
    expect(problem.next?.en).toMatch(next);
    expect(problem.next?.en).toContain(url);
    expect(problem.next?.es).toContain(url);
    for (const words of [problem.message, problem.next])
      expect(`${words?.en}${words?.es}`).not.toMatch(/AWS console|IAM/);
    expect(problem.docsUrl).not.toContain("aws.amazon.com");
  });

  test("a token of R2 that may not make buckets", async () => {
    refusal = { status: 403, code: "AccessDenied", head: 404 };
    const answers = at("r2", { createBucket: true });
    const found = await works.survey(answers, contextFor(KEYS));
    const [change] = found.changes;
    if (change === undefined) throw new Error("no bucket is planned");
    const { problem } = await failureOf(works.actors(contextFor(KEYS)).bucket?.apply(change) ?? Promise.resolve());
    expect(problem).toMatchObject({ code: "access-denied" });
    expect(problem.next?.en).toMatch(/Make the bucket in the dashboard of Cloudflare R2/);
  });
});
