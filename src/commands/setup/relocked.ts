/** What the project's own tool made of its lock file, as a change of the plan. */
import path from "node:path";
import { relativePath } from "../../lib/paths.ts";
import { madeBy } from "../../messages/locks.ts";
import type { FileChange, Warning } from "../../model/change.ts";
import { diffOf } from "../../plan/diff.ts";
import { hashOf } from "../../plan/file-image.ts";
import type { LockOf } from "../../plan/packages.ts";
import type { Plan } from "./make-plan.ts";

/** What became of the lock file for one text of the dependency file. */
export interface Relocked {
  /** Of the dependency file as planned, and of the lock file as it was. */
  readonly of: string;
  /** null: nobody wanted it, or the tool failed. */
  readonly bytes: Uint8Array | null;
  readonly warning: Warning | null;
}

/** The plan with what the tool has made, right behind the file that it was made for; as it is, where that was for something else. */
export function withRelocked(plan: Plan, relocked: Relocked | undefined, root: string): Plan {
  const lock = relocked && plan.locks.find((one) => keyOf(one) === relocked.of);
  if (relocked === undefined || lock === undefined) return plan;
  const { bytes, warning } = relocked;
  if (bytes === null) return warning === null ? plan : { ...plan, warnings: [...plan.warnings, warning] };
  const absolutePath = path.join(lock.folder, lock.name);
  const change: FileChange = {
    type: "file",
    path: relativePath(root, absolutePath),
    absolutePath,
    action: "modify",
    summary: madeBy(commandOf(lock)),
    before: lock.bytes,
    after: bytes,
    sensitive: false,
  };
  const behind = <T>(list: readonly T[], isMade: (one: T) => boolean, one: T): readonly T[] => {
    const at = list.findIndex(isMade) + 1;
    return [...list.slice(0, at || list.length), one, ...list.slice(at || list.length)];
  };
  return {
    ...plan,
    files: behind(plan.files, (one) => one === lock.made, change),
    changes: behind<Plan["changes"][number]>(plan.changes, (one) => one === lock.made, change),
    diffs: behind(plan.diffs, (one) => one.path === lock.made.path, diffOf(change, new Set())),
    next: plan.next.filter((step) => step !== lock.step),
  };
}

/** Of the dependency file as planned, and of the lock file as it was. */
export function keyOf({ name, made, bytes }: LockOf): string {
  return [name, hashOf(made.after), hashOf(bytes)].join(" ");
}

/** `uv lock` */
export function commandOf({ tool }: LockOf): string {
  return `${tool} lock`;
}
