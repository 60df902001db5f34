/** The command that copies files from another store into the one that is configured, where there is one. */
import { PROGRAM } from "../../answers/repeat-command.ts";
import { shellWord } from "../../lib/shell-word.ts";
import type { StoreFacts } from "../../messages/switching.ts";
import type { Answers } from "../../model/answers.ts";
import type { ProviderWorks } from "../../model/provider.ts";

/** What `migrate` reads and writes in this version. A disk can only be reached where it is mounted. */
const READS: ReadonlySet<string> = new Set(["folder", "s3"]);
const WRITES: ReadonlySet<string> = new Set(["s3", "render-disk"]);

export interface Copy {
  readonly command: string;
  /** To be run in the service's Shell at Render, once the app is deployed. */
  readonly onRender: boolean;
}

/** From a folder of this machine; null: no command of ours can. */
export function copyFolderCommand(folder: string, works: ProviderWorks, answers: Answers): string | null {
  if (answers.provider === "render-disk") return null;
  return migrate("folder", folder, answers) ?? works.copyCommand?.(answers, folder) ?? null;
}

/** From the store that was in force until now; null: nothing can, or it is not known where it is. */
export function copyStoreCommand({ provider, place, folder }: StoreFacts, answers: Answers): Copy | null {
  if (place === null) return null;
  const scheme = provider === "s3" ? "s3" : "cloudinary";
  const address = [place, folder].filter((part) => part !== "").join("/");
  const [kind, from] = provider === "render-disk" ? ["folder", place] : [scheme, `${scheme}://${address}`];
  const command = migrate(kind, from, answers);
  return command === null ? null : { command, onRender: [provider, answers.provider].includes("render-disk") };
}

function migrate(kind: string, from: string, answers: Answers): string | null {
  if (!READS.has(kind) || !WRITES.has(answers.provider)) return null;
  return `${PROGRAM} migrate --from ${shellWord(from)} --to configured`;
}
