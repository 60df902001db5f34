/** Remembers which warnings and checks were shown: after an answer was changed the plan is made anew, and only what is new is told. */
import type { ReportEvent } from "../model/terminal.ts";

export class ToldFacts {
  readonly #told = new Set<string>();

  /** true: a warning or a check that was shown before in these very words. Remembers it otherwise. */
  isRepeated(event: ReportEvent): boolean {
    if (event.type !== "warning" && event.type !== "check") return false;
    const words = JSON.stringify(event);
    if (this.#told.has(words)) return true;
    this.#told.add(words);
    return false;
  }
}
