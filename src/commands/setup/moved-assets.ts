/** Cloudinary again, and elsewhere in it: files that are stored already stay where they are, private or public as they were. */
import { PROGRAM } from "../../answers/repeat-command.ts";
import { shellWord } from "../../lib/shell-word.ts";
import type { Text } from "../../lib/text.ts";
import * as say from "../../messages/cloudinary-moved.ts";
import * as switching from "../../messages/switching.ts";
import type { Answers } from "../../model/answers.ts";
import type { Warning } from "../../model/change.ts";

interface Moved {
  readonly warnings: readonly Warning[];
  readonly before: readonly Text[];
  readonly afterwards: readonly Text[];
}

/** `before`: the answers of the earlier run; null: they are not known. */
export function movedAssets(before: Answers | null, answers: Answers): Moved {
  const none = { warnings: [], before: [], afterwards: [] };
  if (before?.provider !== "cloudinary" || answers.provider !== "cloudinary") return none;
  const otherCloud = before.cloudName !== answers.cloudName;
  if (!otherCloud && before.folder === answers.folder && before.access === answers.access) return none;
  const place = [before.cloudName, before.folder].filter((part) => part !== "").join("/");
  const from = `cloudinary://${place}?access=${before.access}`;
  const command = `${PROGRAM} migrate --from ${shellWord(from)} --to configured`;
  const words = say.filesStayAt(place, before.access, answers.access, command);
  return {
    warnings: [{ code: "old-files-stay", ...words, mustAccept: false }],
    before: [switching.copyFirst(command, false, otherCloud)],
    afterwards: [switching.copyAgain(`${command} --verify`, false, otherCloud)],
  };
}
