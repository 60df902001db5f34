/** The answers that a project was set up with, whole: what a switch to another provider has to know. */
import type { GatheredValue, GatheredValues } from "../../answers/gathered.ts";
import type { AnswerValue } from "../../answers/question.ts";
import { isQuestion, type QuestionName, questionOf } from "../../answers/questions.ts";
import { toAnswers } from "../../answers/to-answers.ts";
import type { Answers } from "../../model/answers.ts";

/**
 * The answers that an earlier run has stored; null where they are not whole. What only render.yaml or the env file say is not counted as
 * ours: there the default stands, which is not stored.
 */
export function storedAnswers(previous: GatheredValues): Answers | null {
  const FOUND = new Set(["settings", "service"]);
  const own: GatheredValues = Object.fromEntries(
    Object.entries(previous).flatMap(([name, found]): readonly (readonly [string, GatheredValue])[] => {
      if (found.source !== "project" || FOUND.has(name)) return [[name, found]];
      const fallback = isQuestion(name) ? defaultOf(name) : undefined;
      return fallback === undefined ? [] : [[name, { value: fallback, source: "default" }]];
    }),
  );
  try {
    return toAnswers({ values: own });
  } catch {
    return null;
  }
}

function defaultOf(name: QuestionName): AnswerValue | undefined {
  const question = questionOf(name);
  return "default" in question ? question.default : undefined;
}
