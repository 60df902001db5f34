/** What taking a run back would change, in the form of a plan. */
import path from "node:path";
import { verbatim } from "../lib/text.ts";
import type { Action, Change, FileChange } from "../model/change.ts";
import type { FileDiff } from "../model/terminal.ts";
import { diffOf } from "./diff.ts";
import { withoutOurPart } from "./edited-since.ts";
import { hashOf, readImage } from "./file-image.ts";
import type { Journal, JournaledFile, JournalStep } from "./journal.ts";

const OPPOSITE: Record<Action, Action> = { create: "delete", delete: "create", modify: "modify", none: "none" };

/** Last step first. Of a file that was edited since only our part goes; where that cannot be told, it is listed as unchanged. */
export async function planUndo(journal: Journal): Promise<{ changes: readonly Change[]; diffs: readonly FileDiff[] }> {
  const changes: Change[] = [];
  for (const step of [...journal.steps].reverse()) {
    if (step.state === "reverted") continue;
    const { change } = step;
    if (change.type === "file") changes.push(await fileBack(journal, step, change));
    else changes.push({ ...change, action: OPPOSITE[change.action], before: change.after, after: change.before });
  }
  const files = changes.filter((change): change is FileChange => change.type === "file" && change.action !== "none");
  return { changes, diffs: files.map((change) => diffOf(change, new Set())) };
}

async function fileBack(journal: Journal, step: JournalStep, change: JournaledFile): Promise<FileChange> {
  const absolutePath = path.resolve(journal.root, change.target);
  const found = (await readImage(absolutePath))?.bytes ?? null;
  const after = change.beforeHash === null ? null : await journal.before(step.step);
  const ours = hashOf(found) === change.afterHash;
  const merged = ours ? null : await withoutOurPart(journal, step.step, change, found);
  return {
    type: "file",
    path: change.path,
    absolutePath,
    action: merged !== null ? "modify" : !ours ? "none" : after === null ? "delete" : "modify",
    summary: verbatim(""),
    before: found,
    after: merged ?? (ours ? after : found),
    sensitive: change.sensitive,
  };
}
