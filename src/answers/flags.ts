/** Every flag there is, and what it sets: the table of questions and the options of a run, as argv spells them. */
import { nearest } from "./nearest.ts";
import { QUESTION_NAMES, type QuestionName, questionOf } from "./questions.ts";
import { OPTION_NAMES, optionOf, type PathOption, type SwitchOption } from "./run-options.ts";

export type Target =
  /** Takes the next word as its value. */
  | { readonly is: "value"; readonly name: QuestionName }
  /** Is a value by itself: `--direct-upload`, `--no-cors-origin`. `opposite` is the flag that says the contrary. */
  | {
      readonly is: "fixed";
      readonly name: QuestionName;
      readonly value: boolean | string | readonly [];
      readonly opposite: string;
      /** What it takes behind an `=`. */
      readonly words: readonly string[];
    }
  | { readonly is: "path"; readonly name: PathOption }
  | { readonly is: "switch"; readonly name: SwitchOption };

const TARGETS: ReadonlyMap<string, Target> = new Map([
  ...OPTION_NAMES.flatMap(optionTargets),
  ...QUESTION_NAMES.flatMap(questionTargets),
]);

/** All of them, `--no-…` forms and short ones included. */
export const FLAGS: readonly string[] = [...TARGETS.keys()];

export function targetOf(flag: string): Target | undefined {
  return TARGETS.get(flag);
}

/** The flag that was probably meant; null: none is near. */
export function nearestFlag(flag: string): string | null {
  return nearest(
    flag,
    FLAGS.filter((known) => known.startsWith("--")),
  );
}

/** `--no-create-bucket`. */
export function noForm(flag: string): string {
  return flag.replace(/^--/, "--no-");
}

/** A list that may be empty in the answers file, or a switch that the answers file may have on. */
export function hasNoForm(name: QuestionName): boolean {
  const question = questionOf(name);
  return (question.kind === "list" && question.persisted) || (question.kind === "switch" && question.negatable);
}

function optionTargets(name: PathOption | SwitchOption): [string, Target][] {
  const { flag, short } = optionOf(name);
  const target: Target = name === "project" || name === "answers" ? { is: "path", name } : { is: "switch", name };
  return short === undefined
    ? [[flag, target]]
    : [
        [flag, target],
        [short, target],
      ];
}

function questionTargets(name: QuestionName): [string, Target][] {
  const question = questionOf(name);
  const { flag, kind } = question;
  const plain: Target =
    question.kind === "switch"
      ? { is: "fixed", name, value: true, opposite: noForm(flag), words: question.words }
      : { is: "value", name };
  if (!hasNoForm(name)) return [[flag, plain]];
  const value = kind === "list" ? ([] as const) : false;
  return [
    [flag, plain],
    [noForm(flag), { is: "fixed", name, value, opposite: flag, words: [] }],
  ];
}
