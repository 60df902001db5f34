/** A run of an earlier process that was cut: noticed first, and put back before anything else is done. */
import { Failure } from "../../lib/failure.ts";
import { anotherRun } from "../../messages/plan.ts";
import { valueLost } from "../../messages/render-api.ts";
import {
  askPutBack,
  everythingAsBefore,
  interruptedRun,
  interruptedRunFound,
  notEverythingPutBack,
  putBackSummary,
  puttingBack,
} from "../../messages/setup.ts";
import type { Journal } from "../../plan/journal.ts";
import { lockHolder, takeLock } from "../../plan/lock.ts";
import { putBack } from "../../plan/put-back.ts";
import { interruptedRuns } from "../../plan/recover.ts";
import { actorsFor } from "../remote-actors.ts";
import type { Run } from "../run.ts";

/**
 * Puts back what cut runs left, newest first; asks first where somebody can be asked. true: something was put back, and the
 * project must be looked at anew. Throws Failure: another run is still at work (exit 1), nobody accepted it (exit 3), or something could
 * not be put back (exit 5).
 */
export async function putBackInterrupted(run: Run, root: string): Promise<boolean> {
  if ((await interruptedRuns(root)).length === 0) return false;
  // The journal of a run that is still at work looks like that of one that was cut.
  const holder = await lockHolder(root);
  if (run.invocation.options.dryRun) {
    const { code, message } = holder === null ? interruptedRun : anotherRun(holder);
    run.reporter.emit({ type: "warning", warning: { code, message, mustAccept: false } });
    return false;
  }
  if (holder !== null) throw new Failure(anotherRun(holder));
  if (run.invocation.options.yes) {
    run.reporter.emit({ type: "facts", topic: "recovery", title: interruptedRunFound, lines: [] });
  } else if (run.prompter === null || (await run.prompter.confirm({ message: askPutBack, initial: true })) !== true) {
    throw new Failure(interruptedRun);
  }
  const lock = await takeLock(root);
  try {
    for (const journal of [...(await interruptedRuns(root))].reverse()) await putBackOne(run, root, journal);
  } finally {
    await lock.release();
  }
  return true;
}

async function putBackOne(run: Run, root: string, journal: Journal): Promise<void> {
  const outcome = await run.reporter.during(puttingBack, async () =>
    putBack(journal, await actorsFor(run, root, journal)),
  );
  if (outcome.failed.length > 0) throw new Failure(notEverythingPutBack(outcome.failed));
  if (outcome.lost.length > 0) {
    const { code, message, next } = valueLost(outcome.lost);
    const warning = { code, message, next, mustAccept: false };
    run.report.recovery = [...run.report.recovery, warning];
    run.reporter.emit({ type: "warning", warning });
  }
  run.reporter.emit({
    type: "facts",
    topic: "recovery",
    title: (outcome.lost.length > 0 ? putBackSummary : everythingAsBefore)(outcome.remote, outcome.files),
    lines: outcome.kept,
  });
}
