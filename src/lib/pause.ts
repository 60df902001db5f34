/** Waiting that a person can end. */
import { setTimeout as sleep } from "node:timers/promises";
import { Interrupted } from "./failure.ts";

/** Waits so many milliseconds. Throws Interrupted as soon as the signal is aborted. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new Interrupted();
  }
}
