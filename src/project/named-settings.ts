/** The module that `--settings` or VET_MEDIA_SETTINGS names, as a path or with dots. */
import path from "node:path";
import { Failure } from "../lib/failure.ts";
import { isInside } from "../lib/paths.ts";
import { settingsMissing, settingsNotImportable } from "../messages/project.ts";
import type { SettingsCandidate } from "../model/project.ts";
import type { ProjectFiles } from "./files.ts";

/** Throws Failure exit 2 if there is no such module, or Python could not import it. `directory` is where a relative path may start too. */
export function namedSettings(
  given: string,
  directory: string,
  files: ProjectFiles,
): SettingsCandidate & { file: string } {
  const isPath = given.endsWith(".py") || /[\\/]/.test(given);
  const location = isPath ? locationOf(given, directory, files) : given.split(".").join("/");
  const file = location === null ? null : files.moduleFile(location);
  if (location === null || file === null) throw new Failure(settingsMissing(given));
  const module = location.split("/").join(".");
  if (!/^[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*$/u.test(module))
    throw new Failure(settingsNotImportable(file));
  return { module, file, evidence: [{ kind: "given", place: { file, line: 1 }, summary: given }] };
}

/** `config/settings.py` → `config/settings`; null if it is no file of the project. */
function locationOf(given: string, directory: string, files: ProjectFiles): string | null {
  for (const base of [files.root, directory, process.cwd()]) {
    const absolute = path.resolve(base, given);
    if (!isInside(files.root, absolute)) continue;
    const relative = files.relative(absolute);
    const location = relative.replace(/(?:\/__init__)?\.py$/, "");
    if (files.isFile(relative) || files.isFile(`${relative}/__init__.py`)) return location;
  }
  return null;
}
