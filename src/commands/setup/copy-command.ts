/** The command that copies files from another store into the one that is configured, where there is one. */
import { PROGRAM } from "../../answers/repeat-command.ts";
import { shellWord } from "../../lib/shell-word.ts";
import { addressAt } from "../../lib/store-address.ts";
import type { StoreFacts } from "../../messages/switching.ts";
import type { Answers } from "../../model/answers.ts";
import type { ProviderWorks } from "../../model/provider.ts";

/** What `migrate` reads and writes in this version. A disk can only be reached where it is mounted. */
const READS: ReadonlySet<string> = new Set(["folder", "s3", "cloudinary"]);
const WRITES: ReadonlySet<string> = new Set(["s3", "render-disk", "cloudinary"]);

export interface Copy {
  readonly command: string;
  /** The same for before the deploy; null: the new store is not there until then. */
  readonly first: string | null;
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
  const [kind, from] = provider === "render-disk" ? ["folder", place] : [scheme, addressAt(scheme, place, folder)];
  const command = migrate(kind, from, answers);
  if (command === null) return null;
  const onRender = [provider, answers.provider].includes("render-disk");
  // On the instance the answers are those of the code that runs there: until the deploy, the old ones.
  const first =
    answers.provider === "render-disk"
      ? null
      : onRender
        ? migrate(kind, from, answers, storeAddress(answers))
        : command;
  return { command, first, onRender };
}

/** The store of the answers by its address, with the options that reach it. */
export function storeAddress(answers: Exclude<Answers, { provider: "render-disk" }>): readonly string[] {
  if (answers.provider === "cloudinary") return [addressAt("cloudinary", answers.cloudName, answers.folder)];
  const reach = answers.endpointUrl === undefined ? [] : ["--endpoint-url", answers.endpointUrl];
  return [addressAt("s3", answers.bucket, answers.prefix), "--region", answers.region, ...reach];
}

function migrate(kind: string, from: string, answers: Answers, to: readonly string[] = ["configured"]): string | null {
  if (!READS.has(kind) || !WRITES.has(answers.provider)) return null;
  return `${PROGRAM} migrate --from ${shellWord(from)} --to ${to.map(shellWord).join(" ")}`;
}
