/** A project that is set up already: what is in force, and, where a person is there, what they want to do about it. */
import path from "node:path";
import { EXIT, type ExitCode } from "../../lib/failure.ts";
import * as say from "../../messages/switching.ts";
import { ANSWERS_FILE } from "../../model/answers.ts";
import { BACK, type Choice, type Prompter } from "../../model/terminal.ts";
import type { Run } from "../run.ts";
import { type Answered, answerQuestions, correctAnswer, switchProvider } from "./answer.ts";
import { factsOf } from "./in-force.ts";
import type { Looked } from "./look.ts";
import { sayShort } from "./say-short.ts";

/** A command as a person may want it instead of this one. */
export type Command = (run: Run) => Promise<ExitCode>;

type Wish = keyof typeof say.whatNext;

/** Flags that say how to run, and not what is wanted. */
const NO_WISH: ReadonlySet<string> = new Set(["lang", "python", "prove", "profile", "settings", "service"]);

/** Says what is in force, and since which files say so. Nothing where nothing is. */
export function sayInForce(run: Run, { project, inForce, previous, answersFile }: Looked): void {
  if (inForce === null) return;
  const module = path.posix.join(project.settings?.folder ?? "", "media_storage.py");
  const answers = answersFile?.file === ANSWERS_FILE ? ANSWERS_FILE : null;
  run.reporter.emit({
    type: "facts",
    topic: "in force",
    title: say.inForceTitle,
    lines: say.inForceLines(factsOf(inForce, previous), module, answers),
  });
}

/**
 * All answers; or an exit code, where the person wanted something else than a setup. `check`: that command, offered where it is given.
 * Throws as `answerQuestions`.
 */
export async function answersFor(run: Run, looked: Looked, check: Command | null): Promise<Answered | ExitCode> {
  const { prompter, invocation } = run;
  const isSaid = Object.keys(invocation.values).some((name) => !NO_WISH.has(name));
  if (prompter === null || looked.inForce === null || isSaid || invocation.options.answers !== null) {
    return await answerQuestions(run, looked);
  }
  for (;;) {
    switch (await askWish(prompter, check !== null)) {
      case "keep":
        return await answerQuestions(run, looked);
      case "change": {
        const corrected = await correctAnswer(run, await answerQuestions(run, looked));
        if (corrected !== null) return corrected;
        break;
      }
      case "switch": {
        const switched = await switchProvider(run, looked, prompter);
        if (switched !== BACK) return switched;
        break;
      }
      case "check":
        return (await check?.(run)) ?? EXIT.ok;
      case "leave":
        sayShort(run, say.leftAlone);
        return EXIT.ok;
    }
  }
}

/** Before this question there is none: going back from it asks it again. */
async function askWish(prompter: Prompter, withCheck: boolean): Promise<Wish> {
  const all = ["keep", "change", "switch", "check", "leave"] as const;
  const offered = all.filter((wish) => wish !== "check" || withCheck);
  const choices = offered.map((value): Choice<Wish> => {
    const { label, hint } = say.whatNext[value];
    return hint === null ? { value, label } : { value, label, hint };
  });
  for (;;) {
    const wish = await prompter.select<Wish>({ message: say.askWhatNext, choices, initial: "keep" });
    if (wish !== BACK) return wish;
  }
}
