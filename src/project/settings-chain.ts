/** The effective settings: the module that production runs with everything it star-imports, as values and as lines. */
import path from "node:path";
import { Failure } from "../lib/failure.ts";
import { settingsDoNotParse } from "../messages/project.ts";
import type { SettingsCandidate, SettingsModule } from "../model/project.ts";
import type { ProjectFiles } from "./files.ts";
import { refuseForeign } from "./foreign-settings.ts";
import type { Environment } from "./python/environment.ts";
import { interpretModule } from "./python/interpret.ts";
import { dotted, type Expression, lineOf, type Module, type Statement } from "./python/tree.ts";
import { UNSET, type Value } from "./python/values.ts";
import { everyStatement } from "./python/visit.ts";

/** A statement that sets a setting, wherever it stands: under an if, in a try, by index or by `update`. */
export interface Assignment {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly module: Module;
  readonly statement: Statement;
  /** `STORAGES["default"] = …`: the key; null for the whole setting. */
  readonly key: string | null;
}

export interface Settings {
  readonly module: SettingsModule;
  readonly assignments: readonly Assignment[];
  /** Part of the settings comes from where we cannot follow. */
  readonly opaque: boolean;
  /** Value of a setting in production; `unset` if nothing sets it. */
  value(name: string): Value;
}

/** Throws Failure exit 2 with file and line if a file of the chain is not valid Python, or its settings are not where a block could change them. */
export function readSettings(
  candidate: SettingsCandidate & { file: string },
  files: ProjectFiles,
  environment: Environment,
): Settings {
  const { names, chain, opaque } = interpretModule(candidate.file, files, environment);
  for (const file of chain) {
    const { errorLine } = files.read(file);
    if (errorLine !== null) throw new Failure(settingsDoNotParse(`${file}:${errorLine}`));
  }
  refuseForeign(chain, files);
  const folder = path.posix.dirname(candidate.file);
  const isPackage = path.posix.basename(candidate.file) === "__init__.py";
  const module: SettingsModule = {
    ...candidate,
    folder: folder === "." ? "" : folder,
    package: isPackage ? candidate.module : candidate.module.split(".").slice(0, -1).join("."),
    chain,
  };
  const assignments = chain.flatMap((file) => assignmentsOf(files.read(file)));
  return { module, assignments, opaque, value: (name) => names.get(name) ?? UNSET };
}

function assignmentsOf(module: Module): Assignment[] {
  const found: Assignment[] = [];
  for (const statement of everyStatement(outsideFunctions(module.body))) {
    for (const { name, key } of namesSet(statement)) {
      found.push({ name, key, file: module.file, line: lineOf(module.text, statement.from), module, statement });
    }
  }
  return found;
}

function outsideFunctions(statements: readonly Statement[]): Statement[] {
  return statements.filter((statement) => statement.kind !== "function" && statement.kind !== "class");
}

function namesSet(statement: Statement): { name: string; key: string | null }[] {
  switch (statement.kind) {
    case "assign":
      return statement.value === null ? [] : statement.targets.flatMap(targetNames);
    case "augment":
      return targetNames(statement.target);
    case "expression": {
      const call = statement.value;
      if (call.kind !== "call" || call.callee.kind !== "member" || !CHANGES.has(call.callee.name)) return [];
      return targetNames(call.callee.object);
    }
    default:
      return [];
  }
}

const CHANGES = new Set(["append", "extend", "insert", "remove", "update", "setdefault", "pop", "clear"]);

function targetNames(target: Expression): { name: string; key: string | null }[] {
  if (target.kind === "tuple" || target.kind === "list") return target.items.flatMap(targetNames);
  let [object, key]: [Expression, string | null] = [target, null];
  while (object.kind === "index") {
    key = object.index.kind === "string" ? object.index.value : "";
    object = object.object;
  }
  const name = dotted(object);
  return name === null ? [] : [{ name, key }];
}
