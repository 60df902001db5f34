/** Apply, and whatever must hold afterwards, as one: it goes through whole, or everything is put back and the cause thrown on. */
import { EXIT, type ExitCode, Failure, Interrupted, type Problem } from "../lib/failure.ts";
import { relativePath } from "../lib/paths.ts";
import type { Text } from "../lib/text.ts";
import { fileRefused } from "../messages/plan.ts";
import { valueLost } from "../messages/render-api.ts";
import {
  everythingAsBefore,
  notEverythingPutBack,
  putBackSummary,
  puttingBack,
  testFilesLeft,
  unexpected,
} from "../messages/setup.ts";
import type { Actors } from "../plan/apply.ts";
import { codeOf } from "../plan/file-image.ts";
import type { Journal } from "../plan/journal.ts";
import { type PutBack, putBack } from "../plan/put-back.ts";
import type { Run } from "./run.ts";

/** A failure after something had been changed, with what became of it. */
export class RolledBack extends Error {
  override readonly name = "RolledBack";
  readonly problems: readonly Problem[];
  readonly exit: ExitCode;
  /** What was put back, left or lost, for the person. */
  readonly after: readonly Text[];

  constructor(cause: unknown, outcome: PutBack) {
    super("rolled back", { cause });
    const { failed, lost: gone } = outcome;
    // A test file that could not be removed is gone all the same where the bucket that held it has been taken away again.
    const bucketGone = outcome.remote.some((change) => change.startsWith("bucket "));
    const original = problemsOf(cause).filter(({ exit }) => !(bucketGone && exit === EXIT.notPutBack));
    const lost = failed.length > 0 || gone.length > 0 || original.some(isLeft);
    this.problems = [
      ...original,
      ...(failed.length > 0 ? [notEverythingPutBack(failed)] : []),
      ...(gone.length > 0 ? [valueLost(gone)] : []),
    ];
    this.exit = lost ? EXIT.notPutBack : cause instanceof Interrupted ? EXIT.interrupted : exitOf(original);
    const nothing = outcome.remote.length + outcome.files.length === 0;
    this.after = [
      ...(lost
        ? nothing
          ? []
          : [putBackSummary(outcome.remote, outcome.files)]
        : [everythingAsBefore(outcome.remote, outcome.files)]),
      ...outcome.kept,
      ...failed,
    ];
  }
}

/** `actors` for putting back must not carry the aborted signal of the run. */
export async function transaction<T>(
  run: Pick<Run, "reporter">,
  journal: Journal,
  actors: Actors,
  work: () => Promise<T>,
): Promise<T> {
  try {
    const result = await work();
    await journal.commit();
    return result;
  } catch (error) {
    throw new RolledBack(error, await run.reporter.during(puttingBack, () => putBack(journal, actors)));
  }
}

export function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof Failure) return error.problems;
  if (error instanceof Interrupted) return error.left === null ? [] : [testFilesLeft(error.left)];
  if (error instanceof Error && "path" in error && typeof error.path === "string" && /^E[A-Z]+$/.test(codeOf(error))) {
    return [fileRefused(relativePath(process.cwd(), error.path), codeOf(error))];
  }
  return [unexpected(error instanceof Error ? error.message : String(error))];
}

/** Of several problems the first decides, unless something of ours was left behind. */
export function exitOf(problems: readonly Problem[]): ExitCode {
  return problems.some(isLeft) ? EXIT.notPutBack : (problems[0]?.exit ?? EXIT.failed);
}

function isLeft(problem: Problem): boolean {
  return problem.exit === EXIT.notPutBack;
}
