/** Collects remarks without holding millions of them. */
import type { Capped } from "../model/named.ts";

/** Of a list, so many are kept. */
const KEPT = 10_000;

/** Counts everything and keeps the first thousands. */
export class CappedList<T> {
  #count = 0;
  readonly #first: T[] = [];

  add(one: T): void {
    this.#count += 1;
    if (this.#first.length < KEPT) this.#first.push(one);
  }

  get count(): number {
    return this.#count;
  }

  get list(): Capped<T> {
    return { count: this.#count, first: this.#first };
  }
}
