/** The command that copies files from another store into the one that is configured, where there is one. */
import { isCommandBuilt } from "../../answers/command-names.ts";
import { PROGRAM } from "../../answers/repeat-command.ts";
import { shellWord } from "../../lib/shell-word.ts";
import type { StoreFacts } from "../../messages/switching.ts";
import type { Answers } from "../../model/answers.ts";
import type { ProviderWorks } from "../../model/provider.ts";

/** What `migrate` reads and writes in this version. */
const READS: ReadonlySet<string> = new Set(["folder", "s3"]);
const WRITES: ReadonlySet<string> = new Set(["s3"]);

/** From a folder of this machine; null: nothing can. */
export function copyFolderCommand(folder: string, works: ProviderWorks, answers: Answers): string | null {
  return migrate("folder", folder, answers) ?? works.copyCommand?.(answers, folder) ?? null;
}

/** From the store that was in force until now; null: nothing can, or it is not known where it is. The files of a disk are a folder, in the Shell at Render. */
export function copyStoreCommand({ provider, place, folder }: StoreFacts, answers: Answers): string | null {
  if (place === null) return null;
  if (provider === "render-disk") return migrate("folder", place, answers);
  const scheme = provider === "s3" ? "s3" : "cloudinary";
  return migrate(scheme, `${scheme}://${[place, folder].filter((part) => part !== "").join("/")}`, answers);
}

function migrate(kind: string, from: string, answers: Answers): string | null {
  if (!isCommandBuilt("migrate") || !READS.has(kind) || !WRITES.has(answers.provider)) return null;
  return `${PROGRAM} migrate --from ${shellWord(from)} --to configured`;
}
