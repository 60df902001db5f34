/** Names of objects as paths below a folder: which can be one, and none that leads out of it. Pure. */
import { sep } from "node:path";
import type { Text } from "../lib/text.ts";
import * as say from "../messages/migrate.ts";

/** Of Linux, macOS and Windows alike, in bytes or UTF-16 units: one part of a path. */
const LONGEST_PART = 255;
const LONGEST = 4000;
/** https://learn.microsoft.com/windows/win32/fileio/naming-a-file */
// biome-ignore lint/suspicious/noControlCharactersInRegex: Windows refuses them in names
const WINDOWS = /[<>:"|?*\\\u0000-\u001f]|[. ]$|^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i;

/** Why no file can have this name; null: one can. `windows`: by the rules there. */
export function nameProblem(
  name: string,
  windows = sep === "\\",
): { readonly code: string; readonly message: Text } | null {
  if (name === "" || name.endsWith("/")) return { code: "folder-marker", message: say.folderMarker(name) };
  const parts = name.split("/");
  if (parts.some((part) => part === "." || part === ".."))
    return { code: "name-leaves-the-folder", message: say.nameLeaves(name) };
  const impossible =
    parts.some((part) => part === "" || part.includes("\0") || Buffer.byteLength(part) > LONGEST_PART) ||
    Buffer.byteLength(name) > LONGEST ||
    (windows && parts.some((part) => WINDOWS.test(part)));
  return impossible ? { code: "name-impossible", message: say.nameImpossible(name) } : null;
}
