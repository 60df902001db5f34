/** Reads what pyproject.toml and Pipfile require, and what their lock files pin. */
import { parse, type TomlTable, type TomlValue } from "smol-toml";
import type { ProjectFiles } from "./files.ts";
import { normalised, type Requires, readRequirement } from "./requirement-lines.ts";

export interface Manifest {
  readonly requires: Requires;
  /** `requires-python`, Poetry's `python`, Pipfile's `python_version`. */
  readonly python: { readonly specifier: string; readonly line: number } | null;
  /** Name of the project. */
  readonly name: string | null;
}

/** pyproject.toml of PEP 621; null if the file has no `[project]` with dependencies. */
export function readPep621(file: string, files: ProjectFiles): Manifest | null {
  const source = files.text(file);
  const project = table(parseToml(source)?.project);
  if (source === null || !project || !Array.isArray(project.dependencies)) return null;
  const requires: Requires = new Map();
  for (const entry of project.dependencies) {
    const required = typeof entry === "string" ? readRequirement(entry) : null;
    if (required)
      requires.set(required.name, {
        specifier: required.specifier,
        place: { file, line: lineWith(source, String(entry)) },
      });
  }
  return {
    requires,
    python: versionAt(source, project["requires-python"], "requires-python"),
    name: textOf(project.name),
  };
}

/** pyproject.toml of Poetry; null if it has no `[tool.poetry.dependencies]`. Groups other than the main one are not installed in production. */
export function readPoetry(file: string, files: ProjectFiles): Manifest | null {
  const source = files.text(file);
  const poetry = table(table(parseToml(source)?.tool)?.poetry);
  const dependencies = table(poetry?.dependencies);
  if (source === null || !dependencies) return null;
  const requires = fromTable(file, source, dependencies);
  requires.delete("python");
  return { requires, python: versionAt(source, dependencies.python, "python"), name: textOf(poetry?.name) };
}

/** Pipfile; null if there is none. */
export function readPipfile(file: string, files: ProjectFiles): Manifest | null {
  const source = files.text(file);
  const document = parseToml(source);
  if (source === null || !document) return null;
  const requires = fromTable(file, source, table(document.packages) ?? {});
  const python = table(document.requires)?.python_version ?? table(document.requires)?.python_full_version;
  return { requires, python: versionAt(source, python, "python_"), name: null };
}

function fromTable(file: string, source: string, packages: TomlTable): Requires {
  const requires: Requires = new Map();
  for (const [name, value] of Object.entries(packages)) {
    const one = Array.isArray(value) ? value[0] : value;
    const version = textOf(one) ?? textOf(table(one)?.version);
    requires.set(normalised(name), {
      specifier: version === "*" ? "" : (version ?? ""),
      place: { file, line: lineWith(source, name) },
    });
  }
  return requires;
}

/**
 * The version that a lock file pins, read line by line: poetry.lock and uv.lock (`[[package]]`, `name = …`, `version = …`), Pipfile.lock (JSON).
 * null: no lock file, or the package is not in it.
 */
export function lockedVersion(
  file: string,
  name: string,
  files: ProjectFiles,
): { version: string; line: number } | null {
  const source = files.text(file);
  if (source === null) return null;
  const lines = source.split(/\r\n|\n|\r/);
  if (file.endsWith("Pipfile.lock")) {
    const start = lines.findIndex((line) => line.trim().startsWith(`"${name}": {`));
    if (start < 0) return null;
    for (let index = start; index < Math.min(lines.length, start + 200); index++) {
      const version = /^\s*"version": "==([^"]+)"/.exec(lines[index] ?? "")?.[1];
      if (version !== undefined) return { version, line: index + 1 };
    }
    return null;
  }
  for (let index = 0; index < lines.length; index++) {
    const named = /^name = "([^"]+)"/.exec(lines[index] ?? "")?.[1];
    if (named === undefined || normalised(named) !== name) continue;
    const version = /^version = "([^"]+)"/.exec(lines[index + 1] ?? "")?.[1];
    if (version !== undefined) return { version, line: index + 2 };
  }
  return null;
}

function parseToml(source: string | null): TomlTable | null {
  if (source === null) return null;
  try {
    return parse(source);
  } catch {
    return null;
  }
}

function table(value: TomlValue | undefined): TomlTable | null {
  const isTable = typeof value === "object" && !Array.isArray(value) && !(value instanceof Date);
  return isTable ? value : null;
}

function textOf(value: TomlValue | undefined): string | null {
  return typeof value === "string" ? value : null;
}

function versionAt(source: string, value: TomlValue | undefined, key: string): Manifest["python"] {
  const specifier = textOf(value);
  return specifier === null ? null : { specifier, line: lineWith(source, key) };
}

/** First line that holds `part` outside a comment; 1 if none does (a name written with escapes). */
function lineWith(source: string, part: string): number {
  const lines = source.split(/\r\n|\n|\r/);
  const index = lines.findIndex((line) => line.replace(/^\s*#.*/, "").includes(part));
  return index < 0 ? 1 : index + 1;
}
