/** Makes the changes of a plan, each journaled before it is made, and refused if what it would change is no longer what the plan saw. */
import { Failure, Interrupted } from "../lib/failure.ts";
import { isInside } from "../lib/paths.ts";
import { changedMeanwhile, outsideRepository, writeRefused } from "../messages/plan.ts";
import type { Change, FileChange, RemoteActor, RemoteChange, RemoteKind } from "../model/change.ts";
import { codeOf, hashOf, readImage, removeImage, targetOf, writeImage } from "./file-image.ts";
import type { Journal } from "./journal.ts";

export type Actors = Partial<Record<RemoteKind, RemoteActor>>;

/**
 * In the order given. Stops at the first failure, which it throws (Failure, or Interrupted when the signal aborts between two changes);
 * what had been done until then is in the journal, for `putBack`.
 */
export async function applyChanges(
  changes: readonly Change[],
  options: { journal: Journal; actors: Actors; top: string; signal: AbortSignal },
): Promise<number> {
  let applied = 0;
  for (const change of changes) {
    if (change.action === "none") continue;
    if (options.signal.aborted) throw new Interrupted();
    if (change.type === "file") await applyFile(change, options.journal, options.top);
    else await applyRemote(change, options.journal, options.actors);
    applied += 1;
  }
  if (options.signal.aborted) throw new Interrupted();
  return applied;
}

async function applyFile(change: FileChange, journal: Journal, top: string): Promise<void> {
  const target = await targetOf(change.absolutePath);
  if (!isInside(top, target)) throw new Failure(outsideRepository(change.path));
  try {
    const found = await readImage(target);
    if (hashOf(found?.bytes ?? null) !== hashOf(change.before)) throw new Failure(changedMeanwhile(change.path));
    const step = await journal.intend(change, { target, beforeMode: found?.mode ?? null });
    if (change.after === null) await removeImage(target);
    else await writeImage(target, change.after, modeOf(change));
    await journal.done(step);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(writeRefused(change.path, codeOf(error)), { cause: error });
  }
}

function modeOf(change: FileChange): { mode?: number; enforceMode?: boolean } {
  return {
    ...(change.mode === undefined ? {} : { mode: change.mode }),
    ...(change.enforceMode === undefined ? {} : { enforceMode: change.enforceMode }),
  };
}

async function applyRemote(change: RemoteChange, journal: Journal, actors: Actors): Promise<void> {
  const actor = actorFor(change, actors);
  if (!sameJson(await actor.observe(change), change.before)) throw new Failure(changedMeanwhile(change.target));
  const step = await journal.intend(change, { target: "", beforeMode: null });
  await actor.apply(change);
  await journal.done(step);
}

export function actorFor(change: RemoteChange, actors: Actors): RemoteActor {
  const actor = actors[change.kind];
  if (actor === undefined) throw new Error(`${change.provider} has no actor for ${change.kind}`);
  return actor;
}

/** Deep equality of JSON values; the order of an object's keys does not count. */
export function sameJson(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([x], [y]) => (x < y ? -1 : 1)))
      : inner,
  );
}
