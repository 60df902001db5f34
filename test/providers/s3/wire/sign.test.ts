/** Our signature against the SDK's own signer, for whatever keys, queries and headers there can be. */
import { createHash, createHmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import type { Hash as HashOfSdk, SourceData } from "@smithy/types";
import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeKey, encodeQuery } from "../../../../src/providers/s3/wire/encode.ts";
import { Signer } from "../../../../src/providers/s3/wire/sign.ts";

/** As the SDK wants its hash: HMAC where there is a key. */
class Sha256 implements HashOfSdk {
  readonly #hash;

  constructor(secret?: SourceData) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", bytesOf(secret));
  }

  update(chunk: SourceData): void {
    this.#hash.update(bytesOf(chunk));
  }

  async digest(): Promise<Uint8Array> {
    return Uint8Array.from(this.#hash.digest());
  }

  reset(): void {}
}

function bytesOf(data: SourceData): Uint8Array {
  if (typeof data === "string") return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? Uint8Array.from(Buffer.from(data.buffer, data.byteOffset, data.byteLength))
    : new Uint8Array(data);
}

/** No half of a surrogate pair: no key can hold one. */
const WELL_FORMED = /^\P{Cs}*$/u;
const KEYS = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" };

test("the example of the documentation", () => {
  // https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html, «GET Object»
  const signer = new Signer({ ...KEYS, sessionToken: null }, "us-east-1");
  const payload = createHash("sha256").digest("hex");
  const { authorization } = signer.sign(
    {
      method: "GET",
      path: "/test.txt",
      query: "",
      headers: { host: "examplebucket.s3.amazonaws.com", range: "bytes=0-9" },
      payload,
    },
    new Date("2013-05-24T00:00:00Z"),
  );
  expect(authorization).toBe(
    "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
  );
});

test("a key, a query and headers of any kind are signed as the SDK signs them", async () => {
  const words = fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }).filter((text) => WELL_FORMED.test(text));
  const value = fc.stringMatching(/^[!-~]([ -~]{0,30}[!-~])?$/);
  await fc.assert(
    fc.asyncProperty(
      words,
      fc.dictionary(fc.constantFrom("list-type", "prefix", "uploadId", "partNumber", "a", "Z"), words, { maxKeys: 4 }),
      fc.dictionary(fc.constantFrom("content-type", "cache-control", "x-amz-meta-name", "if-match"), value, {
        maxKeys: 3,
      }),
      fc.constantFrom("GET", "PUT", "HEAD", "POST", "DELETE"),
      fc.option(fc.constant("a-session-token==")),
      fc.constantFrom("us-east-1", "auto", "eu-central-1"),
      fc.date({ min: new Date("2020-01-01"), max: new Date("2035-01-01"), noInvalidDate: true }),
      async (key, query, headers, method, token, region, at) => {
        const payload = createHash("sha256").update("body").digest("hex");
        const sdk = new SignatureV4({
          service: "s3",
          region,
          credentials: { ...KEYS, ...(token === null ? {} : { sessionToken: token }) },
          sha256: Sha256,
          uriEscapePath: false,
        });
        const theirs = await sdk.sign(
          {
            method,
            protocol: "https:",
            hostname: "example.com",
            path: `/bucket/${encodeKey(key)}`,
            query,
            headers: { ...headers, host: "example.com", "x-amz-content-sha256": payload },
          },
          { signingDate: at },
        );
        const given = { ...headers, host: "example.com" };
        // The SDK leaves some headers out of its signature: so do we, for the comparison.
        const signed = /SignedHeaders=([^,]+)/.exec(String(theirs.headers.authorization))?.[1]?.split(";") ?? [];
        const same = Object.fromEntries(Object.entries(given).filter(([name]) => signed.includes(name)));
        const ours = new Signer({ ...KEYS, sessionToken: token }, region).sign(
          { method, path: `/bucket/${encodeKey(key)}`, query: encodeQuery(query), headers: same, payload },
          at,
        );
        expect(ours.authorization).toBe(theirs.headers.authorization);
      },
    ),
    { numRuns: 300 },
  );
});

test("encoding a key loses nothing, and leaves only what needs no encoding", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme" }).filter((text) => WELL_FORMED.test(text)),
      (key) => {
        const encoded = encodeKey(key);
        expect(encoded).toMatch(/^(?:[A-Za-z0-9\-._~/]|%[0-9A-F]{2})*$/);
        expect(decodeURIComponent(encoded)).toBe(key);
      },
    ),
  );
});
