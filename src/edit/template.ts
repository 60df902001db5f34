/**
 * Fills the templates of generated files. A value gets into a file only through a helper that makes a literal of the file's language,
 * so that no answer can become code.
 */
import Handlebars from "handlebars";
import type { Json } from "../model/change.ts";
import { pythonLiteral, yamlQuoted, yamlString } from "./literals.ts";

/** PEP 8: a line of Python has at most 79 characters. */
const PYTHON_WIDTH = 79;

/** What a template may use besides `{{#if}}`, `{{#each}}` and `{{else}}`. */
const HELPERS = {
  /** A Python literal on one line: `{{py prefix}}`. */
  py: (value: Json) => pythonLiteral(value),
  /** A YAML scalar, plain where nothing could take it for something else. */
  yaml: (value: string) => yamlString(value),
  /** The same, always in double quotes. */
  quoted: (value: string) => yamlQuoted(value),
  /** A sentence of ours as a comment, wrapped: `{{comment words 4}}` for a line that is indented by 4. */
  comment: (words: string, indent: number) => pythonComment(words, indent).join("\n"),
  /** A sentence of ours as lines of docstring, wrapped. */
  prose: (words: string, indent: number) => wrap(words, PYTHON_WIDTH - indent).join(`\n${" ".repeat(indent)}`),
  /** A sentence of ours as an argument of a call, one string literal a line; `{NAME}` in it is filled in by Python. */
  sentence: (words: string, indent: number) => pythonSentence(words, indent).join("\n"),
};

/**
 * The template with its values filled in; `parts`: pieces of template by their names, for `{{> name}}`. A name that the values do not hold is an error, and
 * so is a helper that is not in the list.
 */
export function fillTemplate(
  template: string,
  values: Readonly<Record<string, unknown>>,
  parts: Readonly<Record<string, string>> = {},
): string {
  const engine = Handlebars.create();
  for (const [name, part] of Object.entries(parts)) engine.registerPartial(name, part);
  for (const name of ["lookup", "log", "with"]) engine.unregisterHelper(name);
  for (const [name, helper] of Object.entries(HELPERS)) engine.registerHelper(name, helper);
  const fill = engine.compile(template, {
    noEscape: true,
    strict: true,
    knownHelpersOnly: true,
    knownHelpers: Object.fromEntries(Object.keys(HELPERS).map((name) => [name, true])),
  });
  return fill(values);
}

/** A sentence as `# …` lines that fit PEP 8. */
export function pythonComment(words: string, indent = 0): readonly string[] {
  const margin = " ".repeat(indent);
  return wrap(words, PYTHON_WIDTH - indent - 2).map((line) => `${margin}# ${line}`);
}

/** A sentence as string literals that Python joins. Only for words of the catalogue: braces in them are f-string fields. */
function pythonSentence(words: string, indent: number): readonly string[] {
  const margin = " ".repeat(indent);
  // Room for the prefix, both quotes, and the blank at the end of every piece but the last.
  const lines = wrap(words, PYTHON_WIDTH - indent - 4);
  return lines.map((line, index) => {
    const text = index < lines.length - 1 ? `${line} ` : line;
    const prefix = /[{}]/.test(text) ? "f" : "";
    return `${margin}${prefix}${pythonLiteral(text)}`;
  });
}

/** Words in lines of at most `width` characters; a longer word has a line of its own. A field `{…}` is one word. */
function wrap(words: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of words.match(/(?:\{[^}]*\}|\S)+/g) ?? []) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return line === "" ? lines : [...lines, line];
}
