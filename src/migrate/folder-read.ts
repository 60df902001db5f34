/** A file of a folder, open for reading, that notices when it changes meanwhile. Few trips to the thread pool: most files are small. */
import { closeSync, constants, fstatSync, open, openSync, read, readSync } from "node:fs";
import { EXIT, Failure } from "../lib/failure.ts";
import { giveBuffer, takeBuffer } from "../lib/spare-buffers.ts";
import * as say from "../messages/migrate.ts";
import { ChangedMeanwhile, type Entry, type OpenObject } from "../model/store.ts";
import { DiskPace } from "./disk-pace.ts";
import { codeOf, markOf } from "./folder-list.ts";

/** Bytes read at once from a file that is read from its beginning to its end. */
const CHUNK = 1024 * 1024;
/** Bytes that may be read without leaving this thread. */
const SMALL = 256 * 1024;
/** Should a file have become a pipe since it was listed, opening it must not wait for somebody to write. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
const pace = new DiskPace();

/** Throws Failure `unreadable`; ChangedMeanwhile if the file is gone. Whether it is still the one that was listed, whole() and settle() say. */
export async function openFile(file: string, entry: Entry): Promise<OpenObject> {
  const handle = await opening(file, entry.name);
  return new OpenFile(handle, entry);
}

class OpenFile implements OpenObject {
  readonly entry: Entry;
  readonly #handle: number;
  #whole: Uint8Array | null = null;
  /** The memory of `whole`, given back when the file is closed. */
  #held: Buffer | null = null;

  constructor(handle: number, entry: Entry) {
    this.#handle = handle;
    this.entry = entry;
  }

  async headers(): Promise<null> {
    return null;
  }

  async whole(): Promise<Uint8Array> {
    if (this.#whole === null) {
      const { size } = this.entry;
      this.#held = takeBuffer(size);
      const bytes = await this.#read(this.#held.subarray(0, size), 0);
      if (bytes.length !== this.entry.size) throw new ChangedMeanwhile(this.entry.name);
      await this.settle();
      this.#whole = bytes;
    }
    return this.#whole;
  }

  async slice(start: number, end: number): Promise<Uint8Array> {
    const bytes = await this.#read(Buffer.allocUnsafe(end - start), start);
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

  /** Nothing was written: there is nothing to wait for. */
  async close(): Promise<void> {
    closeSync(this.#handle);
    if (this.#held !== null) giveBuffer(this.#held);
    this.#held = null;
    this.#whole = null;
  }

  /** Fills `bytes` from `start` on; shorter where the file ends before. */
  async #read(bytes: Buffer, start: number): Promise<Uint8Array> {
    const { length } = bytes;
    let filled = 0;
    while (filled < length) {
      const count = await this.#readInto(bytes, filled, start + filled);
      if (count === 0) break;
      filled += count;
    }
    return filled === length ? bytes : bytes.subarray(0, filled);
  }

  #readInto(bytes: Uint8Array, offset: number, position: number): number | Promise<number> {
    const length = bytes.length - offset;
    if (length <= SMALL && pace.atOnce()) {
      try {
        return pace.time(() => readSync(this.#handle, bytes, offset, length, position));
      } catch (error) {
        throw unread(this.entry.name, error);
      }
    }
    return new Promise<number>((resolve, reject) => {
      read(this.#handle, bytes, offset, length, position, (error, got) =>
        error ? reject(unread(this.entry.name, error)) : resolve(got),
      );
    });
  }
}

async function opening(file: string, name: string): Promise<number> {
  try {
    if (pace.atOnce()) return pace.time(() => openSync(file, FLAGS));
    return await new Promise<number>((resolve, reject) => {
      open(file, FLAGS, (error, fd) => (error ? reject(error) : resolve(fd)));
    });
  } catch (error) {
    throw unread(name, error);
  }
}

function unread(name: string, error: unknown): Error {
  const code = codeOf(error);
  // It was there when the folder was listed.
  if (code === "ENOENT" || code === "ENOTDIR") return new ChangedMeanwhile(name);
  return new Failure({ code: "unreadable", exit: EXIT.failed, message: say.unreadable(name, code) }, { cause: error });
}
