/** One file of the plan: its bytes as they are, and as an editor makes them. */
import { readdir } from "node:fs/promises";
import path from "node:path";
import { decodeText, encodeText, type TextFile } from "../edit/text-file.ts";
import { Failure } from "../lib/failure.ts";
import type { Text } from "../lib/text.ts";
import { caseTwin } from "../messages/plan.ts";
import type { FileChange } from "../model/change.ts";
import { hashOf, readImage, targetOf } from "./file-image.ts";

/**
 * The change of one file, read as it is now. `edit` gets its text (null: there is no such file) and gives its bytes; the same bytes, with the mode already
 * right, are no change. `shown`: the path for people, relative to the project's root. Throws Failure (exit 2) for a new file whose name is there already
 * in other case.
 */
export async function fileChange(
  absolutePath: string,
  shown: string,
  summary: Text,
  edit: (before: TextFile | null) => Uint8Array,
  options: { mode?: number; enforceMode?: boolean; sensitive?: boolean } = {},
): Promise<FileChange> {
  const found = await readImage(await targetOf(absolutePath));
  if (found === null) await refuseTwin(absolutePath, shown);
  const before = found?.bytes ?? null;
  const after = edit(before === null ? null : decodeText(before));
  const sameMode = !options.enforceMode || found?.mode === options.mode || process.platform === "win32";
  const same = before !== null && hashOf(before) === hashOf(after) && sameMode;
  return {
    type: "file",
    path: shown,
    absolutePath,
    action: same ? "none" : before === null ? "create" : "modify",
    summary,
    before,
    after,
    ...(options.mode === undefined ? {} : { mode: options.mode }),
    ...(options.enforceMode === undefined ? {} : { enforceMode: options.enforceMode }),
    sensitive: options.sensitive ?? false,
  };
}

async function refuseTwin(absolutePath: string, shown: string): Promise<void> {
  const [name, folder] = [path.basename(absolutePath), path.dirname(absolutePath)];
  // A folder that is not there is told when the file is written.
  const names = await readdir(folder).catch(() => []);
  const twin = names.find((other) => other !== name && other.toLowerCase() === name.toLowerCase());
  if (twin !== undefined) throw new Failure(caseTwin(shown, path.posix.join(path.posix.dirname(shown), twin)));
}

/** The file with its text edited; a new one as UTF-8 with `\n`. */
export function edited(file: TextFile | null, edit: (text: string) => string): Uint8Array {
  return encodeText({ ...(file ?? { encoding: "utf-8", bom: false, eol: "\n" }), text: edit(file?.text ?? "") });
}

export function plain(text: string): Uint8Array {
  return Buffer.from(text, "utf8");
}

/** For new lines: as the file has them. */
export function eolOf(file: TextFile | null): TextFile["eol"] {
  return file?.eol ?? "\n";
}
