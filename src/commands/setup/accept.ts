/** The moment before anything changes: the plan is shown, and somebody accepts it, looks closer, corrects an answer, or says no. */
import { Failure, Interrupted } from "../../lib/failure.ts";
import { applyChoices, askApply, planNotAccepted } from "../../messages/setup.ts";
import { BACK, type FileDiff } from "../../model/terminal.ts";
import type { Run } from "../run.ts";

export type Decision = "apply" | "change-answer";

/** Throws Failure (exit 3) where nobody can be asked and --yes was not given, and Interrupted for «No». */
export async function acceptPlan(run: Run, diffs: readonly FileDiff[]): Promise<Decision> {
  if (run.invocation.options.yes) return "apply";
  const { prompter, reporter } = run;
  if (prompter === null) throw new Failure(planNotAccepted);
  for (;;) {
    const choice = await prompter.select({
      message: askApply,
      choices: [
        { value: "yes", label: applyChoices.yes },
        { value: "diff", label: applyChoices.diff },
        { value: "change", label: applyChoices.change },
        { value: "no", label: applyChoices.no },
      ] as const,
      initial: "yes" as const,
    });
    if (choice === "yes") return "apply";
    if (choice === "change" || choice === BACK) return "change-answer";
    if (choice === "no") throw new Interrupted();
    reporter.emit({ type: "diff", diffs });
  }
}
