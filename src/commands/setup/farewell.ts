/** The last words of a setup: what is left for the person, and the command that repeats or undoes it. */
import { repeatCommand, shellWord } from "../../answers/repeat-command.ts";
import type { Text } from "../../lib/text.ts";
import * as words from "../../messages/setup.ts";
import type { Answers } from "../../model/answers.ts";
import type { Project } from "../../model/project.ts";
import type { Run } from "../run.ts";
import type { Surveyed } from "./survey.ts";
import { bypassPlaces } from "./warnings.ts";

/** `before`: what is left to do before the commit. */
export function sayFarewell(run: Run, { answered, survey }: Surveyed, before: readonly Text[]): void {
  const { project, credentials, gathered } = answered;
  const { answers } = survey;
  const proved = run.report.proof?.status === "passed" && run.report.proof.mode === "project";
  const next: Text[] = [
    ...(credentials.temporary ? [words.nextAppKeys(answers.envFile)] : []),
    words.nextEnvironment(answers.envFile),
    ...before,
    ...(project.media.files > 0 ? [words.nextCopy(project.media.files, copyCommand(project, answers))] : []),
    words.nextCommit,
  ];
  run.report.next = next;
  run.reporter.emit({
    type: "farewell",
    title: (proved ? words.uploadsSafe : words.uploadsConfigured)(next.length),
    next,
    unsafe: bypassPlaces(project).map(words.unsafeBypasses),
    also: [
      { label: words.alsoUndo, command: "npx vet-media-setup undo" },
      { label: words.alsoRepeat, command: repeatCommand(answers, gathered.values) },
    ],
  });
}

/** With the AWS CLI, which takes the keys from where we found them. */
function copyCommand({ media }: Project, answers: Answers): string {
  const target = `s3://${[answers.bucket, answers.prefix].filter((part) => part !== "").join("/")}`;
  const endpoint = answers.endpointUrl === undefined ? [] : ["--endpoint-url", answers.endpointUrl];
  const profile = answers.profile === undefined ? [] : ["--profile", answers.profile];
  return ["aws", "s3", "sync", media.root ?? "media", target, ...endpoint, ...profile].map(shellWord).join(" ");
}

export function sayShort(run: Run, title: Text): void {
  run.reporter.emit({ type: "farewell", title, next: [], also: [], unsafe: [] });
}
