/** The folder of uploads: where the settings put it, and what it holds now. */
import { type Dirent, lstatSync, readdirSync } from "node:fs";
import path from "node:path";
import { isInside } from "../lib/paths.ts";
import type { MediaFolder } from "../model/project.ts";
import { absolutePath } from "./python/evaluate.ts";
import { likeliestText } from "./python/values.ts";
import type { Settings } from "./settings-chain.ts";

/** Where Render puts the repository (native runtimes). Source: https://render.com/docs/disks */
export const RENDER_SOURCE = "/opt/render/project/src";
/** They keep an empty folder in git, and are nobody's uploads. */
const PLACEHOLDERS = new Set([".gitkeep", ".keep", ".gitignore", ".DS_Store", "Thumbs.db"]);

export interface MediaPlace {
  readonly root: string | null;
  readonly url: string | null;
  /** Absolute on this machine; null if there is none here, or if it is the project's own folder. */
  readonly folder: string | null;
  /** MEDIA_ROOT is the project's folder or above it: not a folder that could be counted. */
  readonly isProject: boolean;
}

export function findMedia(settings: Settings | null, root: string, top: string): MediaPlace {
  const written = settings ? likeliestText(settings.value("MEDIA_ROOT")) : null;
  const url = settings ? likeliestText(settings.value("MEDIA_URL")) : null;
  if (written === null || written === "") return { root: null, url, folder: null, isProject: false };
  const { here, shown } = located(written, root, top);
  if (isInside(here, root)) return { root: "", url, folder: null, isProject: true };
  return { root: shown, url, folder: here, isProject: false };
}

/** STATIC_ROOT in the form of the media folder's: relative to the root if below it, else absolute; null: unknown or not set. */
export function findStaticRoot(settings: Settings | null, root: string, top: string): string | null {
  const written = settings ? likeliestText(settings.value("STATIC_ROOT")) : null;
  return written === null || written === "" ? null : located(written, root, top).shown;
}

/** A file or folder that the settings name: where it is on this machine, and how it is called. */
export function located(written: string, root: string, top: string): { readonly here: string; readonly shown: string } {
  const absolute = absolutePath(written.split(path.sep).join("/"), root.split(path.sep).join("/"));
  const inSource = absolute === RENDER_SOURCE || absolute.startsWith(`${RENDER_SOURCE}/`);
  const here = inSource ? path.join(top, absolute.slice(RENDER_SOURCE.length)) : path.normalize(absolute);
  const below = isInside(root, here);
  return { here, shown: below ? path.relative(root, here).split(path.sep).join("/") : inSource ? absolute : here };
}

/** Counts files and bytes below the folder; links, sockets and placeholders are not counted. `tracked` are git's paths relative to `root`. */
export function countMedia(place: MediaPlace, root: string, tracked: readonly string[]): MediaFolder {
  let files = 0;
  let bytes = 0;
  const visit = (folder: string): void => {
    for (const entry of entriesOf(folder)) {
      const file = folder + path.sep + entry.name;
      if (entry.isDirectory()) visit(file);
      else if (entry.isFile() && !PLACEHOLDERS.has(entry.name)) {
        files++;
        bytes += lstatSync(file, { throwIfNoEntry: false })?.size ?? 0;
      }
    }
  };
  if (place.folder !== null) visit(place.folder);
  const { folder } = place;
  const prefix =
    folder !== null && isInside(root, folder) ? `${path.relative(root, folder).split(path.sep).join("/")}/` : null;
  const inGit =
    prefix === null
      ? []
      : tracked.filter((file) => file.startsWith(prefix) && !PLACEHOLDERS.has(path.posix.basename(file)));
  return { root: place.root, url: place.url, files, bytes, tracked: inGit.length };
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
