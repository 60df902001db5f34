/**
 * Names of buckets: every rule of S3, and a proposal that keeps them. Light: no SDK.
 * Rules: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
import type { Text } from "../../lib/text.ts";
import * as say from "../../messages/s3-forms.ts";

const RESERVED_STARTS = ["xn--", "sthree-", "amzn-s3-demo-"];
const RESERVED_ENDS = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];
/** Account regional namespace (2026): https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html */
const ACCOUNT_REGIONAL = /^[a-z0-9-]+-\d{12}-[a-z]{2,}(?:-[a-z]+)+-\d+-an$/;

/** Why S3 would not take this name, or why its links would break; null: it is fine. The first rule broken, as one sentence. */
export function bucketNameProblem(name: string): Text | null {
  const end = RESERVED_ENDS.find((suffix) => name.endsWith(suffix));
  if (end !== undefined) return say.bucketReservedEnd(end);
  if (/^[A-Za-z0-9-]+$/.test(name) && name !== name.toLowerCase()) return say.bucketCapitals(name.toLowerCase());
  if (name.includes(".") && /^[a-z0-9.-]+$/.test(name)) return say.bucketDots;
  if (name !== "" && !/^[a-z0-9-]+$/.test(name)) return say.bucketCharacters;
  if (name.length < 3 || name.length > 63) return say.bucketLength;
  if (name.startsWith("-") || name.endsWith("-")) return say.bucketEnds;
  const start = RESERVED_STARTS.find((prefix) => name.startsWith(prefix));
  if (start !== undefined) return say.bucketReservedStart(start);
  if (name.endsWith("-an") && !isAccountRegional(name)) return say.bucketAccountRegional;
  return null;
}

/** The name belongs to one account and region by its form, and must be asked for as such when it is made. */
export function isAccountRegional(name: string): boolean {
  return ACCOUNT_REGIONAL.test(name);
}

/**
 * `<app>-media-<hex>`: readable, and not to be guessed by whoever wants to take the name first.
 * `app` may be any text (a folder's name); `hex` is 8 digits from the caller, so that this stays pure.
 */
export function proposeBucketName(app: string, hex: string): string {
  const tail = `-media-${hex}`;
  const words = app
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  const name = RESERVED_STARTS.some((start) => `${words}-`.startsWith(start)) ? `app-${words}` : words || "django";
  return name.slice(0, 63 - tail.length).replace(/-+$/, "") + tail;
}
