/** Requests to Cloudinary: signed as the SDK signs, patient with what passes, and every refusal its sentence. */
import { v2 as sdk } from "cloudinary";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Failure, Interrupted } from "../../../src/lib/failure.ts";
import {
  admin,
  type Cloud,
  cloudOf,
  destroy,
  download,
  type Outcome,
  upload,
} from "../../../src/providers/cloudinary/api.ts";
import { linkTo } from "../../../src/providers/cloudinary/delivery.ts";
import { type Refusal, refused } from "../../../src/providers/cloudinary/errors.ts";
import { assetOf } from "../../../src/providers/cloudinary/names.ts";
import { signed } from "../../../src/providers/cloudinary/signature.ts";
import { usageIn } from "../../../src/providers/cloudinary/survey.ts";
import { startCloudinaryEmulator } from "../../support/cloudinary-emulator.mjs";
import { credentialsOf } from "./project.ts";

let emulator: Awaited<ReturnType<typeof startCloudinaryEmulator>>;
beforeAll(async () => {
  emulator = await startCloudinaryEmulator();
});
afterAll(() => emulator.stop());
beforeEach(() => emulator.reset());

function cloud(over: { key?: string; secret?: string; name?: string; signal?: AbortSignal } = {}): Cloud {
  const { apiKey, apiSecret, cloudName } = emulator.cloud;
  return cloudOf(
    { cloudName: over.name ?? cloudName, uploadPrefix: emulator.url },
    {
      credentials: credentialsOf(over.key ?? apiKey, over.secret ?? apiSecret),
      signal: over.signal ?? new AbortController().signal,
    },
  );
}

const PDF = Uint8Array.from(Buffer.from("%PDF-1.4 bytes"));
const asset = { ...assetOf("informe.pdf", "media"), type: "authenticated" as const };

async function problemOf(asked: Promise<Outcome>): Promise<string> {
  const outcome = await asked;
  return outcome.ok ? "none" : outcome.failure.problem.code;
}

describe("signatures", () => {
  test("are those of the official SDK, whatever the parameters", () => {
    const parameters = fc.dictionary(
      fc.constantFrom("public_id", "type", "tags", "overwrite", "context"),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(parameters, fc.string({ minLength: 1 }), (given, apiSecret) => {
        const now = new Date("2026-11-24T12:00:00Z");
        const { signature, api_key, ...rest } = signed(given, { apiKey: "k", apiSecret }, now);
        expect(api_key).toBe("k");
        expect(signature).toBe(sdk.utils.api_sign_request(rest, apiSecret));
      }),
    );
  });

  test("links are those of the official SDK", () => {
    const credentials = credentialsOf("k", "secret-of-the-links");
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", minLength: 1, maxLength: 20 }),
        fc.constantFrom("png", "pdf", "mp4"),
        (stem, extension) => {
          fc.pre(!stem.includes("/"));
          const one = assetOf(`a/${stem}.${extension}`, "media");
          for (const type of ["authenticated", "upload"] as const) {
            const link = sdk.url(one.publicId, {
              cloud_name: "demo",
              api_secret: "secret-of-the-links",
              secure: true,
              analytics: false,
              urlAnalytics: false,
              resource_type: one.resourceType,
              type,
              sign_url: type === "authenticated",
              version: 1,
              ...(one.format === "" ? {} : { format: one.format }),
            });
            expect(linkTo(one, type, "demo", credentials).href).toBe(new URL(link).href);
          }
        },
      ),
    );
  });
});

describe("requests", () => {
  test("store, hand out and delete", async () => {
    expect(await upload(cloud(), asset, PDF)).toMatchObject({
      ok: true,
      answer: { json: { public_id: "media/informe.pdf" } },
    });
    const original = await download(cloud(), asset);
    expect(Buffer.from((await original?.arrayBuffer()) ?? new ArrayBuffer(0))).toEqual(Buffer.from(PDF));
    const kept = await upload(cloud(), asset, Uint8Array.from([1]), { overwrite: false });
    expect(kept).toMatchObject({ ok: true, answer: { json: { existing: true } } });
    expect(await destroy(cloud(), asset)).toMatchObject({ answer: { json: { result: "ok" } } });
    expect(await download(cloud(), asset)).toBeNull();
  });

  test.each([500, 503])("what fails once with %i is asked again", async (status) => {
    emulator.fail({ on: /ping/, status, times: 1 });
    expect(await admin(cloud(), "ping")).toMatchObject({ ok: true });
    emulator.fail({ on: /ping/, status: 0, hangUp: true, times: 1 });
    expect(await admin(cloud(), "ping")).toMatchObject({ ok: true });
    emulator.fail({ on: /ping/, status: 429, headers: { "retry-after": "0" }, times: 2 });
    expect(await admin(cloud(), "ping")).toMatchObject({ ok: true });
    expect(emulator.seen()).toHaveLength(7);
  });

  test("an hourly limit is not waited for", async () => {
    emulator.fail({ on: /ping/, status: 420, headers: { "retry-after": "1800" } });
    expect(await problemOf(admin(cloud(), "ping"))).toBe("cloudinary-rate-limit");
    expect(emulator.seen()).toHaveLength(1);
  });

  test("an answer that gets lost after the file was taken does not lose the file", async () => {
    emulator.fail({ on: /upload$/, status: 0, hangUp: true, after: true, times: 1 });
    expect(await upload(cloud(), asset, PDF)).toMatchObject({ ok: true });
    expect(emulator.assets()).toHaveLength(1);
  });

  test("Ctrl-C ends a request, and the pause between two", async () => {
    const before = AbortSignal.abort();
    await expect(admin(cloud({ signal: before }), "ping")).rejects.toBeInstanceOf(Interrupted);
    emulator.fail({ on: /ping/, status: 429, headers: { "retry-after": "9" } });
    const controller = new AbortController();
    const asked = admin(cloud({ signal: controller.signal }), "ping");
    await expect.poll(() => emulator.seen().length).toBe(1);
    controller.abort();
    await expect(asked).rejects.toBeInstanceOf(Interrupted);
  });

  test("nobody there, and somebody else", async () => {
    const stopped = await startCloudinaryEmulator();
    await stopped.stop();
    const nowhere = { ...cloud(), host: stopped.url };
    await expect(admin(nowhere, "ping")).rejects.toMatchObject({ problem: { code: "connection-refused" } });
    await expect(download(nowhere, asset)).rejects.toBeInstanceOf(Failure);
  });

  test("wrong keys, each with its own code", async () => {
    const { other } = emulator;
    const asked: readonly (readonly [Parameters<typeof cloud>[0], string])[] = [
      [{ key: "1" }, "unknown-api-key"],
      [{ secret: "wrong" }, "wrong-api-secret"],
      [{ key: other.apiKey, secret: other.apiSecret }, "key-of-another-cloud"],
      [{ name: "nobody-here" }, "unknown-cloud"],
    ];
    for (const [over, code] of asked) {
      expect(await problemOf(admin(cloud(over), "ping"))).toBe(code);
      expect(await problemOf(upload(cloud(over), asset, PDF))).toBe(code);
      await expect(download(cloud(over), asset)).rejects.toMatchObject({ problem: { code } });
    }
  });
});

describe("refusals", () => {
  const request = { host: "api.cloudinary.com", operation: "ping", cloud: "demo" };
  const refusal = (over: Partial<Refusal>): Refusal => ({ status: 401, words: "", page: false, until: null, ...over });
  test.each([
    [{ words: "Invalid cloud_name demo" }, "unknown-cloud"],
    [{ words: "unknown api_key" }, "unknown-api-key"],
    [{ words: "Invalid api_key 123" }, "unknown-api-key"],
    [{ words: "Unknown API key 123" }, "unknown-api-key"],
    [{ words: "api_secret mismatch" }, "wrong-api-secret"],
    [{ words: "cloud_name mismatch" }, "key-of-another-cloud"],
    [{ words: "Invalid Signature 4f2a. String to sign - 'public_id=x'." }, "wrong-api-secret"],
    [{ words: "Must supply api_key" }, "keys-refused"],
    [{ words: "" }, "keys-refused"],
    [{ page: true }, "html-instead-of-json"],
    [{ page: true, status: 200 }, "not-cloudinary"],
    [{ page: true, status: 302 }, "not-cloudinary"],
    [{ status: 403, words: "forbidden" }, "cloudinary-denied"],
    [{ status: 420, until: "soon" }, "cloudinary-rate-limit"],
    [{ status: 429 }, "cloudinary-rate-limit"],
    [{ status: 500 }, "cloudinary-busy"],
    [{ status: 503, page: true }, "cloudinary-busy"],
    [{ status: 400, words: "Stale request - reported time is 1 which is more than 1 hour ago" }, "clock-skew"],
    [{ status: 400, words: "Storage quota exceeded" }, "cloudinary-quota"],
    [{ status: 400, words: "Invalid image file" }, "content-refused"],
    [{ status: 400, words: "File size too large. Got 12000000. Maximum is 10485760." }, "file-too-large"],
    [{ status: 404, words: "Resource not found" }, "cloudinary-refused"],
  ])("%j is %s", (over, code) => {
    const { problem } = refused(refusal(over), request);
    expect(problem.code).toBe(code);
    for (const text of [problem.message, problem.next]) {
      expect(text?.en).toBeTruthy();
      expect(text?.es).toBeTruthy();
      expect(text?.en).not.toMatch(/String to sign|undefined/);
    }
    expect(problem.docsUrl).toMatch(/^https:\/\//);
  });
});

test("usage is read as far as it goes", () => {
  expect(usageIn({})).toEqual({
    plan: "?",
    used: null,
    limit: null,
    largestImage: null,
    largestVideo: null,
    largestRaw: null,
  });
  expect(
    usageIn({ plan: "Free", credits: { usage: 1, limit: 25 }, media_limits: { image_max_size_bytes: 10 } }),
  ).toMatchObject({
    plan: "Free",
    used: 1,
    limit: 25,
    largestImage: 10,
  });
  expect(usageIn({ credits: "many", media_limits: null })).toMatchObject({ used: null, largestImage: null });
});
