/** A file of a folder, open for reading, that notices when it changes meanwhile. Few trips to the thread pool: most files are small. */
import { close, constants, fstatSync, open, read } from "node:fs";
import { EXIT, Failure } from "../lib/failure.ts";
import * as say from "../messages/migrate.ts";
import { ChangedMeanwhile, type Entry, type OpenObject } from "../model/store.ts";
import { codeOf, markOf } from "./folder-list.ts";

/** Bytes read at once from a file that is read from its beginning to its end. */
const CHUNK = 1024 * 1024;

/** Throws Failure `unreadable`; ChangedMeanwhile if the file is no longer the one that was listed. */
export async function openFile(file: string, entry: Entry): Promise<OpenObject> {
  // Should it have become a pipe since, opening it must not wait for somebody to write.
  const handle = await new Promise<number>((resolve, reject) => {
    open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0), (error, fd) =>
      error ? reject(unread(entry.name, error)) : resolve(fd),
    );
  });
  const opened = new OpenFile(handle, entry);
  try {
    await opened.settle();
  } catch (error) {
    await opened.close();
    throw error;
  }
  return opened;
}

class OpenFile implements OpenObject {
  readonly entry: Entry;
  readonly #handle: number;
  #whole: Uint8Array | null = null;

  constructor(handle: number, entry: Entry) {
    this.#handle = handle;
    this.entry = entry;
  }

  async headers(): Promise<null> {
    return null;
  }

  async whole(): Promise<Uint8Array> {
    if (this.#whole === null) {
      // One byte more than there should be: a file that has grown shows at once.
      const bytes = await this.#read(0, this.entry.size + 1);
      if (bytes.length !== this.entry.size) throw new ChangedMeanwhile(this.entry.name);
      await this.settle();
      this.#whole = bytes;
    }
    return this.#whole;
  }

  async slice(start: number, end: number): Promise<Uint8Array> {
    const bytes = await this.#read(start, end - start);
    if (bytes.length !== end - start) throw new ChangedMeanwhile(this.entry.name);
    return bytes;
  }

  async *stream(): AsyncGenerator<Uint8Array, void, undefined> {
    const { size } = this.entry;
    for (let at = 0; at < size; at += CHUNK) yield await this.slice(at, Math.min(size, at + CHUNK));
  }

  /** What an open file says of itself is in memory: no trip to another thread. */
  async settle(): Promise<void> {
    const facts = fstatSync(this.#handle);
    if (!facts.isFile() || facts.size !== this.entry.size || markOf(facts) !== this.entry.mark) {
      throw new ChangedMeanwhile(this.entry.name);
    }
  }

  close(): Promise<void> {
    return new Promise((resolve) => close(this.#handle, () => resolve()));
  }

  async #read(start: number, length: number): Promise<Uint8Array> {
    const bytes = Buffer.allocUnsafe(length);
    let filled = 0;
    while (filled < length) {
      const count = await new Promise<number>((resolve, reject) => {
        read(this.#handle, bytes, filled, length - filled, start + filled, (error, got) =>
          error ? reject(unread(this.entry.name, error)) : resolve(got),
        );
      });
      if (count === 0) break;
      filled += count;
      // A small file comes whole; asking again only to hear that it has ended would double the trips.
      if (start + filled >= this.entry.size && filled < length) {
        const more = await this.#grown(start + filled);
        if (!more) break;
      }
    }
    return filled === length ? bytes : bytes.subarray(0, filled);
  }

  async #grown(at: number): Promise<boolean> {
    return fstatSync(this.#handle).size > at;
  }
}

function unread(name: string, error: Error): Error {
  const code = codeOf(error);
  // It was there when the folder was listed.
  if (code === "ENOENT" || code === "ENOTDIR") return new ChangedMeanwhile(name);
  return new Failure({ code: "unreadable", exit: EXIT.failed, message: say.unreadable(name, code) }, { cause: error });
}
