/** The command that does the same again without a question: for CI, for a colleague, for the last line of a run. No secret, no path of the machine. */
import { shellWord } from "../lib/shell-word.ts";
import type { Answers } from "../model/answers.ts";
import { PERSISTED } from "./answers-file.ts";
import { noForm } from "./flags.ts";
import type { GatheredValues } from "./gathered.ts";
import type { AnswerValue } from "./question.ts";
import { type QuestionName, questionOf } from "./questions.ts";

export const PROGRAM = "npx vet-media-setup";

/** Found in the project again by the next run, so named only where the person said them. */
const FOUND: ReadonlySet<QuestionName> = new Set(["settings", "service", "region", "corsOrigin", "lang"]);

/**
 * One line for a POSIX shell. Fixed defaults are left out; what is found or proposed is named where `values` tell that somebody said
 * it. Without `values` the region is named, because a default that moves would be another bucket.
 */
export function repeatCommand(answers: Answers, values?: GatheredValues): string {
  const given = new Map<string, AnswerValue | undefined>(Object.entries(answers));
  const words = PERSISTED.flatMap((name) => {
    const value = given.get(name);
    if (value === undefined) return [];
    const question = questionOf(name);
    if ("default" in question && question.default === value) return [];
    const source = values?.[name]?.source;
    const isFound = source === undefined ? name !== "region" : source === "project" || source === "default";
    return FOUND.has(name) && isFound ? [] : flagWords(name, value);
  });
  return [PROGRAM, ...words, "--yes"].join(" ");
}

/** `--bucket clinic-media`, `--no-direct-upload`, `--cors-origin https://a --cors-origin https://b`, quoted. */
export function flagWords(name: QuestionName, value: AnswerValue): readonly string[] {
  const { flag } = questionOf(name);
  if (typeof value === "boolean") return [value ? flag : noForm(flag)];
  if (typeof value === "number") return [flag, String(value)];
  if (typeof value !== "string")
    return value.length === 0 ? [noForm(flag)] : value.flatMap((item) => withWord(flag, item));
  return withWord(flag, value);
}

function withWord(flag: string, word: string): readonly string[] {
  return word === "" || word.startsWith("-")
    ? [`${flag}=${word === "" ? "" : shellWord(word)}`]
    : [flag, shellWord(word)];
}
