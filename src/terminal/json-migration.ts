/** The `migrate` object of --json. */
import { mask } from "../lib/secrets.ts";
import type { Text } from "../lib/text.ts";
import { isEqual } from "../messages/migrate.ts";
import type { Json } from "../model/change.ts";
import type { Amount, Migration, Remarks } from "../model/migration.ts";

/** `skipped` names what was left out by rule first, then what was there already; of millions, the first thousands. `counts` are of all. */
export function migrationJson(run: Migration, say: (text: Text) => string): { readonly [key: string]: Json } {
  const remarks = ({ first }: Remarks) =>
    first.map(({ name, code, message }) => ({ name: mask(name), code, message: say(message) }));
  const amount = ({ files, bytes }: Amount) => ({ files, bytes });
  return {
    migrate: {
      from: mask(run.from),
      to: mask(run.to),
      dryRun: run.dryRun,
      counts: {
        copied: run.copied.files,
        equal: run.equal.files,
        leftOut: run.skipped.count,
        failed: run.failed.count,
        different: run.differences.count,
        extra: run.extra,
      },
      ...(run.dryRun ? { toCopy: amount(run.toCopy) } : {}),
      copied: amount(run.copied),
      equal: amount(run.equal),
      skipped: [
        ...remarks(run.skipped),
        ...run.equalNames.map((name) => ({ name: mask(name), code: "equal", message: say(isEqual(name)) })),
      ],
      failed: remarks(run.failed),
      verified: run.verified,
      differences: remarks(run.differences),
      ledger: run.ledger === null ? null : mask(run.ledger),
      report: run.report === null ? null : mask(run.report),
      milliseconds: Math.round(run.milliseconds),
    },
  };
}
