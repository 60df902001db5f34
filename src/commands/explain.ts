/** The last stop of everything thrown: into the report, onto the screen, and into an exit code. */
import { EXIT, type ExitCode, Interrupted } from "../lib/failure.ts";
import type { Text } from "../lib/text.ts";
import { stopped, stoppedBefore, verboseStack } from "../messages/setup.ts";
import type { Reporter } from "../model/terminal.ts";
import type { ReportDraft } from "./run.ts";
import { exitOf, problemsOf, RolledBack } from "./transaction.ts";

export function explain(error: unknown, report: ReportDraft, reporter: Reporter, verbose: boolean): ExitCode {
  const cause = error instanceof RolledBack ? error.cause : error;
  const problems = error instanceof RolledBack ? error.problems : problemsOf(error);
  const after: readonly Text[] = error instanceof RolledBack ? error.after : [];
  report.errors = problems;
  if (cause instanceof Interrupted) {
    reporter.emit({
      type: "facts",
      topic: "interrupted",
      title: after.length > 0 ? stopped : stoppedBefore,
      lines: after,
    });
  }
  problems.forEach((problem, index) => {
    reporter.emit({
      type: "problem",
      problem,
      after: index === problems.length - 1 && !(cause instanceof Interrupted) ? after : [],
    });
  });
  if (verbose && cause instanceof Error && cause.stack !== undefined) {
    reporter.emit({
      type: "facts",
      topic: "stack",
      title: verboseStack,
      lines: [{ en: cause.stack, es: cause.stack }],
    });
  }
  if (error instanceof RolledBack) return error.exit;
  if (cause instanceof Interrupted && cause.left === null) return EXIT.interrupted;
  return exitOf(problems);
}
