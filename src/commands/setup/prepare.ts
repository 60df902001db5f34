/** Everything that is known before somebody accepts: what the provider says, what Render says, and the plan that follows. Reads only. */
import { askAgain } from "../../answers/change-answer.ts";
import { complete } from "../../answers/gather.ts";
import type { Check } from "../../model/check.ts";
import type { EnvVar } from "../../model/provider.ts";
import { BACK } from "../../model/terminal.ts";
import type { Run } from "../run.ts";
import { type Answered, interviewOptions } from "./answer.ts";
import { judged } from "./judge-blueprint.ts";
import { makePlan, type Plan } from "./make-plan.ts";
import { withAppUser } from "./offer-app-user.ts";
import { withLock } from "./offer-lock.ts";
import { type Push, surveyPush } from "./push-env.ts";
import { withRelocked } from "./relocked.ts";
import { type Surveyed, surveyProvider } from "./survey.ts";

export interface Prepared {
  readonly surveyed: Surveyed;
  readonly push: Push;
  readonly plan: Plan;
  readonly checks: readonly Check[];
}

export async function prepare(run: Run, answered: Answered): Promise<Prepared> {
  for (let current = answered; ; ) {
    const surveyed = await surveyProvider(run, current);
    const whole = await withAppUser(run, surveyed);
    if (whole !== BACK) return await withLock(run, await planned(run, whole));
    current = await bucketAgain(run, surveyed.answered);
  }
}

/** The way back from what is asked once the bucket is known. */
async function bucketAgain(run: Run, answered: Answered): Promise<Answered> {
  const { gathered, project, hex } = answered;
  if (run.prompter === null) return answered;
  const changed = await askAgain("bucket", interviewOptions(run, run.prompter, gathered, project, hex));
  return changed === BACK ? answered : { ...answered, gathered: complete(changed, project) };
}

/** The plan for what has been surveyed; made again when the app's key is known. */
export async function planned(run: Run, surveyed: Surveyed): Promise<Prepared> {
  const { answered, survey } = surveyed;
  const push = await surveyPush(run, answered.project, survey.answers.provider, envOf(surveyed));
  const plan = withRelocked(await makePlan(surveyed, push), answered.relocked, answered.project.root);
  return {
    surveyed,
    push,
    plan,
    checks: [...survey.checks, ...push.checks, ...(await judged(run, plan, push, answered))],
  };
}

function envOf({ answered, survey }: Surveyed): readonly EnvVar[] {
  return answered.works.env(survey.answers, answered.appCredentials ?? answered.credentials);
}
