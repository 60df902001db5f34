/** Where the project's own code leans on what another provider brought: a variable that it cannot start without, a package that it imports. */
import path from "node:path";
import type { Place, Project } from "../model/project.ts";
import { ProjectFiles } from "./files.ts";
import { fullName, importsOf } from "./imports.ts";
import { type Expression, lineOf, type Module, type Statement } from "./python/tree.ts";
import { everyExpression, everyStatement, expressionsOf } from "./python/visit.ts";
import { walk } from "./walk.ts";

export interface Sought {
  /** Names of environment variables. */
  readonly variables: readonly string[];
  /** Dotted names: code that names one, or something below it, leans on it. */
  readonly modules: readonly string[];
}

export interface Uses {
  /** Variables that code reads by name and without a default: taken away, it would not start. The first place of each. */
  readonly variables: ReadonlyMap<string, Place>;
  /** By the module sought. The first place of each. */
  readonly modules: ReadonlyMap<string, Place>;
}

/** Tests bring variables of their own. */
const TEST = /(?:^|\/)(?:tests?|testing)\/|(?:^|\/)(?:tests?|test_\w+|\w+_tests?|conftest)\.py$/;

/** What nothing can import is no part of the app: a copy, `settings old.py`. As a script it may still import a package. */
const MODULE = /^(?:[\p{L}_][\p{L}\p{N}_]*\/)*[\p{L}_][\p{L}\p{N}_]*\.py$/u;

/** Reads every Python file of the project but the module that we generate. Files that do not parse are read as far as they can be. */
export function usesElsewhere(project: Project, sought: Sought): Uses {
  const { root, settings, media } = project;
  const files = new ProjectFiles(root, project.git !== null);
  const uploads = media.root === null ? [] : [path.resolve(root, media.root)];
  const own = settings === null ? "" : path.posix.join(settings.folder, "media_storage.py");
  const uses = { variables: new Map<string, Place>(), modules: new Map<string, Place>() };
  const apps = new Set(project.installedApps.names);
  const words = [...sought.variables, ...sought.modules.map((one) => one.split(".")[0] ?? one)];
  for (const file of walk(root, new Set(uploads)).python) {
    if (file === own) continue;
    const glance = files.glance(file);
    if (!words.some((word) => glance.includes(word))) continue;
    const module = files.read(file);
    const inSettings = settings?.chain.includes(file) === true;
    const isModule = MODULE.test(file);
    readModule(module, sought, uses, {
      apps: inSettings ? apps : new Set(),
      namesBackends: isModule,
      readsVariables: isModule && !TEST.test(file),
    });
  }
  return uses;
}

interface Found {
  readonly variables: Map<string, Place>;
  readonly modules: Map<string, Place>;
}

function readModule(
  module: Module,
  sought: Sought,
  uses: Found,
  {
    apps,
    namesBackends,
    readsVariables,
  }: { readonly apps: ReadonlySet<string>; readonly namesBackends: boolean; readonly readsVariables: boolean },
): void {
  const imports = importsOf(module);
  const defaults = new Set<string>();
  const note = (found: Map<string, Place>, name: string, offset: number) => {
    if (!found.has(name)) found.set(name, { file: module.file, line: lineOf(module.text, offset) });
  };
  const leansOn = (dotted: string, offset: number) => {
    for (const one of sought.modules)
      if (dotted === one || dotted.startsWith(`${one}.`)) note(uses.modules, one, offset);
  };
  for (const statement of everyStatement(module.body)) {
    for (const name of importedBy(statement)) leansOn(name, statement.from);
    for (const expression of expressionsOf(statement).flatMap((one) => [...everyExpression(one)])) {
      if (expression.kind === "string") {
        // "storages.backends.s3.S3Storage" as a setting; "storages" alone only where it is an app.
        const isBackend = namesBackends && /^\w+(?:\.\w+)+$/.test(expression.value);
        if (isBackend || apps.has(expression.value)) leansOn(expression.value, expression.from);
        continue;
      }
      for (const name of givenDefaults(expression)) defaults.add(name);
      const { name, literal } = readBy(expression, imports);
      if (literal !== null && /(?:^|\.)import_module$/.test(name)) leansOn(literal, expression.from);
      if (literal !== null && readsVariables && sought.variables.includes(literal) && !isWritten(statement, expression))
        note(uses.variables, literal, expression.from);
    }
  }
  // environ.Env(NAME=(str, "")) gives env("NAME") a default.
  for (const name of defaults) if (uses.variables.get(name)?.file === module.file) uses.variables.delete(name);
}

function importedBy(statement: Statement): readonly string[] {
  if (statement.kind === "import") return statement.names.map(({ name }) => name);
  if (statement.kind !== "from-import" || statement.level > 0) return [];
  const names = (statement.names ?? []).map(({ name }) => `${statement.module}.${name}`);
  return [statement.module, ...names];
}

/** Reads that content themselves with nothing, and calls that only mention a name. */
const LENIENT =
  /(?:^|\.)(?:get|getenv|setdefault|getlist|has|unsetenv|putenv|print|debug|info|warning|error|exception|append|add)$/;

/** `os.environ["NAME"]`, `config("NAME")`, `env.str("NAME")`: what is called or looked into, and the name; null where there is a default, or no name. */
function readBy(
  expression: Expression,
  imports: ReadonlyMap<string, string>,
): { readonly name: string; readonly literal: string | null } {
  if (expression.kind === "index") {
    const name = fullName(expression.object, imports) ?? "";
    const isEnvironment = /(?:^|\.)environ$|^env$/.test(name);
    const literal = isEnvironment && expression.index.kind === "string" ? expression.index.value : null;
    return { name, literal };
  }
  if (expression.kind !== "call") return { name: "", literal: null };
  const name = fullName(expression.callee, imports) ?? "";
  const [first, ...rest] = expression.args;
  const hasDefault = rest.length > 0 || expression.keywords.some((keyword) => keyword.name === "default");
  const strict = name !== "" && !hasDefault && !LENIENT.test(name);
  return { name, literal: strict && first?.kind === "string" ? first.value : null };
}

/** Names that `environ.Env(…)` is given a default for. */
function givenDefaults(expression: Expression): readonly string[] {
  if (expression.kind !== "call") return [];
  const { callee, keywords } = expression;
  const name = callee.kind === "member" ? callee.name : callee.kind === "name" ? callee.id : "";
  if (!/Env$/.test(name)) return [];
  return keywords.flatMap((one) =>
    one.name !== null && one.value.kind === "tuple" && one.value.items.length > 1 ? [one.name] : [],
  );
}

/** `os.environ["NAME"] = …` and `del os.environ["NAME"]` read nothing. */
function isWritten(statement: Statement, expression: Expression): boolean {
  const targets = statement.kind === "assign" || statement.kind === "delete" ? statement.targets : [];
  return targets.includes(expression);
}
