/** The file of an SQLite database, where the settings name one: a disk that serves uploads must not hold it. */
import type { Project } from "../model/project.ts";
import { located } from "./media.ts";
import { likeliestText, optionsOf } from "./python/values.ts";
import type { Settings } from "./settings-chain.ts";

/** The default database as `NAME` says it; null: none on SQLite, or unknown. */
export function findDatabaseFile(
  settings: Settings | null,
  root: string,
  top: string,
): NonNullable<Project["databaseFile"]> | null {
  const line = settings?.assignments.find((one) => one.name === "DATABASES");
  if (settings === null || line === undefined) return null;
  for (const databases of optionsOf(settings.value("DATABASES"))) {
    const entry = databases.type === "dict" ? databases.entries.get("default") : undefined;
    for (const one of entry === undefined ? [] : optionsOf(entry)) {
      if (one.type !== "dict" || !/sqlite/.test(likeliestText(one.entries.get("ENGINE")) ?? "sqlite")) continue;
      const name = likeliestText(one.entries.get("NAME"));
      if (name === null || !/[/\\]|\.(?:sqlite3?|db)$/.test(name)) continue;
      return { path: located(name, root, top).shown, place: { file: line.file, line: line.line } };
    }
  }
  return null;
}
