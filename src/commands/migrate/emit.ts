/** `migrate --emit s3-batch`: lists what is to be copied into the manifest of a job that S3 runs by itself. Copies nothing. */
import { randomUUID } from "node:crypto";
import path from "node:path";
import { EXIT, type ExitCode, Failure } from "../../lib/failure.ts";
import { verbatim } from "../../lib/text.ts";
import * as say from "../../messages/migrate-batch.ts";
import { BatchManifest, LARGEST_IN_BATCH, targetKeyPrefix } from "../../migrate/batch-job.ts";
import { Engine, type MigrateOptions } from "../../migrate/engine.ts";
import { S3Store } from "../../migrate/s3-store.ts";
import type { Run } from "../run.ts";

/** Throws Failure, exit 2: no two buckets of AWS, a prefix that no job can say, files that are there already. */
export async function emitBatch(run: Run, options: Omit<MigrateOptions, "line" | "dryRun">): Promise<ExitCode> {
  const { directory, reporter } = run;
  const { from, to } = options;
  if (!(from instanceof S3Store) || !(to instanceof S3Store)) throw new Failure(say.onlyBuckets);
  const [source, target] = [from.atAws, to.atAws];
  if (source === null || target === null) throw new Failure(say.onlyBuckets);
  const keyPrefix = targetKeyPrefix(source.prefix, target.prefix);
  if (keyPrefix === null) throw new Failure(say.prefixImpossible(from.address, to.address));
  const { emitDir } = run.invocation.values;
  const given = typeof emitDir === "string" ? emitDir : "s3-batch";
  const manifest = BatchManifest.open(path.resolve(directory, given), given, source);
  let large = 0;
  const engine = new Engine({
    ...options,
    dryRun: true,
    line: ({ name, status, bytes }) => {
      if (status !== "to-copy") return;
      if ((bytes ?? 0) > LARGEST_IN_BATCH) large += 1;
      else manifest.add(name);
    },
  });
  let whole = false;
  try {
    const done = await reporter.during(say.writing, () => engine.run());
    if (done.stopped !== null) throw done.stopped;
    if (done.interrupted) return EXIT.interrupted;
    whole = manifest.count > 0;
  } finally {
    if (!whole) manifest.abandon();
  }
  const more = large === 0 ? [] : [say.tooLarge(large)];
  if (manifest.count === 0) {
    reporter.emit({ type: "facts", topic: "migrate", title: say.nothing, lines: more });
    return EXIT.ok;
  }
  const commands = manifest.finish(target, keyPrefix, randomUUID());
  const lines = [...say.lines(given), ...more, ...commands.map(verbatim)];
  run.report.files = ["manifest.csv", "job.json", "commands.txt"].map((name) => path.join(given, name));
  run.report.next = say.afterwards;
  reporter.emit({ type: "facts", topic: "migrate", title: say.title(manifest.count, given), lines });
  reporter.emit({ type: "farewell", title: say.left, next: say.afterwards, also: [], unsafe: [] });
  return EXIT.ok;
}
