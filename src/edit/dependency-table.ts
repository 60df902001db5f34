/** Dependencies as a TOML table, `name = "version"`: what Poetry and pipenv share. */
import { Failure } from "../lib/failure.ts";
import { dependenciesIntricate } from "../messages/edit.ts";
import type { Requirement } from "../model/provider.ts";
import { appendLines } from "./lines.ts";
import {
  type DependencyEdit,
  type DependencyOptions,
  formatRequirement,
  leavingOf,
  normalName,
} from "./requirement.ts";
import { insertLines, lineHead, lineStop, removeLines } from "./splice.ts";
import { parseToml, readTables, type TomlEntry, type TomlTable } from "./toml-places.ts";

export interface TableStyle {
  /** `["packages"]` */
  readonly path: readonly string[];
  /** The tool's spelling of a specifier. */
  readonly version: (specifier: string) => string;
  /** Another that it may have been written in, when the table looked otherwise. */
  readonly otherVersion?: (specifier: string) => string;
  /** Normal names of what the build installs by this file. */
  readonly counted: ReadonlySet<string>;
  /** Normal names that the file requires for development alone: `present` may hold them as well. */
  readonly apart: ReadonlySet<string>;
}

/**
 * Adds to the end of the table, or where something of `leaving` stood, which goes; the table is made at the end of the file where it is missing.
 * Throws Failure (exit 2) where it is written without a header.
 */
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
  const leaving = leavingOf(options, wanted);
  const place = leavingEntries(text, style, leaving).at(-1)?.value.end ?? null;
  let result = text;
  if (added.length > 0) {
    const lines = added.map((one) => entryLine(one, style.version));
    const changed = withLines(text, lines, style, { place, eol: options.eol });
    if (changed === null) throw new Failure(dependenciesIntricate(options.file, added.map(formatRequirement)));
    parseToml(changed, options.file);
    result = changed;
  }
  const gone = leavingEntries(result, style, leaving);
  const left = [...new Set(gone.map(({ path }) => normalName(path.at(-1) ?? "")))];
  return { text: withoutEntries(result, gone), added: added.map(({ name }) => name), kept, raised: [], left };
}

/** Entries that stand there exactly as `addToTable` writes them. */
function leavingEntries(text: string, style: TableStyle, leaving: readonly Requirement[]): readonly TomlEntry[] {
  const spellings = [style.version, style.otherVersion ?? style.version];
  const written = new Set(leaving.flatMap((one) => spellings.map((version) => entryLine(one, version))));
  return entriesOf(text, style.path).filter(({ start, value }) => {
    const line = text.slice(start - lineHead(text, start).length, lineStop(text, value.end));
    return written.has(line);
  });
}

function entriesOf(text: string, path: readonly string[]): readonly TomlEntry[] {
  return readTables(text)
    .filter((table) => isPath(table.path, path))
    .flatMap((table) => table.entries)
    .filter((entry) => entry.path.length === path.length + 1);
}

function withoutEntries(text: string, entries: readonly TomlEntry[]): string {
  return entries.reduceRight((result, { start, value }) => removeLines(result, start, value.end), text);
}

/** The text without the table's entries of these names. */
export function removeFromTable(text: string, path: readonly string[], names: Iterable<string>): string {
  const unwanted = new Set([...names].map(normalName));
  const doomed = entriesOf(text, path).filter((entry) => unwanted.has(normalName(entry.path.at(-1) ?? "")));
  return withoutEntries(text, doomed);
}

function entryLine(wanted: Requirement, spelled: TableStyle["version"]): string {
  const version = JSON.stringify(spelled(wanted.specifier) || "*");
  if (wanted.extras.length === 0) return `${wanted.name} = ${version}`;
  return `${wanted.name} = {extras = [${wanted.extras.map((extra) => JSON.stringify(extra)).join(", ")}], version = ${version}}`;
}

/** null where the dependencies are there, and not under a header of their own. */
function withLines(
  text: string,
  lines: readonly string[],
  style: TableStyle,
  { place, eol }: { readonly place: number | null; readonly eol: string },
): string | null {
  const tables = readTables(text);
  const table = tables.slice(1).find(({ path }) => isPath(path, style.path));
  if (table !== undefined) return insertLines(text, place ?? endOfTable(table), lines, eol);
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
