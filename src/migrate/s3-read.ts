/** An object of a bucket, open for reading: asked for only when somebody wants its bytes, and always the version that was listed. */
import { createHash } from "node:crypto";
import { EXIT, Failure } from "../lib/failure.ts";
import * as say from "../messages/migrate.ts";
import { ChangedMeanwhile, type Entry, type ObjectHeaders, type OpenObject } from "../model/store.ts";
import { getObject, headObject, type StoredObject, storedObject, streamObject } from "../providers/s3/wire/objects.ts";
import type { S3Requests } from "../providers/s3/wire/requests.ts";

export class S3Object implements OpenObject {
  readonly entry: Entry;
  readonly #requests: S3Requests;
  readonly #key: string;
  /** Up to this size an object is fetched by one request, headers and all. */
  readonly #small: number;
  #got: Promise<{ readonly stored: StoredObject; readonly body: Uint8Array }> | null = null;
  #head: Promise<ObjectHeaders> | null = null;

  constructor(requests: S3Requests, key: string, entry: Entry, small: number) {
    this.#requests = requests;
    this.#key = key;
    this.entry = entry;
    this.#small = small;
  }

  async headers(): Promise<ObjectHeaders> {
    if (this.entry.size <= this.#small) return (await this.#whole()).stored.headers;
    this.#head ??= this.#look();
    return await this.#head;
  }

  async whole(): Promise<Uint8Array> {
    return (await this.#whole()).body;
  }

  async slice(start: number, end: number): Promise<Uint8Array> {
    const got = await getObject(this.#requests, this.#key, { etag: this.entry.mark, range: [start, end] });
    if (got === "changed" || got.body.length !== end - start) throw new ChangedMeanwhile(this.entry.name);
    return got.body;
  }

  async *stream(): AsyncGenerator<Uint8Array, void, undefined> {
    const { size, mark, name } = this.entry;
    const { headers, body } = await streamObject(this.#requests, this.#key, mark);
    const hash = createHash("md5");
    let bytes = 0;
    for await (const chunk of body) {
      bytes += chunk.length;
      hash.update(chunk);
      yield chunk;
    }
    if (bytes !== size) throw new ChangedMeanwhile(name);
    const { md5 } = storedObject({ status: 200, headers });
    if (md5 !== null && md5 !== hash.digest("hex")) throw damaged(name);
  }

  /** Every request named the version that it wanted. */
  async settle(): Promise<void> {}

  async close(): Promise<void> {}

  #whole() {
    this.#got ??= this.#fetch();
    return this.#got;
  }

  async #fetch(): Promise<{ readonly stored: StoredObject; readonly body: Uint8Array }> {
    const got = await getObject(this.#requests, this.#key, { etag: this.entry.mark });
    if (got === "changed" || got.body.length !== this.entry.size) throw new ChangedMeanwhile(this.entry.name);
    if (
      this.entry.size > 0 &&
      got.stored.md5 !== null &&
      got.stored.md5 !== createHash("md5").update(got.body).digest("hex")
    ) {
      throw damaged(this.entry.name);
    }
    return got;
  }

  async #look(): Promise<ObjectHeaders> {
    const stored = await headObject(this.#requests, this.#key);
    if (stored === null || stored.size !== this.entry.size || stored.etag !== this.entry.mark) {
      throw new ChangedMeanwhile(this.entry.name);
    }
    return stored.headers;
  }
}

function damaged(name: string): Failure {
  return new Failure({ code: "damaged", exit: EXIT.failed, ...say.damaged(name) });
}
