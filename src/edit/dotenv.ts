/** .env files: variables read, set and removed, every line that is not meant kept as it is. */
import { Failure } from "../lib/failure.ts";
import { valueNotForDotenv } from "../messages/edit.ts";
import { type Assignment, at, endOfLine, lineIndex, scan, TAIL } from "./dotenv-scan.ts";
import { appendLines, commentLines, cutLines, joinLines, type Line, splitLines } from "./lines.ts";
import { assertVariableName, dotenvSpellings } from "./literals.ts";

export interface Variable {
  readonly key: string;
  readonly value: string;
  /** Written above the variable when it is new. */
  readonly comment?: string;
}

/**
 * The variables by name. The last assignment of a name wins, as with python-dotenv and decouple; quotes, escapes and comments behind a value are read as
 * python-dotenv reads them; `${…}` is not expanded. Lines that assign nothing are passed over.
 */
export function readVariables(text: string): Map<string, string> {
  return new Map(scan(text, ".env", false).map(({ key, value }) => [key, value]));
}

/**
 * The text with every variable set. A value that is there already stays as it is written; another one is exchanged in place, with `export` and quotes
 * kept, and a comment behind it moved above it; a new variable goes to the end, in a group behind a blank line. Of several assignments of one name the last, which counts, is the one changed.
 * `header`: comment at the top of a file that is empty or does not exist yet. Setting the same variables again gives the same text, and
 * `removeVariables` of the new ones gives back the text from before.
 * Throws Failure (exit 2) for a name or a value that readers would not all take alike, and for a file with a quote that is never closed.
 */
export function setVariables(
  text: string | null,
  variables: readonly Variable[],
  options: { readonly eol: string; readonly header?: string; readonly file?: string },
): string {
  const file = options.file ?? ".env";
  let result = text ?? "";
  const missing = new Map<string, Variable>();
  for (const variable of variables) {
    assertVariableName(variable.key);
    const spelling = dotenvSpellings(variable.value)[0];
    if (spelling === undefined) throw new Failure(valueNotForDotenv(variable.key));
    const present = scan(result, file, true).findLast(({ key }) => key === variable.key);
    if (present === undefined) missing.set(variable.key, variable);
    else result = withValue(result, present, variable.value, options.eol);
  }
  if (result === "" && options.header !== undefined)
    result = appendLines("", commentLines(options.header), options.eol);
  const added = [...missing.values()].flatMap(variableLines);
  if (added.length === 0) return result;
  return appendLines(result, result === "" ? added : ["", ...added], options.eol);
}

/** A new variable with its comment. Throws Failure (exit 2) for a name or a value that readers would not all take alike. */
export function variableLines({ key, value, comment }: Variable): readonly string[] {
  assertVariableName(key);
  const spelling = dotenvSpellings(value)[0];
  if (spelling === undefined) throw new Failure(valueNotForDotenv(key));
  return [...commentLines(comment ?? ""), `${key}=${spelling}`];
}

/**
 * The text without any assignment of these names, and without the comment right above each, unless another variable follows that it may
 * belong to as well. Commented-out assignments stay.
 */
export function removeVariables(text: string, keys: Iterable<string>): string {
  const unwanted = new Set(keys);
  let result = text;
  for (;;) {
    const found = scan(result, ".env", false).findLast(({ key }) => unwanted.has(key));
    if (found === undefined) return result;
    const lines = splitLines(result);
    let first = lineIndex(lines, found.start);
    const last = lineIndex(lines, Math.max(found.start, found.valueEnd - 1));
    const shared = /^[ \t]*(?!#)\S/.test(lines[last + 1]?.body ?? "");
    if (!shared) while (isDescription(lines[first - 1])) first -= 1;
    result = joinLines(cutLines(lines, first, last));
  }
}

function withValue(text: string, present: Assignment, value: string, eol: string): string {
  // The JavaScript reader ends a bare value at any `#`, python-dotenv only behind a blank: such a value is written anew, in quotes.
  const clear = present.quote !== "" || !text.slice(present.valueStart, present.valueEnd).includes("#");
  if (present.value === value && clear) return text;
  const spellings = dotenvSpellings(value);
  const spelling =
    (present.quote !== "" && spellings.find((one) => one.startsWith(present.quote))) || spellings[0] || "";
  // decouple takes a comment behind the value for a part of it: it moves to a line of its own.
  const comment = at(TAIL, text, present.valueEnd)?.[0].trim() ?? "";
  const above = comment === "" ? "" : comment + eol;
  const tail = comment === "" ? present.valueEnd : endOfLine(text, present.valueEnd);
  return (
    text.slice(0, present.start) + above + text.slice(present.start, present.valueStart) + spelling + text.slice(tail)
  );
}

function isDescription(line: Line | undefined): boolean {
  const body = line?.body ?? "";
  return /^[ \t]*#/.test(body) && !/^[ \t]*#[ \t]*(?:export[ \t]+)?[A-Za-z_]\w*=/.test(body);
}
