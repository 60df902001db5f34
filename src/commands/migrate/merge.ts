/** `migrate --merge-reports`: the reports of the parts of one copy become one. Asks no store anything. */
import path from "node:path";
import { screenLanguage } from "../../answers/language.ts";
import { questionOf } from "../../answers/questions.ts";
import { EXIT, type ExitCode, Failure } from "../../lib/failure.ts";
import { verbatim } from "../../lib/text.ts";
import * as words from "../../messages/migrate-run.ts";
import * as say from "../../messages/migrate-shards.ts";
import type { Line } from "../../migrate/engine.ts";
import { joinReports } from "../../migrate/merge-reports.ts";
import { ReportFile, reportForm } from "../../migrate/report-file.ts";
import type { Migration, Remarks } from "../../model/migration.ts";
import type { Run } from "../run.ts";

/** Throws Failure, exit 2: what is no report of a part, or of another run. */
export async function mergeReports(run: Run, given: readonly string[]): Promise<ExitCode> {
  const { directory, reporter, report } = run;
  const { values } = run.invocation;
  for (const name of ["from", "to", "shard", "verify", "namesFromDb"] as const)
    if (values[name] !== undefined) throw new Failure(say.notTogether("--merge-reports", questionOf(name).flag));
  for (const file of given) reportForm(file);
  const target = typeof values.report === "string" ? values.report : null;
  const files = given.map((file) => ({ given: file, path: path.resolve(directory, file) }));
  if (target !== null) {
    reportForm(target);
    const own = path.resolve(directory, target);
    if (files.some((file) => file.path === own)) throw new Failure(say.isInput(target));
  }
  const lang = screenLanguage({ flag: values.lang, env: run.env });
  const began = performance.now();
  const joined = await reporter.during(say.merging, async () => {
    // Read before anything is written: what is no report must leave no half of one.
    const read = await joinReports(files, () => {});
    if (target === null) return read;
    const out = await ReportFile.open(path.resolve(directory, target), target, lang);
    try {
      return await joinReports(files, ({ name, status, bytes, code, message }) =>
        out.line({
          name,
          status: status as Line["status"],
          bytes,
          ...(code === "" ? {} : { code, message: verbatim(message) }),
        }),
      );
    } finally {
      await out.close(target);
    }
  });
  const sum = (status: Line["status"]) => joined.sums.get(status) ?? { files: 0, bytes: 0 };
  const remarks = (...statuses: readonly Line["status"][]): Remarks => ({
    count: statuses.reduce((all, status) => all + sum(status).files, 0),
    first: joined.troubles
      .filter(({ status }) => statuses.some((one) => one === status))
      .map(({ name, code, message }) => ({ name, code, message: verbatim(message) })),
  });
  const migration: Migration = {
    from: joined.from,
    to: joined.to,
    dryRun: false,
    copied: sum("copied"),
    toCopy: { files: 0, bytes: 0 },
    equal: sum("equal"),
    equalNames: [],
    skipped: remarks("skipped"),
    failed: remarks("failed"),
    differences: remarks("missing", "different"),
    extra: sum("extra").files,
    verified: joined.verified,
    interrupted: false,
    ledger: null,
    report: target,
    milliseconds: performance.now() - began,
  };
  report.migrate = migration;
  report.errors = joined.problems;
  const counts = [say.copiedAmount(migration.copied), ...words.counts(migration)];
  const whole = joined.problems.length === 0;
  const verified = migration.verified === true && whole ? [say.mergedVerified] : [];
  const written = target === null ? [] : [words.reportWritten(target)];
  const title = say.merged(joined.given.length, joined.of);
  reporter.emit({ type: "facts", topic: "migrate", title, lines: [...counts, ...verified, ...written] });
  for (const problem of joined.problems) reporter.emit({ type: "problem", problem, after: [] });
  if (!whole) return EXIT.failed;
  reporter.emit({ type: "farewell", title: say.mergedAllGood, next: [], also: [], unsafe: [] });
  return EXIT.ok;
}
