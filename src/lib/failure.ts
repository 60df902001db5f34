/** What can go wrong, as a value: a code for scripts, an exit code, a sentence, its place and the next step for people. */
import type { Text } from "./text.ts";

/** The exit codes of the command line; the README lists what each means. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  needsInput: 3,
  problems: 4,
  notPutBack: 5,
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export interface Problem {
  /** Stable, kebab-case, for scripts: `bucket-taken`. */
  readonly code: string;
  readonly exit: ExitCode;
  readonly message: Text;
  /** Where: `veteriaria/settings.py:12`, `--bucket`, `AWS_REGION`. */
  readonly place?: string;
  /** The next step, as something that the person can do. */
  readonly next?: Text;
  readonly docsUrl?: string;
  /** What could have been meant, where one must be chosen. */
  readonly candidates?: readonly string[];
}

/** A Problem on its way up. Thrown by any room, turned into output and an exit code by cli.ts alone. */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly problem: Problem;
  /** Further problems found at the same time: answers missing are all listed at once. */
  readonly others: readonly Problem[];

  constructor(problem: Problem, options: { cause?: unknown; others?: readonly Problem[] } = {}) {
    super(problem.message.en, options.cause === undefined ? undefined : { cause: options.cause });
    this.problem = problem;
    this.others = options.others ?? [];
  }

  get problems(): readonly Problem[] {
    return [this.problem, ...this.others];
  }
}

/** The person stopped the run (Ctrl-C, SIGTERM, or «No» where nothing had been done yet). */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  /** What of ours could not be taken away at the provider before stopping; null: nothing stays. */
  readonly left: Text | null;

  constructor(left: Text | null = null) {
    super(left?.en ?? "interrupted");
    this.left = left;
  }
}
