/** A line of settings for people to see: no secret that somebody wrote into it. */
import { MASK } from "../lib/secrets.ts";
import type { Expression } from "./python/tree.ts";
import { expressionsOf, partsOf } from "./python/visit.ts";
import type { Assignment } from "./settings-chain.ts";

const SECRET =
  /SECRET|PASSWORD|TOKEN|CREDENTIAL|(?:ACCESS|API|ACCOUNT|PRIVATE|SIGNING)_?KEY|KEY_ID|CLOUDINARY_URL|CONNECTION_STRING/i;

interface Found {
  readonly from: number;
  readonly to: number;
  /** As it is written out; null: put together when it runs. */
  readonly value: string | null;
}

/** Shorter ones are no keys, and these words stand where a key is to be filled in. */
const SHORTEST_KEY = 8;
const PLACEHOLDER =
  /^(?:your|change|replace|put|insert|todo|example|dummy|fake|test|x{3}|\*{3}|<|\$\{|\{\{)|^.*(?:here|aqui|aquí)$/i;

/** Whether a key is written out in the statement, as a value or as a default. */
export function holdsKey({ statement, name }: Assignment): boolean {
  const secrets: Found[] = [];
  for (const expression of expressionsOf(statement)) collect(expression, SECRET.test(name), secrets);
  return secrets.some(({ value }) => value !== null && value.length >= SHORTEST_KEY && !PLACEHOLDER.test(value));
}

/** The first line of the statement's source; strings that may be secrets are replaced by stars. */
export function firstLineMasked(assignment: Assignment): string {
  const { statement, module, name } = assignment;
  const secrets: Found[] = [];
  for (const expression of expressionsOf(statement)) collect(expression, SECRET.test(name), secrets);
  secrets.sort((a, b) => b.from - a.from);
  let source = module.text.slice(statement.from, statement.to);
  for (const { from, to } of secrets) {
    const [start, end] = [from - statement.from, to - statement.from];
    source = `${source.slice(0, start)}"${MASK}"${source.slice(end)}`;
  }
  return (source.split(/\r\n|\n|\r/)[0] ?? "").trimEnd();
}

function collect(expression: Expression, secret: boolean, found: Found[]): void {
  switch (expression.kind) {
    case "string":
    case "fstring": {
      const value = expression.kind === "string" ? expression.value : null;
      if (secret) found.push({ from: expression.from, to: expression.to, value });
      return;
    }
    case "dict":
      for (const { key, value } of expression.entries) {
        collect(value, secret || (key?.kind === "string" && SECRET.test(key.value)), found);
      }
      return;
    case "index":
      // `os.environ["AWS_SECRET_ACCESS_KEY"]` names a secret, it does not hold one.
      collect(expression.object, secret, found);
      return;
    case "call": {
      // The first argument is the variable's name, what follows may be a default.
      for (const arg of expression.args.slice(1)) collect(arg, secret, found);
      for (const keyword of expression.keywords) {
        collect(keyword.value, secret || (keyword.name !== null && SECRET.test(keyword.name)), found);
      }
      const [first] = expression.args;
      if (first && first.kind !== "string") collect(first, secret, found);
      return;
    }
    default:
      for (const part of partsOf(expression)) collect(part, secret, found);
  }
}
