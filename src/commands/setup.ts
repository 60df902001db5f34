/** `vet-media-setup setup`: look, answer, survey, plan, accept, apply, probe, prove. It goes through whole, or everything is put back. */
import { EXIT, type ExitCode } from "../lib/failure.ts";
import { pushing } from "../messages/render-api.ts";
import * as words from "../messages/setup.ts";
import type { Check } from "../model/check.ts";
import type { Project } from "../model/project.ts";
import type { EnvVar, ProviderContext } from "../model/provider.ts";
import { BACK } from "../model/terminal.ts";
import { applyChanges } from "../plan/apply.ts";
import { Journal } from "../plan/journal.ts";
import { takeLock } from "../plan/lock.ts";
import { describeStaticfiles, type StaticfilesFact } from "../prove/staticfiles.ts";
import { titleOf } from "../providers/registry.ts";
import type { Run } from "./run.ts";
import { acceptPlan } from "./setup/accept.ts";
import { type Answered, answerQuestions, correctAnswer, valuesOf } from "./setup/answer.ts";
import { sayFarewell, sayShort } from "./setup/farewell.ts";
import { type Looked, look } from "./setup/look.ts";
import { makePlan, type Plan } from "./setup/make-plan.ts";
import { type Fetched, withProofPackages } from "./setup/proof-packages.ts";
import { proveSetup } from "./setup/prove-setup.ts";
import { type Push, surveyPush } from "./setup/push-env.ts";
import { putBackInterrupted } from "./setup/recover.ts";
import { type Surveyed, surveyProvider } from "./setup/survey.ts";
import { hasUploads } from "./setup/uploads.ts";
import { bypassWarnings } from "./setup/warnings.ts";
import { transaction } from "./transaction.ts";

export async function setup(run: Run): Promise<ExitCode> {
  const looked = await lookAtWhole(run);
  const { project } = looked;
  run.reporter.emit({
    type: "facts",
    topic: "project",
    title: words.yourProject,
    lines: words.projectFacts(project, looked.configured),
  });
  if (!hasUploads(project)) {
    sayShort(run, words.noUploads(project));
    return EXIT.ok;
  }
  for (const warning of bypassWarnings(project)) run.reporter.emit({ type: "warning", warning });

  let answered = await answerQuestions(run, looked);
  for (;;) {
    const surveyed = await surveyProvider(run, answered);
    const push = await surveyPush(run, surveyed.answered.project, surveyed.survey.answers.provider, envOf(surveyed));
    const plan = await makePlan(surveyed, push);
    show(run, plan, surveyed, [...push.checks, ...(await judged(plan, push, project))]);
    if (run.invocation.options.dryRun) {
      run.reporter.emit({ type: "diff", diffs: plan.diffs });
      sayShort(run, words.dryRunDone);
      return EXIT.ok;
    }
    if (plan.changes.every((change) => change.action === "none")) return await confirm(run, surveyed);
    let corrected: Answered | null = null;
    while (corrected === null) {
      if ((await acceptPlan(run, plan.diffs)) === "change-answer") {
        corrected = await correctAnswer(run, surveyed.answered);
        continue;
      }
      const done = await withProofPackages(run, surveyed, (fetched) => carryOut(run, plan, surveyed, fetched, push));
      if (done !== BACK) return done;
    }
    answered = corrected;
  }
}

/** The project as it is when no run is half done in it. */
async function lookAtWhole(run: Run): Promise<Looked> {
  const looked = await look(run);
  return (await putBackInterrupted(run, looked.project.root)) ? await look(run) : looked;
}

/** Fills the report, and shows checks, warnings and the plan. */
function show(run: Run, plan: Plan, { answered, survey }: Surveyed, more: readonly Check[]): void {
  const { reporter, report } = run;
  report.values = valuesOf(answered);
  report.plan = plan.changes;
  report.checks = [...survey.checks, ...more];
  report.warnings = [...answered.gathered.warnings, ...plan.warnings];
  for (const check of report.checks) reporter.emit({ type: "check", check });
  for (const warning of report.warnings) reporter.emit({ type: "warning", warning });
  reporter.emit({ type: "plan", changes: plan.changes, diffs: plan.diffs, values: report.values });
}

/** Nothing to change. The provider's probe and the proof still say whether it works. */
async function confirm(run: Run, surveyed: Surveyed): Promise<ExitCode> {
  const examine = async (fetched: Fetched) => {
    await probe(run, surveyed);
    await proveSetup(run, surveyed, null, fetched);
  };
  if ((await withProofPackages(run, surveyed, examine)) === BACK) await examine(null);
  sayShort(run, words.nothingToDo);
  return EXIT.ok;
}

function envOf({ answered, survey }: Surveyed): readonly EnvVar[] {
  return answered.works.env(survey.answers, answered.credentials);
}

/** Render's word on the render.yaml that would be written, where Render is asked at all. */
async function judged(plan: Plan, push: Push, { blueprint }: Project): Promise<readonly Check[]> {
  const change = plan.files.find(({ path, action }) => path === blueprint?.file && action !== "none");
  if (change === undefined || change.after === null) return [];
  const check = await push.judge(change.path, Buffer.from(change.after).toString("utf8"));
  return check === null ? [] : [check];
}

async function carryOut(run: Run, plan: Plan, surveyed: Surveyed, fetched: Fetched, push: Push): Promise<ExitCode> {
  const { reporter, report, signal } = run;
  const { answered, context } = surveyed;
  const { project, works } = answered;
  // Putting back after Ctrl-C must not be stopped by the same Ctrl-C.
  const calm: ProviderContext = { ...context, signal: new AbortController().signal };
  const lock = await takeLock(project.root);
  try {
    const staticfilesBefore = await staticfiles(run, surveyed, fetched);
    const journal = await Journal.begin(project.root, "setup");
    const options = { journal, actors: works.actors(context), top: project.top, signal };
    const putBackActors = { ...works.actors(calm), ...push.actors(calm.signal) };
    await transaction(run, journal, putBackActors, async () => {
      const before = performance.now();
      let applied = await reporter.during(words.applying, () => applyChanges(plan.remote, options));
      await probe(run, surveyed);
      applied += await reporter.during(words.applying, () => applyChanges(plan.files, options));
      reporter.emit({ type: "applied", changes: applied, milliseconds: performance.now() - before });
      await proveSetup(run, surveyed, staticfilesBefore, fetched);
      if (plan.pushed.length > 0) await pushTo(run, plan, push, options);
    });
    report.files = plan.files.filter((change) => change.action !== "none").map((change) => change.path);
  } finally {
    await lock.release();
  }
  sayFarewell(run, surveyed, plan.next, plan.pushed.length > 0);
  return EXIT.ok;
}

async function pushTo(run: Run, plan: Plan, push: Push, options: Parameters<typeof applyChanges>[1]): Promise<void> {
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
  if (answers.prove === "off") return null;
  return await run.reporter.during(words.askingDjango, () =>
    describeStaticfiles({
      project: answered.project,
      expectation: answered.works.expectation(answers, answered.credentials, answered.project),
      ...(answers.python === undefined ? {} : { python: answers.python }),
      ...(fetched?.status === "fetched" ? { packages: fetched.folder } : {}),
      env: run.env,
      signal: run.signal,
    }),
  );
}

async function probe(run: Run, { answered, survey, context }: Surveyed): Promise<void> {
  const checks = await run.reporter.during(words.probing(titleOf(survey.answers.provider)), () =>
    answered.works.probe(survey.answers, context),
  );
  run.report.checks = [...run.report.checks, ...checks];
  for (const check of checks) run.reporter.emit({ type: "check", check });
}
