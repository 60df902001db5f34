/**
 * Whether the disk answers at once. What the system has in memory is read faster than it takes to ask another thread for it; from a disk
 * that must be waited for, the thread that does everything else must not wait. So: at once while that is fast, and a try now and then.
 */

/** Milliseconds: a call that took longer was a wait. */
const WAITED = 2;
/** After a wait, so many calls go by way of another thread. */
const ELSEWHERE = 64;

export class DiskPace {
  #elsewhere = 0;

  /** Whether the next call may be made here. */
  atOnce(): boolean {
    if (this.#elsewhere === 0) return true;
    this.#elsewhere -= 1;
    return false;
  }

  /** Runs a call that blocks, and learns from how long it took. */
  time<T>(call: () => T): T {
    const began = performance.now();
    try {
      return call();
    } finally {
      if (performance.now() - began > WAITED) this.#elsewhere = ELSEWHERE;
    }
  }
}
