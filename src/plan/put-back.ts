/** Takes back what a journal says was done, last step first: files to their before-image, remote rules through their actors. */

import { rm } from "node:fs/promises";
import path from "node:path";
import { Failure } from "../lib/failure.ts";
import type { Text } from "../lib/text.ts";
import { couldNotPutBack, leftAsItIs, theirsKept } from "../messages/plan.ts";
import { type Actors, actorFor } from "./apply.ts";
import { withoutOurPart } from "./edited-since.ts";
import { codeOf, hashOf, readImage, removeImage, temporaryFor, writeImage } from "./file-image.ts";
import type { Journal, JournaledFile, JournalStep } from "./journal.ts";

export interface PutBack {
  /** Files put back, relative to the project's root. */
  readonly files: readonly string[];
  /** Remote changes put back, as `kind target`. */
  readonly remote: readonly string[];
  /** What was left on purpose, and why: somebody has edited it since, a bucket that is not empty. */
  readonly kept: readonly Text[];
  /** What should have been put back and can be no more: the run ends with exit code 5, and there is nothing to try again. */
  readonly lost: readonly Text[];
  /** What should have been put back and could not: the run ends with exit code 5. */
  readonly failed: readonly Text[];
}

/**
 * Never throws for a single step: it goes on with the others and reports. The journal is discarded when nothing failed.
 * `actors` is null where the provider cannot be reached (no credentials): remote steps then count as failed.
 */
export async function putBack(journal: Journal, actors: Actors | null): Promise<PutBack> {
  const outcome = {
    files: [] as string[],
    remote: [] as string[],
    kept: [] as Text[],
    lost: [] as Text[],
    failed: [] as Text[],
  };
  await journal.release();
  for (const step of [...journal.steps].reverse()) {
    if (step.state === "reverted") continue;
    try {
      if (step.change.type === "file") await putBackFile(journal, step, step.change, outcome);
      else if (actors === null) {
        outcome.failed.push(couldNotPutBack(`${step.change.kind} ${step.change.target}`, "no credentials"));
        continue;
      } else {
        const { kept, lost } = await actorFor(step.change, actors).revert(step.change);
        if (kept !== null && lost === true) outcome.lost.push(kept);
        else if (kept === null) outcome.remote.push(`${step.change.kind} ${step.change.target}`);
        else outcome.kept.push(kept);
      }
      await journal.reverted(step.step);
    } catch (error) {
      const what = step.change.type === "file" ? step.change.path : `${step.change.kind} ${step.change.target}`;
      const why = error instanceof Failure ? error.problem.message.en : codeOf(error);
      outcome.failed.push(couldNotPutBack(what, why));
    }
  }
  if (outcome.failed.length === 0) await journal.discard();
  return outcome;
}

async function putBackFile(
  journal: Journal,
  step: JournalStep,
  change: JournaledFile,
  outcome: { files: string[]; kept: Text[] },
): Promise<void> {
  const target = path.resolve(journal.root, change.target);
  await rm(temporaryFor(target), { force: true }); // left over if the run was killed between write and rename
  const found = await readImage(target);
  const hash = hashOf(found?.bytes ?? null);
  if (hash === change.beforeHash && (found === null || found.mode === change.beforeMode)) {
    if (step.state === "done") outcome.files.push(change.path);
    return;
  }
  if (hash !== change.afterHash && hash !== change.beforeHash) {
    const merged = await withoutOurPart(journal, step.step, change, found?.bytes ?? null);
    if (merged === null) outcome.kept.push(leftAsItIs(change.path));
    else {
      await writeImage(target, merged);
      outcome.files.push(change.path);
      outcome.kept.push(theirsKept(change.path));
    }
    return;
  }
  if (change.beforeHash === null) await removeImage(target);
  else {
    await writeImage(target, await journal.before(step.step), { mode: change.beforeMode ?? 0o644, enforceMode: true });
  }
  outcome.files.push(change.path);
}
