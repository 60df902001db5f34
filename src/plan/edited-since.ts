/** A file of the journal that somebody has edited since: our part is taken out of it, if that can be told apart from theirs. */
import { decodeText, encodeText, type TextFile } from "../edit/text-file.ts";
import type { Journal, JournaledFile } from "./journal.ts";

/**
 * The file as it is now without our part; null where it cannot be told: it is gone, not text any more, or the very lines were edited.
 * `found`: its bytes as they are now.
 */
export async function withoutOurPart(
  journal: Journal,
  step: number,
  change: JournaledFile,
  found: Uint8Array | null,
): Promise<Uint8Array | null> {
  // A file that we made is whole ours: what somebody added to it would mean nothing alone. Variables would.
  if (found === null || change.afterHash === null || (change.beforeHash === null && change.keys === undefined))
    return null;
  const current = decodeText(found);
  const before = change.beforeHash === null ? null : decodeText(await journal.before(step));
  if (before !== null && (before.encoding !== current.encoding || before.bom !== current.bom)) return null;
  const text = await taken(journal, step, change, before?.text ?? "", current);
  if (text === null || text === current.text) return null;
  return encodeText({ ...current, text });
}

async function taken(
  journal: Journal,
  step: number,
  change: JournaledFile,
  before: string,
  current: TextFile,
): Promise<string | null> {
  // Loaded only here: the common case is a file that nobody has touched.
  const { takeBack, takeBackVariables } = await import("./take-back.ts");
  if (change.keys !== undefined) return takeBackVariables(before, current.text, change.keys);
  const after = await journal.after(step, before);
  return after === null ? null : takeBack(before, after, current.text);
}
