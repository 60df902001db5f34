/** Collects remarks without holding millions of them. */
import type { Remark, Remarks } from "../model/migration.ts";

const KEPT = 10_000;

export class RemarkList {
  #count = 0;
  readonly #first: Remark[] = [];

  add(remark: Remark): void {
    this.#count += 1;
    if (this.#first.length < KEPT) this.#first.push({ name: remark.name, code: remark.code, message: remark.message });
  }

  get count(): number {
    return this.#count;
  }

  get remarks(): Remarks {
    return { count: this.#count, first: this.#first };
  }
}

/** Of names alone. */
export class NameList {
  readonly names: string[] = [];

  add(name: string): void {
    if (this.names.length < KEPT) this.names.push(name);
  }
}
