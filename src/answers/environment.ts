/** Values from environment variables. An empty variable counts as unset, as everywhere else. */
import { Failure } from "../lib/failure.ts";
import * as say from "../messages/answers.ts";
import type { AnswerValue, Question } from "./question.ts";
import { parseWord } from "./values.ts";

export type Env = Readonly<Record<string, string | undefined>>;

export interface FromEnvironment {
  readonly value: AnswerValue;
  readonly variable: string;
}

/**
 * The value of the first variable of the question that is set; null: none is. Blanks around it are not part of it.
 * Throws Failure, exit 2, naming the variable, for a value that cannot be right by its form.
 */
export function fromEnvironment(question: Question, env: Env): FromEnvironment | null {
  for (const variable of question.env) {
    const word = (env[variable] ?? "").trim();
    if (word === "") continue;
    const parsed = parseWord(question, word);
    if ("problem" in parsed) {
      throw new Failure(say.badValue(variable, parsed.problem, `${variable}=${question.example}`));
    }
    return { value: parsed.value, variable };
  }
  return null;
}
