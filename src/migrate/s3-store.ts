/** A bucket, or a folder in it, as a store of media. */

import { EXIT, Failure } from "../lib/failure.ts";
import { addressAt } from "../lib/store-address.ts";
import * as say from "../messages/migrate.ts";
import {
  ChangedMeanwhile,
  type Entry,
  type HeadersRule,
  type LeftOut,
  type ListedPage,
  NotHere,
  type OpenObject,
  type Store,
  type Unfinished,
  type WriteOptions,
} from "../model/store.ts";
import { arnOf } from "../providers/s3/arn.ts";
import { abandonUpload, PartsUpload, partSize, uploadsOf } from "../providers/s3/wire/multipart.ts";
import { copyObject, headObject, listObjects, MD5_FORM, putObject } from "../providers/s3/wire/objects.ts";
import type { S3Requests } from "../providers/s3/wire/requests.ts";
import type { Budget } from "./budget.ts";
import { S3Object } from "./s3-read.ts";

/** Sizes in bytes; tests make them small. */
export interface S3Sizes {
  /** Larger objects are sent in parts of `part`, so many of one object at once. */
  readonly whole: number;
  readonly part: number;
  readonly partsAtOnce: number;
  /** S3 copies no larger object by one request. */
  readonly copy: number;
  readonly copyPart: number;
}

const MEBIBYTE = 1024 * 1024;
export const S3_SIZES: S3Sizes = {
  whole: 32 * MEBIBYTE,
  part: 16 * MEBIBYTE,
  partsAtOnce: 4,
  copy: 5 * 1024 * MEBIBYTE,
  copyPart: 512 * MEBIBYTE,
};
/** Seconds. */
const LINK_LASTS = 3600;
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const LONGEST_KEY = 1024;

export class S3Store implements Store {
  readonly ordered = true;
  readonly keepsHeaders = true;
  readonly address: string;
  readonly #requests: S3Requests;
  /** "" or ends in a slash. */
  readonly #start: string;
  readonly #sizes: S3Sizes;
  readonly #budget: Budget;
  /** AWS takes a condition with a write; other services may refuse the header. */
  readonly #conditional: boolean;
  #copies = true;

  /** To a bucket that answers (openBucket). `prefix` without slashes at its ends. */
  constructor(requests: S3Requests, prefix: string, more: { readonly budget: Budget; readonly sizes?: S3Sizes }) {
    this.#requests = requests;
    this.#start = prefix === "" ? "" : `${prefix}/`;
    this.address = addressAt("s3", requests.place.bucket, prefix);
    this.#sizes = more.sizes ?? S3_SIZES;
    this.#budget = more.budget;
    this.#conditional = requests.place.endpointUrl === null;
  }

  /** Two addresses may be equal at two services. */
  get service(): string {
    return this.#requests.address;
  }

  /** Bucket, prefix and region, at Amazon itself; null: at a service that is compatible with it. */
  get atAws(): {
    readonly bucket: string;
    readonly prefix: string;
    readonly arn: string;
    readonly region: string;
  } | null {
    const { place } = this.#requests;
    if (place.endpointUrl !== null) return null;
    return { bucket: place.bucket, prefix: this.#start.replace(/\/$/, ""), arn: arnOf(place), region: place.region };
  }

  async look(): Promise<void> {}

  async prepare(): Promise<void> {}

  async *list(): AsyncGenerator<ListedPage, void, undefined> {
    for await (const objects of listObjects(this.#requests, this.#start)) {
      const entries: Entry[] = [];
      const leftOut: LeftOut[] = [];
      for (const { key, size, etag, modified } of objects) {
        const name = key.slice(this.#start.length);
        if (name === "" || (name.endsWith("/") && size === 0)) {
          leftOut.push({ name, code: "folder-marker", message: say.folderMarker(name) });
        } else entries.push({ name, size, mark: etag, modified });
      }
      yield { entries, leftOut };
    }
  }

  async open(entry: Entry): Promise<OpenObject> {
    return new S3Object(this.#requests, this.#keyOf(entry.name), entry, this.#sizes.whole);
  }

  async again(name: string): Promise<Entry | null> {
    const stored = await headObject(this.#requests, this.#keyOf(name));
    return stored === null ? null : { name, size: stored.size, mark: stored.etag, modified: Date.now() };
  }

  async write(name: string, source: OpenObject, options: WriteOptions): Promise<Entry> {
    const key = this.#newKey(name);
    const { size, modified } = source.entry;
    const onlyNew = this.#conditional && !options.replace;
    const etag =
      size <= this.#sizes.whole
        ? await putObject(this.#requests, key, await source.whole(), { headers: options.headers, onlyNew })
        : await this.#inParts(name, source, options, onlyNew);
    return this.#written({ name, size, modified }, etag);
  }

  /** Headers are read first and written anew: a copy that keeps them could not say a better content type. */
  async copyFrom(
    source: Store,
    entry: Entry,
    rule: HeadersRule,
    options: Omit<WriteOptions, "headers">,
  ): Promise<Entry | null> {
    if (!this.#copies || !(source instanceof S3Store) || !this.#isSameService(source)) return null;
    const opened = new S3Object(source.#requests, source.#keyOf(entry.name), entry, -1);
    const key = this.#newKey(entry.name);
    const headers = rule(entry.name, await opened.headers(), null);
    const from = { path: source.#requests.pathOf(source.#keyOf(entry.name)), etag: entry.mark };
    if (entry.size > this.#sizes.copy) return await this.#copyInParts(entry, from, { ...options, headers });
    const etag = await copyObject(this.#requests, key, from, headers);
    if (etag === "changed") throw new ChangedMeanwhile(entry.name);
    // The first refusal speaks for all: keys that may not, or a service that cannot.
    if (etag === null) this.#copies = false;
    return etag === null ? null : this.#written(entry, etag);
  }

  linkTo({ name }: Entry): URL {
    return this.#requests.linkTo(this.#keyOf(name), LINK_LASTS);
  }

  md5Of({ mark }: Entry): string | null {
    return MD5_FORM.test(mark) ? mark : null;
  }

  async room(): Promise<null> {
    return null;
  }

  onBusy(listener: () => void): void {
    this.#requests.onBusy = listener;
  }

  stop(): void {
    this.#requests.stop();
  }

  async tidy(unfinished: readonly Unfinished[]): Promise<void> {
    for (const { name, upload } of unfinished) {
      const key = this.#keyOf(name);
      // Asked for by a run that was killed before the answer: its id is known to S3 alone.
      const ids = upload === null ? await uploadsOf(this.#requests, key) : [upload];
      for (const id of ids) await abandonUpload(this.#requests, key, id);
    }
  }

  async close(): Promise<void> {
    this.#requests.close();
  }

  #keyOf(name: string): string {
    return `${this.#start}${name}`;
  }

  /** Throws NotHere for a key that no bucket takes. */
  #newKey(name: string): string {
    const key = this.#keyOf(name);
    if (Buffer.byteLength(key) <= LONGEST_KEY) return key;
    throw new NotHere({ name, code: "name-too-long", message: say.nameTooLong(name, LONGEST_KEY) });
  }

  #isSameService(other: S3Store): boolean {
    const [mine, theirs] = [this.#requests.place, other.#requests.place];
    return mine.endpointUrl === theirs.endpointUrl;
  }

  #written(entry: Omit<Entry, "mark">, etag: string): Entry {
    if (etag === "exists") {
      throw new NotHere({ name: entry.name, code: "name-taken", message: say.nameTaken(entry.name) });
    }
    if (etag === "") throw new Failure({ code: "not-s3", exit: EXIT.failed, ...say.noEtag(entry.name) });
    return { name: entry.name, size: entry.size, modified: entry.modified, mark: etag };
  }

  async #inParts(name: string, source: OpenObject, options: WriteOptions, onlyNew: boolean): Promise<string> {
    const { size } = source.entry;
    const step = partSize(size, this.#sizes.part);
    const send = async (upload: PartsUpload, index: number) => {
      const start = index * step;
      const end = Math.min(size, start + step);
      const give = await this.#budget.take(end - start);
      try {
        await upload.part(index + 1, await source.slice(start, end));
      } finally {
        give();
      }
    };
    return await this.#assemble(name, { ...options, onlyNew }, Math.ceil(size / step), send, () => source.settle());
  }

  async #copyInParts(entry: Entry, from: { path: string; etag: string }, options: WriteOptions): Promise<Entry> {
    const { size } = entry;
    const step = partSize(size, this.#sizes.copyPart);
    const onlyNew = this.#conditional && !options.replace;
    const send = (upload: PartsUpload, index: number) =>
      upload.copiedPart(index + 1, { ...from, range: [index * step, Math.min(size, (index + 1) * step)] });
    const parts = Math.ceil(size / step);
    const etag = await this.#assemble(entry.name, { ...options, onlyNew }, parts, send, async () => {});
    return this.#written(entry, etag);
  }

  /** Several parts at once; whatever goes wrong, nothing unfinished is left. */
  async #assemble(
    name: string,
    options: WriteOptions & { readonly onlyNew: boolean },
    parts: number,
    send: (upload: PartsUpload, index: number) => Promise<void>,
    settle: () => Promise<void>,
  ): Promise<string> {
    await options.track.intending(name);
    const upload = await PartsUpload.begin(this.#requests, this.#keyOf(name), options.headers);
    const note = { name, upload: upload.id };
    try {
      await options.track.begun(note);
      let next = 0;
      let broken = false;
      const worker = async () => {
        while (next < parts && !broken) {
          const index = next;
          next += 1;
          try {
            await send(upload, index);
          } catch (error) {
            broken = true;
            throw error;
          }
        }
      };
      const done = await Promise.allSettled(Array.from({ length: Math.min(parts, this.#sizes.partsAtOnce) }, worker));
      for (const one of done) if (one.status === "rejected") throw one.reason;
      await settle();
      const etag = await upload.complete(options.onlyNew);
      if (etag === "exists") await upload.abandon();
      options.track.ended(note);
      return etag;
    } catch (error) {
      await upload.abandon();
      options.track.ended(note);
      throw error;
    }
  }
}
