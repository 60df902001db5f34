/** Poetry's own table of dependencies. Source: https://python-poetry.org/docs/dependency-specification/ */

import { record } from "../lib/record.ts";
import type { Requirement } from "../model/provider.ts";
import { addToTable } from "./dependency-table.ts";
import { type DependencyEdit, type DependencyOptions, normalName } from "./requirement.ts";
import { parseToml } from "./toml-places.ts";

/**
 * The text with every wanted requirement in `[tool.poetry.dependencies]`, with carets where the table uses them, under the rules of `addRequirements`.
 * A group that is named for development, or optional, does not count: the build does not install it. Throws Failure (exit 2) as `addToTable`.
 */
export function addPoetry(text: string, wanted: readonly Requirement[], options: DependencyOptions): DependencyEdit {
  const file = options.file ?? "pyproject.toml";
  const poetry = record(record(parseToml(text, file).tool).poetry);
  const main = record(poetry.dependencies);
  const groups = Object.entries(record(poetry.group)).map(([name, group]) => ({ name, group: record(group) }));
  const installed = groups.filter(({ name, group }) => !isForDevelopment(name) && group.optional !== true);
  const counted = new Set([main, ...installed.map(({ group }) => record(group.dependencies))].flatMap(names));
  const others = [...groups.map(({ group }) => record(group.dependencies)), record(poetry["dev-dependencies"])];
  const caret = Object.values(main).some((value) =>
    `${typeof value === "string" ? value : record(value).version}`.startsWith("^"),
  );
  return addToTable(
    text,
    wanted,
    {
      path: ["tool", "poetry", "dependencies"],
      version: (specifier) => (caret ? shorter(specifier) : specifier),
      otherVersion: (specifier) => (caret ? specifier : shorter(specifier)),
      counted,
      apart: new Set(others.flatMap(names).filter((name) => !counted.has(name))),
    },
    { ...options, file },
  );
}

/** Poetry's `~` and `^`, where they mean exactly the same. */
function shorter(specifier: string): string {
  const compatible = /^~=\s*(\d+\.\d+\.\d+)$/.exec(specifier);
  if (compatible !== null) return `~${compatible[1]}`;
  const range = /^>=\s*(([1-9]\d*)(?:\.\d+)*)\s*,\s*<\s*(\d+)(?:\.0)*$/.exec(specifier);
  return range !== null && Number(range[3]) === Number(range[2]) + 1 ? `^${range[1]}` : specifier;
}

function isForDevelopment(group: string): boolean {
  return /^(?:dev|develop|development|test|tests|testing|lint|linting|docs?|typing|types|ci|qa)$/i.test(group);
}

function names(table: Record<string, unknown>): string[] {
  return Object.keys(table).map(normalName);
}
