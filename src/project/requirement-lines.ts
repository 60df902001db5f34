/** Reads requirements files as pip does, `-r` chains included. Source: https://pip.pypa.io/en/stable/reference/requirements-file-format/ */
import path from "node:path";
import type { Place } from "../model/project.ts";
import type { ProjectFiles } from "./files.ts";

export interface Required {
  /** As written, without extras and marker: `==5.2.7`, `>=4.2,<5`, "" for any. */
  readonly specifier: string;
  readonly place: Place;
}

/** Normalised name (PEP 503) → requirement. The first of several counts. */
export type Requires = Map<string, Required>;

export function normalised(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}

/** Everything that the file requires, in order of reading. A file that is included twice or in a circle is read once. */
export function readRequirements(
  file: string,
  files: ProjectFiles,
  found: Requires = new Map(),
  seen = new Set<string>(),
): Requires {
  if (seen.has(file)) return found;
  seen.add(file);
  for (const { text, line } of logicalLines(files.text(file) ?? "")) {
    const included = /^(?:-r|--requirement)[\s=]*(\S.*)$/.exec(text)?.[1];
    if (included !== undefined) {
      const below = path.posix.join(path.posix.dirname(file), included.trim().replace(/^["']|["']$/g, ""));
      readRequirements(below, files, found, seen);
      continue;
    }
    const required = readRequirement(text);
    if (required && !found.has(required.name))
      found.set(required.name, { specifier: required.specifier, place: { file, line } });
  }
  return found;
}

/** What the `-c` files bound that this file and those that it includes name. Source: https://pip.pypa.io/en/stable/user_guide/#constraints-files */
export function readConstraints(file: string, files: ProjectFiles, seen = new Set<string>()): Requires {
  const found: Requires = new Map();
  if (seen.has(file)) return found;
  seen.add(file);
  for (const { text } of logicalLines(files.text(file) ?? "")) {
    const [, option = "", name] = /^(-r|--requirement|-c|--constraint)[\s=]*(\S.*)$/.exec(text) ?? [];
    if (name === undefined) continue;
    const other = path.posix.join(path.posix.dirname(file), name.trim().replace(/^["']|["']$/g, ""));
    const read = /^-?-c/.test(option) ? readRequirements(other, files) : readConstraints(other, files, seen);
    for (const [key, value] of read) if (!found.has(key)) found.set(key, value);
  }
  return found;
}

/** `Django[argon2]==5.2.7 ; python_version >= "3.10" --hash=…` → name and specifier. null: an option, or nothing that has a name. */
export function readRequirement(text: string): { name: string; specifier: string } | null {
  const egg = /#egg=([\w.-]+)/.exec(text)?.[1];
  if (egg !== undefined) return { name: normalised(egg), specifier: "" };
  if (text.startsWith("-")) return null;
  const parts = /^([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*(.*)$/.exec(text);
  const name = parts?.[1];
  const rest = parts?.[2] ?? "";
  if (name === undefined || /^[/\\:]/.test(rest)) return null;
  if (rest.startsWith("@")) return { name: normalised(name), specifier: rest.trim() };
  const specifier = rest
    .split(";")[0]
    ?.replace(/\s--\w.*$/, "")
    .replace(/^\(|\)$/g, "")
    .replace(/\s*([<>=!~,]+)\s*/g, "$1")
    .trim();
  return { name: normalised(name), specifier: specifier ?? "" };
}

/** Lines joined at a backslash, without comments and blank ones; `line` is where each begins. */
function logicalLines(text: string): { text: string; line: number }[] {
  const found: { text: string; line: number }[] = [];
  const lines = text.split(/\r\n|\n|\r/);
  for (let index = 0; index < lines.length; index++) {
    const line = index + 1;
    let whole = lines[index] ?? "";
    while (whole.endsWith("\\") && index + 1 < lines.length) whole = whole.slice(0, -1) + (lines[++index] ?? "");
    const bare = /#egg=/.test(whole) ? whole.trim() : whole.replace(/(^|\s)#.*$/, "").trim();
    if (bare !== "") found.push({ text: bare, line });
  }
  return found;
}
