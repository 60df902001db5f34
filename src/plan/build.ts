/** From project and answers to the file changes of a setup. Reads the files as they are now; writes nothing. */
import path from "node:path";
import { removeBlock, setBlock, setLastBlock } from "../edit/python-block.ts";
import { decodeText } from "../edit/text-file.ts";
import { Failure } from "../lib/failure.ts";
import type { Text } from "../lib/text.ts";
import { fileSummaries, notOurs } from "../messages/plan.ts";
import { ANSWERS_FILE, type Answers } from "../model/answers.ts";
import type { FileChange, Warning } from "../model/change.ts";
import type { Project, SettingsModule } from "../model/project.ts";
import type { Disk, EnvVar, Requirement } from "../model/provider.ts";
import { managedBlock } from "../providers/settings-block.ts";
import { planBlueprint } from "./blueprint.ts";
import { planEnvFiles } from "./env-files.ts";
import { edited, eolOf, fileChange, plain } from "./file-change.ts";
import { readImage } from "./file-image.ts";
import type { Left } from "./left.ts";
import type { NewService } from "./new-blueprint.ts";
import { refuseNotOurs } from "./not-ours.ts";
import { type PackagePlan, planPackages } from "./packages.ts";

/** The first line of every generated module holds these words. */
const GENERATED_MARK = "vet-media-setup";

/** What the provider wants in the repository. */
export interface Wanted {
  readonly env: readonly EnvVar[];
  readonly requirements: readonly Requirement[];
  /** Text of media_storage.py. */
  readonly mediaStorage: string;
  /** Text of the answers file. */
  readonly answersFile: string;
  /** The disk of the service in render.yaml; null: the provider needs none. */
  readonly disk: Disk | null;
  /** The plan that the person wants for that service in render.yaml; null or absent: the one that it has. */
  readonly servicePlan?: string | null;
  /** The service of a new render.yaml, for a project that has none; null or absent: it stays without. */
  readonly newBlueprint?: NewService | null;
  /** Lines of the managed block in the URL configuration; null: none, and one that is there goes. */
  readonly urls: readonly string[] | null;
  readonly left: Left;
}

export interface FilePlan {
  readonly changes: readonly FileChange[];
  readonly warnings: readonly Warning[];
  /** What is left to do before the changes are committed. */
  readonly next: readonly Text[];
}

/**
 * In the order in which they are applied: the module before the blocks that import it, .gitignore before the env file.
 * Throws Failure (exit 2) for a file that must not be touched, or that an editor refuses.
 */
export async function planFiles(
  project: Project,
  settings: SettingsModule,
  answers: Answers,
  wanted: Wanted,
): Promise<PackagePlan> {
  const at = (file: string) => path.resolve(project.root, file);
  const module = await ownModule(project, settings);
  const packages = await planPackages(project, wanted.requirements, wanted.left.packages);
  const blueprint = await planBlueprint(project, wanted);
  const changes: FileChange[] = [
    await fileChange(at(module), module, fileSummaries.mediaStorage, () => plain(wanted.mediaStorage)),
    await fileChange(at(settings.file), settings.file, fileSummaries.settings, (file) =>
      edited(file, (text) => setLastBlock(text, managedBlock(project, answers.lang), eolOf(file), settings.file)),
    ),
    ...(await planUrls(project, wanted.urls)),
    ...packages.changes,
    ...(await planEnvFiles(project, answers, wanted.env, wanted.left)),
    ...blueprint.changes,
    await fileChange(at(ANSWERS_FILE), ANSWERS_FILE, fileSummaries.answers, () => plain(wanted.answersFile)),
  ];
  await refuseNotOurs(changes, project.top);
  return {
    changes,
    warnings: [...packages.warnings, ...blueprint.warnings],
    next: [...packages.next, ...blueprint.next],
    locks: packages.locks,
  };
}

/** Path of media_storage.py. Throws Failure where somebody else's module, or a package of that name, is in its place. */
async function ownModule(project: Project, settings: SettingsModule): Promise<string> {
  const at = (file: string) => path.resolve(project.root, file);
  const module = path.posix.join(settings.folder, "media_storage.py");
  const before = (await readImage(at(module)))?.bytes ?? null;
  if (before !== null && !firstLine(before).includes(GENERATED_MARK)) throw new Failure(notOurs(module));
  // Python takes a package before a module of the same name: https://docs.python.org/3/reference/import.html
  const shadow = path.posix.join(settings.folder, "media_storage", "__init__.py");
  if ((await readImage(at(shadow))) !== null) throw new Failure(notOurs(shadow));
  return module;
}

/** The block that serves media from a disk; where the provider needs none, one of ours that is there goes. */
async function planUrls({ root, urlConf }: Project, urls: Wanted["urls"]): Promise<readonly FileChange[]> {
  if (urlConf === null || urlConf === undefined) return [];
  const { file: shown } = urlConf;
  const change = await fileChange(path.resolve(root, shown), shown, fileSummaries.urls, (file) =>
    edited(file, (text) => (urls === null ? removeBlock(text, shown) : setBlock(text, urls, eolOf(file), shown))),
  );
  return urls === null && change.action === "none" ? [] : [change];
}

function firstLine(bytes: Uint8Array): string {
  return decodeText(bytes).text.split(/\r?\n/, 1)[0] ?? "";
}
