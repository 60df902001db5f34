/** Dependencies as a TOML table, `name = "version"`: what Poetry and pipenv share. */
import { Failure } from "../lib/failure.ts";
import { dependenciesIntricate } from "../messages/edit.ts";
import type { Requirement } from "../model/provider.ts";
import { appendLines } from "./lines.ts";
import { type DependencyEdit, type DependencyOptions, formatRequirement, normalName } from "./requirement.ts";
import { insertLines, removeLines } from "./splice.ts";
import { parseToml, readTables, type TomlTable } from "./toml-places.ts";

export interface TableStyle {
  /** `["packages"]` */
  readonly path: readonly string[];
  /** The tool's spelling of a specifier. */
  readonly version: (specifier: string) => string;
  /** Normal names of what the build installs by this file. */
  readonly counted: ReadonlySet<string>;
  /** Normal names that the file requires for development alone: `present` may hold them as well. */
  readonly apart: ReadonlySet<string>;
}

/** Adds to the end of the table, which is made at the end of the file where it is missing. Throws Failure (exit 2) where it is written without a header. */
export function addToTable(
  text: string,
  wanted: readonly Requirement[],
  style: TableStyle,
  options: DependencyOptions & { readonly file: string },
): DependencyEdit {
  const present = new Set(Object.keys(options.present).map(normalName));
  const isKept = ({ name }: Requirement) => {
    const normal = normalName(name);
    return style.counted.has(normal) || (present.has(normal) && !style.apart.has(normal));
  };
  const kept = wanted.filter(isKept).map(({ name }) => name);
  const added = wanted.filter((one) => !isKept(one));
  if (added.length === 0) return { text, added: [], kept, raised: [] };
  const lines = added.map((one) => entryLine(one, style));
  const changed = withLines(text, lines, style, options.eol);
  if (changed === null) throw new Failure(dependenciesIntricate(options.file, added.map(formatRequirement)));
  parseToml(changed, options.file);
  return { text: changed, added: added.map(({ name }) => name), kept, raised: [] };
}

/** The text without the table's entries of these names. */
export function removeFromTable(text: string, path: readonly string[], names: Iterable<string>): string {
  const unwanted = new Set([...names].map(normalName));
  const doomed = readTables(text)
    .filter((table) => isPath(table.path, path))
    .flatMap((table) => table.entries)
    .filter((entry) => entry.path.length === path.length + 1 && unwanted.has(normalName(entry.path.at(-1) ?? "")));
  return doomed.reduceRight((result, { start, value }) => removeLines(result, start, value.end), text);
}

function entryLine(wanted: Requirement, style: TableStyle): string {
  const version = JSON.stringify(style.version(wanted.specifier) || "*");
  if (wanted.extras.length === 0) return `${wanted.name} = ${version}`;
  return `${wanted.name} = {extras = [${wanted.extras.map((extra) => JSON.stringify(extra)).join(", ")}], version = ${version}}`;
}

/** null where the dependencies are there, and not under a header of their own. */
function withLines(text: string, lines: readonly string[], style: TableStyle, eol: string): string | null {
  const tables = readTables(text);
  const table = tables.slice(1).find(({ path }) => isPath(path, style.path));
  if (table !== undefined) return insertLines(text, endOfTable(table), lines, eol);
  const beside = tables.some(
    (one) =>
      isPath(one.path.slice(0, style.path.length), style.path) ||
      one.entries.some(({ path }) => isPath(path.slice(0, style.path.length), style.path.slice(0, path.length))),
  );
  if (beside) return null;
  const header = [`[${style.path.join(".")}]`, ...lines];
  return appendLines(text, text === "" ? header : ["", ...header], eol);
}

function endOfTable(table: TomlTable): number {
  return table.entries.at(-1)?.value.end ?? table.headerEnd;
}

function isPath(path: readonly string[], wanted: readonly string[]): boolean {
  return path.length === wanted.length && path.every((part, index) => part === wanted[index]);
}
