/**
 * Which names are one process's part of a copy that several share. A name's part depends on nothing but the name and the number of parts: the first six
 * bytes of the SHA-256 of its UTF-8 bytes, as a whole number, modulo that number; parts count from 1.
 */
import { hash } from "node:crypto";

export interface Shard {
  readonly index: number;
  readonly of: number;
}

const MOST = 10_000;

/** `2/4`; null: it is no such thing. */
export function parseShard(word: string): Shard | null {
  const found = /^([1-9]\d{0,4})\/([1-9]\d{0,4})$/.exec(word);
  const [index, of] = [Number(found?.[1]), Number(found?.[2])];
  return index <= of && of <= MOST ? { index, of } : null;
}

export function showShard({ index, of }: Shard): string {
  return `${index}/${of}`;
}

/** From 1 to `of`. */
export function partOfName(name: string, of: number): number {
  return (hash("sha256", name, "buffer").readUIntBE(0, 6) % of) + 1;
}
