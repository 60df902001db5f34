/** What was typed while nobody asked. */

import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";

export type TerminalInput = Readable & { readonly isTTY?: boolean; setRawMode?(raw: boolean): unknown };

/** Enough for the terminal to hand over what it holds; too short for a person to answer a question not yet on the screen. */
const PATIENCE_MILLISECONDS = 25;

/**
 * Forgets keys pressed during work: a `y` or an Enter of impatience must not accept a plan that the person has not seen.
 * Returns true if Ctrl-C was among them.
 */
export async function forgetTypedAhead(input: TerminalInput): Promise<boolean> {
  let interrupted = false;
  const onData = (bytes: Buffer | string): void => {
    if (bytes.includes("\u0003")) interrupted = true;
  };
  // Without raw mode the terminal would keep a line that was not ended, and hand it to the question.
  input.setRawMode?.(true);
  input.on("data", onData);
  input.resume();
  try {
    await sleep(PATIENCE_MILLISECONDS);
  } finally {
    input.off("data", onData);
    input.pause();
    input.setRawMode?.(false);
  }
  return interrupted;
}
