/** What --from and --to may name, and which two of them must not be copied into one another. Pure. */
import path from "node:path";
import { Failure } from "../lib/failure.ts";
import { isInside } from "../lib/paths.ts";
import * as say from "../messages/migrate.ts";
import { cloudMalformed, folderMalformed, folderPath, optionUnknown } from "../messages/migrate-cloudinary.ts";
import type { Access } from "../model/answers.ts";
import { cloudNameProblem, folderProblem } from "../providers/cloudinary/forms.ts";

export type StoreFlag = "--from" | "--to";

export type StoreSpec =
  | { readonly kind: "folder"; readonly folder: string; readonly given: string }
  | { readonly kind: "s3"; readonly bucket: string; readonly prefix: string }
  | CloudSpec
  /** The disk of the Render service, where it is mounted. */
  | { readonly kind: "disk" }
  | { readonly kind: "configured" };

export interface CloudSpec {
  readonly kind: "cloudinary";
  readonly cloud: string;
  readonly folder: string;
  /** null: the app's own when written to, any when read. */
  readonly access: Access | null;
  /** Names are whole public IDs, as django-cloudinary-storage has them in the database. */
  readonly publicIds: boolean;
  /** As it was given, `?` and all; "" for none. */
  readonly query: string;
}

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
      return cloudIn(flag, word, rest);
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

/** `cloudinary://cloud/folder`; behind a `?`, `access` and `names` tell apart what one folder of a cloud may hold twice. */
function cloudIn(flag: StoreFlag, word: string, rest: string): CloudSpec {
  const [place = "", ...queries] = rest.split("?");
  const slash = place.indexOf("/");
  const cloud = slash === -1 ? place : place.slice(0, slash);
  if (!/^cloudinary:\/\//i.test(word) || cloudNameProblem(cloud) !== null) throw new Failure(cloudMalformed(flag));
  const folder = slash === -1 ? "" : place.slice(slash + 1).replace(/\/$/, "");
  // Folders of others may have any name; one that is written to must be one that the app's settings can have.
  const broken = folder !== "" && folder.split("/").some((part) => part === "" || part === "." || part === "..");
  const why = broken ? folderPath : flag === "--to" ? folderProblem(folder) : null;
  if (why !== null) throw new Failure(folderMalformed(flag, why));
  const query = queries.join("?");
  const options = new URLSearchParams(query);
  const access = options.get("access");
  const names = options.get("names");
  const known = [...options.keys()].every((name) => name === "access" || name === "names");
  const right =
    (access === null || isAccess(access)) && (names === null || (names === "public-id" && flag === "--from"));
  if (queries.length > 1 || !known || !right) throw new Failure(optionUnknown(flag));
  return {
    kind: "cloudinary",
    cloud,
    folder,
    access: access !== null && isAccess(access) ? access : null,
    publicIds: names !== null,
    query: query === "" ? "" : `?${query}`,
  };
}

function isAccess(word: string): word is Access {
  return word === "private" || word === "public";
}

/** A store where it really is: a folder by its real path, a bucket by the server that answers for it. */
export type Whereabouts =
  | { readonly kind: "folder"; readonly folder: string }
  | { readonly kind: "s3"; readonly service: string; readonly prefix: string }
  | {
      readonly kind: "cloudinary";
      /** Host and name. */
      readonly cloud: string;
      readonly folder: string;
      /** Kinds of access: one public ID may be there once for each. */
      readonly types: readonly string[];
    };

/** One is the other, or lies in it: the copy would find its own copies. */
export function overlap(from: Whereabouts, to: Whereabouts): boolean {
  if (from.kind === "folder" && to.kind === "folder")
    return isInside(from.folder, to.folder) || isInside(to.folder, from.folder);
  if (from.kind === "s3" && to.kind === "s3" && from.service === to.service) return nested(from.prefix, to.prefix);
  if (from.kind !== "cloudinary" || to.kind !== "cloudinary" || from.cloud !== to.cloud) return false;
  return from.types.some((type) => to.types.includes(type)) && nested(from.folder, to.folder);
}

function nested(...prefixes: readonly [string, string]): boolean {
  const [a, b] = prefixes.map((prefix) => (prefix === "" ? "" : `${prefix}/`));
  return a !== undefined && b !== undefined && (a.startsWith(b) || b.startsWith(a));
}
