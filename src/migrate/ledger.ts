/**
 * What was copied, so that a run that is cut goes on where it was, and one that is repeated need not read what it has read. One JSON line
 * for each object, appended; of each, memory holds eight bytes. A line that was not written in time costs a comparison, never an object.
 */
import { hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, mkdir, open, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { Failure } from "../lib/failure.ts";
import type { Shard } from "../lib/shard.ts";
import * as say from "../messages/migrate.ts";
import type { Entry, Tracker, Unfinished } from "../model/store.ts";
import { codeOf } from "./folder-list.ts";

type Line =
  | { readonly from: string; readonly to: string; readonly version: 1 }
  /** Name, size, mark at the source, mark at the target. */
  | { readonly n: string; readonly s: number; readonly f: string; readonly t: string }
  /** An upload in parts of this name: asked for (null), then begun; `ended` by its name. */
  | { readonly upload: string | null; readonly n: string }
  | { readonly ended: string };

/** Milliseconds after which what is known is on disk. */
const SOON = 200;
const MANY = 500;

export class Ledger implements Tracker {
  readonly file: string;
  #handle: FileHandle | null = null;
  #known = new BigUint64Array(1024);
  #count = 0;
  /** How many of the known are in order; the rest were added since. */
  #sorted = 0;
  readonly #new = new Set<bigint>();
  readonly #open = new Map<string, Unfinished>();
  #lines: string[] = [];
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();
  #failure: Failure | null = null;

  private constructor(file: string) {
    this.file = file;
  }

  /** Where the ledger of a pair of stores is kept, below `state`; each part of a shared copy has its own. */
  static fileFor(state: string, from: string, to: string, shard: Shard | null = null): string {
    const id = hash("sha256", JSON.stringify([from, to]), "hex").slice(0, 12);
    return path.join(state, "migrate", `${id}${shard === null ? "" : `-${shard.index}-of-${shard.of}`}.jsonl`);
  }

  /** Reads what an earlier run noted; a missing file is an empty one. `fresh`: forgets it. Throws Failure. */
  static async read(
    file: string,
    stores: { readonly from: string; readonly to: string },
    fresh: boolean,
  ): Promise<Ledger> {
    const ledger = new Ledger(file);
    if (!fresh) await ledger.#load(stores);
    return ledger;
  }

  /** From here on it is written to. A dry run never comes here. */
  async begin(stores: { readonly from: string; readonly to: string }, fresh: boolean): Promise<void> {
    try {
      await mkdir(path.dirname(this.file), { recursive: true, mode: 0o700 });
      await writeFile(path.join(path.dirname(this.file), "..", ".gitignore"), "*\n", { mode: 0o600 });
      if (fresh) await rm(this.file, { force: true });
      this.#handle = await open(this.file, "a", 0o600);
      const { size } = await this.#handle.stat();
      // A line that a killed run left unfinished must not swallow the first of this one.
      if (size > 0) this.#lines.push("");
      this.#note({ ...stores, version: 1 });
    } catch (error) {
      throw new Failure(say.ledgerRefused(this.file, codeOf(error)), { cause: error });
    }
  }

  /** Uploads that a killed run had begun and not ended. */
  get unfinished(): readonly Unfinished[] {
    return [...this.#open.values()];
  }

  /** Has this version of the source been copied to, or found equal to, this version at the target? */
  has(source: Entry, target: Entry): boolean {
    const print = printOf(source.name, source.size, source.mark, target.mark);
    return this.#new.has(print) || this.#isKnown(print);
  }

  /** `remember`: `has` will be asked about it in this very run. */
  equal(source: Entry, target: Entry, remember: boolean): void {
    this.#note({ n: source.name, s: source.size, f: source.mark, t: target.mark });
    if (!remember) return;
    this.#new.add(printOf(source.name, source.size, source.mark, target.mark));
    if (this.#new.size >= 50_000) this.#fold();
  }

  async intending(name: string): Promise<void> {
    this.#open.set(name, { name, upload: null });
    this.#note({ upload: null, n: name });
    await this.flush();
  }

  async begun(upload: Unfinished): Promise<void> {
    this.#open.set(upload.name, upload);
    this.#note({ upload: upload.upload, n: upload.name });
    await this.flush();
  }

  ended({ name }: Unfinished): void {
    this.#open.delete(name);
    this.#note({ ended: name });
  }

  /** Everything noted is on disk. Throws Failure if it could not be written. */
  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#write();
    await this.#writing;
    if (this.#failure !== null) throw this.#failure;
  }

  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      await this.#handle?.close();
      this.#handle = null;
    }
  }

  #note(line: Line): void {
    if (this.#handle === null) return;
    this.#lines.push(JSON.stringify(line));
    if (this.#lines.length >= MANY) this.#write();
    else this.#timer ??= setTimeout(() => this.#write(), SOON);
  }

  #write(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const handle = this.#handle;
    if (this.#lines.length === 0 || handle === null) return;
    const text = `${this.#lines.join("\n")}\n`;
    this.#lines = [];
    this.#writing = this.#writing
      .then(async () => {
        await handle.appendFile(text);
      })
      .catch((error: unknown) => {
        this.#failure ??= new Failure(say.ledgerRefused(this.file, codeOf(error)), { cause: error });
      });
  }

  async #load(stores: { readonly from: string; readonly to: string }): Promise<void> {
    const lines = createInterface({ input: createReadStream(this.file, { highWaterMark: 1024 * 1024 }) });
    try {
      for await (const text of lines) this.#take(text, stores);
    } catch (error) {
      if (codeOf(error) !== "ENOENT")
        throw new Failure(say.ledgerUnreadable(this.file, codeOf(error)), { cause: error });
    }
    this.#fold();
  }

  #take(text: string, stores: { readonly from: string; readonly to: string }): void {
    if (text === "") return;
    let line: unknown;
    try {
      line = JSON.parse(text);
    } catch {
      return; // cut in the middle by a crash
    }
    if (typeof line !== "object" || line === null) return;
    if ("from" in line && "to" in line && (line.from !== stores.from || line.to !== stores.to)) {
      throw new Failure(say.ledgerOfOthers(this.file));
    }
    if ("upload" in line && "n" in line) {
      const upload = line.upload === null ? null : String(line.upload);
      this.#open.set(String(line.n), { name: String(line.n), upload });
    } else if ("ended" in line) this.#open.delete(String(line.ended));
    else if ("n" in line && "s" in line && "f" in line && "t" in line) {
      this.#add(printOf(String(line.n), Number(line.s), String(line.f), String(line.t)));
    }
  }

  #add(print: bigint): void {
    if (this.#count === this.#known.length) {
      const larger = new BigUint64Array(this.#known.length * 2);
      larger.set(this.#known);
      this.#known = larger;
    }
    this.#known[this.#count] = print;
    this.#count += 1;
  }

  #fold(): void {
    for (const print of this.#new) this.#add(print);
    this.#new.clear();
    this.#known.subarray(0, this.#count).sort();
    this.#sorted = this.#count;
  }

  #isKnown(print: bigint): boolean {
    let low = 0;
    let high = this.#sorted;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const found = this.#known[middle] ?? 0n;
      if (found === print) return true;
      if (found < print) low = middle + 1;
      else high = middle;
    }
    return false;
  }
}

/** 64 bits of one version of an object at both ends. */
function printOf(name: string, size: number, from: string, to: string): bigint {
  return hash("md5", `${size}\0${from}\0${to}\0${name}`, "buffer").readBigUInt64LE(0);
}
