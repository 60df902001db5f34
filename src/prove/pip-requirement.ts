/** A requirement in pip's words, also where Poetry or Pipenv wrote its version. */
import { formatRequirement } from "../edit/requirement.ts";
import { release } from "../lib/versions.ts";
import type { Requirement } from "../model/provider.ts";

/**
 * As an argument of pip. A version that pip would not read, or that would make it build something (`@ git+https://…`), is left out: any will do.
 * Sources: https://peps.python.org/pep-0508/, https://python-poetry.org/docs/dependency-specification/
 */
export function asPipTakes(requirement: Requirement): string {
  const clauses = requirement.specifier.split(",").map((clause) => inPipsWords(clause.trim()));
  const readable = clauses.every((clause) => clause !== null);
  const specifier = readable ? clauses.filter((clause) => clause !== "").join(",") : "";
  return formatRequirement({ ...requirement, specifier });
}

/** "" for any version; null: not to be read. */
function inPipsWords(clause: string): string | null {
  if (clause === "" || clause === "*") return "";
  const found = /^(===|==|~=|!=|<=|>=|<|>|\^|~|=)?\s*(v?\d[\w.!+-]*(?:\.\*)?)$/.exec(clause);
  const version = found?.[2];
  if (version === undefined) return null;
  const operator = found?.[1] ?? "=";
  if (operator === "=") return `==${version}`;
  if (operator !== "^" && operator !== "~") return `${operator}${version}`;
  const numbers = release(version);
  if (numbers === null || version.endsWith("*")) return null;
  return `>=${version},<${above(numbers, operator).join(".")}`;
}

/** Caret: the first number that is not zero may not change. Tilde: the second may not, or, where it stands alone, the first. */
function above(numbers: readonly number[], operator: "^" | "~"): readonly number[] {
  const notZero = numbers.findIndex((number) => number > 0);
  const fixed = operator === "~" ? Math.min(1, numbers.length - 1) : notZero < 0 ? numbers.length - 1 : notZero;
  return numbers.slice(0, fixed + 1).map((number, index) => (index === fixed ? number + 1 : number));
}
