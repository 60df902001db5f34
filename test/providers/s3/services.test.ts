/** Endpoints of the services that are known, as dashboards show them and as people paste them; and the regions that follow from them. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { endpointUrlProblem } from "../../../src/providers/s3/origins.ts";
import { regionProblem } from "../../../src/providers/s3/regions.ts";
import { bucketInEndpoint, endpointPart, tidyEndpoint } from "../../../src/providers/s3/service-endpoint.ts";
import {
  addressingOf,
  ownerOf,
  regionOf,
  SERVICES,
  type ServiceId,
  serviceById,
  serviceOf,
  takesRegion,
} from "../../../src/providers/s3/services.ts";

const ACCOUNT = "023e105f4ecef8ad9ca31a8372d0c353";
const R2 = `https://${ACCOUNT}.r2.cloudflarestorage.com`;
const B2 = "https://s3.us-west-004.backblazeb2.com";
const SPACES = "https://nyc3.digitaloceanspaces.com";
const SUPABASE = "https://abcdefghijklmnopqrst.supabase.co/storage/v1/s3";
const TIGRIS = "https://t3.storage.dev";

const GOOD: readonly [endpoint: string, id: ServiceId, region: string | null, refused: readonly string[]][] = [
  [R2, "r2", "auto", ["eu-west-1", "wnam"]],
  [`https://${ACCOUNT}.eu.r2.cloudflarestorage.com`, "r2", "auto", ["eu"]],
  [`https://${ACCOUNT}.fedramp.r2.cloudflarestorage.com`, "r2", "auto", ["us-gov-west-1"]],
  [B2, "b2", "us-west-004", ["us-west-002", "us-east-1", "auto"]],
  ["https://s3.eu-central-003.backblazeb2.com", "b2", "eu-central-003", ["us-west-004"]],
  [SPACES, "spaces", "nyc3", ["ams3", "auto"]],
  ["https://fra1.digitaloceanspaces.com", "spaces", "fra1", ["eu-central-1"]],
  [SUPABASE, "supabase", null, []],
  ["https://abcdefghijklmnopqrst.storage.supabase.co/storage/v1/s3", "supabase", null, []],
  [TIGRIS, "tigris", "auto", ["us-east-1"]],
  ["https://fly.storage.tigris.dev", "tigris", "auto", ["iad"]],
];

describe("an endpoint as it should be", () => {
  test.each(GOOD)("%s is %s", (endpoint, id, region, refused) => {
    expect(endpointUrlProblem(endpoint)).toBeNull();
    expect(tidyEndpoint(endpoint)).toBe(endpoint);
    expect(serviceOf(endpoint)?.id).toBe(id);
    expect(regionOf(endpoint)).toBe(region);
    if (region !== null) expect(takesRegion(endpoint, region)).toBe(true);
    for (const other of refused) expect(takesRegion(endpoint, other), other).toBe(false);
  });

  test("what each takes for its region besides", () => {
    expect(takesRegion(R2, "us-east-1")).toBe(true);
    expect(takesRegion(SPACES, "us-east-1")).toBe(true);
    expect(takesRegion(SUPABASE, "eu-central-2")).toBe(true);
    expect(takesRegion("https://s3.example.com", "whatever")).toBe(true);
  });

  test("only Tigris wants the bucket before the host", () => {
    expect(GOOD.filter(([endpoint]) => addressingOf(endpoint) === "virtual").map(([, id]) => id)).toEqual([
      "tigris",
      "tigris",
    ]);
    expect(addressingOf("http://127.0.0.1:9000")).toBe("path");
  });

  test("an endpoint of nobody known is taken as it is", () => {
    for (const endpoint of [
      "https://s3.example.com",
      "http://minio:9000",
      "https://s3.fr-par.scw.cloud",
      "not a url",
      "",
    ]) {
      expect(serviceOf(endpoint)).toBeNull();
      expect(regionOf(endpoint)).toBeNull();
    }
    expect(serviceOf(null)).toBeNull();
    // A name that only ends like one of theirs is not theirs.
    for (const host of ["evilbackblazeb2.com", "s3.us-west-004.backblazeb2.com.example.com", "xr2.dev"]) {
      expect(ownerOf(host), host).toBeNull();
    }
  });
});

describe("spellings that mean the same become one", () => {
  test.each([
    [`${B2}/`, B2],
    [`${B2}///`, B2],
    ["s3.us-west-004.backblazeb2.com", B2],
    ["HTTPS://S3.US-West-004.BackblazeB2.com", B2],
    [`${ACCOUNT.toUpperCase()}.r2.cloudflarestorage.com/`, R2],
    ["nyc3.digitaloceanspaces.com", SPACES],
    [`${SUPABASE}/`, SUPABASE],
    ["abcdefghijklmnopqrst.supabase.co/storage/v1/s3", SUPABASE],
    ["t3.storage.dev", TIGRIS],
    ["https://S3.Example.com/Path/", "https://s3.example.com/Path"],
  ])("%s", (typed, tidy) => {
    expect(tidyEndpoint(typed)).toBe(tidy);
    expect(endpointUrlProblem(tidy)).toBeNull();
  });

  test.each([
    "s3.example.com",
    "https:s3.us-west-004.backblazeb2.com",
    "https:///s3.us-west-004.backblazeb2.com",
    "https://key:secret@s3.us-west-004.backblazeb2.com/",
    "https://s3.us-west-004.backblazeb2.com/?x=1",
    "javascript:alert(1)",
    "https://s3.example.com/a/../b/..",
  ])("%s is left to be refused", (typed) => {
    expect(endpointUrlProblem(tidyEndpoint(typed))).not.toBeNull();
  });

  test("whatever is typed: done once is done, and nothing wrong is made right by it", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.webUrl(), fc.constantFrom(...GOOD.map(([one]) => `${one}/x y`))),
        (typed) => {
          const once = tidyEndpoint(typed);
          expect(tidyEndpoint(once)).toBe(once);
          if (/[\s<>"'`\\]/.test(typed)) expect(endpointUrlProblem(once)).not.toBeNull();
        },
      ),
    );
  });
});

/** What must stand in the sentence: the right endpoint, or the form of one. */
const WRONG: readonly [typed: string, sentence: RegExp, right: string][] = [
  // The bucket in the path, as R2's dashboard shows it, or before the host.
  [`${R2}/clinic-media`, /bucket \(clinic-media\) does not belong/, R2],
  [`https://clinic-media.${ACCOUNT}.r2.cloudflarestorage.com`, /bucket \(clinic-media\) does not belong/, R2],
  [
    `https://clinic-media.${ACCOUNT}.eu.r2.cloudflarestorage.com`,
    /does not belong/,
    `https://${ACCOUNT}.eu.r2.cloudflarestorage.com`,
  ],
  ["https://clinic-media.s3.us-west-004.backblazeb2.com", /does not belong/, B2],
  [`${B2}/clinic-media/media`, /bucket \(clinic-media\)/, B2],
  ["https://clinic-media.nyc3.digitaloceanspaces.com", /does not belong/, SPACES],
  ["https://clinic.media.nyc3.digitaloceanspaces.com", /bucket \(clinic\.media\)/, SPACES],
  [`${SPACES}/clinic-media`, /does not belong/, SPACES],
  [`${SUPABASE}/clinic-media`, /does not belong/, SUPABASE],
  ["https://clinic-media.t3.storage.dev", /does not belong/, TIGRIS],
  ["https://clinic-media.fly.storage.tigris.dev", /does not belong/, "https://fly.storage.tigris.dev"],
  // Dashboards, downloads, CDNs, other APIs.
  [`https://dash.cloudflare.com/${ACCOUNT}/r2/default/buckets/clinic`, /not of its S3 endpoint/, "ACCOUNT_ID.r2"],
  ["https://pub-0123456789abcdef.r2.dev", /not of its S3 endpoint/, "ACCOUNT_ID.r2"],
  ["https://r2.cloudflarestorage.com", /not of its S3 endpoint/, "ACCOUNT_ID.r2"],
  ["https://eu.r2.cloudflarestorage.com", /not of its S3 endpoint/, "ACCOUNT_ID.r2"],
  ["https://secure.backblaze.com/b2_buckets.htm", /not of its S3 endpoint/, "s3.REGION.backblazeb2.com"],
  ["https://f004.backblazeb2.com/file/clinic", /not of its S3 endpoint/, "s3.REGION.backblazeb2.com"],
  ["https://api.backblazeb2.com", /not of its S3 endpoint/, "s3.REGION.backblazeb2.com"],
  ["https://s3.backblazeb2.com", /not of its S3 endpoint/, "s3.REGION.backblazeb2.com"],
  ["https://cloud.digitalocean.com/spaces/clinic?i=1", /no user, password, \? or #/, ""],
  ["https://cloud.digitalocean.com/spaces/clinic", /not of its S3 endpoint/, "REGION.digitaloceanspaces.com"],
  ["https://clinic.nyc3.cdn.digitaloceanspaces.com", /not of its S3 endpoint/, "REGION.digitaloceanspaces.com"],
  ["https://digitaloceanspaces.com", /not of its S3 endpoint/, "REGION.digitaloceanspaces.com"],
  ["https://clinic.digitaloceanspaces.com", /not of its S3 endpoint/, "REGION.digitaloceanspaces.com"],
  ["https://supabase.com/dashboard/project/abcdefghij/storage/s3", /not of its S3 endpoint/, "/storage/v1/s3"],
  ["https://abcdefghijklmnopqrst.supabase.co", /S3 endpoint of Supabase/, SUPABASE],
  ["https://abcdefghijklmnopqrst.supabase.co/storage/v1/object/public/x", /S3 endpoint of Supabase/, SUPABASE],
  ["https://console.storage.dev/buckets", /not of its S3 endpoint/, TIGRIS],
  // In the clear, or at another port.
  ["http://s3.us-west-004.backblazeb2.com", /only to HTTPS/, B2],
  [`http://${ACCOUNT}.r2.cloudflarestorage.com`, /only to HTTPS/, R2],
  ["https://nyc3.digitaloceanspaces.com:8443", /only to HTTPS/, SPACES],
  // Not copied whole, or not filled in.
  [`https://${ACCOUNT.slice(0, 30)}.r2.cloudflarestorage.com`, /account ID of Cloudflare has 32/, ""],
  ["https://<ACCOUNT_ID>.r2.cloudflarestorage.com", /still has a placeholder/, ""],
  ["https://account_id.r2.cloudflarestorage.com", /still has a placeholder/, ""],
  ["https://s3.<region>.backblazeb2.com", /still has a placeholder/, ""],
  ["https://{region}.digitaloceanspaces.com", /still has a placeholder/, ""],
];

describe("an endpoint that cannot be one says what is wrong, and what would be right", () => {
  test.each(WRONG)("%s", (typed, sentence, right) => {
    const problem = endpointUrlProblem(tidyEndpoint(typed));
    expect(problem?.en).toMatch(sentence);
    expect(problem?.en).toContain(right);
    expect(problem?.es).toContain(right);
    expect(problem?.es).not.toBe(problem?.en);
    expect(`${problem?.en}${problem?.es}`).not.toContain("undefined");
    // What is proposed is not refused in turn.
    const proposed = /https:\/\/[^\s,]+/.exec(problem?.en ?? "")?.[0];
    if (proposed !== undefined && !/[A-Z]/.test(proposed)) expect(endpointUrlProblem(proposed)).toBeNull();
  });
});

describe("the bucket's name in the endpoint of a service that is not known", () => {
  test.each([
    ["https://s3.example.com/clinic-media", "path", "https://s3.example.com,"],
    ["https://s3.example.com/base/clinic-media/", "path", "https://s3.example.com/base,"],
    ["https://clinic-media.s3.example.com", "host", "https://s3.example.com "],
    ["http://clinic-media.minio:9000", "host", "http://minio:9000 "],
  ])("%s", (endpoint, where, right) => {
    const held = bucketInEndpoint(endpoint, "clinic-media");
    expect(held?.where).toBe(where);
    expect(held?.problem.en).toContain(right);
  });

  test.each(["https://s3.example.com", "https://s3.example.com/clinic", "https://clinic-media-2.example.com", "", "x"])(
    "%s does not hold it",
    (endpoint) => {
      expect(bucketInEndpoint(endpoint, "clinic-media")).toBeNull();
    },
  );
});

describe("every record of the table", () => {
  test.each(SERVICES.map((service) => [service.id, service] as const))("%s is whole", (id, service) => {
    expect(serviceById(id)).toBe(service);
    expect(new URL(service.docsUrl).protocol).toBe("https:");
    expect(new URL(service.keysUrl).protocol).toBe("https:");
    for (const text of [service.publicAccess]) expect(text.en).not.toBe(text.es);
    if (service.region.kind === "fixed") expect(regionProblem(service.region.value)).toBeNull();
    const part = endpointPart(service);
    if (part === null) return expect(endpointUrlProblem(service.form)).toBeNull();
    const endpoint = part.endpoint(part.example) ?? "";
    expect(endpointUrlProblem(endpoint)).toBeNull();
    expect(serviceOf(endpoint)).toBe(service);
    for (const wrong of ["", " ", "x", "../..", "a.b", "a/b", "https://x", `${part.example}.`, `${part.example} `]) {
      expect(part.endpoint(wrong), wrong).toBeNull();
    }
  });
});
