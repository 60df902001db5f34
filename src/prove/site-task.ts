/** What is asked of the site that serves uploads: the task, the file, and the paths that must lead nowhere. */
import { mkdir, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Project } from "../model/project.ts";
import type { DiskExpectation } from "../model/proof.ts";
import type { Steps } from "./broken-link.ts";
import type { Opened } from "./opening.ts";
import type { SiteAnswer } from "./protocol.ts";
import { OUTSIDE, type StandIn } from "./stand-in.ts";

export interface SiteTask {
  readonly opened: Opened;
  readonly project: Project;
  readonly disk: DiskExpectation;
  readonly standIn: StandIn;
  /** Dotted name of the generated module. */
  readonly module: string;
  readonly hide: (text: string) => string;
  readonly steps: Steps;
}

export interface SavedFile {
  readonly name: string;
  /** As the storage gave it. */
  readonly link: string;
  readonly content: Buffer;
}

export function serves(answer: SiteAnswer, content: Buffer): boolean {
  return Buffer.from(answer.content, "base64").equals(content);
}

/** Decoded paths that must lead nowhere: out of the folder in every way, a folder, a second name of the file. */
export function waysOut({ standIn: { media } }: SiteTask, mediaUrl: string, { name }: SavedFile): readonly string[] {
  const folder = dirname(name);
  const up = "../".repeat(folder.split("/").length + 1);
  const outside = join(dirname(media), OUTSIDE);
  return [
    `../${OUTSIDE}`,
    `${folder}/${up}${OUTSIDE}`,
    outside,
    `..\\${OUTSIDE}`,
    outside.replaceAll("/", "\\"),
    `%2e%2e/${OUTSIDE}`,
    `../media/${name}`,
    `${media}/${name}`,
    `${folder}/./${name.slice(folder.length + 1)}`,
    `${folder}/`,
    folder,
    `${name}\0`,
  ].map((rest) => mediaUrl + rest);
}

/** Makes a link in the file's folder that leads out of it; answers its path. Nobody can upload one, so that only our own view is asked for it. */
export async function linkOut(
  { standIn: { media } }: SiteTask,
  mediaUrl: string,
  { name }: SavedFile,
): Promise<string> {
  const link = `${dirname(name)}/link.txt`;
  await mkdir(dirname(join(media, link)), { recursive: true });
  await symlink(join(dirname(media), OUTSIDE), join(media, link));
  return mediaUrl + link;
}
