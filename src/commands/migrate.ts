/** `vet-media-setup migrate`: copies media from one store to another; safe to interrupt and to repeat. Needs no Django project. */
import path from "node:path";
import { loadAnswersFile } from "../answers/answers-file.ts";
import type { Said } from "../answers/gather.ts";
import { screenLanguage } from "../answers/language.ts";
import { type ExitCode, Failure } from "../lib/failure.ts";
import { relativePath } from "../lib/paths.ts";
import { parseShard, type Shard, showShard } from "../lib/shard.ts";
import { verbatim } from "../lib/text.ts";
import { freshAndResume } from "../messages/migrate.ts";
import { limitsTitle } from "../messages/migrate-cloudinary.ts";
import * as words from "../messages/migrate-run.ts";
import { notTogether, shardTitle } from "../messages/migrate-shards.ts";
import { headersRule } from "../migrate/content-type.ts";
import { Engine, type Line } from "../migrate/engine.ts";
import { Ledger } from "../migrate/ledger.ts";
import { ReportFile, reportForm } from "../migrate/report-file.ts";
import { TROUBLE } from "../migrate/report-read.ts";
import type { Migration } from "../model/migration.ts";
import type { Following } from "../model/terminal.ts";
import { STATE_FOLDER } from "../plan/journal.ts";
import { takeLock } from "../plan/lock.ts";
import { CACHE_CONTROL } from "../providers/s3/cache-control.ts";
import type { NameCheck } from "./migrate/names.ts";
import { accessOf, type Opened, openStores } from "./migrate/open-stores.ts";
import { tell } from "./migrate/tell.ts";
import { noteDisk } from "./migrate/verified-disk.ts";
import type { Run } from "./run.ts";

/** Milliseconds between two looks at the progress. */
const LOOK = 500;

export async function migrate(run: Run): Promise<ExitCode> {
  const { invocation, env, directory, reporter, report } = run;
  const { values, options } = invocation;
  if (Array.isArray(values.mergeReports)) {
    return await (await import("./migrate/merge.ts")).mergeReports(run, values.mergeReports);
  }
  const root = path.resolve(directory, options.project ?? ".");
  const said: Said = {
    invocation,
    env,
    answersFile: await loadAnswersFile({ given: options.answers, directory, root }),
  };
  if (values.fresh === true && values.resume === true) throw new Failure(freshAndResume);
  if (typeof values.report === "string") reportForm(values.report);
  const shard = typeof values.shard === "string" ? parseShard(values.shard) : null;
  // A part of the names says nothing of what the database holds as a whole.
  if (shard !== null && values.namesFromDb === true) throw new Failure(notTogether("--shard", "--names-from-db"));
  report.values = (["from", "to"] as const).flatMap((name) => {
    const value = values[name];
    return value === undefined ? [] : [{ name, value, source: "flag" as const, detail: verbatim(`--${name}`) }];
  });

  const stores = await reporter.during(words.opening, () => openStores(run, { root, said }));
  let names: NameCheck | null = null;
  try {
    // Reading a project loads more than copying does.
    if (values.namesFromDb === true) names = await (await import("./migrate/names.ts")).openNames(run, root, said);
    if (options.dryRun || values.emit !== undefined) return await copy(run, said, root, stores, names, shard);
    // Parts of one copy run at once, and touch nothing of one another.
    const lock = await takeLock(root, shard === null ? "lock" : lockOfPart(stores, shard));
    try {
      return await copy(run, said, root, stores, names, shard);
    } finally {
      await lock.release();
    }
  } finally {
    await Promise.all([stores.from.close(), stores.to.close(), names?.close()]);
  }
}

async function copy(
  run: Run,
  said: Said,
  root: string,
  { from, to, limits, budget }: Opened,
  names: NameCheck | null,
  shard: Shard | null,
): Promise<ExitCode> {
  const { invocation, directory, reporter, signal } = run;
  const { values, options } = invocation;
  const { dryRun } = options;
  const began = performance.now();
  const pair = { from: from.address, to: to.address };
  const file = Ledger.fileFor(path.join(root, STATE_FOLDER), from.address, to.address, shard);
  const fresh = values.fresh === true;
  const ledger = await Ledger.read(file, pair, fresh);
  const rule = headersRule(CACHE_CONTROL[accessOf(said)]);
  const overwrite = values.overwrite === true;
  const concurrency = typeof values.concurrency === "number" ? values.concurrency : null;
  if (values.emit !== undefined) {
    const same = { from, to, shard, ledger, budget, signal, rule, overwrite, concurrency };
    const { emitBatch } = await import("./migrate/emit.ts");
    return await emitBatch(run, { ...same, verify: false, beforeFirst: async () => {} });
  }
  const given = typeof values.report === "string" && !dryRun ? values.report : null;
  const lines =
    given === null ? null : await ReportFile.open(path.resolve(directory, given), given, languageOf(run, said));
  const follow = (record: Following) => reporter.emit({ type: "follow", record });
  const line = (one: Line) => {
    lines?.line(one);
    const { name, status, code, message } = one;
    if (message !== undefined && TROUBLE.has(status))
      follow({ event: "failed", name, status, code: code ?? "", message });
  };
  follow({ event: "start", ...pair, dryRun, shard: shard === null ? null : showShard(shard) });
  if (limits !== null) reporter.emit({ type: "facts", topic: "limits", title: limitsTitle, lines: [limits] });
  let written = false;
  const engine = new Engine({
    from,
    to,
    shard,
    ledger,
    budget,
    signal,
    dryRun,
    rule,
    overwrite,
    verify: values.verify === "bytes" ? "bytes" : values.verify === true,
    concurrency,
    line,
    beforeFirst: async () => {
      written = true;
      const { unfinished } = ledger;
      await ledger.begin(pair, fresh);
      await to.prepare();
      await to.tidy(unfinished);
      for (const upload of unfinished) ledger.ended(upload);
    },
  });
  if (shard !== null)
    reporter.emit({ type: "facts", topic: "migrate", title: shardTitle(showShard(shard)), lines: [] });
  const label = dryRun ? words.counting(pair.from, pair.to) : words.copying(pair.from, pair.to);
  const work = async () => {
    await names?.before(from, line);
    const done = await reporter.during(label, async (tellNow) => {
      const look = () => {
        tellNow(words.progress(engine.progress, dryRun));
        follow({ event: "progress", ...engine.progress });
      };
      const clock = setInterval(look, LOOK);
      try {
        return await engine.run();
      } finally {
        clearInterval(clock);
        follow({ event: "progress", ...engine.progress });
        await ledger.close();
      }
    });
    if (!dryRun && done.stopped === null && !done.interrupted) await names?.after(to, line);
    const interrupted = done.interrupted || signal.aborted;
    const complete = done.stopped === null && !interrupted;
    if (shard !== null) lines?.end({ shard: showShard(shard), ...pair, complete, verified: done.verified });
    return { ...done, interrupted };
  };
  const { stopped, ...outcome } = await work().finally(() => lines?.close(given ?? ""));
  const migration: Migration = {
    ...pair,
    ...outcome,
    dryRun,
    ledger: written ? relativePath(directory, file) : null,
    report: given,
    milliseconds: performance.now() - began,
    ...(names === null ? {} : { names: names.found }),
  };
  if (names !== null) run.report.warnings = names.warnings(dryRun);
  const room = dryRun ? await to.room() : null;
  if (room !== null && room < migration.toCopy.bytes) {
    run.report.migrate = migration;
    throw new Failure(words.notEnoughRoom(room, migration.toCopy.bytes));
  }
  // A part that was verified says nothing of the others.
  const whole = stopped === null && shard === null;
  return tell(run, migration, stopped, whole ? await noteDisk(run, root, said, migration) : []);
}

function lockOfPart({ from, to }: Opened, shard: Shard): string {
  return `lock-${path.basename(Ledger.fileFor("", from.address, to.address, shard), ".jsonl")}`;
}

function languageOf({ invocation, env }: Run, said: Said) {
  return screenLanguage({ flag: invocation.values.lang, stored: said.answersFile?.values.lang, env });
}
