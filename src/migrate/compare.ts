/** Are two objects the same bytes? By what the stores know already where that is enough; else by reading. */
import { createHash } from "node:crypto";
import type { Entry, Store } from "../model/store.ts";
import { partSize } from "../providers/s3/wire/multipart.ts";

const MEBIBYTE = 1024 * 1024;
/** Parts that tools make: ours, boto3 and the AWS CLI, rclone, and powers of two. */
const PART_SIZES = [16, 8, 5, 32, 64, 128, 256, 512].map((size) => size * MEBIBYTE);

/** Throws what reading throws. */
export async function sameBytes(from: Store, source: Entry, to: Store, target: Entry): Promise<boolean> {
  if (source.size !== target.size) return false;
  if (source.size === 0) return true;
  const known = { source: from.md5Of(source), target: to.md5Of(target) };
  if (known.source !== null && known.source === known.target) return true;
  // The same parts of the same bytes.
  if (source.mark === target.mark && partsIn(source.mark) !== null) return true;
  // A tag that differs proves nothing: it may be no MD5 at all. One that agrees with bytes that were read does; those of a disk are the nearer ones.
  const ways = [
    { read: from, entry: source, other: to, tagged: target },
    { read: to, entry: target, other: from, tagged: source },
  ].sort((a, b) => Number(a.read.keepsHeaders) - Number(b.read.keepsHeaders));
  const way =
    ways.find(({ other, tagged }) => other.md5Of(tagged) !== null || partsIn(tagged.mark) !== null) ?? ways[0];
  if (way === undefined) return false;
  const { md5, tag } = await digestOf(way.read, way.entry, partsIn(way.tagged.mark));
  if (md5 === way.other.md5Of(way.tagged) || tag === way.tagged.mark) return true;
  return md5 === (await digestOf(way.other, way.tagged, null)).md5;
}

/** By nothing but the bytes themselves, both read anew, side by side. Throws what reading throws. */
export async function sameWhenRead(from: Store, source: Entry, to: Store, target: Entry): Promise<boolean> {
  if (source.size !== target.size) return false;
  const reads = [digestOf(from, source, null), digestOf(to, target, null)];
  // None goes on behind the back of whoever waits.
  await Promise.allSettled(reads);
  const [a, b] = await Promise.all(reads);
  return a?.md5 === b?.md5;
}

/** The number at the end of an entity tag of an upload in parts; null: it is none. */
function partsIn(mark: string): number | null {
  const found = /^[0-9a-f]{32}-(\d{1,5})$/.exec(mark)?.[1];
  return found === undefined ? null : Number(found);
}

/** The MD5 of the bytes; `tag`: the entity tag that they would have if uploaded in so many parts, null if no usual size makes so many. */
async function digestOf(
  store: Store,
  entry: Entry,
  parts: number | null,
): Promise<{ readonly md5: string; readonly tag: string | null }> {
  const { size } = entry;
  const step =
    parts === null
      ? null
      : [partSize(size, 16 * MEBIBYTE), ...PART_SIZES].find((one) => Math.ceil(size / one) === parts);
  const opened = await store.open(entry);
  try {
    const whole = createHash("md5");
    const ofParts: Buffer[] = [];
    let part = createHash("md5");
    let filled = 0;
    for await (const chunk of opened.stream()) {
      whole.update(chunk);
      if (step === null || step === undefined) continue;
      for (let at = 0; at < chunk.length; ) {
        const end = Math.min(chunk.length, at + step - filled);
        part.update(chunk.subarray(at, end));
        filled += end - at;
        at = end;
        if (filled === step) {
          ofParts.push(part.digest());
          part = createHash("md5");
          filled = 0;
        }
      }
    }
    await opened.settle();
    const md5 = whole.digest("hex");
    if (step === null || step === undefined) return { md5, tag: null };
    if (filled > 0) ofParts.push(part.digest());
    return { md5, tag: `${createHash("md5").update(Buffer.concat(ofParts)).digest("hex")}-${ofParts.length}` };
  } finally {
    await opened.close();
  }
}
