/** `vet-media-setup undo`: puts back what the last setup changed. Each undo goes one setup deeper. */
import path from "node:path";
import { EXIT, type ExitCode, Failure, Interrupted } from "../lib/failure.ts";
import type { Text } from "../lib/text.ts";
import { keyMissing, valueLost } from "../messages/render-api.ts";
import { credentialsMissing, notEverythingPutBack, putBackSummary, puttingBack } from "../messages/setup.ts";
import * as words from "../messages/undo.ts";
import { type Actors, actorFor } from "../plan/apply.ts";
import type { Journal } from "../plan/journal.ts";
import { takeLock } from "../plan/lock.ts";
import { putBack } from "../plan/put-back.ts";
import { lastCommittedRun } from "../plan/recover.ts";
import { planUndo } from "../plan/undo.ts";
import { findRoot } from "../project/roots.ts";
import { actorsFor } from "./remote-actors.ts";
import type { Run } from "./run.ts";
import { putBackInterrupted } from "./setup/recover.ts";
import { sayShort } from "./setup/say-short.ts";

export async function undo(run: Run): Promise<ExitCode> {
  const { reporter, report, prompter } = run;
  const root = findRoot(path.resolve(run.directory, run.invocation.options.project ?? "."));
  await putBackInterrupted(run, root);
  const journal = await lastCommittedRun(root);
  if (journal === null) {
    sayShort(run, words.nothingToUndo);
    return EXIT.ok;
  }

  const { changes, diffs } = await planUndo(journal);
  report.plan = changes;
  reporter.emit({ type: "plan", changes, diffs, values: [] });
  const { actors, gone } = await reachable(run, root, journal);
  if (prompter !== null && (await prompter.confirm({ message: words.askUndo, initial: true })) !== true) {
    throw new Interrupted();
  }

  const lock = await takeLock(root);
  try {
    await journal.reopen();
    const outcome = await reporter.during(puttingBack, () => putBack(journal, actors));
    report.files = outcome.files;
    const kept = [...gone, ...outcome.kept];
    if (outcome.failed.length > 0) throw new Failure(notEverythingPutBack(outcome.failed));
    reporter.emit({
      type: "facts",
      topic: "undone",
      title: words.undone(putBackSummary(outcome.remote, outcome.files)),
      lines: kept,
    });
    report.next = kept;
    if (outcome.lost.length > 0) throw new Failure(valueLost(outcome.lost));
  } finally {
    await lock.release();
  }
  sayShort(run, (await lastCommittedRun(root)) === null ? words.allUndone : words.moreToUndo);
  return EXIT.ok;
}

function needsRenderKey({ env }: Run, { steps }: Journal): boolean {
  const pushed = steps.some(({ change, state }) => {
    return state !== "reverted" && change.type === "remote" && change.kind.startsWith("render-");
  });
  return pushed && (env.RENDER_API_KEY?.trim() ?? "") === "";
}

/** Nothing is taken back unless everything can be: asks the provider about each change first. Throws Failure: no keys (exit 3), or refused. */
async function reachable(
  run: Run,
  root: string,
  journal: Journal,
): Promise<{ readonly actors: Actors; readonly gone: readonly Text[] }> {
  const actors = await actorsFor(run, root, journal);
  if (actors === null) throw new Failure(needsRenderKey(run, journal) ? keyMissing : credentialsMissing);
  const gone = new Set<string>();
  for (const { change, state } of journal.steps) {
    if (change.type !== "remote" || state === "reverted") continue;
    try {
      await actorFor(change, actors).observe(change);
    } catch (error) {
      // Somebody has deleted it since, and its rules with it. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
      if (!(error instanceof Failure) || error.problem.code !== "no-such-bucket") throw error;
      gone.add(change.target);
    }
  }
  return { actors, gone: [...gone].map(words.bucketGone) };
}
