/** A cloud of Cloudinary, or a folder in it, as a store of media: each file is exactly the asset that the generated storage looks for. */
import { createHash, randomUUID } from "node:crypto";
import { Failure } from "../lib/failure.ts";
import type { Text } from "../lib/text.ts";
import { usageIs } from "../messages/cloudinary.ts";
import { nameImpossible, nameTaken } from "../messages/migrate.ts";
import * as say from "../messages/migrate-cloudinary.ts";
import {
  type Entry,
  type HeadersRule,
  type ListedPage,
  NotHere,
  type OpenObject,
  type Store,
  type WriteOptions,
} from "../model/store.ts";
import {
  admin,
  type Cloud,
  destroy,
  download,
  downloadLink,
  type Outcome,
  type StoredAsset,
  upload,
} from "../providers/cloudinary/api.ts";
import { assetOf, type ResourceType } from "../providers/cloudinary/names.ts";
import { usageIn } from "../providers/cloudinary/survey.ts";
import type { Budget } from "./budget.ts";
import { type CloudFolder, entryOf, type Facts, factsIn, listCloud } from "./cloudinary-list.ts";
import { CloudinaryObject, damaged, md5Of } from "./cloudinary-read.ts";
import { canReach } from "./reach.ts";

/** Sizes in bytes; tests make them small. */
export interface CloudinarySizes {
  /** Larger files are sent in pieces of `piece`, one after the other. */
  readonly whole: number;
  readonly piece: number;
  /** Cloudinary fetches no larger file by its link. */
  readonly link: number;
}

export const CLOUDINARY_SIZES: CloudinarySizes = {
  whole: 32 * 1024 * 1024,
  // As the SDKs have it; 5 MB is the least that Cloudinary takes.
  piece: 20_000_000,
  link: 100_000_000,
};
/** https://cloudinary.com/documentation/ts_permitted_naming_conventions */
const LONGEST_ID = 255;
/** Links that failed in a row, after which no further one is tried. */
const PATIENCE = 3;
const TRIES = 6;

export interface CloudinaryPlace extends Omit<CloudFolder, "cloud"> {
  readonly address: string;
}

interface More {
  readonly budget: Budget;
  readonly sizes?: CloudinarySizes;
}

export class CloudinaryStore implements Store {
  readonly ordered = true;
  readonly keepsHeaders = false;
  readonly address: string;
  readonly #cloud: Cloud;
  readonly #place: CloudFolder;
  readonly #sizes: CloudinarySizes;
  readonly #budget: Budget;
  readonly #stopping = new AbortController();
  #onBusy: () => void = () => {};
  #elsewhere: ReadonlyMap<string, StoredAsset> = new Map();
  #largest: Readonly<Partial<Record<ResourceType, number | null>>> = {};
  /** What the plan allows, in words; null before look("write"), and where it is not told. */
  limits: Text | null = null;
  /** Links that have failed in a row. */
  #failedLinks = 0;

  constructor(cloud: Cloud, place: CloudinaryPlace, more: More) {
    const signal = AbortSignal.any([cloud.signal, this.#stopping.signal]);
    this.#cloud = { ...cloud, signal, tries: TRIES, onBusy: () => this.#onBusy() };
    this.#place = { ...place, cloud: this.#cloud };
    this.address = place.address;
    this.#sizes = more.sizes ?? CLOUDINARY_SIZES;
    this.#budget = more.budget;
  }

  /** One call; two where the keys may not see the plan. Throws Failure for keys that are refused and a host that is not reached. */
  async look(use: "read" | "write"): Promise<void> {
    if (use === "write") {
      const usage = await admin(this.#cloud, "usage");
      if (usage.ok) {
        const found = usageIn(usage.answer.json);
        this.#largest = { image: found.largestImage, video: found.largestVideo, raw: found.largestRaw };
        this.limits = usageIs(found);
        return;
      }
      if (![401, 403, 404].includes(usage.refusal.status)) throw usage.failure;
    }
    const ping = await admin(this.#cloud, "ping");
    if (!ping.ok) throw ping.failure;
  }

  async prepare(): Promise<void> {}

  /** Assets are listed to the end before the first is told: their order is none of names. */
  async *list(): AsyncGenerator<ListedPage, void, undefined> {
    const { entries, leftOut, elsewhere } = await listCloud(this.#place);
    this.#elsewhere = elsewhere;
    yield { entries, leftOut };
  }

  async open(entry: Entry): Promise<OpenObject> {
    return new CloudinaryObject(this.#cloud, this.#assetOf(entry.name), entry);
  }

  /** A call of the Admin API: rare, and never for every file. */
  async again(name: string): Promise<Entry | null> {
    const { resourceType, type, publicId } = this.#assetOf(name);
    const outcome = await admin(this.#cloud, `resources/${resourceType}/${type}/${publicId}`);
    if (!outcome.ok && outcome.refusal.status === 404) return null;
    return entryOf(name, factsOf(outcome, this.#cloud.name));
  }

  async write(name: string, source: OpenObject, options: WriteOptions): Promise<Entry> {
    const { size } = source.entry;
    const asset = this.#newAsset(name, size);
    const sent =
      size <= this.#sizes.whole
        ? await this.#inOne(asset, source, options)
        : await this.#inPieces(asset, source, options);
    const facts = factsOf(sent.outcome, this.#cloud.name);
    const existing = sent.outcome.ok && sent.outcome.answer.json.existing === true;
    const equal = facts.bytes === size && facts.etag === sent.md5;
    if (existing) {
      // The very bytes: by a request whose answer was lost.
      if (equal) return entryOf(name, facts);
      throw new NotHere({ name, code: "name-taken", message: nameTaken(name) });
    }
    await this.#ownName(name, asset, facts);
    if (equal || (facts.bytes === size && (await this.#readBack(asset)) === sent.md5)) return entryOf(name, facts);
    // What has just been made is no version of anything; where it replaced something, the next run replaces it.
    if (!options.replace) await destroy(this.#cloud, asset);
    throw damaged(name);
  }

  /** By a link, where the source has one that Cloudinary can open: the bytes do not come this way. */
  async copyFrom(
    source: Store,
    entry: Entry,
    _rule: HeadersRule,
    { replace }: Omit<WriteOptions, "headers">,
  ): Promise<Entry | null> {
    const { name, size } = entry;
    if (this.#failedLinks >= PATIENCE || size > this.#sizes.link) return null;
    const link = source.linkTo?.(entry);
    if (link === undefined || !canReach(this.#cloud.host, link)) return null;
    const asset = this.#newAsset(name, size);
    const outcome = await upload(this.#cloud, asset, link, { overwrite: replace });
    if (!outcome.ok) {
      if (!/^cloudinary-refused$|^not-cloudinary$/.test(outcome.failure.problem.code)) throw outcome.failure;
      this.#failedLinks += 1;
      return null;
    }
    const facts = factsOf(outcome, this.#cloud.name);
    const md5 = source.md5Of(entry);
    const equal = facts.bytes === size && (md5 === null || md5 === facts.etag);
    // Of what was there before, only its bytes can tell; they come the other way.
    if (outcome.answer.json.existing === true) return equal && md5 !== null ? entryOf(name, facts) : null;
    await this.#ownName(name, asset, facts);
    if (equal) {
      this.#failedLinks = 0;
      return entryOf(name, facts);
    }
    this.#failedLinks += 1;
    if (!replace) await this.#remove(asset);
    return null;
  }

  linkTo({ name }: Entry): URL {
    return downloadLink(this.#cloud, this.#assetOf(name));
  }

  /** Listings do not tell it. */
  md5Of(): null {
    return null;
  }

  async room(): Promise<null> {
    return null;
  }

  onBusy(listener: () => void): void {
    this.#onBusy = listener;
  }

  stop(): void {
    this.#stopping.abort();
  }

  /** Pieces of a file that was never completed are nowhere to be seen, and Cloudinary drops them. */
  async tidy(): Promise<void> {}

  async close(): Promise<void> {}

  #assetOf(name: string): StoredAsset {
    const { folder, types } = this.#place;
    return this.#elsewhere.get(name) ?? { ...assetOf(name, folder), type: types[0] };
  }

  /** Throws NotHere for a name or a size that Cloudinary does not have, Failure for one that this plan has not. */
  #newAsset(name: string, size: number): StoredAsset {
    // Django takes such parts out of a name, or refuses it: it would look elsewhere.
    if (name.split("/").some((part) => part === "" || part === "." || part === "..")) {
      throw new NotHere({ name, code: "name-impossible", message: nameImpossible(name) });
    }
    const { folder, types } = this.#place;
    const asset = assetOf(name, folder);
    const { resourceType, publicId } = asset;
    if ([...publicId].length > LONGEST_ID) {
      throw new NotHere({ name, code: "name-too-long", message: say.idTooLong(name, LONGEST_ID) });
    }
    if (size === 0) throw new NotHere({ name, code: "empty-file", message: say.emptyFile(name) });
    const largest = this.#largest[resourceType] ?? null;
    if (largest !== null && size > largest) throw new Failure(say.tooLarge(name, size, largest));
    return { resourceType, publicId, type: types[0] };
  }

  async #inOne(asset: StoredAsset, source: OpenObject, { replace }: WriteOptions): Promise<Sent> {
    const bytes = await source.whole();
    return { outcome: await upload(this.#cloud, asset, bytes, { overwrite: replace }), md5: md5Of(bytes) };
  }

  async #inPieces(asset: StoredAsset, source: OpenObject, { replace }: WriteOptions): Promise<Sent> {
    const { size: total } = source.entry;
    const { piece } = this.#sizes;
    const id = randomUUID();
    const hash = createHash("md5");
    for (let start = 0; ; start += piece) {
      const end = Math.min(total, start + piece);
      const give = await this.#budget.take(end - start);
      try {
        const bytes = await source.slice(start, end);
        hash.update(bytes);
        // Before the last one is sent, which makes a file of them.
        if (end === total) await source.settle();
        const outcome = await upload(this.#cloud, asset, bytes, { overwrite: replace, piece: { id, start, total } });
        if (end === total || !outcome.ok) return { outcome, md5: hash.digest("hex") };
        // It was there: Cloudinary may say so at the first piece.
        if (outcome.answer.json.existing === true) return { outcome, md5: "" };
      } finally {
        give();
      }
    }
  }

  /** Throws NotHere where Cloudinary has put the file under another public ID, and takes it away there. */
  async #ownName(name: string, asset: StoredAsset, { publicId }: Facts): Promise<void> {
    if (publicId === asset.publicId) return;
    await this.#remove({ ...asset, publicId });
    throw new NotHere({ name, code: "name-impossible", message: say.otherId(name, publicId) });
  }

  async #remove(asset: StoredAsset): Promise<void> {
    const gone = await destroy(this.#cloud, asset);
    if (!gone.ok) throw gone.failure;
  }

  /** Of a file that was sent in pieces the etag may be no MD5. */
  async #readBack(asset: StoredAsset): Promise<string | null> {
    const response = await download(this.#cloud, asset);
    if (response?.body === null || response === null) return null;
    const hash = createHash("md5");
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) hash.update(chunk);
    return hash.digest("hex");
  }
}

interface Sent {
  readonly outcome: Outcome;
  readonly md5: string;
}

function factsOf(outcome: Outcome, cloud: string): Facts {
  if (!outcome.ok) throw outcome.failure;
  const facts = factsIn(outcome.answer.json);
  if (facts === null) throw new Failure(say.noFacts(cloud));
  return facts;
}
