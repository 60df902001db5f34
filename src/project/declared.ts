/** Settings modules that Python itself names: wsgi, asgi and manage.py, which set DJANGO_SETTINGS_MODULE before Django starts. */
import path from "node:path";
import type { Evidence } from "../model/project.ts";
import type { ProjectFiles } from "./files.ts";
import type { Environment } from "./python/environment.ts";
import { environmentName } from "./python/frame.ts";
import { interpretModule, type ModuleSource } from "./python/interpret.ts";
import { dotted, type Expression, lineOf, type Module, type Statement } from "./python/tree.ts";
import { optionsOf } from "./python/values.ts";
import { everyExpression, everyStatement, expressionsOf } from "./python/visit.ts";

export interface Declaration {
  readonly module: string;
  readonly evidence: Evidence;
  /** `os.environ[…] = …`: it overrides the environment; setdefault only fills it. */
  readonly forced: boolean;
}

const VARIABLE = "DJANGO_SETTINGS_MODULE";

/** What the file declares, every possibility of it, the likeliest first. Empty if it declares nothing that can be read. */
export function declaredIn(file: string, kind: string, files: ProjectFiles, environment: Environment): Declaration[] {
  const module = files.read(file);
  const place = declarationIn(module);
  if (!place) return [];
  const own = new Map(environment);
  own.delete(VARIABLE);
  const value = interpretModule(file, withFunctionsOpened(files), own).names.get(environmentName(VARIABLE));
  if (!value) return [];
  const evidence: Evidence = {
    kind,
    place: { file, line: lineOf(module.text, place.at.from) },
    summary: path.posix.basename(file),
  };
  return optionsOf(value).flatMap((option) =>
    option.type === "text" && option.text !== "" ? [{ module: option.text, evidence, forced: place.forced }] : [],
  );
}

/** manage.py sets it inside `def main()`: for this question a function's body counts as if it stood at the top. */
function withFunctionsOpened(files: ProjectFiles): ModuleSource {
  return {
    resolve: (fromFile, level, module) => files.resolve(fromFile, level, module),
    absolute: (file) => files.absolute(file),
    isDeployed: (file) => files.isDeployed(file),
    matching: (fromFile, pattern) => files.matching(fromFile, pattern),
    read: (file) => {
      const module = files.read(file);
      const { text, body } = module;
      return { file, text, body: [...body, ...body.flatMap(bodyThatDeclares)], errorLine: null };
    },
  };
}

function bodyThatDeclares(statement: Statement): readonly Statement[] {
  if (statement.kind !== "function") return [];
  const declares = [...everyStatement(statement.body)].some((inner) => declarationOf(inner) !== null);
  return declares ? statement.body : [];
}

function declarationIn(module: Module): { at: Expression | Statement; forced: boolean } | null {
  for (const statement of everyStatement(module.body)) {
    const found = declarationOf(statement);
    if (found) return found;
  }
  return null;
}

function declarationOf(statement: Statement): { at: Expression | Statement; forced: boolean } | null {
  if (statement.kind === "assign") {
    const forced = statement.targets.some(
      (target) => target.kind === "index" && isEnvironment(target.object) && isVariable(target.index),
    );
    if (forced) return { at: statement, forced: true };
  }
  for (const expression of expressionsOf(statement).flatMap((one) => [...everyExpression(one)])) {
    if (expression.kind !== "call" || expression.callee.kind !== "member") continue;
    const isSet = expression.callee.name === "setdefault" && isEnvironment(expression.callee.object);
    if (isSet && isVariable(expression.args[0])) return { at: expression, forced: false };
  }
  return null;
}

function isEnvironment(expression: Expression): boolean {
  const name = dotted(expression);
  return name === "os.environ" || name === "environ";
}

function isVariable(expression: Expression | undefined): boolean {
  return expression?.kind === "string" && expression.value === VARIABLE;
}
