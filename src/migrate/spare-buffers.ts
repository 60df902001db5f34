/**
 * Memory for large files, used again: new memory costs a page fault every four kilobytes, and the collector frees it late. Only for bytes
 * that nobody looks at any more once their file is closed.
 */

/** Smaller ones are cheaper made than kept. */
const WORTH = 1024 * 1024;
/** Bytes that may lie idle. */
const MOST = 64 * 1024 * 1024;

const spare: Buffer[] = [];
let idle = 0;

/** At least so long; longer where a spare one is at hand. */
export function takeBuffer(length: number): Buffer {
  if (length < WORTH) return Buffer.allocUnsafe(length);
  const at = spare.findIndex((one) => one.length >= length && one.length <= 2 * length);
  const [found] = at === -1 ? [] : spare.splice(at, 1);
  if (found === undefined) return Buffer.allocUnsafeSlow(Math.ceil(length / WORTH) * WORTH);
  idle -= found.length;
  return found;
}

/** Never of a buffer that somebody may still read. */
export function giveBuffer(buffer: Buffer): void {
  if (buffer.length < WORTH || idle + buffer.length > MOST) return;
  idle += buffer.length;
  spare.push(buffer);
}
