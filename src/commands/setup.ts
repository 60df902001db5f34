/** `vet-media-setup setup`: look, answer, prepare, accept, carry out. It goes through whole, or everything is put back. */
import { explicit } from "../answers/gather.ts";
import { EXIT, type ExitCode } from "../lib/failure.ts";
import * as words from "../messages/setup.ts";
import { BACK } from "../model/terminal.ts";
import { forgetVerified } from "../plan/verified-copies.ts";
import { PROVIDERS } from "../providers/registry.ts";
import type { Run } from "./run.ts";
import { acceptPlan } from "./setup/accept.ts";
import { type Answered, correctAnswer, valuesOf } from "./setup/answer.ts";
import { answersFor, type Command, sayInForce } from "./setup/configured.ts";
import { type Looked, look } from "./setup/look.ts";
import type { Prepared } from "./setup/prepare.ts";
import type { Fetched } from "./setup/proof-packages.ts";
import { putBackInterrupted } from "./setup/recover.ts";
import { sayShort } from "./setup/say-short.ts";
import type { Surveyed } from "./setup/survey.ts";
import { hasUploads } from "./setup/uploads.ts";
import { bypassWarnings } from "./setup/warnings.ts";

/** `check`: that command, for a person who wants it on a project that is set up. */
export async function setup(run: Run, check: Command | null = null): Promise<ExitCode> {
  const looked = await lookAtWhole(run);
  const { project } = looked;
  run.reporter.emit({
    type: "facts",
    topic: "project",
    title: words.yourProject,
    lines: words.projectFacts(project, looked.configured, looked.inForce !== null),
  });
  sayInForce(run, looked);
  if (!hasUploads(project)) {
    sayShort(run, words.noUploads(project));
    return EXIT.ok;
  }
  const said = explicit("provider", { ...run, answersFile: looked.answersFile });
  const chosen = PROVIDERS.find(({ id }) => id === said?.value)?.id ?? null;
  for (const warning of bypassWarnings(project, chosen)) run.reporter.emit({ type: "warning", warning });

  const wished = await answersFor(run, looked, check);
  if (typeof wished === "number") return wished;
  const { prepare, withProofPackages, carryOut, sayFarewell } = await import("./setup/after-answers.ts");
  let answered = wished;
  for (;;) {
    const prepared = await prepare(run, answered);
    const { surveyed, plan } = prepared;
    show(run, prepared);
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
      const done = await withProofPackages(run, surveyed, (fetched) => carryOut(run, prepared, fetched));
      if (done === BACK) continue;
      const { plan: applied, next } = done;
      const pushed = applied.pushed.length > 0;
      if (done.surveyed.survey.answers.provider === "render-disk") await forgetVerified(project.root);
      const { first = [], after = [] } = applied.rescue ?? {};
      const before = [...applied.next, ...next];
      sayFarewell(run, done.surveyed, { first, before, after: [...after, ...applied.afterwards], pushed });
      return EXIT.ok;
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
function show(run: Run, { surveyed, plan, checks }: Prepared): void {
  const { reporter, report } = run;
  const { answered } = surveyed;
  report.values = valuesOf(answered);
  report.plan = plan.changes;
  report.checks = checks;
  report.warnings = [...answered.gathered.warnings, ...plan.warnings];
  for (const check of report.checks) reporter.emit({ type: "check", check });
  for (const warning of report.warnings) reporter.emit({ type: "warning", warning });
  reporter.emit({ type: "plan", changes: plan.changes, diffs: plan.diffs, values: report.values });
}

/** Nothing to change. The provider's probe and the proof still say whether it works. */
async function confirm(run: Run, surveyed: Surveyed): Promise<ExitCode> {
  const { probe, proveSetup, withProofPackages } = await import("./setup/after-answers.ts");
  const examine = async (fetched: Fetched) => {
    await probe(run, surveyed);
    await proveSetup(run, surveyed, null, fetched);
  };
  if ((await withProofPackages(run, surveyed, examine)) === BACK) await examine(null);
  sayShort(run, words.nothingToDo);
  return EXIT.ok;
}
