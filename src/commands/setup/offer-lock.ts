/** A lock file that the plan would leave behind: made anew by the project's own uv or Poetry, if a person says so, and then a change of the plan. */
import path from "node:path";
import { askLock, locking, lockNotMade } from "../../messages/locks.ts";
import type { Warning } from "../../model/change.ts";
import { relock, toolFor } from "../../plan/relock.ts";
import type { Run } from "../run.ts";
import type { Prepared } from "./prepare.ts";
import { commandOf, keyOf, withRelocked } from "./relocked.ts";

/**
 * Asks once for the same text of the dependency file, and where somebody said no not again. Where nobody can be asked, with --yes and in a dry run nothing is
 * run: the command stays among the steps. Throws Interrupted after an abort; nothing of the project has been changed then.
 */
export async function withLock(run: Run, prepared: Prepared): Promise<Prepared> {
  const { prompter, invocation, env, signal, reporter } = run;
  const { plan, surveyed } = prepared;
  const { answered } = surveyed;
  if (prompter === null || invocation.options.yes || invocation.options.dryRun) return prepared;
  for (const lock of plan.locks) {
    const program = await toolFor(lock, env);
    const known = answered.relocked;
    if (program === null || known?.of === keyOf(lock) || (known?.bytes === null && known.warning === null)) continue;
    const command = commandOf(lock);
    const file = path.basename(lock.made.path);
    const taken = await prompter.confirm({ message: askLock(command, lock.name, file), initial: true });
    const made =
      taken === true ? await reporter.during(locking(command), () => relock(lock, program, { env, signal })) : null;
    const warning: Warning | null =
      made !== null && "why" in made
        ? { code: "lock-not-made", ...lockNotMade(command, lock.name, made.why), mustAccept: false }
        : null;
    const relocked = { of: keyOf(lock), bytes: made !== null && "bytes" in made ? made.bytes : null, warning };
    const next = { ...surveyed, answered: { ...answered, relocked } };
    return { ...prepared, surveyed: next, plan: withRelocked(plan, relocked, answered.project.root) };
  }
  return prepared;
}
