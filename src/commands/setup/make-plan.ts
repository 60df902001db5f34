/** From answers to the whole plan: what the provider needs changed, and what the repository needs changed. Reads only. */
import { writeAnswersFile } from "../../answers/answers-file.ts";
import { Failure } from "../../lib/failure.ts";
import { Secret } from "../../lib/secrets.ts";
import type { Text } from "../../lib/text.ts";
import { settingsUnclear } from "../../messages/setup.ts";
import type { Change, FileChange, RemoteChange, Warning } from "../../model/change.ts";
import type { FileDiff } from "../../model/terminal.ts";
import { planFiles } from "../../plan/build.ts";
import { diffOf } from "../../plan/diff.ts";
import type { LockOf } from "../../plan/packages.ts";
import { contradictions } from "./contradictions.ts";
import { leftBehind } from "./left-behind.ts";
import { NO_PUSH, type Push } from "./push-env.ts";
import { onInstance, type RescueSteps, rescueSteps, rescueWarning } from "./rescue.ts";
import type { Surveyed } from "./survey.ts";
import { projectWarnings, storedKeyWarnings } from "./warnings.ts";

export interface Plan {
  /** Remote ones first, in the order in which they are applied. */
  readonly changes: readonly Change[];
  readonly remote: readonly Change[];
  /** At Render, once everything else is proved. */
  readonly pushed: readonly RemoteChange[];
  readonly files: readonly FileChange[];
  readonly diffs: readonly FileDiff[];
  readonly warnings: readonly Warning[];
  /** What is left to do before the changes are committed. */
  readonly next: readonly Text[];
  /** What is left to do once they are deployed. */
  readonly afterwards: readonly Text[];
  /** Lock files that the plan would leave behind: the step for each is among `next`. */
  readonly locks: readonly LockOf[];
  /** Files that the next deploy takes away; null: none. */
  readonly rescue: RescueSteps | null;
}

/** Throws Failure for files that must not be touched (exit 2), and where production's settings are not known (exit 3). */
export async function makePlan({ answered, survey }: Surveyed, push: Push = NO_PUSH): Promise<Plan> {
  const { project, works } = answered;
  const { answers } = survey;
  if (project.settings === null) throw new Failure(settingsUnclear(project.candidates.map(({ module }) => module)));
  const env = works.env(answers, answered.appCredentials ?? answered.credentials);
  const { left, ...behind } = await leftBehind(answered, answers, env);
  const files = await planFiles(project, project.settings, answers, {
    env,
    requirements: works.requirements(answers, project),
    mediaStorage: works.mediaStorage(answers, project),
    answersFile: writeAnswersFile({ ...answers, ...serviceWished(answered) }),
    disk: works.disk?.(answers) ?? null,
    servicePlan: answered.wishes?.servicePlan ?? null,
    newBlueprint: answered.wishes?.newBlueprint ?? null,
    urls: works.urls?.(answers, project) ?? null,
    left,
  });
  const plainKeys = new Set(env.filter(({ value }) => !(value instanceof Secret)).map(({ key }) => key));
  const changed = files.changes.filter((change) => change.action !== "none");
  const planned = [...survey.changes, ...files.changes];
  const pushed = worthDeploying(push.changes, planned);
  const changes = [...planned, ...pushed];
  const nothing = changes.every((change) => change.action === "none");
  const rescue = await onInstance(answered);
  const warnings = [
    ...(rescue === null ? [] : [rescueWarning(rescue)]),
    ...contradictions(answered, answers, env),
    ...behind.warnings,
    ...survey.warnings,
    ...push.warnings,
    ...files.warnings,
    ...storedKeyWarnings(answered, env),
    ...projectWarnings(project, answers.provider),
  ];
  return {
    changes,
    remote: survey.changes,
    pushed,
    files: files.changes,
    diffs: changed.map((change) => diffOf(change, plainKeys)),
    // Where nothing is written, nothing can mix with what is not committed yet.
    warnings: warnings.filter(({ code }) => !nothing || code !== "uncommitted-changes"),
    next: [...files.next, ...behind.before],
    afterwards: behind.afterwards,
    locks: files.locks,
    rescue: rescue === null ? null : rescueSteps(rescue, works, answers),
  };
}

/** The service of a new render.yaml: the next run finds it there, and must not find the answers incomplete. */
function serviceWished({ wishes }: Surveyed["answered"]): { readonly service?: string } {
  return wishes?.newBlueprint == null ? {} : { service: wishes.newBlueprint.name };
}

/** Where nothing changes, nothing needs a deploy. */
function worthDeploying(pushed: readonly RemoteChange[], planned: readonly Change[]): readonly RemoteChange[] {
  const isDeploy = (one: Change) => one.type === "remote" && one.kind === "render-deploy";
  const changing = [...planned, ...pushed].some((one) => one.action !== "none" && !isDeploy(one));
  return changing ? pushed : pushed.map((one) => (isDeploy(one) ? { ...one, action: "none" } : one));
}
