/** The end of a copy, told: what was done, what was left out and why, what failed, and how to go on. */
import { EXIT, type ExitCode, type Failure, type Problem } from "../../lib/failure.ts";
import type { Text } from "../../lib/text.ts";
import { noneMissing } from "../../messages/migrate-names.ts";
import * as words from "../../messages/migrate-run.ts";
import type { Migration } from "../../model/migration.ts";
import type { Run } from "../run.ts";

/** Failures told one by one; the report file names every one. */
const TOLD = 10;

/** `next`: what is left to do once all went well. */
export function tell(run: Run, migration: Migration, stopped: Failure | null, next: readonly Text[] = []): ExitCode {
  const { reporter, report } = run;
  const { failed, differences, interrupted, dryRun } = migration;
  report.migrate = migration;
  tellLeftOut(run, migration);
  if (interrupted) {
    reporter.emit({
      type: "facts",
      topic: "interrupted",
      title: words.interrupted,
      lines: words.interruptedLines(migration),
    });
    return EXIT.interrupted;
  }
  const problems = problemsOf(migration, stopped);
  report.errors = problems;
  const seen =
    migration.equal.files + migration.copied.files + migration.toCopy.files + migration.skipped.count + failed.count;
  const title = seen === 0 && stopped === null ? words.nothingThere(migration.from) : words.title(migration);
  const lines = [
    ...words.counts(migration),
    ...(migration.verified === null
      ? []
      : [
          migration.verified
            ? words.verified(migration.extra, run.invocation.values.verify === "bytes")
            : words.notVerified(differences.count),
        ]),
    ...(migration.names?.missingAfter?.count === 0 ? [noneMissing] : []),
    ...(migration.report === null ? [] : [words.reportWritten(migration.report)]),
  ];
  for (const warning of report.warnings) reporter.emit({ type: "warning", warning });
  if (problems.length === 0) {
    report.next = next;
    reporter.emit({ type: "facts", topic: "migrate", title, lines });
    reporter.emit({ type: "farewell", title: dryRun ? words.dryRunDone : words.done, next, also: [], unsafe: [] });
    return EXIT.ok;
  }
  reporter.emit({ type: "facts", topic: "migrate", title, lines });
  for (const problem of problems) reporter.emit({ type: "problem", problem, after: [] });
  return EXIT.failed;
}

function tellLeftOut({ reporter }: Run, { skipped }: Migration): void {
  if (skipped.count === 0) return;
  const told = skipped.first.slice(0, TOLD).map(({ message }) => message);
  const more = skipped.count - told.length;
  const differ = skipped.first.some(({ code }) => code === "different");
  reporter.emit({
    type: "facts",
    topic: "left-out",
    title: words.leftOut(skipped.count),
    lines: [...told, ...(more > 0 ? [words.more(more)] : []), ...(differ ? [words.overwriteWould] : [])],
  });
}

function problemsOf({ failed, verified, differences }: Migration, stopped: Failure | null): readonly Problem[] {
  const problems: Problem[] = failed.first
    .slice(0, TOLD)
    .map(({ code, message, name }) => words.failure(code, message, name));
  if (failed.count > problems.length) problems.push(words.moreFailures(failed.count - problems.length));
  const last = problems.at(-1);
  if (last !== undefined && last.next === undefined) problems[problems.length - 1] = { ...last, next: words.tryAgain };
  if (stopped !== null)
    return [...stopped.problems, ...problems.filter(({ message }) => message.en !== stopped.problem.message.en)];
  if (verified === false && differences.count > 0) {
    problems.push(words.notVerifiedProblem(differences.count, differences.first[0]?.name ?? ""));
  }
  return problems;
}
