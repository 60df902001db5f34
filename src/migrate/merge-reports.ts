/** Joins the reports of the parts of one copy: sums, and what does not fit together. Nothing is held but the sums, however many lines there are. */
import { Failure, type Problem } from "../lib/failure.ts";
import { parseShard, partOfName, showShard } from "../lib/shard.ts";
import * as say from "../messages/migrate-shards.ts";
import type { Amount } from "../model/migration.ts";
import { codeOf } from "./folder-list.ts";
import { CappedList } from "./remarks.ts";
import { NotAReport, type ReportEnd, type ReportRecord, readReport, TROUBLE } from "./report-read.ts";

export interface Joined {
  readonly from: string;
  readonly to: string;
  readonly of: number;
  readonly given: readonly number[];
  /** By status. */
  readonly sums: ReadonlyMap<string, Amount>;
  /** Files that failed, or were found missing or different: the first of them. */
  readonly troubles: readonly ReportRecord[];
  /** null: not every part was verified. */
  readonly verified: boolean | null;
  readonly problems: readonly Problem[];
}

/** `files` as given and as absolute paths; `each` is told every line. Throws Failure, exit 2. */
export async function joinReports(
  files: readonly { readonly given: string; readonly path: string }[],
  each: (record: ReportRecord) => void,
): Promise<Joined> {
  const sums = new Map<string, { files: number; bytes: number }>();
  const troubles = new CappedList<ReportRecord>();
  const problems: Problem[] = [];
  const byPart = new Map<number, string[]>();
  const ends: ReportEnd[] = [];
  const take = (record: ReportRecord) => {
    const sum = sums.get(record.status) ?? { files: 0, bytes: 0 };
    sum.files += 1;
    sum.bytes += record.bytes ?? 0;
    sums.set(record.status, sum);
    if (TROUBLE.has(record.status)) troubles.add(record);
    each(record);
  };
  const run = ({ from, to }: ReportEnd, of: number | undefined) => `${from} → ${to}, ${of}`;
  let of = 0;
  for (const { given, path } of files) {
    const end = await endIn(given, path);
    const shard = parseShard(end.shard);
    if (shard === null) throw new Failure(say.notAReport(given));
    const [first] = ends;
    if (first === undefined) of = shard.of;
    else if (run(first, of) !== run(end, shard.of)) {
      throw new Failure(say.otherParts(given, run(first, of), run(end, shard.of)));
    }
    ends.push(end);
    byPart.set(shard.index, [...(byPart.get(shard.index) ?? []), given]);
    let foreign = 0;
    let firstForeign = "";
    for await (const one of reading(given, path)) {
      if ("shard" in one) continue;
      take(one);
      if (namesOf(one.name).some((name) => partOfName(name, of) === shard.index)) continue;
      foreign += 1;
      if (foreign === 1) firstForeign = one.name;
    }
    if (foreign > 0) problems.push(say.foreignNames(given, foreign, firstForeign));
    if (!end.complete) problems.push(say.shardIncomplete(given, showShard(shard)));
  }
  for (const [part, of1] of byPart) if (of1.length > 1) problems.push(say.shardTwice(`${part}/${of}`, of1));
  const missing = Array.from({ length: of }, (_, at) => at + 1).filter((part) => !byPart.has(part));
  if (missing.length > 0) problems.push(say.shardsMissing(missing.map((part) => `${part}/${of}`)));
  const count = (status: string) => sums.get(status)?.files ?? 0;
  if (count("failed") + count("different") + count("missing") > 0)
    problems.push(say.shardTrouble(count("failed"), count("different"), count("missing")));
  const [first] = ends;
  return {
    from: first?.from ?? "",
    to: first?.to ?? "",
    of,
    given: [...byPart.keys()].sort((a, b) => a - b),
    sums,
    troubles: troubles.list.first,
    verified: ends.some(({ verified }) => verified === null) ? null : ends.every(({ verified }) => verified),
    problems,
  };
}

/** A name that a spreadsheet would take for a formula stands behind an apostrophe in CSV. */
function namesOf(name: string): readonly string[] {
  return /^'[=+\-@\t\r]/.test(name) ? [name, name.slice(1)] : [name];
}

/** What stands last in a whole report of a part. */
async function endIn(given: string, path: string): Promise<ReportEnd> {
  let last: ReportRecord | ReportEnd | null = null;
  for await (const one of reading(given, path)) last = one;
  if (last === null || !("shard" in last)) throw new Failure(say.notAReport(given));
  return last;
}

async function* reading(given: string, path: string): AsyncGenerator<ReportRecord | ReportEnd, void, undefined> {
  try {
    yield* readReport(path);
  } catch (error) {
    if (error instanceof Failure) throw error;
    if (error instanceof NotAReport) throw new Failure(say.notAReport(given));
    throw new Failure(say.reportUnread(given, codeOf(error)), { cause: error });
  }
}
