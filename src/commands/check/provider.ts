/** Does the provider still hold what setup left there, and does a test file go through? Its refusals become findings. */
import { Failure } from "../../lib/failure.ts";
import * as words from "../../messages/check.ts";
import type { RemoteChange } from "../../model/change.ts";
import type { Check } from "../../model/check.ts";
import type { ProviderContext, Survey } from "../../model/provider.ts";
import type { Answered } from "../setup/answer.ts";

export interface ProviderFindings {
  readonly checks: readonly Check[];
  /** null: the provider could not be asked, or refused. */
  readonly survey: Survey | null;
}

/** Writes a test object and removes it; changes nothing else. */
export async function checkProvider(
  { works, project }: Answered,
  answers: Survey["answers"],
  context: ProviderContext,
): Promise<ProviderFindings> {
  try {
    // Never to be made by a check: a bucket that is gone is a finding.
    const survey = await works.survey(answers, context, project);
    const warnings = survey.warnings.map(({ code, message, next }): Check => {
      return { id: code, status: "warn", message, ...(next && { next }) };
    });
    const checks = [...survey.checks, ...warnings, ...survey.changes.map(remoteCheck)];
    return { checks: [...checks, ...(await probed(() => works.probe(survey.answers, context)))], survey };
  } catch (error) {
    return { checks: refusalsOf(error), survey: null };
  }
}

async function probed(probe: () => Promise<readonly Check[]>): Promise<readonly Check[]> {
  try {
    return await probe();
  } catch (error) {
    return refusalsOf(error);
  }
}

/** Throws what is no refusal: an interrupt, a mistake of ours. */
export function refusalsOf(error: unknown): readonly Check[] {
  if (!(error instanceof Failure)) throw error;
  return error.problems.map(({ code, message, next, docsUrl }) => ({
    id: code,
    status: "fail",
    message,
    ...(next && { next }),
    ...(docsUrl && { docsUrl }),
  }));
}

function remoteCheck({ kind, target, action, summary }: RemoteChange): Check {
  if (action === "none") return { id: `remote-${kind}`, status: "pass", message: words.remoteInStep(kind, target) };
  return { id: `remote-${kind}`, status: "fail", ...words.remoteDiffers(kind, target, action, summary) };
}
