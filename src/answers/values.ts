/** From the words of a flag, a variable or a file to a value of the question's kind. */
import type { Text } from "../lib/text.ts";
import * as say from "../messages/answers-forms.ts";
import { stringProblem } from "./forms.ts";
import { nearest } from "./nearest.ts";
import type { AnswerValue, Question } from "./question.ts";

export type Parsed = { readonly value: AnswerValue } | { readonly problem: Text };

/** One word as a person types it: of a flag, a variable, a prompt. A list gets a list of one. */
export function parseWord(question: Question, word: string): Parsed {
  const problem = stringProblem(word);
  if (problem !== null) return { problem };
  switch (question.kind) {
    case "text":
      return parseText(question, word);
    case "list": {
      const item = parseItem(question, word);
      return typeof item === "string" ? { value: [item] } : item;
    }
    case "choice":
      return question.choices.includes(word)
        ? { value: word }
        : { problem: say.notAmong(question.choices, nearest(word, question.choices)) };
    case "number": {
      const { fractions, minimum, maximum } = question;
      const problem = question.problem(word);
      if (problem !== null) return { problem };
      const form = fractions ? /^\d{1,9}(?:\.\d{1,3})?$/ : /^\d{1,9}$/;
      const value = form.test(word) ? Number(word) : Number.NaN;
      if (value >= minimum && value <= maximum) return { value };
      return { problem: (fractions ? say.notADecimal : say.notANumber)(minimum, maximum) };
    }
    case "switch":
      return word === "true" || word === "false" ? { value: word === "true" } : { problem: say.notASwitch };
  }
}

/** A value as JSON has it. Nothing is converted: `"1"` is not a number. */
export function parseJsonValue(question: Question, value: unknown): Parsed {
  if (question.kind === "list") {
    if (!Array.isArray(value)) return { problem: say.wrongType("list") };
    const items: string[] = [];
    for (const word of value) {
      if (typeof word !== "string") return { problem: say.wrongType("list") };
      const problem = stringProblem(word);
      if (problem !== null) return { problem };
      const item = parseItem(question, word);
      if (typeof item !== "string") return item;
      if (!items.includes(item)) items.push(item);
    }
    return { value: items };
  }
  if (question.kind === "switch") return typeof value === "boolean" ? { value } : { problem: say.wrongType("switch") };
  if (question.kind === "number") {
    return typeof value === "number" ? parseWord(question, String(value)) : { problem: say.wrongType("number") };
  }
  return typeof value === "string" ? parseWord(question, value) : { problem: say.wrongType(question.kind) };
}

function parseText(question: Question & { kind: "text" }, word: string): Parsed {
  const value = question.tidy(word);
  if (value === "") return question.emptyAllowed ? { value } : { problem: say.empty };
  const problem = question.problem(value);
  return problem === null ? { value } : { problem };
}

function parseItem(question: Question & { kind: "list" }, word: string): string | { readonly problem: Text } {
  const item = question.tidy(word);
  const problem = item === "" ? say.empty : question.problem(item);
  return problem === null ? item : { problem };
}
