/** Answers on their way: every value with its source, and what nothing has said yet. */
import type { Text } from "../lib/text.ts";
import type { Source, SourcedValue } from "../model/answers.ts";
import type { Warning } from "../model/change.ts";
import type { AnswerValue } from "./question.ts";
import { providerOf, QUESTION_NAMES, type QuestionName, questionOf } from "./questions.ts";

export interface GatheredValue {
  readonly value: AnswerValue;
  readonly source: Source;
  /** `--bucket`, `AWS_REGION`, `vet-media-setup.json:4`, `render.yaml`, why this default. */
  readonly detail?: Text;
}

export type GatheredValues = Readonly<Partial<Record<QuestionName, GatheredValue>>>;

export interface Gathered {
  readonly values: GatheredValues;
  /** Needed, and said by nothing: to be asked, or to be listed. In the order of asking. */
  readonly missing: readonly QuestionName[];
  readonly warnings: readonly Warning[];
}

/** As the plan and the JSON document show them, in the order of the table. */
export function sourcedValues(gathered: Pick<Gathered, "values">): readonly SourcedValue[] {
  const values = ofChosenProvider(gathered.values);
  return QUESTION_NAMES.flatMap((name) => {
    const found = values[name];
    return found === undefined ? [] : [{ name, ...found }];
  });
}

/** Without what was gathered for another provider, before this one was chosen. They stay gathered, for whoever goes back. */
export function ofChosenProvider(values: GatheredValues): GatheredValues {
  const chosen = textValue(values, "provider");
  if (chosen === undefined) return values;
  const fitting = QUESTION_NAMES.filter((name) => [null, chosen].includes(providerOf(questionOf(name).group)));
  return Object.fromEntries(fitting.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])));
}

/** The same answers with one of them said anew. */
export function withValue(gathered: Gathered, name: QuestionName, value: GatheredValue): Gathered {
  return {
    ...gathered,
    values: { ...gathered.values, [name]: value },
    missing: gathered.missing.filter((other) => other !== name),
  };
}

export function textValue(values: GatheredValues, name: QuestionName): string | undefined {
  const value = values[name]?.value;
  return typeof value === "string" ? value : undefined;
}

export function listValue(values: GatheredValues, name: QuestionName): readonly string[] {
  const value = values[name]?.value;
  return typeof value === "object" ? value : [];
}
