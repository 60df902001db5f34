/** Where the Django project is: the folder of its manage.py. */
import { existsSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import { Failure } from "../lib/failure.ts";
import { relativePath } from "../lib/paths.ts";
import { noSuchFolder, notDjango, severalProjects } from "../messages/project.ts";
import { readText } from "./files.ts";
import { findGitRoot } from "./git.ts";
import { walk } from "./walk.ts";

/**
 * The folder of manage.py: `directory` itself, or the one below it. With several below, `preferred` (folders that render.yaml names, absolute) decides if
 * it names exactly one. Throws Failure: exit 2 for no folder or no Django project, exit 3 for several.
 */
export function findRoot(directory: string, preferred: readonly string[] = []): string {
  const start = existing(directory);
  if (isDjangoManager(path.join(start, "manage.py"))) return importedFrom(start);
  const found = walk(start).managers.filter((file) => isDjangoManager(path.join(start, file)));
  const folders = found.map((file) => importedFrom(path.dirname(path.join(start, file))));
  const [only] = folders;
  if (only === undefined) throw new Failure(notDjango(directory, projectAbove(start)));
  if (folders.length === 1) return only;
  const named = folders.filter((folder) => preferred.includes(folder));
  const [chosen] = named;
  if (named.length === 1 && chosen !== undefined) return chosen;
  throw new Failure(severalProjects(folders.map((folder) => relativePath(start, folder)).sort()));
}

/** The folder as an absolute path without links. Throws Failure exit 2 if there is none. */
export function existing(directory: string): string {
  const absolute = path.resolve(directory);
  if (!statSync(absolute, { throwIfNoEntry: false })?.isDirectory()) throw new Failure(noSuchFolder(directory));
  return realpathSync(absolute);
}

/** Other frameworks have a manage.py too: Django's names the settings or calls its command line. */
function isDjangoManager(file: string): boolean {
  const text = readText(file);
  return text !== null && /DJANGO_SETTINGS_MODULE|execute_from_command_line/.test(text);
}

/** A manage.py inside the package whose settings it names puts the folder above on Python's path. */
function importedFrom(folder: string): string {
  const name = path.basename(folder);
  const names = [...(readText(path.join(folder, "manage.py")) ?? "").matchAll(/["']([A-Za-z_]\w*)\.[\w.]+["']/g)];
  const isPackage = existsSync(path.join(folder, "__init__.py")) && !existsSync(path.join(folder, name));
  return isPackage && names.some(([, first]) => first === name) ? path.dirname(folder) : folder;
}

/** For the hint: the user may stand inside an app. Looked for up to the git root only. */
function projectAbove(start: string): string | null {
  const gitRoot = findGitRoot(start);
  if (gitRoot === null || start === gitRoot) return null;
  for (let folder = path.dirname(start); ; folder = path.dirname(folder)) {
    if (isDjangoManager(path.join(folder, "manage.py"))) return relativePath(start, folder);
    if (folder === gitRoot || folder === path.dirname(folder)) return null;
  }
}
