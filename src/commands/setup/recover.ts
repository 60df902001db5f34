/** A run of an earlier process that was cut: noticed first, and put back before anything else is done. */
import { Failure } from "../../lib/failure.ts";
import {
  askPutBack,
  everythingAsBefore,
  interruptedRun,
  interruptedRunFound,
  notEverythingPutBack,
  puttingBack,
} from "../../messages/setup.ts";
import { putBack } from "../../plan/put-back.ts";
import { interruptedRuns } from "../../plan/recover.ts";
import { actorsFor } from "../remote-actors.ts";
import type { Run } from "../run.ts";

/**
 * Puts back what cut runs left, newest first; asks first where somebody can be asked. true: something was put back, and the
 * project must be looked at anew. Throws Failure: nobody accepted it (exit 3), or something could not be put back (exit 5).
 */
export async function putBackInterrupted(run: Run, root: string): Promise<boolean> {
  const journals = await interruptedRuns(root);
  if (journals.length === 0) return false;
  if (run.invocation.options.dryRun) {
    run.reporter.emit({
      type: "warning",
      warning: { code: interruptedRun.code, message: interruptedRun.message, mustAccept: false },
    });
    return false;
  }
  if (run.invocation.options.yes) {
    run.reporter.emit({ type: "facts", topic: "recovery", title: interruptedRunFound, lines: [] });
  } else if (run.prompter === null || (await run.prompter.confirm({ message: askPutBack, initial: true })) !== true) {
    throw new Failure(interruptedRun);
  }
  for (const journal of [...journals].reverse()) {
    const outcome = await run.reporter.during(puttingBack, async () =>
      putBack(journal, await actorsFor(run, root, journal)),
    );
    if (outcome.failed.length > 0) throw new Failure(notEverythingPutBack(outcome.failed));
    run.reporter.emit({
      type: "facts",
      topic: "recovery",
      title: everythingAsBefore(outcome.remote, outcome.files),
      lines: outcome.kept,
    });
  }
  return true;
}
