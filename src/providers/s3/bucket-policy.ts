/** A bucket policy as a document: our statement in it is known by its Sid, everything else keeps its place and its meaning. Pure. */
import type { Json } from "../../model/change.ts";
import { arnOf } from "./arn.ts";
import type { BucketAddress } from "./connection.ts";
import { keyBelow } from "./prefix.ts";

export const SID = "PublicReadMedia";

export type Statement = Readonly<Record<string, Json>>;
type Members = Readonly<Record<string, Json>>;

/** The members of the document as they were, and its statements. */
export interface BucketPolicy {
  readonly members: Members;
  readonly statements: readonly Statement[];
}

/** null: this is no policy that a statement could be added to. */
export function parsePolicy(text: string): BucketPolicy | null {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(document)) return null;
  const found = document.Statement;
  const statements = found === undefined ? [] : Array.isArray(found) ? found : [found];
  return statements.every(isRecord) ? { members: document, statements } : null;
}

/** As PutBucketPolicy takes it; null: nothing is left, and the policy is to be deleted (S3 takes no empty one). */
export function printPolicy(policy: BucketPolicy): string | null {
  if (policy.statements.length === 0) return null;
  return JSON.stringify({ ...policy.members, Statement: policy.statements });
}

/**
 * Anybody may read what lies below the prefix: not list it, and nothing else of the bucket. Throws Error for an empty prefix, with which
 * it would be the whole bucket. Source of the form:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html#example-bucket-policies-anonymous-user
 */
export function publicRead(address: Pick<BucketAddress, "bucket" | "region" | "prefix">): Statement {
  if (address.prefix === "") throw new Error("a public statement without a prefix");
  const Resource = `${arnOf(address)}/${keyBelow(address.prefix, "*")}`;
  return { Sid: SID, Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource };
}

/** The statement of that Sid; null: none. */
export function bySid(policy: BucketPolicy | null): Statement | null {
  return policy?.statements.find(({ Sid }) => Sid === SID) ?? null;
}

/** It opens something to everybody, as ours do. A statement of our Sid that does not is somebody else's. */
export function opensToEverybody({ Effect, Principal }: Statement): boolean {
  return Effect === "Allow" && sameMeaning(everybody(Principal ?? null), "*");
}

/** `bucket/media/*`, without the part of the ARN that says nothing to people. */
export function resourcesOf({ Resource }: Statement): readonly string[] {
  const named = Array.isArray(Resource) ? Resource : [Resource ?? ""];
  return named.map((one) => String(one).replace(/^arn:[^:]*:s3:::/, ""));
}

/** With the statement of our Sid as given, in its place or at the end; null takes it out. */
export function withStatement(policy: BucketPolicy | null, ours: Statement | null): BucketPolicy {
  const before = policy ?? { members: { Version: "2012-10-17" }, statements: [] };
  const statements: Statement[] = [];
  let placed = ours === null;
  for (const statement of before.statements) {
    if (statement.Sid !== SID) statements.push(statement);
    else if (!placed && ours !== null) {
      statements.push(sameStatement(statement, ours) ? statement : ours);
      placed = true;
    }
  }
  if (!placed && ours !== null) statements.push(ours);
  return { members: before.members, statements };
}

function sameStatement(a: Statement, b: Statement): boolean {
  const plain = (statement: Statement) => ({ ...statement, Principal: everybody(statement.Principal ?? null) });
  return sameMeaning(plain(a), plain(b));
}

/** Two texts of a policy that mean the same: services hand it back with other white space, and lists in an order of their own. */
export function samePolicy(a: string | null, b: string | null): boolean {
  if (a === null || b === null || a === b) return a === b;
  const [left, right] = [parsePolicy(a), parsePolicy(b)];
  if (left === null || right === null) return false;
  const document = ({ members, statements }: BucketPolicy) => ({ ...members, Statement: statements });
  return sameMeaning(document(left), document(right));
}

/**
 * A CloudFront distribution may read the bucket by its own identity (OAC, or the older OAI): then nobody else needs to.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
 */
export function letsCloudFrontRead(policy: BucketPolicy | null): boolean {
  return (policy?.statements ?? []).some(({ Effect, Principal, Action }) => {
    if (Effect !== "Allow" || !isRecord(Principal)) return false;
    const { Service, AWS } = Principal;
    const distribution =
      names(Service).includes("cloudfront.amazonaws.com") || names(AWS).some((name) => /:cloudfront:user\//.test(name));
    return distribution && names(Action).some((name) => /^(?:s3:)?(?:GetObject|Get\*|\*)$/i.test(name));
  });
}

function names(value: Json | undefined): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === "string");
}

/** `{"AWS": "*"}` is another way to write it. */
function everybody(principal: Json): Json {
  const only = isRecord(principal) && Object.keys(principal).length === 1 ? principal.AWS : undefined;
  return only === "*" || (Array.isArray(only) && only.includes("*")) ? "*" : principal;
}

function sameMeaning(a: Json, b: Json): boolean {
  return JSON.stringify(canonical(a)) === JSON.stringify(canonical(b));
}

/** Keys and lists in one order; a list of one is what is in it. */
function canonical(value: Json): Json {
  if (Array.isArray(value)) {
    const all = value.map((one) => canonical(one)).sort((x, y) => (JSON.stringify(x) < JSON.stringify(y) ? -1 : 1));
    return all.length === 1 ? (all[0] ?? null) : all;
  }
  if (!isRecord(value)) return value;
  const sorted = Object.keys(value).sort();
  return sorted.map((key) => [key, canonical(value[key] ?? null)]);
}

function isRecord(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
