/** Our statement in a policy of others: put in, replaced, taken out, and nothing else of the document touched. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json } from "../../../src/model/change.ts";
import {
  bySid,
  letsCloudFrontRead,
  opensToEverybody,
  parsePolicy,
  printPolicy,
  publicRead,
  resourcesOf,
  type Statement,
  samePolicy,
  withStatement,
} from "../../../src/providers/s3/bucket-policy.ts";

const BUCKET = { bucket: "clinic-media", region: "us-west-2", prefix: "media" };
const OURS = publicRead(BUCKET);
const OLD: Statement = { ...OURS, Resource: "arn:aws:s3:::clinic-media/uploads/*" };

const leaf = fc.oneof(fc.string(), fc.boolean(), fc.integer(), fc.array(fc.string(), { maxLength: 3 }));
const statement = fc
  .record(
    {
      Sid: fc.string().filter((sid) => sid !== "PublicReadMedia"),
      Effect: fc.constantFrom("Allow", "Deny"),
      Principal: fc.oneof(fc.constant("*"), fc.record({ AWS: leaf }), fc.record({ Service: leaf })),
      Action: leaf,
      Resource: leaf,
      Condition: fc.dictionary(fc.string(), fc.dictionary(fc.string(), leaf)),
    },
    { requiredKeys: ["Effect"] },
  )
  .map((one) => one as Statement);
const document = fc
  .record(
    { Version: fc.constantFrom("2012-10-17", "2008-10-17"), Id: fc.string(), Statement: fc.array(statement) },
    { requiredKeys: ["Statement"] },
  )
  .map((one) => one as Readonly<Record<string, Json>> & { readonly Statement: readonly Statement[] });

const parsed = (value: unknown) => {
  const policy = parsePolicy(JSON.stringify(value));
  if (policy === null) throw new Error("no policy");
  return policy;
};
const printed = (policy: ReturnType<typeof withStatement>): unknown => JSON.parse(printPolicy(policy) ?? "null");

describe("whatever others have written", () => {
  test("put in, it is there once and at the end; everything else as it was, to the byte", () => {
    fc.assert(
      fc.property(document, (theirs) => {
        const once = withStatement(parsed(theirs), OURS);
        expect(printed(once)).toEqual({ ...theirs, Statement: [...theirs.Statement, OURS] });
        expect(withStatement(once, OURS)).toEqual(once);
      }),
    );
  });

  test("taken out again, the document is what it was before", () => {
    fc.assert(
      fc.property(document, (theirs) => {
        const out = withStatement(withStatement(parsed(theirs), OURS), null);
        expect(printPolicy(out)).toBe(theirs.Statement.length === 0 ? null : JSON.stringify(theirs));
      }),
    );
  });

  test("an older one of ours is replaced in its place", () => {
    fc.assert(
      fc.property(document, document, (before, after) => {
        const all = [...before.Statement, OLD, ...after.Statement];
        const now = printed(withStatement(parsed({ ...before, Statement: all }), OURS));
        expect(now).toEqual({ ...before, Statement: [...before.Statement, OURS, ...after.Statement] });
      }),
    );
  });

  test("the same in another order of keys and lists, and with other white space, is the same; less is not", () => {
    fc.assert(
      fc.property(document, (theirs) => {
        const turned = JSON.stringify({ ...theirs, Statement: theirs.Statement.map(reversed).reverse() }, null, 2);
        expect(samePolicy(JSON.stringify(theirs), turned)).toBe(true);
        const more = JSON.stringify({ ...theirs, Statement: [...theirs.Statement, OURS] });
        expect(samePolicy(JSON.stringify(theirs), more)).toBe(false);
        expect(samePolicy(null, more)).toBe(false);
      }),
    );
  });
});

function reversed(value: Json): Json {
  if (Array.isArray(value)) return [...value].reverse().map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

describe("our statement", () => {
  test.each([
    ["us-west-2", "arn:aws:s3:::clinic-media/media/*"],
    ["cn-north-1", "arn:aws-cn:s3:::clinic-media/media/*"],
    ["us-gov-west-1", "arn:aws-us-gov:s3:::clinic-media/media/*"],
  ])("in %s it opens %s, and nothing but reading", (region, Resource) => {
    const whole = { Sid: "PublicReadMedia", Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource };
    expect(publicRead({ ...BUCKET, region })).toEqual(whole);
    expect(resourcesOf(whole)).toEqual(["clinic-media/media/*"]);
  });

  test("is never made for a whole bucket", () => {
    expect(() => publicRead({ ...BUCKET, prefix: "" })).toThrow();
  });

  test("in S3's own writing it is still ours, and not written again", () => {
    const theirs = { ...OURS, Principal: { AWS: "*" }, Action: ["s3:GetObject"] };
    expect(withStatement(parsed({ Statement: [theirs] }), OURS).statements).toEqual([theirs]);
  });

  test.each([
    ["a denial", { ...OURS, Effect: "Deny" }, false],
    ["one for an account", { ...OURS, Principal: { AWS: "123456789012" } }, false],
    ["one for everybody and a service", { ...OURS, Principal: { AWS: "*", Service: "x.amazonaws.com" } }, false],
    ["one without a principal", { Sid: "PublicReadMedia", Effect: "Allow" }, false],
    ["everybody, as a list", { ...OURS, Principal: { AWS: ["*"] } }, true],
  ])("%s under our Sid: ours %#", (_, statement, ours) => {
    expect(opensToEverybody(statement as Statement)).toBe(ours);
  });
});

test.each(["", "{", "[]", "null", '"*"', "7", '{"Statement": 7}', '{"Statement": ["x"]}', '{"Statement": [null]}'])(
  "%j is no policy that could be added to",
  (text) => {
    expect(parsePolicy(text)).toBeNull();
  },
);

test("one statement without a list around it counts", () => {
  expect(bySid(parsePolicy(JSON.stringify({ Statement: OURS })))).toEqual(OURS);
});

test.each([
  [{ Service: "cloudfront.amazonaws.com" }, "s3:GetObject", true],
  [{ Service: ["x.amazonaws.com", "cloudfront.amazonaws.com"] }, ["s3:PutObject", "s3:GetObject"], true],
  [{ AWS: "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1" }, "s3:Get*", true],
  [{ Service: "cloudfront.amazonaws.com" }, "s3:ListBucket", false],
  [{ Service: "logging.s3.amazonaws.com" }, "s3:GetObject", false],
  [{ AWS: "arn:aws:iam::123456789012:root" }, "s3:*", false],
  ["*", "s3:GetObject", false],
])("CloudFront may read: %j %j %j", (Principal, Action, may) => {
  const one = { Effect: "Allow", Principal, Action, Resource: "arn:aws:s3:::clinic-media/*" };
  expect(letsCloudFrontRead(parsed({ Statement: [one] }))).toBe(may);
  expect(letsCloudFrontRead(parsed({ Statement: [{ ...one, Effect: "Deny" }] }))).toBe(false);
});
