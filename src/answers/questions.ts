/**
 * The one table: flags, environment names, the answers file and its JSON Schema, prompts and --help are all read from it, so that
 * they cannot disagree. A question's name is its key here, in the answers file, and in `values` of the JSON document.
 */
import type { ProviderId } from "../model/answers.ts";
import { PROVIDER_IDS } from "../model/answers.ts";
import type { Group, Question } from "./question.ts";
import { CLOUDINARY } from "./table/cloudinary.ts";
import { COMMON } from "./table/common.ts";
import { COMPARE } from "./table/compare.ts";
import { LATER } from "./table/later.ts";
import { RENDER_DISK } from "./table/render-disk.ts";
import { S3 } from "./table/s3.ts";

export const QUESTIONS = { ...COMMON, ...S3, ...CLOUDINARY, ...RENDER_DISK, ...LATER, ...COMPARE } satisfies Record<
  string,
  Question
>;
export type QuestionName = keyof typeof QUESTIONS;

/** In the order of the table, which is the order of help, of the plan and of the answers file. */
export const QUESTION_NAMES = Object.keys(QUESTIONS).filter(isQuestion);

export function isQuestion(word: string): word is QuestionName {
  return Object.hasOwn(QUESTIONS, word);
}

export function questionOf(name: QuestionName): Question {
  return QUESTIONS[name];
}

/** The provider that a group belongs to; null: none in particular. */
export function providerOf(group: Group): ProviderId | null {
  return PROVIDER_IDS.find((id) => id === group) ?? null;
}
