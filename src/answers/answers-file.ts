/** vet-media-setup.json: the answers of a project, committed, without secrets. Read strictly, written so that equal answers are equal bytes. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { Failure } from "../lib/failure.ts";
import { remember } from "../lib/secrets.ts";
import * as say from "../messages/answers.ts";
import { wrongType } from "../messages/answers-forms.ts";
import { ANSWERS_FILE, type Answers } from "../model/answers.ts";
import { JsonTextError, readJsonObject } from "./json-text.ts";
import { nearest } from "./nearest.ts";
import type { AnswerValue } from "./question.ts";
import { isQuestion, QUESTION_NAMES, type QuestionName, questionOf } from "./questions.ts";
import { secretVariable } from "./secret-names.ts";
import { parseJsonValue } from "./values.ts";

export const SCHEMA_URL = "https://unpkg.com/vet-media-setup/dist/answers.schema.json";

export interface AnswersFile {
  /** As it is shown to people: relative to the project, or as --answers gave it. */
  readonly file: string;
  readonly values: Readonly<Partial<Record<QuestionName, AnswerValue>>>;
  /** `vet-media-setup.json:4`, for each value. */
  readonly places: Readonly<Partial<Record<QuestionName, string>>>;
}

/**
 * The file that --answers names (relative to `directory`), or vet-media-setup.json of the project's root if it is there.
 * Throws Failure, exit 2, where the named file is missing, cannot be read, or does not hold answers.
 */
export async function loadAnswersFile(where: {
  readonly given: string | null;
  readonly directory: string;
  readonly root: string;
}): Promise<AnswersFile | null> {
  const file = where.given ?? ANSWERS_FILE;
  const absolute = where.given === null ? path.join(where.root, file) : path.resolve(where.directory, file);
  let bytes: Uint8Array;
  try {
    bytes = await readFile(absolute);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    if (code !== "ENOENT" && code !== "ENOTDIR")
      throw new Failure(say.answersFileUnreadable(file, code), { cause: error });
    if (where.given === null) return null;
    throw new Failure(say.answersFileMissing(file));
  }
  return readAnswersFile(bytes, file);
}

/**
 * Reads the answers in `source`: JSON, UTF-8, a byte order mark is tolerated.
 * Throws Failure, exit 2, with `file:line:column` for text that is not JSON, and `file:line` for a key that is unknown, a secret, not
 * kept in the file, or of the wrong type or form. All such keys are named at once.
 */
export function readAnswersFile(source: Uint8Array | string, file: string): AnswersFile {
  const values: Partial<Record<QuestionName, AnswerValue>> = {};
  const places: Partial<Record<QuestionName, string>> = {};
  const problems = [];
  for (const { key, value, spot } of entriesOf(source, file)) {
    const place = `${file}:${spot.line}`;
    if (key === "$schema") {
      if (typeof value !== "string") problems.push(say.badValue(`${place} ${key}`, wrongType("text"), null));
      continue;
    }
    const variable = isQuestion(key) ? null : secretVariable(key);
    if (variable !== null) {
      if (typeof value === "string") remember(value);
      problems.push(say.secretInAnswers(place, key, variable));
      continue;
    }
    if (!isQuestion(key)) {
      const shown = /^[\w-]{1,64}$/.test(key) ? key : "…";
      problems.push(say.unknownKey(place, shown, nearest(key, PERSISTED)));
      continue;
    }
    const question = questionOf(key);
    if (!question.persisted) {
      problems.push(say.oneTimeKey(place, key, question.flag));
      continue;
    }
    const parsed = parseJsonValue(question, value);
    if ("problem" in parsed) {
      problems.push(say.badValue(`${place} ${key}`, parsed.problem, null));
      continue;
    }
    values[key] = parsed.value;
    places[key] = place;
  }
  const [first, ...others] = problems;
  if (first !== undefined) throw new Failure(first, { others });
  return { file, values, places };
}

/** Names that the file may hold. */
export const PERSISTED: readonly QuestionName[] = QUESTION_NAMES.filter((name) => questionOf(name).persisted);

/**
 * The text of the answers file. What has a fixed default and has it is left out; what is found or proposed (settings, region, origins,
 * language) is always written, so that a run with the file alone gives the same plan wherever it is made.
 */
export function writeAnswersFile(answers: Answers): string {
  const given = new Map<string, unknown>(Object.entries(answers));
  const document: Record<string, unknown> = { $schema: SCHEMA_URL };
  for (const name of PERSISTED) {
    const value = given.get(name);
    const question = questionOf(name);
    const isDefault = "default" in question && question.default === value;
    if (value !== undefined && !isDefault) document[name] = value;
  }
  return `${JSON.stringify(document, null, 2)}\n`;
}

function entriesOf(source: Uint8Array | string, file: string): ReturnType<typeof readJsonObject> {
  try {
    return readJsonObject(textOf(source, file).replace(/^\uFEFF/, ""));
  } catch (error) {
    if (!(error instanceof JsonTextError)) throw error;
    const { line, column } = error.spot;
    throw new Failure(say.answersFileSyntax(`${file}:${line}:${column}`, error.what));
  }
}

function textOf(source: Uint8Array | string, file: string): string {
  if (typeof source === "string") return source;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(source);
  } catch {
    throw new Failure(say.answersFileSyntax(file, say.jsonProblems.notUtf8));
  }
}
