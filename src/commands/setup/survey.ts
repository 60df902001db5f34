/** The provider's read-only look at what the answers name. What it refuses is asked again where somebody can answer. */
import { askAgain } from "../../answers/change-answer.ts";
import { complete } from "../../answers/gather.ts";
import { textValue, withValue } from "../../answers/gathered.ts";
import { isQuestion } from "../../answers/questions.ts";
import { toAnswers } from "../../answers/to-answers.ts";
import { Failure, Interrupted } from "../../lib/failure.ts";
import { askCreateBucket, surveying, surveyingProject } from "../../messages/setup.ts";
import type { Answers } from "../../model/answers.ts";
import type { AppUser, ProviderContext, Survey } from "../../model/provider.ts";
import { BACK, type Prompter } from "../../model/terminal.ts";
import type { Run } from "../run.ts";
import { type Answered, interviewOptions, typedCredentials, valuesOf } from "./answer.ts";
import { asItWillBe, withWishes } from "./blueprint-wishes.ts";

export interface Surveyed {
  /** With the provider's corrections: the region where the bucket really is. */
  readonly answered: Answered;
  readonly context: ProviderContext;
  readonly survey: Survey;
  /** Asked for: a user of the app's own. */
  readonly appUser?: AppUser;
}

/** Keys that are not taken, a bucket name that somebody else has, a cloud that is not there: worth another try by a person. */
const WRONG_KEYS = new Set([
  "unknown-access-key",
  "wrong-secret",
  "token-expired",
  "token-invalid",
  "unknown-api-key",
  "wrong-api-secret",
  "key-of-another-cloud",
  "keys-refused",
]);
const WRONG_CLOUD = new Set(["unknown-cloud", "html-instead-of-json"]);
const WRONG_MOUNT = new Set(["mount-hides-code", "mount-hides-static"]);
const WRONG_BUCKET = new Set(["bucket-of-another-account", "bucket-forbidden", "bucket-taken", "bucket-name-refused"]);

export async function surveyProvider(run: Run, answered: Answered): Promise<Surveyed> {
  let current = await withWishes(run, answered);
  for (;;) {
    run.report.values = valuesOf(current);
    const answers: Answers = toAnswers(current.gathered);
    const context: ProviderContext = { env: run.env, signal: run.signal, credentials: current.credentials };
    try {
      const label = answers.provider === "render-disk" ? surveyingProject : surveying;
      const project = asItWillBe(current);
      const survey = await run.reporter.during(label, () => current.works.survey(answers, context, project));
      return { answered: corrected(current, survey), context, survey };
    } catch (error) {
      if (!(error instanceof Failure) || run.prompter === null) throw error;
      const next = await tryAgain(run, run.prompter, current, error);
      if (next === null) throw error;
      current = next;
    }
  }
}

/** null: not something that another answer would mend. */
async function tryAgain(run: Run, prompter: Prompter, answered: Answered, failure: Failure): Promise<Answered | null> {
  const { code } = failure.problem;
  const { gathered, project, hex } = answered;
  if (code === "bucket-missing") {
    const bucket = textValue(gathered.values, "bucket") ?? "";
    const access = textValue(gathered.values, "access") === "public" ? "public" : "private";
    const create = await prompter.confirm({ message: askCreateBucket(bucket, access), initial: true });
    if (create === true) {
      return { ...answered, gathered: withValue(gathered, "createBucket", { value: true, source: "prompt" }) };
    }
  } else if (WRONG_KEYS.has(code)) {
    run.reporter.emit({ type: "warning", warning: { ...failure.problem, mustAccept: false } });
    return { ...answered, credentials: await typedCredentials(run, gathered, true) };
  } else if (WRONG_BUCKET.has(code) || WRONG_CLOUD.has(code) || WRONG_MOUNT.has(code)) {
    run.reporter.emit({ type: "warning", warning: { ...failure.problem, mustAccept: false } });
  } else {
    return null;
  }
  const name = WRONG_CLOUD.has(code) ? "cloudName" : WRONG_MOUNT.has(code) ? "mountPath" : "bucket";
  const changed = await askAgain(name, interviewOptions(run, prompter, gathered, project, hex));
  if (changed === BACK) throw new Interrupted();
  return { ...answered, gathered: complete(changed, project) };
}

/** The values as the provider knows them better, with its reason in place of where we had them from. */
function corrected(answered: Answered, survey: Survey): Answered {
  let { gathered } = answered;
  const known = new Map(Object.entries(survey.answers));
  for (const { name, reason } of survey.corrections) {
    const value = known.get(name);
    const before = isQuestion(name) ? gathered.values[name] : undefined;
    if (!isQuestion(name) || value === undefined || before === undefined) continue;
    gathered = withValue(gathered, name, { ...before, value, detail: reason });
  }
  return { ...answered, gathered };
}
