/**
 * What lies in a folder of a cloud, under the names that Django has for it. Listings come by kind of file and by kind of access, 500 at a
 * time: nothing is asked about single files, for the Admin API answers some hundred calls an hour.
 */
import { EXIT, Failure } from "../lib/failure.ts";
import * as say from "../messages/migrate-cloudinary.ts";
import type { Entry, LeftOut } from "../model/store.ts";
import { admin, type Cloud, type StoredAsset } from "../providers/cloudinary/api.ts";
import { assetOf, nameOf, type ResourceType } from "../providers/cloudinary/names.ts";
import { compareNames } from "./order.ts";

const RESOURCE_TYPES: readonly ResourceType[] = ["image", "video", "raw"];
/** The most that one call lists. https://cloudinary.com/documentation/admin_api#get_resources */
const PAGE = "500";

export interface CloudFolder {
  readonly cloud: Cloud;
  /** Without slashes at its ends; "" for the whole cloud. */
  readonly folder: string;
  /** Kinds of access to look at; of two files of one name, the one of the first counts. */
  readonly types: readonly [string, ...string[]];
  /**
   * `ours`: only what the generated storage finds again. `all`: files of others too, named after their public ID and format.
   * `public-id`: the public ID is the name, folder and all, as django-cloudinary-storage has it.
   */
  readonly names: "ours" | "all" | "public-id";
}

export interface CloudListing {
  /** In the order of names. */
  readonly entries: readonly Entry[];
  readonly leftOut: readonly LeftOut[];
  /** Assets of the names whose place their name alone does not tell. */
  readonly elsewhere: ReadonlyMap<string, StoredAsset>;
}

interface Found {
  readonly entry: Entry;
  readonly asset: StoredAsset;
  /** The lower, the better: ours before those of others, then in the order of `types`. */
  readonly rank: number;
}

/** Throws Failure where a listing is refused. */
export async function listCloud(where: CloudFolder): Promise<CloudListing> {
  const found = new Map<string, Found>();
  const leftOut: LeftOut[] = [];
  const wanted = where.types.flatMap((type) => RESOURCE_TYPES.map((resourceType) => ({ type, resourceType })));
  const take = (asset: StoredAsset, facts: Facts) => {
    const one = foundIn(where, asset, facts);
    if (one === null) return;
    const { name } = one.entry;
    if (facts.placeholder) {
      leftOut.push({ name, code: "only-a-backup", message: say.onlyABackup(name) });
      return;
    }
    const other = found.get(name);
    if (other !== undefined) {
      const loser = one.rank < other.rank ? other : one;
      leftOut.push({ name, code: "name-twice", message: say.nameTwice(name, placeOf(loser.asset)) });
      if (loser === one) return;
    }
    found.set(name, one);
  };
  await Promise.all(wanted.map((one) => listType(where, one, take)));
  const elsewhere = new Map<string, StoredAsset>();
  for (const [name, { asset, rank }] of found) if (rank > 0) elsewhere.set(name, asset);
  const entries = Array.from(found.values(), ({ entry }) => entry);
  return { entries: entries.sort((a, b) => compareNames(a.name, b.name)), leftOut, elsewhere };
}

async function listType(
  { cloud, folder }: CloudFolder,
  { type, resourceType }: { readonly type: string; readonly resourceType: ResourceType },
  take: (asset: StoredAsset, facts: Facts) => void,
): Promise<void> {
  const prefix: Record<string, string> = folder === "" ? {} : { prefix: `${folder}/` };
  let cursor: string | null = null;
  do {
    const query = { ...prefix, max_results: PAGE, ...(cursor === null ? {} : { next_cursor: cursor }) };
    const outcome = await admin(cloud, `resources/${resourceType}/${type}`, query);
    if (!outcome.ok) throw outcome.failure;
    const { resources, next_cursor: next } = outcome.answer.json;
    if (!Array.isArray(resources)) throw noListing(cloud.name);
    for (const one of resources as readonly unknown[]) {
      const facts = factsIn(one);
      if (facts === null) throw noListing(cloud.name);
      take({ resourceType, publicId: facts.publicId, type }, facts);
    }
    cursor = typeof next === "string" && next !== "" && next !== cursor ? next : null;
  } while (cursor !== null);
}

/** What the API says about an asset, in a listing, in its details and after an upload. */
export interface Facts {
  readonly publicId: string;
  readonly format: string | undefined;
  readonly bytes: number;
  readonly version: string;
  readonly modified: number;
  /** Hex MD5; null: not told, as in listings. */
  readonly etag: string | null;
  /** Deleted, and kept in the backup alone. */
  readonly placeholder: boolean;
}

/** null: this is no description of an asset. https://cloudinary.com/documentation/admin_api#get_resources */
export function factsIn(value: unknown): Facts | null {
  if (typeof value !== "object" || value === null) return null;
  const at = (name: string): unknown => Reflect.get(value, name);
  const [publicId, bytes, version, etag, format] = ["public_id", "bytes", "version", "etag", "format"].map(at);
  if (typeof publicId !== "string" || typeof bytes !== "number" || !/^\d+$/.test(String(version))) return null;
  const modified = Date.parse(String(at("created_at")));
  return {
    publicId,
    bytes,
    version: String(version),
    modified: Number.isNaN(modified) ? 0 : modified,
    format: typeof format === "string" ? format : undefined,
    etag: typeof etag === "string" && /^[0-9a-f]{32}$/.test(etag) ? etag : null,
    placeholder: at("placeholder") === true,
  };
}

export function entryOf(name: string, { bytes, version, modified }: Facts): Entry {
  return { name, size: bytes, mark: `v${version}`, modified };
}

/** null: not below the folder, or not ours where only ours count. */
function foundIn({ folder, types, names }: CloudFolder, asset: StoredAsset, facts: Facts): Found | null {
  const order = types.indexOf(asset.type);
  if (names === "public-id") {
    return { entry: entryOf(asset.publicId, facts), asset, rank: order + 1 };
  }
  const name = nameOf({ ...asset, ...(facts.format === undefined ? {} : { format: facts.format }) }, folder);
  if (name === null) return null;
  const own = assetOf(name, folder);
  const isOurs = own.publicId === asset.publicId && own.resourceType === asset.resourceType;
  if (!isOurs && names === "ours") return null;
  return { entry: entryOf(name, facts), asset, rank: isOurs ? order : order + types.length };
}

/** `image/upload/media/x`. */
function placeOf({ resourceType, type, publicId }: StoredAsset): string {
  return `${resourceType}/${type}/${publicId}`;
}

function noListing(cloud: string): Failure {
  return new Failure({ code: "not-cloudinary", exit: EXIT.failed, ...say.noListing(cloud) });
}
