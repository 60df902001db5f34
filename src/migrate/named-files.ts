/** The files that the rows of a database name: eight bytes for each, however many there are. */
import { hash } from "node:crypto";
import path from "node:path";
import type { Text } from "../lib/text.ts";
import * as say from "../messages/migrate-names.ts";
import type { ModelField } from "../model/named.ts";

/** Names are added until `seal`; from then on they can be found, and marked as seen. Two names are one only if 64 bits of MD5 say so. */
export class NamedFiles {
  #prints = new BigUint64Array(1024);
  #count = 0;
  #seen = new Uint8Array(0);
  #unseen = 0;

  add(name: string): void {
    if (this.#count === this.#prints.length) {
      const larger = new BigUint64Array(this.#prints.length * 2);
      larger.set(this.#prints);
      this.#prints = larger;
    }
    this.#prints[this.#count] = printOf(name);
    this.#count += 1;
  }

  seal(): void {
    const sorted = this.#prints.subarray(0, this.#count).sort();
    let kept = 0;
    for (const [at, print] of sorted.entries()) {
      if (at > 0 && print === sorted[kept - 1]) continue;
      sorted[kept] = print;
      kept += 1;
    }
    this.#count = kept;
    this.forget();
  }

  /** Nothing has been seen. */
  forget(): void {
    this.#seen = new Uint8Array(this.#count);
    this.#unseen = this.#count;
  }

  /** How many names there are, each counted once. */
  get size(): number {
    return this.#count;
  }

  get unseen(): number {
    return this.#unseen;
  }

  has(name: string): boolean {
    return this.#find(name) !== -1;
  }

  /** false: nobody names it. */
  see(name: string): boolean {
    const at = this.#find(name);
    if (at === -1) return false;
    if (this.#seen[at] === 0) this.#unseen -= 1;
    this.#seen[at] = 1;
    return true;
  }

  /** It is named, and was not seen. */
  isUnseen(name: string): boolean {
    const at = this.#find(name);
    return at !== -1 && this.#seen[at] === 0;
  }

  #find(name: string): number {
    const print = printOf(name);
    let low = 0;
    let high = this.#count - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const found = this.#prints[middle] ?? 0n;
      if (found === print) return middle;
      if (found < print) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }
}

function printOf(name: string): bigint {
  return hash("md5", name, "buffer").readBigUInt64LE(0);
}

/** The name under which a store has the file of a row, or why none can. Django's storages tidy `a//b` and `./a` as POSIX does. */
export function storedName(
  held: string,
  by: ModelField,
): { readonly name: string } | { readonly code: string; readonly message: Text } {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(held)) return { code: "address", message: say.isAddress(held, by) };
  if (held.startsWith("/") || /^[a-z]:[\\/]/i.test(held))
    return { code: "absolute-path", message: say.isAbsolute(held, by) };
  const name = /\/\/|(?:^|\/)\.\.?(?:\/|$)/.test(held) ? path.posix.normalize(held) : held;
  const out = name === ".." || name === "." || name.startsWith("../") || name.includes("\0");
  return out ? { code: "leads-out", message: say.leadsOut(held, by) } : { name };
}

/** The same letters with their accents composed or apart; null: nobody names it so either. */
export function otherForm(name: string, named: NamedFiles): string | null {
  const forms = (["NFC", "NFD"] as const).map((form) => name.normalize(form));
  return forms.find((form) => form !== name && named.has(form)) ?? null;
}
