/** The emulator, checked with both official SDKs: what they send it takes, what they read it answers, and what is wrong it refuses. */
import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import type { v2 } from "cloudinary";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startCloudinaryEmulator } from "./cloudinary-emulator.mjs";
import { venv } from "./venv.mjs";

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const PDF = Buffer.concat([Buffer.from("%PDF-1.4\n"), randomBytes(64)]);

let emulator: Awaited<ReturnType<typeof startCloudinaryEmulator>>;
let python: string;
let sdk: typeof v2;

beforeAll(async () => {
  emulator = await startCloudinaryEmulator();
  python = await venv("django52");
  // Whether it speaks http or https is decided when it is loaded.
  process.env.CLOUDINARY_URL = `cloudinary://key:secret@cloud?upload_prefix=${emulator.url}`;
  sdk = (await import("cloudinary")).v2;
});
afterAll(async () => {
  delete process.env.CLOUDINARY_URL;
  await emulator.stop();
});
beforeEach(() => emulator.reset());

const account = (over: object = {}) => ({
  cloud_name: emulator.cloud.cloudName,
  api_key: emulator.cloud.apiKey,
  api_secret: emulator.cloud.apiSecret,
  upload_prefix: emulator.url,
  ...over,
});

/** A link of the SDK, asked for at the emulator. */
async function open(link: string, headers: Record<string, string> = {}): Promise<Response> {
  const { pathname, search } = new URL(link);
  return await fetch(`${emulator.url}${pathname}${search}`, { headers });
}

/** What the Node SDK rejects with: a plain object, not an Error. */
async function refusal(asked: Promise<unknown>): Promise<{ status: number; message: string }> {
  const caught: unknown = await asked.then(
    () => null,
    (error: unknown) => error,
  );
  const inner = caught !== null && typeof caught === "object" && "error" in caught ? caught.error : caught;
  if (inner === null || typeof inner !== "object") throw new Error(`no refusal: ${String(caught)}`);
  return { status: Number(Reflect.get(inner, "http_code")), message: String(Reflect.get(inner, "message")) };
}

describe("the Node SDK", () => {
  beforeEach(() => {
    sdk.config({ ...account(), secure: true });
  });
  const dataUri = (bytes: Buffer, type: string) => `data:${type};base64,${bytes.toString("base64")}`;

  test("pings, uploads an image, links to it signed, lists, downloads and destroys it", async () => {
    expect(await sdk.api.ping()).toMatchObject({ status: "ok" });
    const stored = await sdk.uploader.upload(dataUri(PNG, "image/png"), {
      public_id: "media/fotos/perro y gato",
      type: "authenticated",
      overwrite: false,
      tags: ["a", "b"],
    });
    expect(stored).toMatchObject({ public_id: "media/fotos/perro_y_gato", format: "png", bytes: PNG.length });
    const id = "media/fotos/perro_y_gato";
    for (const extra of [{}, { long_url_signature: true }]) {
      const link = sdk.url(id, { type: "authenticated", sign_url: true, format: "png", version: 1, ...extra });
      const opened = await open(link);
      expect([opened.status, opened.headers.get("content-type")]).toEqual([200, "image/png"]);
      expect(Buffer.from(await opened.arrayBuffer())).toEqual(PNG);
      expect((await open(link.replace(/s--[\w-]+--\//, ""))).status).toBe(401);
    }
    expect(await sdk.api.resource(id, { type: "authenticated" })).toMatchObject({ public_id: id });
    const listed = await sdk.api.resources({ type: "authenticated", prefix: "media/" });
    expect(listed.resources.map((one: { public_id: string }) => one.public_id)).toEqual([id]);
    const download = await fetch(sdk.utils.private_download_url(id, "", { type: "authenticated" }));
    expect(Buffer.from(await download.arrayBuffer())).toEqual(PNG);
    expect(await sdk.uploader.destroy(id, { type: "authenticated", invalidate: true })).toMatchObject({ result: "ok" });
    expect(await sdk.uploader.destroy(id, { type: "authenticated" })).toMatchObject({ result: "not found" });
    expect(emulator.assets()).toEqual([]);
  });

  test("is told that a name is taken, and the first file stays", async () => {
    const send = (bytes: Buffer) =>
      sdk.uploader.upload(dataUri(bytes, "application/pdf"), {
        public_id: "media/informe.pdf",
        resource_type: "raw",
        overwrite: false,
      });
    expect((await send(PDF)).existing).toBeUndefined();
    expect(await send(Buffer.from("%PDF other"))).toMatchObject({ existing: true });
    expect(emulator.assets().map(({ bytes }) => bytes)).toEqual([PDF]);
  });

  test("signs with SHA-256 too, and is refused with a wrong secret, a key of another cloud, and an old time", async () => {
    const upload = (options: object) => sdk.uploader.upload(dataUri(PNG, "image/png"), { public_id: "x", ...options });
    expect(await upload({ signature_algorithm: "sha256" })).toMatchObject({ public_id: "x" });
    const wrong = await refusal(upload({ api_secret: "wrong" }));
    expect(wrong).toMatchObject({ status: 401 });
    expect(wrong.message).toMatch(/^Invalid Signature [0-9a-f]{40}\. String to sign - '.*public_id=x.*'\.$/);
    expect(await refusal(upload({ api_key: emulator.other.apiKey }))).toEqual({
      status: 401,
      message: "cloud_name mismatch",
    });
    expect(await refusal(upload({ api_key: "1" }))).toEqual({ status: 401, message: "Unknown API key 1" });
    expect(await refusal(upload({ cloud_name: "nobody" }))).toEqual({
      status: 401,
      message: "Invalid cloud_name nobody",
    });
    const old = String(Math.floor(Date.now() / 1000) - 3601);
    expect((await refusal(upload({ timestamp: old }))).message).toContain("Stale request");
    expect((await refusal(sdk.uploader.upload("data:image/png;base64,AAAA", { public_id: "y" }))).message).toBe(
      "Invalid image file",
    );
  });

  test("a parameter cannot be smuggled in with an ampersand", async () => {
    const params = { public_id: "a&overwrite=0", timestamp: String(Math.floor(Date.now() / 1000)) };
    const text = `overwrite=0&public_id=a&timestamp=${params.timestamp}`;
    const signature = createHash("sha1").update(`${text}${emulator.cloud.apiSecret}`).digest("hex");
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...params, signature, api_key: emulator.cloud.apiKey })) {
      form.append(name, value);
    }
    form.append("file", new Blob([PNG]), "x.png");
    const answer = await fetch(`${emulator.url}/v1_1/${emulator.cloud.cloudName}/image/upload`, {
      method: "POST",
      body: form,
    });
    expect(answer.status).toBe(401);
  });

  test("reads the limits, and is refused with them", async () => {
    const answer = await sdk.api.usage();
    expect(answer).toMatchObject({ plan: "Free", credits: { limit: 25 }, rate_limit_allowed: 500 });
    emulator.fail({
      on: /^GET .*\/usage$/,
      status: 420,
      headers: { "x-featureratelimit-remaining": "0" },
      body: JSON.stringify({ error: { message: "Rate Limit Exceeded. Limit of 500 api operations reached." } }),
    });
    expect(await refusal(sdk.api.usage())).toMatchObject({ status: 420 });
    expect(await refusal(sdk.api.ping({ api_secret: "wrong" }))).toEqual({
      status: 401,
      message: "api_secret mismatch",
    });
  });
});

describe("delivery", () => {
  beforeEach(() => {
    sdk.config({ ...account(), secure: true });
  });

  test("an image in another format has other bytes; a blocked PDF says why; the CDN remembers", async () => {
    const send = (bytes: Buffer, options: object) =>
      sdk.uploader.upload(`data:application/octet-stream;base64,${bytes.toString("base64")}`, options);
    await send(PNG, { public_id: "media/foto-png" });
    expect(Buffer.from(await (await open(sdk.url("media/foto-png", { format: "jpg" }))).arrayBuffer())).not.toEqual(
      PNG,
    );
    const link = sdk.url("media/informe.pdf", { resource_type: "raw" });
    expect((await open(link)).status).toBe(404);
    await send(PDF, { public_id: "media/informe.pdf", resource_type: "raw" });
    expect((await open(link)).status).toBe(404);
    emulator.blockDocuments(true);
    const blocked = await open(link);
    expect([blocked.status, blocked.headers.get("x-cld-error")]).toEqual([
      401,
      "show_original_customer_untrusted - Customer is marked as untrusted",
    ]);
    emulator.blockDocuments(false);
    const part = await open(link, { range: "bytes=1-4" });
    expect([part.status, await part.text()]).toEqual([206, "PDF-"]);
    await sdk.uploader.destroy("media/informe.pdf", { resource_type: "raw" });
    expect((await open(link)).status).toBe(200);
    await send(PDF, { public_id: "media/informe.pdf", resource_type: "raw" });
    await sdk.uploader.destroy("media/informe.pdf", { resource_type: "raw", invalidate: true });
    expect((await open(link)).status).toBe(404);
  });
});

describe("the Python SDK", () => {
  const run = async (code: string): Promise<unknown> => {
    const child = spawn(python, ["-B", "-c", `${PRELUDE}\n${code}`], {
      env: { PATH: process.env.PATH, ACCOUNT: JSON.stringify(account()), PNG: PNG.toString("base64") },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
    });
    await new Promise((resolve) => child.once("close", resolve));
    return JSON.parse(output);
  };
  const PRELUDE = `
import base64, io, json, os, urllib.request
import cloudinary, cloudinary.api, cloudinary.uploader, cloudinary.utils
cloudinary.config(**json.loads(os.environ["ACCOUNT"]), secure=True)
PNG = base64.b64decode(os.environ["PNG"])
def refused(ask):
    try:
        ask()
    except Exception as error:
        return [type(error).__name__, str(error)]
`;

  test("uploads, links, lists, downloads and destroys; in pieces too", async () => {
    const answer = await run(`
stored = cloudinary.uploader.upload(io.BytesIO(PNG), public_id="media/niño-png", type="authenticated", overwrite=False)
taken = cloudinary.uploader.upload(io.BytesIO(PNG), public_id="media/niño-png", type="authenticated", overwrite=False)
link, _ = cloudinary.utils.cloudinary_url("media/niño-png", type="authenticated", sign_url=True, format="png")
cloudinary.uploader.upload_large(io.BytesIO(b"x" * 25), public_id="media/big.bin", resource_type="raw", chunk_size=10, filename="big.bin")
listed = cloudinary.api.resources(type="authenticated", prefix="media/")
back = urllib.request.urlopen(cloudinary.utils.private_download_url("media/niño-png", "", type="authenticated")).read()
print(json.dumps({
    "id": stored["public_id"], "existing": taken.get("existing"), "link": link,
    "ping": cloudinary.api.ping()["status"], "plan": cloudinary.api.usage()["plan"],
    "listed": [one["public_id"] for one in listed["resources"]], "left": listed.rate_limit_remaining,
    "same": back == PNG,
    "destroyed": cloudinary.uploader.destroy("media/niño-png", type="authenticated", invalidate=True)["result"],
}))`);
    expect(answer).toMatchObject({
      id: "media/niño-png",
      existing: true,
      ping: "ok",
      plan: "Free",
      listed: ["media/niño-png"],
      same: true,
      destroyed: "ok",
    });
    expect(emulator.assets().map(({ publicId, bytes }) => [publicId, bytes.toString()])).toEqual([
      ["media/big.bin", "x".repeat(25)],
    ]);
    const link = (answer as { link: string }).link;
    expect(link).toMatch(
      /^https:\/\/res\.cloudinary\.com\/clinic-test\/image\/authenticated\/s--[\w-]{8}--\/v1\/media\//,
    );
    expect((await open(link)).status).toBe(404);
  });

  test("is refused as the Node SDK is", async () => {
    const answer = await run(`
print(json.dumps([
    refused(lambda: cloudinary.api.ping(api_secret="wrong")),
    refused(lambda: cloudinary.uploader.upload(io.BytesIO(PNG), api_secret="wrong")),
    refused(lambda: cloudinary.uploader.upload(io.BytesIO(b""), public_id="empty")),
    refused(lambda: cloudinary.uploader.upload(io.BytesIO(PNG), public_id="a?b")),
    refused(lambda: cloudinary.api.resource("nothing")),
]))`);
    expect(answer).toEqual([
      ["AuthorizationRequired", "Error 401 - api_secret mismatch"],
      ["AuthorizationRequired", expect.stringMatching(/^Invalid Signature [0-9a-f]{40}\. String to sign - /)],
      ["BadRequest", "Empty file"],
      ["BadRequest", "public_id (a?b) is invalid"],
      ["NotFound", "Error 404 - Resource not found - nothing"],
    ]);
  });
});
