/** The listing of a store, one entry after another in the order of names, a page in memory at a time. */
import { Failure } from "../lib/failure.ts";
import * as say from "../messages/migrate.ts";
import type { Entry, LeftOut, ListedPage, Store } from "../model/store.ts";
import { compareNames } from "./order.ts";

export class Cursor {
  readonly #store: Store;
  readonly #pages: AsyncIterator<ListedPage>;
  readonly #leftOut: (one: LeftOut) => void;
  readonly #keep: ((name: string) => boolean) | null;
  #page: readonly Entry[] = [];
  #at = 0;
  #ended = false;
  #last: string | null = null;

  /** `leftOut` is told of what the listing leaves out; `keep`: other names are passed over. */
  constructor(store: Store, leftOut: (one: LeftOut) => void, keep: ((name: string) => boolean) | null = null) {
    this.#keep = keep;
    this.#store = store;
    this.#leftOut = leftOut;
    this.#pages = (store.ordered ? store.list() : sorted(store))[Symbol.asyncIterator]();
  }

  /** `current` must not be asked before ready() has been waited for. */
  get mustLoad(): boolean {
    return !this.#ended && this.#at >= this.#page.length;
  }

  /** null: the listing has ended. */
  get current(): Entry | null {
    return this.#page[this.#at] ?? null;
  }

  next(): void {
    this.#at += 1;
  }

  /** Throws Failure where the store cannot be listed, or lists in another order than its names have. */
  async ready(): Promise<void> {
    while (this.mustLoad) {
      const { done, value } = await this.#pages.next();
      if (done === true) {
        this.#ended = true;
        return;
      }
      const keep = this.#keep;
      for (const one of value.leftOut) if (keep === null || keep(one.name)) this.#leftOut(one);
      for (const { name } of value.entries) {
        if (this.#last !== null && compareNames(this.#last, name) >= 0) {
          throw new Failure(say.listedOutOfOrder(this.#store.address, this.#last, name));
        }
        this.#last = name;
      }
      this.#page = keep === null ? value.entries : value.entries.filter(({ name }) => keep(name));
      this.#at = 0;
    }
  }

  async close(): Promise<void> {
    await this.#pages.return?.();
  }
}

/** A store that lists in an order of its own has to be listed to its end first. */
async function* sorted(store: Store): AsyncGenerator<ListedPage, void, undefined> {
  const entries: Entry[] = [];
  for await (const page of store.list()) {
    entries.push(...page.entries);
    if (page.leftOut.length > 0) yield { entries: [], leftOut: page.leftOut };
  }
  entries.sort((a, b) => compareNames(a.name, b.name));
  yield { entries, leftOut: [] };
}
