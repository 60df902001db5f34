/**
 * An asset, open for reading: its original by a signed link of the API, whatever the kind of access. It comes in one stream, for nothing
 * says that a part can be asked for; slices are cut from it in the order in which they are wanted.
 */
import { createHash } from "node:crypto";
import { EXIT, Failure } from "../lib/failure.ts";
import { pause } from "../lib/pause.ts";
import * as say from "../messages/migrate.ts";
import { ChangedMeanwhile, type Entry, type OpenObject } from "../model/store.ts";
import { type Cloud, download, type StoredAsset } from "../providers/cloudinary/api.ts";
import { unreached } from "../providers/cloudinary/errors.ts";

/** Tries of a file that is held whole, where its body breaks off; and milliseconds between them. */
const TRIES = 3;
const PAUSE = 500;

export class CloudinaryObject implements OpenObject {
  readonly entry: Entry;
  readonly #cloud: Cloud;
  readonly #asset: StoredAsset;
  #whole: Promise<Uint8Array> | null = null;
  #slices: Slices | null = null;

  constructor(cloud: Cloud, asset: StoredAsset, entry: Entry) {
    this.#cloud = cloud;
    this.#asset = asset;
    this.entry = entry;
  }

  async headers(): Promise<null> {
    return null;
  }

  async whole(): Promise<Uint8Array> {
    this.#whole ??= this.#fetch();
    return await this.#whole;
  }

  async slice(start: number, end: number): Promise<Uint8Array> {
    if (this.#whole !== null) return (await this.#whole).subarray(start, end);
    if (this.#slices === null || start < this.#slices.next) {
      // Without a pause: others may ask for the next one meanwhile.
      void this.#slices?.close().catch(() => {});
      this.#slices = new Slices(this.stream());
    }
    return await this.#slices.cut(start, end, this.entry.name);
  }

  async *stream(): AsyncGenerator<Uint8Array, void, undefined> {
    const { name, size } = this.entry;
    const response = await download(this.#cloud, this.#asset);
    // It was listed, and is gone.
    if (response === null || response.body === null) throw new ChangedMeanwhile(name);
    let bytes = 0;
    try {
      for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
        bytes += chunk.length;
        if (bytes > size) throw new ChangedMeanwhile(name);
        yield chunk;
      }
    } catch (error) {
      if (error instanceof ChangedMeanwhile) throw error;
      const { host } = new URL(this.#cloud.host);
      throw unreached(error, { host, operation: "download", cloud: this.#cloud.name }, this.#cloud.signal);
    }
    if (bytes < size) throw new ChangedMeanwhile(name);
  }

  /** Slices are taken of one stream, which tells whether the length was right when it is at its end. */
  async settle(): Promise<void> {
    await this.#slices?.finish();
  }

  async close(): Promise<void> {
    await this.#slices?.close();
  }

  async #fetch(): Promise<Uint8Array> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const chunks: Uint8Array[] = [];
        for await (const chunk of this.stream()) chunks.push(chunk);
        return chunks.length === 1 ? (chunks[0] ?? new Uint8Array()) : Buffer.concat(chunks);
      } catch (error) {
        const passing = error instanceof Failure && /^(?:connection-lost|timed-out)$/.test(error.problem.code);
        if (!passing || attempt === TRIES) throw error;
        await pause(PAUSE * attempt, this.#cloud.signal);
      }
    }
  }
}

/** A stream, cut where somebody says; whoever asks for a later piece waits for the earlier ones. */
class Slices {
  /** Where the next piece begins that has not been promised to anybody. */
  next = 0;
  readonly #stream: AsyncGenerator<Uint8Array, void, undefined>;
  #rest: Uint8Array = new Uint8Array();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(stream: AsyncGenerator<Uint8Array, void, undefined>) {
    this.#stream = stream;
  }

  cut(start: number, end: number, name: string): Promise<Uint8Array> {
    const skip = start - this.next;
    this.next = end;
    const mine = this.#turn.then(async () => {
      await this.#take(skip, null, name);
      const piece = new Uint8Array(end - start);
      await this.#take(piece.length, piece, name);
      return piece;
    });
    // One that fails ends the stream, and with it all that wait.
    this.#turn = mine;
    mine.catch(() => {});
    return mine;
  }

  /** To the end of the stream, which throws if it has another length than the listing said. */
  async finish(): Promise<void> {
    await this.#turn;
    for (;;) if ((await this.#stream.next()).done === true) return;
  }

  async close(): Promise<void> {
    await this.#stream.return();
  }

  async #take(count: number, into: Uint8Array | null, name: string): Promise<void> {
    for (let at = 0; at < count; ) {
      if (this.#rest.length === 0) {
        const { done, value } = await this.#stream.next();
        if (done === true) throw new ChangedMeanwhile(name);
        this.#rest = value;
      }
      const piece = this.#rest.subarray(0, count - at);
      into?.set(piece, at);
      this.#rest = this.#rest.subarray(piece.length);
      at += piece.length;
    }
  }
}

/** Hex, as Cloudinary tells it in `etag`. */
export function md5Of(bytes: Uint8Array): string {
  return createHash("md5").update(bytes).digest("hex");
}

export function damaged(name: string): Failure {
  return new Failure({ code: "damaged", exit: EXIT.failed, ...say.damaged(name) });
}
