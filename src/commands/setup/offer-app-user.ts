/** Offers the app a user of its own where the keys at hand can do more than the app needs; and keeps the one of an earlier run. */
import { askAgain } from "../../answers/change-answer.ts";
import { type Gathered, withValue } from "../../answers/gathered.ts";
import { Failure } from "../../lib/failure.ts";
import { kept, offer } from "../../messages/app-user.ts";
import { surveying } from "../../messages/setup.ts";
import type { Answers } from "../../model/answers.ts";
import { BACK, type Back, type Prompter } from "../../model/terminal.ts";
import type { Run } from "../run.ts";
import { type Answered, interviewOptions } from "./answer.ts";
import { surveyAppUser } from "./app-user.ts";
import type { Surveyed } from "./survey.ts";

/** What IAM says of a name that another name would mend. */
const WRONG_NAME = new Set(["iam-user-taken", "iam-key-limit", "iam-denied"]);

/** The survey with the app's user, asked for, offered or kept. BACK: the person went back from the offer. Throws as `surveyAppUser`. */
export async function withAppUser(run: Run, surveyed: Surveyed): Promise<Surveyed | Back> {
  const wished = await withWish(run, afresh(surveyed));
  if (wished === BACK) return BACK;
  for (let current = wished; ; ) {
    try {
      return await surveyAppUser(run, current);
    } catch (error) {
      const typed = current.answered.gathered.values.createAppUser?.source === "prompt";
      if (!(error instanceof Failure) || run.prompter === null || !typed || !WRONG_NAME.has(error.problem.code))
        throw error;
      run.reporter.emit({ type: "warning", warning: { ...error.problem, mustAccept: false } });
      current = await withAnotherName(run, run.prompter, current);
    }
  }
}

/** Without what an earlier plan of this run had for the app; an offer that was taken for another bucket is made again for this one. */
function afresh(surveyed: Surveyed): Surveyed {
  const { appCredentials: _, ...answered } = surveyed.answered;
  const { userOffer, gathered } = answered;
  const { answers } = surveyed.survey;
  const ofOtherBucket =
    answers.provider === "s3" &&
    userOffer !== undefined &&
    userOffer.bucket !== answers.bucket &&
    gathered.values.createAppUser?.value === userOffer.name;
  return ofOtherBucket ? named({ ...surveyed, answered }, null) : { ...surveyed, answered };
}

async function withWish(run: Run, surveyed: Surveyed): Promise<Surveyed | Back> {
  const { answered, survey, context } = surveyed;
  const { answers } = survey;
  const { works, storedEnv, userOffer } = answered;
  if (answers.provider !== "s3" || answers.createAppUser !== undefined || answers.rotateKey === true) return surveyed;
  const inUse = (await works.keptAppUser?.(answers, storedEnv, context)) ?? null;
  if (inUse !== null) return named(surveyed, inUse, false);
  const { prompter } = run;
  if (prompter === null || userOffer?.bucket === answers.bucket) return surveyed;
  const look = async () => (await works.offerAppUser?.(answers, storedEnv, context)) ?? null;
  const name = await run.reporter.during(surveying, look);
  const known = { ...surveyed, answered: { ...answered, userOffer: { bucket: answers.bucket, name } } };
  if (name === null) return known;
  const message = offer(name, context.credentials.temporary);
  const taken = await prompter.confirm({ message, initial: true });
  if (taken === BACK) return BACK;
  return taken ? named(known, name) : known;
}

async function withAnotherName(run: Run, prompter: Prompter, surveyed: Surveyed): Promise<Surveyed> {
  const { gathered, project, hex, userOffer } = surveyed.answered;
  const options = { ...interviewOptions(run, prompter, gathered, project, hex), offeredUser: userOffer?.name ?? null };
  const changed = await askAgain("createAppUser", options);
  const value = changed === BACK ? undefined : changed.values.createAppUser?.value;
  return named(surveyed, typeof value === "string" ? value : null);
}

/** The same with this user for the app; null: with none. `said`: by the person, and not by the env file. */
function named(surveyed: Surveyed, name: string | null, said = true): Surveyed {
  const { answered, survey } = surveyed;
  const { createAppUser: _, ...others } = survey.answers as Extract<Answers, { provider: "s3" }>;
  const answers: Answers = name === null ? others : { ...others, createAppUser: name };
  return { ...surveyed, answered: withName(answered, name, said), survey: { ...survey, answers } };
}

function withName(answered: Answered, name: string | null, said: boolean): Answered {
  const { createAppUser: _, ...values } = answered.gathered.values;
  const without: Gathered = { ...answered.gathered, values };
  const value = {
    value: name ?? "",
    ...(said ? { source: "prompt" as const } : { source: "project" as const, detail: kept }),
  };
  return { ...answered, gathered: name === null ? without : withValue(without, "createAppUser", value) };
}
