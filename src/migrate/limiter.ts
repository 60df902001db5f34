/** How many objects are under way at once: more while more brings more, fewer when the service says that it is too much. */

/** Where to begin, and how far to go: enough for a distant region, and for nobody a flood. */
const BEGIN = 24;
const MOST = 192;
const LEAST = 2;
/** Milliseconds between two looks. */
const LOOK = 250;
/** A step must bring so much more, or it was none. */
const BETTER = 1.04;
/** Looks to wait after a step that brought nothing, and after a «too much». */
const REST = 12;

export class Limiter {
  #limit: number;
  readonly #fixed: boolean;
  #running = 0;
  #wake: (() => void) | null = null;
  #done = 0;
  #before = 0;
  #best = 0;
  #rest = 0;
  #timer: NodeJS.Timeout | null = null;
  #idle: (() => void) | null = null;

  /** `fixed`: the person said how many; only a busy service makes it fewer. */
  constructor(fixed: number | null) {
    this.#limit = fixed ?? BEGIN;
    this.#fixed = fixed !== null;
  }

  get limit(): number {
    return this.#limit;
  }

  /** Nothing to wait for. */
  get free(): boolean {
    return this.#running < this.#limit;
  }

  /** Resolves when one more may begin. One caller at a time. */
  async room(): Promise<void> {
    while (!this.free) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Begins a piece of work, which says how much it did; it must not reject. */
  run(work: () => Promise<number>): void {
    this.#running += 1;
    this.#timer ??= setInterval(() => this.#look(), LOOK);
    void work().then((amount) => {
      this.#running -= 1;
      this.#done += amount;
      this.#wake?.();
      this.#wake = null;
      if (this.#running === 0) this.#idle?.();
    });
  }

  /** The service is asked too much: half of it, and no more for a while. */
  busy(): void {
    // Many are told so at once, of the same moment.
    if (this.#rest > REST - 2) return;
    this.#limit = Math.max(LEAST, Math.floor(this.#limit / 2));
    this.#rest = REST;
    this.#best = 0;
  }

  /** When all that was begun has ended. */
  async settled(): Promise<void> {
    while (this.#running > 0) {
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
    }
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  #look(): void {
    const amount = this.#done - this.#before;
    this.#before = this.#done;
    if (this.#fixed) return;
    if (this.#rest > 0) {
      this.#rest -= 1;
      return;
    }
    // Only who uses all that is allowed can tell whether more would help.
    if (this.#running < this.#limit - 1) return;
    if (amount > this.#best * BETTER) {
      this.#best = amount;
      this.#limit = Math.min(MOST, Math.ceil(this.#limit * 1.3));
      this.#wake?.();
      this.#wake = null;
    } else {
      this.#rest = REST;
      this.#best = amount;
    }
  }
}
