/** Remembers which problems were shown, so that the report's others are shown at the end, and none twice. */
import type { Problem } from "../lib/failure.ts";

const identity = (problem: Problem): string =>
  JSON.stringify([problem.code, problem.place ?? null, problem.message.en, problem.next?.en ?? null]);

export class ToldProblems {
  readonly #told = new Set<string>();

  tell(problem: Problem): void {
    this.#told.add(identity(problem));
  }

  untold(problems: readonly Problem[]): readonly Problem[] {
    return problems.filter((problem) => !this.#told.has(identity(problem)));
  }
}
