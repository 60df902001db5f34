/** pyproject.toml: packages added to what the build installs; the list of PEP 621 here (uv, pip, newer Poetry), Poetry's own table beside. */
import { Failure } from "../lib/failure.ts";
import { record } from "../lib/record.ts";
import { dependenciesDynamic, dependenciesIntricate } from "../messages/edit.ts";
import type { Requirement } from "../model/provider.ts";
import { removeFromTable } from "./dependency-table.ts";
import {
  appliesOnRender,
  type DependencyEdit,
  type DependencyOptions,
  formatRequirement,
  leavingOf,
  missingExtras,
  normalName,
  type ParsedRequirement,
  parseRequirement,
  sortedIndex,
} from "./requirement.ts";
import { insertLines, splice } from "./splice.ts";
import { addToArray, removeFromArray } from "./toml-array.ts";
import { decodeString, parseToml, readTables, type TomlEntry, type TomlValue } from "./toml-places.ts";

export { addPoetry } from "./poetry.ts";

/**
 * The text with every wanted requirement in `[project] dependencies`, under the rules of `addRequirements`; groups and optional dependencies do not count, as
 * the build does not install them. Throws Failure (exit 2): no TOML, dependencies that are dynamic, a list that cannot be found.
 * Source: https://packaging.python.org/en/latest/specifications/pyproject-toml/
 */
export function addPep621(text: string, wanted: readonly Requirement[], options: DependencyOptions): DependencyEdit {
  const file = options.file ?? "pyproject.toml";
  const plain = parseToml(text, file);
  refuseDynamic(plain, text, wanted, file);
  const apart = namesApart(plain);
  const listed = new Set(readItems(text, projectList(text)).map(({ requirement }) => normalName(requirement.name)));
  const elsewhere = Object.keys(options.present)
    .map(normalName)
    .filter((name) => !listed.has(name) && !apart.has(name));
  const required = new Set([...listed, ...elsewhere, ...wanted.map(({ name }) => normalName(name))]);
  const intricate = () => new Failure(dependenciesIntricate(file, wanted.map(formatRequirement)));
  const edit: DependencyEdit = { text, added: [], kept: [], raised: [], left: [] };
  const leaving = leavingOf(options, wanted);
  const inPlace = standsUnsorted(text, leaving);
  let result = text;
  for (const one of wanted) {
    const list = projectList(result);
    const found = readItems(result, list).find(
      ({ requirement }) => normalName(requirement.name) === normalName(one.name) && appliesOnRender(requirement),
    );
    if (found !== undefined) {
      const missing = missingExtras(one, found.requirement.extras, required);
      const changed = missing.length === 0 ? result : withExtras(result, found, missing);
      if (changed === null) throw intricate();
      result = changed;
      (missing.length > 0 ? edit.raised : edit.kept).push(one.name);
    } else if (elsewhere.includes(normalName(one.name))) {
      edit.kept.push(one.name);
    } else {
      const last = leavingItems(result, list, leaving).at(-1)?.index ?? -1;
      const changed =
        list === null
          ? withNewList(result, one, options.eol)
          : withItem(result, list, one, {
              at: inPlace ? last + 1 + edit.added.length : placeFor(result, list, one),
              eol: options.eol,
            });
      if (changed === null) throw intricate();
      result = changed;
      edit.added.push(one.name);
    }
  }
  const left: string[] = [];
  for (;;) {
    const list = projectList(result);
    const gone = leavingItems(result, list, leaving).at(-1);
    if (list === null || gone === undefined) break;
    result = removeFromArray(result, list, gone.index);
    left.push(normalName(gone.requirement.name));
  }
  parseToml(result, file);
  return { ...edit, text: result, left: [...new Set(left)] };
}

/** Items that stand there exactly as `addPep621` writes them. */
function leavingItems(text: string, list: TomlValue | null, leaving: readonly Requirement[]): readonly Item[] {
  const written = new Set(leaving.flatMap((one) => [formatRequirement(one), formatRequirement(inBrackets(one))]));
  return readItems(text, list).filter(({ value }) => written.has(decodeString(text.slice(value.start, value.end))));
}

/** `gunicorn (>=23,<24)`: as `poetry add` writes it. */
function inBrackets(one: Requirement): Requirement {
  return { ...one, specifier: one.specifier && ` (${one.specifier})` };
}

/** Whether something leaves a list that is not sorted, ours included: then what is new takes its place. */
function standsUnsorted(text: string, leaving: readonly Requirement[]): boolean {
  const list = projectList(text);
  const leaves = leavingItems(text, list, leaving).length > 0;
  return leaves && list !== null && placeFor(text, list, { name: "", extras: [], specifier: "" }) === null;
}

/** Index of the item that a new one goes before in a sorted list; null in any other. */
function placeFor(text: string, list: TomlValue, { name }: Requirement): number | null {
  const siblings = readItems(text, list);
  if (siblings.length !== list.items.length) return null;
  return sortedIndex(
    siblings.map(({ requirement }) => requirement.name),
    name,
  );
}

/** The text without these names in `[project] dependencies`. */
export function removePep621(text: string, names: Iterable<string>): string {
  const unwanted = new Set([...names].map(normalName));
  let result = text;
  for (;;) {
    const list = projectList(result);
    const index = readItems(result, list).findLast(({ requirement }) =>
      unwanted.has(normalName(requirement.name)),
    )?.index;
    if (list === null || index === undefined) return result;
    result = removeFromArray(result, list, index);
  }
}

/** The text without these names in `[tool.poetry.dependencies]`. */
export function removePoetry(text: string, names: Iterable<string>): string {
  return removeFromTable(text, ["tool", "poetry", "dependencies"], names);
}

interface Item {
  readonly index: number;
  /** `gunicorn (>=23,<24)`: as Poetry writes it. */
  readonly inBrackets: boolean;
  readonly value: TomlValue;
  readonly requirement: ParsedRequirement;
}

function readItems(text: string, list: TomlValue | null): Item[] {
  return (list?.items ?? []).flatMap((value, index) => {
    const decoded = value.kind === "string" ? decodeString(text.slice(value.start, value.end)) : "";
    const requirement = parseRequirement(decoded);
    return requirement === null ? [] : [{ index, value, requirement, inBrackets: / \([^)]+\)/.test(decoded) }];
  });
}

/** The list of `[project] dependencies`, also written `project.dependencies`; null if there is none. */
function projectList(text: string): TomlValue | null {
  const entry = entries(text).find(({ path }) => path.join("\0") === "project\0dependencies");
  return entry?.value.kind === "array" ? entry.value : null;
}

function entries(text: string): readonly TomlEntry[] {
  return readTables(text).flatMap((table) => table.entries);
}

/** A new item in the quotes of its siblings, with its version in brackets if they have that; before the item `at` (null: at the end). */
function withItem(
  text: string,
  list: TomlValue,
  wanted: Requirement,
  { at, eol }: { readonly at: number | null; readonly eol: string },
): string {
  const siblings = readItems(text, list);
  const single = list.items.length > 0 && list.items.every(({ start }) => text[start] === "'");
  const poetry = siblings.some((one) => one.inBrackets);
  const requirement = formatRequirement(poetry ? inBrackets(wanted) : wanted);
  const literal = single ? `'${requirement}'` : `"${requirement}"`;
  return addToArray(text, list, literal, at, eol);
}

/** null where there is no `[project]` header to write under, or the list is there in some other form. */
function withNewList(text: string, wanted: Requirement, eol: string): string | null {
  const table = readTables(text).find(({ path }) => path.join("\0") === "project");
  if (table === undefined || table.entries.some(({ path }) => path[1] === "dependencies")) return null;
  const end = table.entries.at(-1)?.value.end ?? table.headerEnd;
  return insertLines(text, end, ["dependencies = [", `    "${formatRequirement(wanted)}",`, "]"], eol);
}

/** null where escapes in the string hide where the extras would go. */
function withExtras(text: string, { value, requirement }: Item, missing: readonly string[]): string | null {
  const [start, end] = requirement.extrasAt;
  const literal = text.slice(value.start, value.end);
  const decoded = decodeString(literal);
  const inner = value.start + literal.indexOf(decoded);
  if (!literal.includes(decoded)) return null;
  return splice(text, inner + start, inner + end, `[${[...requirement.extras, ...missing].join(",")}]`);
}

function refuseDynamic(
  plain: Record<string, unknown>,
  text: string,
  wanted: readonly Requirement[],
  file: string,
): void {
  const { dynamic } = record(plain.project);
  if (!Array.isArray(dynamic) || !dynamic.includes("dependencies")) return;
  const start = entries(text).find(({ path }) => path.join("\0") === "project\0dynamic")?.start ?? 0;
  const line = text.slice(0, start).split("\n").length;
  throw new Failure(dependenciesDynamic(`${file}:${line}`, wanted.map(formatRequirement)));
}

/** Normal names that only groups and extras require: `present` may hold them as well. */
function namesApart(plain: Record<string, unknown>): Set<string> {
  const groups = Object.values(record(plain["dependency-groups"]));
  const optional = Object.values(record(record(plain.project)["optional-dependencies"]));
  const all = [...groups, ...optional, record(record(plain.tool).uv)["dev-dependencies"]].flat();
  const requirements = all.flatMap((one) => (typeof one === "string" ? [parseRequirement(one)] : []));
  return new Set(requirements.flatMap((one) => (one === null ? [] : [normalName(one.name)])));
}
