/** Modules that could be the settings, for the question to the user where nothing says which: recognised by what they set, not by their names. */
import type { SettingsCandidate } from "../model/project.ts";
import type { ProjectFiles } from "./files.ts";
import { everyStatement } from "./python/visit.ts";

export function settingsByContent(python: readonly string[], files: ProjectFiles): SettingsCandidate[] {
  const found: SettingsCandidate[] = [];
  for (const file of python) {
    const location = file.replace(/\.py$/, "").replace(/\/__init__$/, "");
    const module = location.split("/").join(".");
    // What cannot be imported cannot be the settings; a file beside a package of its name is never read.
    if (!/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(module) || files.moduleFile(location) !== file) continue;
    const text = files.text(file) ?? "";
    if (!text.includes("ROOT_URLCONF") && !text.includes("INSTALLED_APPS")) continue;
    if (setsUpDjango(file, files)) found.push({ module, file, evidence: [] });
  }
  return found;
}

function setsUpDjango(file: string, files: ProjectFiles): boolean {
  for (const statement of everyStatement(files.read(file).body)) {
    if (statement.kind !== "assign") continue;
    if (
      statement.targets.some(
        (target) => target.kind === "name" && (target.id === "ROOT_URLCONF" || target.id === "INSTALLED_APPS"),
      )
    )
      return true;
  }
  return false;
}
