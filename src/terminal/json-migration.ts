/** The `migrate` object of --json. */
import { mask } from "../lib/secrets.ts";
import type { Text } from "../lib/text.ts";
import { isEqual } from "../messages/migrate.ts";
import type { Json } from "../model/change.ts";
import type { Amount, Migration, Remarks } from "../model/migration.ts";
import type { Capped, NamedRow, NamesFound } from "../model/named.ts";

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
      ...(run.names === undefined ? {} : { names: namesJson(run.names, say) }),
    },
  };
}

/** `missing` is of the target once all is copied (of the source in a dry run): rows whose file is gone. Lists are capped, `counts` are not. */
function namesJson(found: NamesFound, say: (text: Text) => string): Json {
  const rows = ({ first }: Capped<NamedRow>) =>
    first.map(({ model, field, name, code, message }) => ({
      model,
      field,
      name: mask(name),
      code,
      message: say(message),
    }));
  const missing = found.missingAfter ?? found.missingBefore;
  return {
    settings: found.settings,
    databases: found.databases.map(({ alias, engine, name, host }) => ({
      alias,
      engine,
      name: mask(name),
      ...(host === "" ? {} : { host: mask(host) }),
    })),
    rows: found.rows,
    files: found.files,
    counts: {
      orphans: found.orphans.count,
      missingAtSource: found.missingBefore.count,
      missingAtTarget: found.missingAfter?.count ?? null,
      unsafe: found.unsafe.count,
    },
    orphans: found.orphans.first.map(({ name, code, message }) => ({ name: mask(name), code, message: say(message) })),
    missing: rows(missing),
    missingAtSource: rows(found.missingBefore),
    unsafe: rows(found.unsafe),
    apart: found.apart.map(({ model, field, storage }) => ({ model, field, storage })),
    notRead: found.notRead.map(({ model, message }) => ({ model, message: mask(message) })),
  };
}
