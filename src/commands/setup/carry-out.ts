/** Applies a plan that was accepted: remote changes, a test file, files, the proof, Render, as one transaction. */

import type { Text } from "../../lib/text.ts";
import { pushing } from "../../messages/render-api.ts";
import * as words from "../../messages/setup.ts";
import type { ProviderContext } from "../../model/provider.ts";
import { applyChanges } from "../../plan/apply.ts";
import { Journal } from "../../plan/journal.ts";
import { takeLock } from "../../plan/lock.ts";
import { describeStaticfiles, type StaticfilesFact } from "../../prove/staticfiles.ts";
import { titleOf } from "../../providers/registry.ts";
import type { Run } from "../run.ts";
import { transaction } from "../transaction.ts";
import { retireKey, withMadeKey } from "./app-user.ts";
import type { Plan } from "./make-plan.ts";
import { type Prepared, planned } from "./prepare.ts";
import type { Fetched } from "./proof-packages.ts";
import { proveSetup } from "./prove-setup.ts";
import type { Push } from "./push-env.ts";
import type { Surveyed } from "./survey.ts";

export interface CarriedOut {
  /** As it was applied: with the key that was made on the way. */
  readonly surveyed: Surveyed;
  readonly plan: Plan;
  /** What is left to do besides the plan's own steps. */
  readonly next: readonly Text[];
}

/** Throws RolledBack where anything fails: everything has been put back then, or it says what could not be. */
export async function carryOut(run: Run, prepared: Prepared, fetched: Fetched): Promise<CarriedOut> {
  const { reporter, report, signal } = run;
  const { surveyed, plan, push } = prepared;
  const { context, answered, appUser } = surveyed;
  const { project, works } = answered;
  // Putting back after Ctrl-C must not be stopped by the same Ctrl-C.
  const calm: ProviderContext = { ...context, signal: new AbortController().signal };
  const lock = await takeLock(project.root);
  try {
    const staticfilesBefore = await staticfiles(run, surveyed, fetched);
    const journal = await Journal.begin(project.root, "setup");
    const ownActor = appUser === undefined ? {} : { "iam-user": appUser.actor(context) };
    const actors = { ...works.actors(context), ...ownActor };
    const options = { journal, actors, top: project.top, signal };
    const putBackActors = { ...works.actors(calm), ...push.actors(calm.signal) };
    const done = await transaction(run, journal, putBackActors, async () => {
      await journal.reserve(Math.max(0, ...plan.files.map(({ before }) => before?.length ?? 0)));
      const before = performance.now();
      let applied = await reporter.during(words.applying, () => applyChanges(plan.remote, options));
      const made = await withMadeKey(run, surveyed);
      const final = made === surveyed ? prepared : await planned(run, made);
      await probe(run, surveyed);
      applied += await reporter.during(words.applying, () => applyChanges(final.plan.files, options));
      reporter.emit({ type: "applied", changes: applied, milliseconds: performance.now() - before });
      await proveSetup(run, made, staticfilesBefore, fetched);
      await pushTo(run, final.plan, final.push, options);
      return { surveyed: made, plan: final.plan, next: await retireKey(made, context) };
    });
    report.files = done.plan.files.filter((change) => change.action !== "none").map((change) => change.path);
    return done;
  } finally {
    await lock.release();
  }
}

async function pushTo(run: Run, plan: Plan, push: Push, options: Parameters<typeof applyChanges>[1]): Promise<void> {
  if (plan.pushed.length === 0) return;
  await run.reporter.during(pushing, (tell) =>
    applyChanges(plan.pushed, { ...options, actors: push.actors(run.signal, tell) }),
  );
}

/** What serves static files before anything is changed; null: it cannot be told, or nothing will be proved. */
async function staticfiles(
  run: Run,
  { answered, survey }: Surveyed,
  fetched: Fetched,
): Promise<StaticfilesFact | null> {
  const { answers } = survey;
  const { project, works, credentials, appCredentials = credentials } = answered;
  if (answers.prove === "off") return null;
  const expected = works.expectation(answers, appCredentials, project);
  // Settings that are made for another provider would refuse the new one's name; with `local` they only leave static files as they are.
  const choice = answered.inForce === null ? {} : { MEDIA_STORAGE: "local" };
  return await run.reporter.during(words.askingDjango, () =>
    describeStaticfiles({
      project,
      expectation: { ...expected, environment: { ...expected.environment, ...choice } },
      ...(answers.python === undefined ? {} : { python: answers.python }),
      ...(fetched?.status === "fetched" ? { packages: fetched.folder } : {}),
      env: run.env,
      signal: run.signal,
    }),
  );
}

/** The provider's own test file, with what it found into the report. */
export async function probe(run: Run, { answered, survey, context }: Surveyed): Promise<void> {
  const { provider } = survey.answers;
  // Of a disk nothing can be tried from here.
  const label = provider === "render-disk" ? words.surveyingProject : words.probing(titleOf(provider));
  const checks = await run.reporter.during(label, () => answered.works.probe(survey.answers, context));
  run.report.checks = [...run.report.checks, ...checks];
  for (const check of checks) run.reporter.emit({ type: "check", check });
}
