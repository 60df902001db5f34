/** The last words of a setup: what is left for the person, and the command that repeats or undoes it. */
import { repeatCommand } from "../../answers/repeat-command.ts";
import type { Text } from "../../lib/text.ts";
import * as words from "../../messages/setup.ts";
import type { Run } from "../run.ts";
import type { Surveyed } from "./survey.ts";
import { bypassPlaces } from "./warnings.ts";

export function sayFarewell(run: Run, { answered, survey }: Surveyed): void {
  const { project, credentials, gathered } = answered;
  const { answers } = survey;
  const proved = run.report.proof?.status === "passed" && run.report.proof.mode === "project";
  const next: Text[] = [
    ...(credentials.temporary ? [words.nextAppKeys(answers.envFile)] : []),
    words.nextEnvironment(answers.envFile),
    words.nextCommit,
  ];
  run.report.next = next;
  run.reporter.emit({
    type: "farewell",
    title: proved ? words.uploadsSafe : words.uploadsConfigured,
    next,
    unsafe: bypassPlaces(project).map(words.unsafeBypasses),
    also: [
      { label: words.alsoUndo, command: "npx vet-media-setup undo" },
      { label: words.alsoRepeat, command: repeatCommand(answers, gathered.values) },
    ],
  });
}

export function sayShort(run: Run, title: Text): void {
  run.reporter.emit({ type: "farewell", title, next: [], also: [], unsafe: [] });
}
