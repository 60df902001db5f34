/**
 * Memory for the bytes of files, used again: new memory costs a page fault every four kilobytes, and the collector frees it late. Only for bytes
 * that nobody looks at any more once their file is closed.
 */

/** Smaller ones are cheaper made than kept. */
const WORTH = 4 * 1024;
/** Bytes that may lie idle. */
const MOST = 64 * 1024 * 1024;
/** From here on lengths grow by a megabyte, below they double: little is wasted, and one serves many sizes. */
const LARGE = 1024 * 1024;

/** By length. */
const spare = new Map<number, Buffer[]>();
let idle = 0;

/** At least so long. */
export function takeBuffer(length: number): Buffer {
  if (length < WORTH) return Buffer.allocUnsafe(length);
  const whole = length > LARGE ? Math.ceil(length / LARGE) * LARGE : 2 ** Math.ceil(Math.log2(length));
  const found = spare.get(whole)?.pop();
  if (found === undefined) return Buffer.allocUnsafeSlow(whole);
  idle -= whole;
  return found;
}

/** Never of a buffer that somebody may still read. */
export function giveBuffer(buffer: Buffer): void {
  const { length } = buffer;
  if (length < WORTH || idle + length > MOST) return;
  idle += length;
  const kept = spare.get(length);
  if (kept === undefined) spare.set(length, [buffer]);
  else kept.push(buffer);
}
