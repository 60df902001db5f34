/** Names and addresses for S3, by example and by property: what is refused, and that nothing hostile passes. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bucketNameProblem, isAccountRegional, proposeBucketName } from "../../../src/providers/s3/bucket-name.ts";
import {
  corsOriginProblem,
  customDomainProblem,
  endpointUrlProblem,
  tidyOrigin,
} from "../../../src/providers/s3/origins.ts";
import { prefixProblem, tidyPrefix } from "../../../src/providers/s3/prefix.ts";
import { awsRegionProblem, nearestRegion, REGION_NAMES, regionProblem } from "../../../src/providers/s3/regions.ts";

/** What people paste and attackers try. None of it is a name, a prefix, a region, an endpoint, a domain or an origin. */
const HOSTILE = [
  "a b",
  "line\nbreak",
  "tab\tulation",
  "nul\0byte",
  "'''",
  '"quoted"',
  "`backticks`",
  `$${"{HOME}"}`,
  "$(id)",
  "{{ value }}",
  "{% raw %}",
  "<script>",
  "a;rm -rf",
  "a|b",
  "a\\b",
  "año",
  "медиа",
  "\u202Egnp",
  "\uFEFFmedia",
  "😀",
  "%2e%2e",
  "-- ",
];

describe("bucket names", () => {
  test.each([
    ["ab", /3 to 63/],
    ["a".repeat(64), /3 to 63/],
    ["Clinic-Media", /capital.*clinic-media/],
    ["clinic.media", /dots/],
    ["192.168.5.4", /dots/],
    ["clinic_media", /only/],
    ["-clinic", /starts and ends/],
    ["clinic-", /starts and ends/],
    ["xn--clinic", /xn--/],
    ["sthree-clinic", /sthree-/],
    ["sthree-configurator", /sthree-/],
    ["amzn-s3-demo-clinic", /amzn-s3-demo-/],
    ["clinic-s3alias", /-s3alias/],
    ["clinic--ol-s3", /--ol-s3/],
    ["clinic.mrap", /\.mrap/],
    ["clinic--x-s3", /--x-s3/],
    ["clinic--table-s3", /--table-s3/],
    ["clinic-an", /account/],
    ["", /3 to 63/],
  ])("%s is refused", (name, why) => {
    expect(bucketNameProblem(name)?.en).toMatch(why);
    expect(bucketNameProblem(name)?.es).toBeTruthy();
  });

  test.each(["abc", "a".repeat(63), "santasofia-media-5f0c91ab", "0-0", "clinic-an-x", "clinic--media"])(
    "%s is fine",
    (name) => {
      expect(bucketNameProblem(name)).toBeNull();
    },
  );

  test("the account-regional form may end with -an", () => {
    expect(bucketNameProblem("clinic-123456789012-us-west-2-an")).toBeNull();
    expect(isAccountRegional("clinic-123456789012-us-west-2-an")).toBe(true);
    expect(isAccountRegional("clinic-12345678901-us-west-2-an")).toBe(false);
  });

  test.each(HOSTILE)("%j is refused", (name) => {
    expect(bucketNameProblem(name)).not.toBeNull();
    expect(bucketNameProblem(`clinic${name}`)).not.toBeNull();
  });

  test("whatever passes is what S3 takes", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."ab0-.xA_\n s3én"), minLength: 1, maxLength: 66 }), (name) => {
        if (bucketNameProblem(name) === null) expect(name).toMatch(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/);
      }),
    );
  });

  test("every proposal keeps the rules, whatever the app is called", () => {
    const hex = fc.stringMatching(/^[0-9a-f]{8}$/);
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("xn--x", "sthree", "amzn-s3-demo", "-", "")),
        hex,
        (app, digits) => {
          const name = proposeBucketName(app, digits);
          expect(bucketNameProblem(name)).toBeNull();
          expect(name.endsWith(`-media-${digits}`)).toBe(true);
        },
      ),
    );
  });

  test("a proposal is readable", () => {
    expect(proposeBucketName("Clínica Santa Sofía", "5f0c91ab")).toBe("clinica-santa-sofia-media-5f0c91ab");
    expect(proposeBucketName("日本", "5f0c91ab")).toBe("django-media-5f0c91ab");
    expect(proposeBucketName("x".repeat(200), "5f0c91ab")).toHaveLength(63);
  });
});

describe("regions", () => {
  test("each region of Render has its neighbour, and one that we do not know has Oregon's", () => {
    expect(["oregon", "ohio", "virginia", "frankfurt", "singapore", null, "mars"].map(nearestRegion)).toEqual([
      "us-west-2",
      "us-east-2",
      "us-east-1",
      "eu-central-1",
      "ap-southeast-1",
      "us-west-2",
      "us-west-2",
    ]);
  });

  test("every region that we know passes both judges", () => {
    for (const id of Object.keys(REGION_NAMES)) expect([awsRegionProblem(id), regionProblem(id)]).toEqual([null, null]);
  });

  test.each(["auto", "us-west-004", "nyc3", "eu-central-003", "us-east-9"])(
    "%s has the form of a region somewhere",
    (id) => {
      expect(regionProblem(id)).toBeNull();
    },
  );

  test.each([
    ["us-west2", /us-west-2/],
    ["uswest2", /us-west-2/],
    ["oregon", /us-west-2/],
    ["auto", /not how AWS/],
    ["mars", /not how AWS/],
  ])("AWS has no region %s", (id, hint) => {
    expect(awsRegionProblem(id)?.en).toMatch(hint);
  });

  test("a region that AWS opens tomorrow is not refused", () => {
    expect(awsRegionProblem("us-south-7")).toBeNull();
    expect(awsRegionProblem("eusc-de-east-1")).toBeNull();
  });

  test.each([...HOSTILE, "US-WEST-2", "-a", "a-", "", "constructor()", "x".repeat(40)])("%j is refused", (id) => {
    expect(regionProblem(id)).not.toBeNull();
    expect(awsRegionProblem(id)).not.toBeNull();
  });

  test("names of object members are not regions", () => {
    expect(awsRegionProblem("constructor")).not.toBeNull();
    expect(nearestRegion("constructor")).toBe("us-west-2");
  });
});

describe("prefixes", () => {
  test.each(["", "media", "clinic/media", "a.b/c_d-e", "Media2", "..a"])("%j is fine", (prefix) => {
    expect(prefixProblem(prefix)).toBeNull();
  });

  test.each([...HOSTILE, "/media", "media/", "a//b", "..", "a/../b", ".", "a/./b", "x".repeat(201)])(
    "%j is refused",
    (prefix) => {
      expect(prefixProblem(prefix)).not.toBeNull();
    },
  );

  test("slashes at the ends are taken off before judging", () => {
    expect(["/media/", "media", " media/ ", "/", ""].map(tidyPrefix)).toEqual(["media", "media", "media", "", ""]);
  });
});

describe("endpoints", () => {
  test.each([
    "https://s3.eu-central-003.backblazeb2.com",
    "https://abc.r2.cloudflarestorage.com/",
    "https://xyz.supabase.co/storage/v1/s3",
    "http://127.0.0.1:9000",
    "http://localhost:9000",
    "http://minio:9000",
    "http://10.1.2.3",
    "http://minio.internal",
    "https://[::1]:9000",
  ])("%s is fine", (url) => {
    expect(endpointUrlProblem(url)).toBeNull();
  });

  test.each([
    ...HOSTILE,
    ...HOSTILE.map((text) => `https://s3.example.com/${text}`),
    "s3.example.com",
    "ftp://s3.example.com",
    "https://",
    "https:///path",
    "https:s3.example.com",
    "http://s3.example.com",
    "http://8.8.8.8",
    "https://key:secret@s3.example.com",
    "https://@s3.example.com",
    "https://s3.example.com?x=1",
    "https://s3.example.com#x",
    "https://s3.us-east-1.amazonaws.com",
    "https://bad_host_.example.com",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "",
  ])("%j is refused", (url) => {
    expect(endpointUrlProblem(url)).not.toBeNull();
  });
});

describe("domains", () => {
  test.each(["d111111abcdef8.cloudfront.net", "media.clinic.cl"])("%s is fine", (domain) => {
    expect(customDomainProblem(domain)).toBeNull();
  });

  test.each([
    ...HOSTILE,
    "https://media.clinic.cl",
    "media.clinic.cl/",
    "media.clinic.cl:443",
    "localhost",
    "-a.cl",
    "a..cl",
    "",
  ])("%j is refused", (domain) => {
    expect(customDomainProblem(domain)).not.toBeNull();
  });
});

describe("origins", () => {
  test.each([
    "https://clinic.onrender.com",
    "http://localhost:8000",
    "https://*.clinic.cl",
    "*",
    "https://clinic.cl:8443",
    "https://[::1]:80",
  ])("%s is fine", (origin) => {
    expect(corsOriginProblem(origin)).toBeNull();
  });

  test.each([
    ...HOSTILE,
    ...HOSTILE.map((text) => `https://clinic.cl${text}`),
    "clinic.onrender.com",
    "https://clinic.onrender.com/",
    "https://clinic.onrender.com/app",
    "https://*.*.cl",
    "https://user@clinic.cl",
    "https://clinic.cl?x",
    "https://clinic.cl#x",
    "null",
    "file://",
    "https://",
    "**",
    "",
  ])("%j is refused", (origin) => {
    expect(corsOriginProblem(origin)).not.toBeNull();
  });

  test("an origin is written as browsers send it", () => {
    expect(tidyOrigin("HTTPS://Clinic.onrender.com:443")).toBe("https://clinic.onrender.com");
    expect(tidyOrigin("https://*.clinic.cl")).toBe("https://*.clinic.cl");
    expect(tidyOrigin("nonsense")).toBe("nonsense");
  });
});
