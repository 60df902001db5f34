/** Lists of objects: every key comes out as it went in, encoded or not. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { errorIn, escapeText, readListPage } from "../../../../src/providers/s3/wire/xml.ts";

/** No half of a surrogate pair: no key can hold one. */
const WELL_FORMED = /^\P{Cs}*$/u;
const keys = fc.array(
  fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => WELL_FORMED.test(text)),
  { maxLength: 5 },
);

function page(objects: readonly string[], encoded: boolean, next: string | null): string {
  const contents = objects.map(
    (key, index) =>
      `<Contents><Key>${key}</Key><LastModified>2026-11-24T13:47:03.000Z</LastModified><ETag>&quot;abc${index}&quot;</ETag><Size>${index}</Size></Contents>`,
  );
  return `<?xml version="1.0"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><IsTruncated>${next !== null}</IsTruncated>${
    next === null ? "" : `<NextContinuationToken>${escapeText(next)}</NextContinuationToken>`
  }${encoded ? "<EncodingType>url</EncodingType>" : ""}${contents.join("")}</ListBucketResult>`;
}

test("keys as S3 encodes them", () => {
  fc.assert(
    fc.property(keys, fc.option(fc.constant("a&b<c>==")), (objects, next) => {
      // A plus for a space is how forms encode, and S3 does.
      const sent = objects.map((key) => encodeURIComponent(key).replaceAll("%20", "+").replaceAll("%2F", "/"));
      const read = readListPage(page(sent, true, next));
      expect(read.objects.map(({ key }) => key)).toEqual(objects);
      expect(read.objects.map(({ size, etag }) => [size, etag])).toEqual(
        objects.map((_, index) => [index, `abc${index}`]),
      );
      expect(read.next).toBe(next);
    }),
  );
});

test("keys in plain XML", () => {
  fc.assert(
    fc.property(keys, (objects) => {
      const sent = objects.map((key) =>
        escapeText(key).replace(/[\p{Cc}']/gu, (sign) => `&#x${(sign.codePointAt(0) ?? 0).toString(16)};`),
      );
      expect(readListPage(page(sent, false, null)).objects.map(({ key }) => key)).toEqual(objects);
    }),
  );
});

test("what is no list, or was cut, is an error", () => {
  expect(() => readListPage("<html></html>")).toThrow();
  expect(() => readListPage("")).toThrow();
  const whole = page(["a", "b"], true, null);
  expect(() => readListPage(whole.slice(0, whole.indexOf("</Contents>") - 1))).toThrow();
  expect(() => readListPage(whole.replace("<Size>1</Size>", ""))).toThrow();
  expect(() => readListPage(whole.replace("<IsTruncated>false", "<IsTruncated>true"))).toThrow();
});

test("an error, and what is none", () => {
  expect(errorIn("<Error><Code>SlowDown</Code><Message>a &amp; b</Message></Error>")).toEqual({
    code: "SlowDown",
    message: "a & b",
    region: null,
  });
  expect(errorIn("<CopyObjectResult/>")).toBeNull();
});
