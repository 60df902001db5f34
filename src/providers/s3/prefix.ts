/** The folder in the bucket that holds the media. Light: no SDK. */
import type { Text } from "../../lib/text.ts";
import * as say from "../../messages/s3-forms.ts";

/**
 * Why this prefix would break keys or links; null: it is fine, and so is the empty one (the whole bucket).
 * django-storages refuses a leading slash (check_location); `.` and `..` vanish in URLs; the characters are those that S3
 * calls safe, less the ones that a shell or a URL reads as its own:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
 */
export function prefixProblem(value: string): Text | null {
  if (value === "") return null;
  if (!/^[A-Za-z0-9._/-]+$/.test(value)) return say.prefixCharacters;
  const folders = value.split("/");
  if (folders.includes("")) return say.prefixSlashes;
  if (folders.some((folder) => folder === "." || folder === "..")) return say.prefixDots;
  return value.length > 200 ? say.prefixLength : null;
}

/** `media/`, `/media` and `media` are the same prefix; AWS_LOCATION is often written with its slash. */
export function tidyPrefix(value: string): string {
  return value.trim().replace(/^\/+|\/+$/g, "");
}

/** The key of `name` below `prefix`. */
export function keyBelow(prefix: string, name: string): string {
  return prefix === "" ? name : `${prefix}/${name}`;
}

/** Every object that this tool makes in a bucket has this at the start of its name, below the prefix. */
export const MARK = ".vet-media-setup-";
