/** Does the service at Render keep uploads on its own instance until now? Then they are lost at the next deploy, and are brought out first. */
import path from "node:path";
import { git } from "../../lib/git.ts";
import { isInside, relativePath } from "../../lib/paths.ts";
import { shellWord } from "../../lib/shell-word.ts";
import type { Text } from "../../lib/text.ts";
import * as say from "../../messages/rescue.ts";
import type { Answers, ProviderId } from "../../model/answers.ts";
import type { Warning } from "../../model/change.ts";
import type { Check } from "../../model/check.ts";
import type { Project } from "../../model/project.ts";
import type { ProviderWorks } from "../../model/provider.ts";
import { copyFolderCommand } from "./copy-command.ts";
import { hasUploads } from "./uploads.ts";

/** Where Render puts the code of native runtimes. Source: https://render.com/docs/disks */
const SOURCE = "/opt/render/project/src";
/** Where images usually have theirs. */
const IMAGE = "/app";

export interface Rescue {
  readonly plan: string | null;
  /** Of uploads, on the instance. */
  readonly folder: string;
  /** For scp. https://render.com/docs/ssh-keys */
  readonly address: string;
  readonly inImage: boolean;
}

/** null: nothing lies there, or nothing says so. Reads only. */
export async function onInstance(
  { project, inForce }: { readonly project: Project; readonly inForce: ProviderId | null },
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<Rescue | null> {
  if (!isOnRender(project, env) || !hasUploads(project)) return null;
  if (inForce === null ? project.storage.default !== "filesystem" : !(await isFirstAndNotDeployed(project)))
    return null;
  const { service, media, deployed } = project;
  const inImage =
    service === null ? deployed?.docker === true : service.runtime === "docker" || service.dockerfilePath !== null;
  const root = inImage ? IMAGE : path.posix.join(SOURCE, relativePath(project.top, project.root));
  const folder = path.posix.resolve(root, media.root ?? "media");
  if (inForce === null && service?.disk != null && isInside(service.disk.mountPath, folder)) return null;
  const address = `SERVICE@ssh.${service?.region ?? "REGION"}.render.com`;
  return { plan: service?.plan ?? null, folder: shellWord(folder), address, inImage };
}

export function rescueWarning({ plan, folder, address }: Rescue): Warning {
  return { code: "files-on-instance", ...say.filesOnInstance(plan, folder, address), mustAccept: false };
}

export function rescueCheck({ plan, folder, address }: Rescue): Check {
  return { id: "files-on-instance", status: "warn", ...say.filesOnInstance(plan, folder, address) };
}

export interface RescueSteps {
  /** Before anything else: pasting variables at Render deploys, too. */
  readonly first: readonly Text[];
  /** Once the app is deployed. */
  readonly after: readonly Text[];
}

export function rescueSteps(
  { plan, folder, address, inImage }: Rescue,
  works: ProviderWorks,
  answers: Answers,
): RescueSteps {
  const out = say.bringOutFirst(plan, folder, address, inImage);
  if (plan === "free") return { first: [out], after: [] };
  if (answers.provider === "render-disk") {
    return { first: [out], after: [say.rescuedToDisk(answers.mountPath, address)] };
  }
  const command = copyFolderCommand(say.RESCUED, works, answers);
  return { first: [out, ...(command === null ? [] : [say.copyRescued(command)])], after: [] };
}

/** By evidence: a service of render.yaml, a variable of Render's that the settings read, or this very machine. */
function isOnRender(
  { service, variables = [], origins }: Project,
  env: Parameters<typeof onInstance>[1] = {},
): boolean {
  return (
    service !== null ||
    (env.RENDER ?? "") !== "" ||
    variables.some(({ name }) => /^RENDER(?:_|$)/.test(name)) ||
    origins.some(({ origin }) => origin.endsWith(".onrender.com"))
  );
}

/** What stands in the repository as production last saw it has nothing of ours: what runs there keeps its files where it did. */
async function isFirstAndNotDeployed({ root, settings, storage }: Project): Promise<boolean> {
  if (settings === null) return false;
  // Another storage was chosen before us, by hand.
  if (storage.lines.some(({ name, deadToday }) => !deadToday && /^(?:STORAGES|DEFAULT_FILE_STORAGE)$/.test(name))) {
    return false;
  }
  const module = path.posix.join(settings.folder, "media_storage.py");
  const upstream = await git(root, ["rev-parse", "--verify", "--quiet", "@{upstream}"]);
  const seen = upstream.code === 0 ? "@{upstream}" : "HEAD";
  if ((await git(root, ["rev-parse", "--verify", "--quiet", seen])).code !== 0) return false;
  return (await git(root, ["cat-file", "-e", `${seen}:./${module}`])).code !== 0;
}
