/** Names of the environment variables that the settings read, and whether they load without a value. */
import type { Project } from "../model/project.ts";
import { fullName, importsOf } from "./imports.ts";
import type { Expression, Module } from "./python/tree.ts";
import { everyExpression, everyStatement, expressionsOf } from "./python/visit.ts";
import type { Settings } from "./settings-chain.ts";

type Variables = NonNullable<Project["variables"]>;
type Call = Expression & { kind: "call" };

/** Of the module that production runs and all that it star-imports. One that is read twice is needed if one of the readings needs it. */
export function findVariables(settings: Settings): Variables {
  const found = new Map<string, boolean>();
  const modules = new Map(settings.assignments.map((one) => [one.file, one.module]));
  for (const file of settings.module.chain) {
    const module = modules.get(file);
    for (const { name, needed } of module === undefined ? [] : readIn(module))
      found.set(name, needed || found.get(name) === true);
  }
  return [...found].map(([name, needed]) => ({ name, needed }));
}

function* readIn(module: Module): Generator<Variables[number]> {
  const imports = importsOf(module);
  for (const statement of everyStatement(module.body)) {
    for (const expression of expressionsOf(statement).flatMap((one) => [...everyExpression(one)])) {
      const read =
        expression.kind === "call"
          ? byCall(expression, imports)
          : expression.kind === "index" && fullName(expression.object, imports) === "os.environ"
            ? named(expression.index, true)
            : null;
      if (read !== null && /^[A-Z_][A-Z0-9_]*$/.test(read.name)) yield read;
    }
  }
}

/** django-environ's `env("X")`, `env.bool("X")`, `env.db()`; decouple's `config("X")`; `os.environ.get("X")`. */
function byCall(call: Call, imports: ReadonlyMap<string, string>): Variables[number] | null {
  const name = fullName(call.callee, imports) ?? "";
  const [first, second] = call.args;
  const hasDefault = second !== undefined || call.keywords.some((keyword) => keyword.name === "default");
  if (/^os\.(?:environ\.get|getenv)$/.test(name)) return named(first, false);
  if (name === "dj_database_url.config") return { name: "DATABASE_URL", needed: false };
  if (/^(?:decouple\.config|config)$/.test(name)) return named(first, !hasDefault);
  if (/^env(?:\.\w+)?$/i.test(name) && !/\.(?:read_env|Env)$/.test(name)) {
    const url = /\.(?:db|db_url|cache|email|search)(?:_url)?$/.exec(name);
    if (url !== null && first === undefined)
      return /\.db/.test(name) ? { name: "DATABASE_URL", needed: !hasDefault } : null;
    return named(first, !hasDefault);
  }
  return null;
}

function named(expression: Expression | undefined, needed: boolean): Variables[number] | null {
  return expression?.kind === "string" ? { name: expression.value, needed } : null;
}
