/** The names that a module imports, by their full names. */
import type { Expression, Module } from "./python/tree.ts";
import { everyStatement } from "./python/visit.ts";

/** Local name → dotted name: `from django.db import models as m` gives m → django.db.models. Relative imports begin with their dots. */
export function importsOf(module: Module): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const statement of everyStatement(module.body)) {
    if (statement.kind === "import") {
      for (const { name, as } of statement.names) {
        const top = name.split(".")[0] ?? name;
        names.set(as ?? top, as ? name : top);
      }
    } else if (statement.kind === "from-import") {
      for (const { name, as } of statement.names ?? []) {
        names.set(as ?? name, `${".".repeat(statement.level)}${statement.module}.${name}`);
      }
    }
  }
  return names;
}

/** `models.FileField` → `django.db.models.FileField`; a name that is not imported stays as it is. null: not a chain of names. */
export function fullName(expression: Expression, imports: ReadonlyMap<string, string>): string | null {
  if (expression.kind === "name") return imports.get(expression.id) ?? expression.id;
  if (expression.kind !== "member") return null;
  const object = fullName(expression.object, imports);
  return object === null ? null : `${object}.${expression.name}`;
}
