/** Asks a person what nothing else has said, one question after another, back and forth. */
import type { Project } from "../model/project.ts";
import { BACK, type Back, type Prompter } from "../model/terminal.ts";
import { regionOf } from "../providers/s3/services.ts";
import { type Answered, type Askable, type Asking, ask } from "./ask.ts";
import type { Env } from "./environment.ts";
import { complete } from "./gather.ts";
import { type Gathered, type GatheredValue, textValue } from "./gathered.ts";
import { siteOrigins } from "./project-values.ts";
import type { AnswerValue } from "./question.ts";
import { isQuestion, providerOf, type QuestionName, questionOf } from "./questions.ts";

export interface InterviewOptions {
  readonly gathered: Gathered;
  readonly project: Project;
  readonly prompter: Prompter;
  readonly env: Env;
  /** 8 hex digits for the proposal of a bucket name: random for a new run, the same throughout it. */
  readonly hex: string;
  /** What flags, environment and files say where this provider is chosen: until then only the recommended one was looked up. */
  readonly gatherFor?: (provider: string) => Gathered;
  /** An IAM user that the keys at hand may make for the app; null or absent: none is offered. */
  readonly offeredUser?: string | null;
}

/** In the order of asking: the first two decide what the project is, the rest follow from the provider. */
const ORDER: readonly Askable[] = [
  "settings",
  "service",
  "provider",
  "cloudName",
  "bucket",
  "region",
  "corsOrigin",
  "diskSize",
  "mountPath",
];

/**
 * Asks for what is missing, and confirms what was only proposed (region, origins). Which questions there are follows from the answers:
 * each is looked at when its turn comes. BACK goes to the question before, and keeps what was answered as the proposal; before the first
 * question there is nothing, so it is asked again.
 * If `settings` or `service` was answered, the project must be inspected again with it before anything is planned.
 * Throws Interrupted on Ctrl-C.
 */
export async function interview(options: InterviewOptions): Promise<Gathered> {
  const asking = askingOf(options);
  let gathered = options.gathered;
  /** Asked once, asked again on the way forward: an answer may be looked at twice. */
  const opened = new Set<Askable>();
  const path: number[] = [];
  for (let at = 0; at < ORDER.length; ) {
    const name = ORDER[at];
    if (name === undefined) break;
    const known = opened.has(name) || isOpen(name, options.gathered) || isOpen(name, gathered);
    if (!known || !isAsked(name, gathered)) {
      at += 1;
      continue;
    }
    opened.add(name);
    const answer = await ask(name, gathered.values, asking);
    if (answer === BACK) {
      at = path.pop() ?? at;
      continue;
    }
    gathered = withAnswer(gathered, name, answer, options.project);
    if (name === "provider") gathered = regathered(gathered, options);
    path.push(at);
    at += 1;
  }
  return gathered;
}

/** What the interview asks: what is missing, and proposals that a person should see. */
function isOpen(name: Askable, { values, missing }: Gathered): boolean {
  if (missing.includes(name)) return true;
  if (name === "region" || name === "diskSize" || name === "mountPath") return values[name]?.source === "default";
  if (name === "corsOrigin") return values.corsOrigin?.source === "default" || values.corsOrigin?.source === "project";
  return false;
}

/** It belongs to the provider that is chosen by now, and an answer does not follow from another. */
function isAsked(name: Askable, { values }: Gathered): boolean {
  if (name === "region" && regionOf(textValue(values, "endpointUrl")) !== null) return false;
  const owner = providerOf(questionOf(name).group);
  return owner === null || owner === (textValue(values, "provider") ?? "s3");
}

/** The answers of the person stand; everything else is looked up for the provider that was chosen. Throws Failure, exit 2, as `gather` does. */
export function regathered(
  chosen: Gathered,
  { gatherFor, project }: Pick<InterviewOptions, "gatherFor" | "project">,
): Gathered {
  if (gatherFor === undefined) return chosen;
  const known = gatherFor(textValue(chosen.values, "provider") ?? "s3");
  const said = Object.entries(chosen.values).filter(([, { source }]) => source === "prompt");
  return complete({ ...known, values: { ...known.values, ...Object.fromEntries(said) } }, project);
}

export function askingOf(options: InterviewOptions): Asking {
  const { prompter, project, env, hex, offeredUser = null } = options;
  return { prompter, project, env, hex, foundOrigins: siteOrigins(project), offeredUser };
}

/** Throws Failure, exit 2, where the answer does not go with the others. */
export function withAnswer(
  gathered: Gathered,
  name: Askable,
  answer: Exclude<Answered, Back>,
  project: Project,
): Gathered {
  const values: Partial<Record<QuestionName, GatheredValue>> = { ...gathered.values };
  const say = (one: QuestionName, value: AnswerValue | undefined) => {
    if (value === undefined) delete values[one];
    else values[one] = { value, source: "prompt" };
  };
  say(name, answer.value);
  if ("source" in answer) values[name] = answer;
  else for (const [one, value] of Object.entries(answer.also ?? {})) if (isQuestion(one)) say(one, value);
  return complete({ ...gathered, values }, project);
}
