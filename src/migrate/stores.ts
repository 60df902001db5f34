/** What --from and --to may name, and which two of them must not be copied into one another. Pure. */
import path from "node:path";
import { Failure } from "../lib/failure.ts";
import { isInside } from "../lib/paths.ts";
import * as say from "../messages/migrate.ts";

export type StoreFlag = "--from" | "--to";

export type StoreSpec =
  | { readonly kind: "folder"; readonly folder: string; readonly given: string }
  | { readonly kind: "s3"; readonly bucket: string; readonly prefix: string }
  /** The disk of the Render service, where it is mounted. */
  | { readonly kind: "disk" }
  | { readonly kind: "configured" };

/** Older buckets than the rules of today may have capitals, underscores and dots: they can still be read from. */
const BUCKET = /^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/;

/** `directory`: what a relative folder counts from. Throws Failure, exit 2. */
export function parseStore(flag: StoreFlag, value: string, directory: string): StoreSpec {
  const word = value.trim();
  if (word === "configured") return { kind: "configured" };
  if (word === "disk") return { kind: "disk" };
  const scheme = /^(s3|cloudinary|[a-z][a-z0-9+.-]+(?=:\/\/)):(\/\/)?/i.exec(word);
  if (scheme === null) return { kind: "folder", folder: path.resolve(directory, value), given: value };
  const rest = word.slice(scheme[0].length);
  switch ((scheme[1] ?? "").toLowerCase()) {
    case "s3":
      return bucketIn(flag, word, rest);
    case "cloudinary":
      throw new Failure(say.storeNotBuilt(flag, word));
    default:
      throw new Failure(say.storeUnknown(flag, word));
  }
}

function bucketIn(flag: StoreFlag, word: string, rest: string): StoreSpec {
  const slash = rest.indexOf("/");
  const bucket = slash === -1 ? rest : rest.slice(0, slash);
  if (!/^s3:\/\//i.test(word) || !BUCKET.test(bucket)) throw new Failure(say.bucketMalformed(flag, word));
  const prefix = slash === -1 ? "" : rest.slice(slash + 1).replace(/\/$/, "");
  if (prefix !== "" && prefix.split("/").some((part) => part === "" || part === "." || part === "..")) {
    throw new Failure(say.prefixMalformed(flag, word));
  }
  return { kind: "s3", bucket, prefix };
}

/** A store where it really is: a folder by its real path, a bucket by the server that answers for it. */
export type Whereabouts =
  | { readonly kind: "folder"; readonly folder: string }
  | { readonly kind: "s3"; readonly service: string; readonly prefix: string };

/** One is the other, or lies in it: the copy would find its own copies. */
export function overlap(from: Whereabouts, to: Whereabouts): boolean {
  if (from.kind === "folder" && to.kind === "folder")
    return isInside(from.folder, to.folder) || isInside(to.folder, from.folder);
  if (from.kind !== "s3" || to.kind !== "s3" || from.service !== to.service) return false;
  const [a, b] = [from.prefix, to.prefix].map((prefix) => (prefix === "" ? "" : `${prefix}/`));
  return a !== undefined && b !== undefined && (a.startsWith(b) || b.startsWith(a));
}
