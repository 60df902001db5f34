/** Values as literals of the languages that we write. No value can become code: what cannot be quoted safely is refused. */
import { Failure } from "../lib/failure.ts";
import { keyNotAVariable, valueNotForDotenv, valueNotForYaml } from "../messages/edit.ts";
import type { Json } from "../model/change.ts";

/**
 * Characters that are escaped wherever the language can: controls, every kind of line end, marks that turn the direction of
 * text round (they make source read differently from what it does), odd blanks, private and unassigned code points, half surrogates.
 */
const INVISIBLE = /(?! )[\p{C}\p{Z}]/u;
const INVISIBLE_ALL = new RegExp(INVISIBLE, "gu");

/**
 * A Python string on one line. Double quotes, or single ones where that saves backslashes: what `ruff format` and `black` leave alone.
 * Source: https://docs.python.org/3/reference/lexical_analysis.html#escape-sequences
 */
export function pythonString(value: string): string {
  const quote = count(value, '"') > count(value, "'") ? "'" : '"';
  const body = value
    .replaceAll("\\", "\\\\")
    .replaceAll(quote, `\\${quote}`)
    .replace(INVISIBLE_ALL, (character) => {
      const short = { "\n": "\\n", "\r": "\\r", "\t": "\\t" }[character];
      return short ?? hexEscape(character);
    });
  return quote + body + quote;
}

/** Any JSON value as a Python expression on one line. Throws RangeError for a number that is not finite: no JSON value is one. */
export function pythonLiteral(value: Json): string {
  if (value === null) return "None";
  if (typeof value === "string") return pythonString(value);
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new RangeError("not a finite number");
    return Object.is(value, -0) ? "-0.0" : String(value);
  }
  if (isList(value)) return `[${value.map(pythonLiteral).join(", ")}]`;
  const items = Object.entries(value).map(([key, item]) => `${pythonString(key)}: ${pythonLiteral(item)}`);
  return `{${items.join(", ")}}`;
}

/**
 * A YAML scalar that every reader takes for this string: plain where nothing could read it as something else, in double quotes otherwise.
 * Booleans, numbers, dates and the like of YAML 1.1 and 1.2 are always quoted. Throws Failure (exit 2) for half surrogates.
 */
export function yamlString(value: string): string {
  const plain = /^[A-Za-z_][\w./-]*$/.test(value) && !/^(?:true|false|yes|no|on|off|null|y|n)$/i.test(value);
  return plain ? value : yamlQuoted(value);
}

/** The same, always in double quotes. */
export function yamlQuoted(value: string): string {
  if (/\p{Surrogate}/u.test(value)) throw new Failure(valueNotForYaml());
  const body = value
    .replaceAll("\\", "\\\\")
    .replaceAll('"', '\\"')
    .replace(INVISIBLE_ALL, (character) => {
      const short = { "\n": "\\n", "\r": "\\r", "\t": "\\t" }[character];
      return short ?? hexEscape(character);
    });
  return `"${body}"`;
}

/**
 * A value for a .env file, quoted so that python-dotenv, python-decouple, django-environ and the JavaScript dotenv (what Render's
 * "Add from .env" was seen to follow) all read the same value. Throws Failure (exit 2) where no such spelling exists: line ends and other controls,
 * `${…}` (python-dotenv expands it inside any quotes), quotes around the value itself,
 * both kinds of quote together with a blank or `#`, a backslash at the end.
 */
export function dotenvValue(value: string): string {
  for (const spelling of dotenvSpellings(value)) return spelling;
  throw new Failure(valueNotForDotenv());
}

/** Every spelling that all readers take for this value, the plainest first; none if there is none. */
export function dotenvSpellings(value: string): readonly string[] {
  if (/(?!\t)\p{Cc}|[\u2028\u2029]|\p{Surrogate}/u.test(value) || value.includes("${")) return [];
  // django-environ takes off a second pair of quotes.
  if (/^(["'`])[\s\S]*\1$/.test(value)) return [];
  const spellings: string[] = [];
  const bare = /^(?!["'`])[^\s#\p{C}\p{Z}]*$/u.test(value);
  if (bare && /^[\w./:@%+=,~-]*$/.test(value)) spellings.push(value);
  // python-dotenv takes `\\` and `\'` for escapes inside single quotes, the others take nothing for one.
  if (!value.includes("'") && !/\\\\|\\$/.test(value)) spellings.push(`'${value}'`);
  // Inside double quotes each reader has escapes of its own.
  if (!value.includes('"') && !value.includes("\\")) spellings.push(`"${value}"`);
  if (bare && spellings.length === 0) spellings.push(value);
  return spellings;
}

/** Throws Failure (exit 2) unless the name is one that a shell, Render and every .env reader take for a variable. */
export function assertVariableName(key: string): void {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(key)) throw new Failure(keyNotAVariable(key));
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

/** `\x00`, `\u2028`, `\U000e0001`: Python and YAML spell these three alike. */
function hexEscape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, "0")}`;
  if (code <= 0xffff) return `\\u${code.toString(16).padStart(4, "0")}`;
  return `\\U${code.toString(16).padStart(8, "0")}`;
}
