/** A default that names settings for a developer's machine: DEBUG is on in them, whatever the environment, and settings beside them have it off. */
import { readdirSync } from "node:fs";
import path from "node:path";
import type { SettingsCandidate } from "../model/project.ts";
import type { ProjectFiles } from "./files.ts";
import type { Environment } from "./python/environment.ts";
import { interpretModule } from "./python/interpret.ts";
import { lineOf } from "./python/tree.ts";
import { isAssumed, type Value } from "./python/values.ts";

/** Settings for tests run nowhere near production, as elsewhere in this room. */
const TESTS = /^(?:tests?|testing|ci|test_\w+|\w+_tests?)\.py$/;

/** The modules beside `file` with which a site could run, DEBUG off; none where DEBUG is not surely on in `file` itself. */
export function withDebugOff(file: string, files: ProjectFiles, environment: Environment): SettingsCandidate[] {
  const own = interpretModule(file, files, environment);
  if (!isOn(own.names.get("DEBUG"))) return [];
  const folder = path.posix.dirname(file);
  const found: SettingsCandidate[] = [];
  for (const name of namesIn(path.join(files.root, folder))) {
    const other = path.posix.join(folder, name);
    const module = other.replace(/\.py$/, "").split("/").join(".");
    if (!/^[A-Za-z_]\w*\.py$/.test(name) || name === "__init__.py" || TESTS.test(name)) continue;
    if (own.chain.includes(other) || !/\bDEBUG\b/.test(files.text(other) ?? "")) continue;
    const { names, opaque } = interpretModule(other, files, environment);
    if (opaque || !names.has("INSTALLED_APPS") || !names.has("ROOT_URLCONF") || !isOff(names.get("DEBUG"))) continue;
    found.push({ module, file: other, evidence: [evidenceIn(other, files)] });
  }
  return found;
}

function evidenceIn(file: string, files: ProjectFiles): SettingsCandidate["evidence"][number] {
  const text = files.text(file) ?? "";
  const line = lineOf(text, Math.max(0, text.search(/^[ \t]*DEBUG\b/m)));
  return { kind: "debug-off", place: { file, line }, summary: "DEBUG" };
}

function isOn(value: Value | undefined): boolean {
  return value?.type === "bool" && value.bool && !isAssumed(value);
}

/** Off where nothing turns it on. */
function isOff(value: Value | undefined): boolean {
  return value?.type === "bool" && !value.bool;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
