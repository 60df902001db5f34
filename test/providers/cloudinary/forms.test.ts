/** What cannot be right by its form, before anything is sent anywhere. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  cloudNameProblem,
  folderProblem,
  tidyFolder,
  tidyUploadPrefix,
  uploadPrefixProblem,
} from "../../../src/providers/cloudinary/forms.ts";
import {
  API_KEY,
  API_SECRET,
  keyProblem,
  pairProblem,
  parseCloudinaryUrl,
} from "../../../src/providers/cloudinary/keys.ts";

const SECRET = "aBcDeFgHiJkLmNoPqRsTuVwXyZ1";

test.each(["demo", "clinic-test", "dxyz123ab", "My-Cloud_2", "ab"])("%s may be a cloud name", (name) => {
  expect(cloudNameProblem(name)).toBeNull();
});
test.each(["", "a", "1clinic", "my clinic", "clínica", "<cloud_name>", "a/b", "x".repeat(129), "cloud.name", "@demo"])(
  "%j is no cloud name",
  (name) => expect(cloudNameProblem(name)).not.toBeNull(),
);

test.each(["", "media", "clinic/media", "a.b/c_d-e", "version1", "v1x"])("%j may be a folder", (folder) => {
  expect(folderProblem(folder)).toBeNull();
});
test.each(["/media", "media/", "a//b", "a/../b", ".", "v1", "media/v2024", "me dia", "médica", "a&b", "x".repeat(101)])(
  "%j is no folder",
  (folder) => expect(folderProblem(folder)).not.toBeNull(),
);
test("slashes at the ends of a folder are not part of it", () => {
  expect([tidyFolder("/media/"), tidyFolder(" a/b/ ")]).toEqual(["media", "a/b"]);
});

test.each([
  "https://api.cloudinary.com",
  "https://api-eu.cloudinary.com",
  "http://127.0.0.1:8080",
  "http://localhost:1",
  "http://[::1]:1",
  "https://proxy.example:8443",
])("%s may be an API host", (prefix) => expect(uploadPrefixProblem(prefix)).toBeNull());
test.each([
  "api.cloudinary.com",
  "ftp://api.cloudinary.com",
  "http://api.cloudinary.com",
  "http://10.0.0.1",
  "https://api.cloudinary.com/v1_1",
  "https://user:pw@api.cloudinary.com",
  "https://api.cloudinary.com?x=1",
  "https://api.cloudinary.com#x",
  "https://res.cloudinary.com",
  "https://api cloudinary.com",
  "https://",
  "https:///x",
  "https://api.cloudinary.com:99999",
  "https://api.cloudinary.com\n",
])("%j is no API host", (prefix) => expect(uploadPrefixProblem(prefix)).not.toBeNull());
test("the slash at the end of an API host is not part of it", () => {
  expect(tidyUploadPrefix("https://api-eu.cloudinary.com/")).toBe("https://api-eu.cloudinary.com");
});

describe("CLOUDINARY_URL", () => {
  test("is taken apart, percent-encoding undone, capitals kept", () => {
    expect(parseCloudinaryUrl(`cloudinary://123456789012345:${SECRET}@My-Cloud`)).toEqual({
      cloudName: "My-Cloud",
      apiKey: "123456789012345",
      apiSecret: SECRET,
    });
    expect(
      parseCloudinaryUrl(
        " CLOUDINARY://1%32:a%40b%3A%25@demo/cdn.example?secure=true&upload_prefix=https://api-eu.cloudinary.com/ ",
      ),
    ).toEqual({
      cloudName: "demo",
      apiKey: "12",
      apiSecret: "a@b:%",
      uploadPrefix: "https://api-eu.cloudinary.com",
    });
  });

  test("whatever key, secret and cloud, encoded, comes back", () => {
    const text = fc.string({ unit: "binary", minLength: 1 }).filter((one) => !/[<>]|\*{3}/.test(one));
    fc.assert(
      fc.property(text, text, (apiKey, apiSecret) => {
        const [key, secret] = [apiKey, apiSecret].map((one) =>
          encodeURIComponent(one).replace(/['!*()~]/g, (found) => `%${found.charCodeAt(0).toString(16)}`),
        );
        expect(parseCloudinaryUrl(`cloudinary://${key}:${secret}@demo`)).toEqual({
          cloudName: "demo",
          apiKey,
          apiSecret,
        });
      }),
    );
  });

  test("never throws, and never repeats what it was given", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (rest) => {
        for (const value of [
          rest,
          `cloudinary://${rest}`,
          `cloudinary://${rest}@demo`,
          `cloudinary://k:${SECRET}${rest}`,
        ]) {
          const found = parseCloudinaryUrl(value);
          if ("problem" in found) expect(found.problem.en).not.toContain(SECRET);
        }
      }),
    );
  });

  test.each([
    ["https://k:s@demo", /must start with cloudinary/],
    ["cloudinary:k:s@demo", /must start with cloudinary/],
    [`"cloudinary://k:${SECRET}@demo"`, /quotes/],
    [`CLOUDINARY_URL=cloudinary://k:${SECRET}@demo`, /own name/],
    ["cloudinary://k:s s@demo", /space/],
    ["cloudinary://<key>:<secret>@demo", /placeholder/],
    ["cloudinary://123:**********@demo", /stars/],
    ["cloudinary://k@demo", /the API secret/],
    ["cloudinary://:s@demo", /lacks the API key/],
    ["cloudinary://k:@demo", /lacks the API secret/],
    ["cloudinary://k:s@", /lacks the cloud name/],
    ["cloudinary://k:s", /lacks the cloud name/],
    ["cloudinary://", /lacks the API secret and the cloud name/],
    ["cloudinary://k:s%@demo", /percent-encoded/],
    ["cloudinary://k:a@b@demo", /percent-encoded/],
    ["cloudinary://k:s@my.cloud", /not a cloud name/],
    ["cloudinary://k:s@demo?upload_prefix=http://api.example.com", /upload_prefix in CLOUDINARY_URL/],
  ])("%s is refused by its own sentence", (value, words) => {
    const found = parseCloudinaryUrl(value);
    expect("problem" in found ? found.problem.en : found).toMatch(words);
  });
});

describe("keys", () => {
  test.each([
    [API_KEY, "874837483274837"],
    [API_KEY, "k"],
    [API_SECRET, SECRET],
    [API_SECRET, "with-hyphen_and_underscore"],
  ])("%s may be %s", (variable, value) => expect(keyProblem(variable, value)).toBeNull());

  test.each([
    [API_KEY, `"874837483274837"`, /quotes/],
    [API_SECRET, `${SECRET}'`, /quotes/],
    [API_SECRET, `${SECRET} `, /space/],
    [API_SECRET, "<your_api_secret>", /placeholder/],
    [API_KEY, "your_api_key", /placeholder/],
    [API_SECRET, "**********", /stars/],
    [API_SECRET, "cloudinary://k:s@demo", /belongs in CLOUDINARY_URL/],
    [API_SECRET, "señal", /no key of Cloudinary/],
    [API_KEY, SECRET, /looks like an API secret/],
  ])("%s=%s is refused", (variable, value, words) => expect(keyProblem(variable, value)?.en).toMatch(words));

  test("swapped, or the key twice", () => {
    expect(pairProblem(SECRET, "874837483274837")?.en).toMatch(/swapped/);
    expect(pairProblem("874837483274837", "874837483274837")?.en).toMatch(/only digits/);
    expect(pairProblem("874837483274837", SECRET)).toBeNull();
  });
});
