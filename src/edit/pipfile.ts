/** Pipfile: packages added to `[packages]`. Source: https://pipenv.pypa.io/en/latest/pipfile.html */
import type { Requirement } from "../model/provider.ts";
import { addToTable, removeFromTable } from "./dependency-table.ts";
import { type DependencyEdit, type DependencyOptions, normalName } from "./requirement.ts";
import { parseToml } from "./toml-places.ts";

/** The text with every wanted requirement in `[packages]`, under the rules of `addRequirements`; `[dev-packages]` do not count. Throws Failure (exit 2) as `addToTable`. */
export function addPipfile(text: string, wanted: readonly Requirement[], options: DependencyOptions): DependencyEdit {
  const file = options.file ?? "Pipfile";
  const plain = parseToml(text, file);
  const counted = new Set(names(plain.packages));
  // Every other table of packages is a category, which `pipenv install` passes over.
  const others = Object.entries(plain).flatMap(([key, table]) => (key === "packages" ? [] : names(table)));
  const apart = new Set(others.filter((name) => !counted.has(name)));
  return addToTable(
    text,
    wanted,
    { path: ["packages"], version: (specifier) => specifier, counted, apart },
    { ...options, file },
  );
}

/** The text without these names in `[packages]`. */
export function removePipfile(text: string, unwanted: Iterable<string>): string {
  return removeFromTable(text, ["packages"], unwanted);
}

function names(table: unknown): string[] {
  return typeof table === "object" && table !== null && !Array.isArray(table) ? Object.keys(table).map(normalName) : [];
}
