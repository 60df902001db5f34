/** The last words of a setup: what is left for the person, and the command that repeats or undoes it. */
import { repeatCommand } from "../../answers/repeat-command.ts";
import type { Text } from "../../lib/text.ts";
import * as words from "../../messages/setup.ts";
import type { Answers } from "../../model/answers.ts";
import type { Project } from "../../model/project.ts";
import type { ProviderWorks } from "../../model/provider.ts";
import { titleOf } from "../../providers/registry.ts";
import type { Run } from "../run.ts";
import { asItWillBe } from "./blueprint-wishes.ts";
import { copyFolderCommand } from "./copy-command.ts";
import type { Surveyed } from "./survey.ts";
import { bypassPlaces } from "./warnings.ts";

export interface Remaining {
  /** Before anything else. */
  readonly first?: readonly Text[];
  /** To do before the commit. */
  readonly before: readonly Text[];
  /** To do once the app is deployed. */
  readonly after: readonly Text[];
  /** The service at Render has its variables already. */
  readonly pushed: boolean;
}

export function sayFarewell(
  run: Run,
  { answered, survey }: Surveyed,
  { first = [], before, after, pushed }: Remaining,
): void {
  const { credentials, appCredentials = credentials, gathered, works } = answered;
  const project = asItWillBe(answered);
  const { answers } = survey;
  const proved = run.report.proof?.status === "passed" && run.report.proof.mode === "project";
  const env = works.env(answers, appCredentials);
  // Nothing secret among them: render.yaml gives the service every value.
  const declared = project.service !== null && env.every(({ value }) => typeof value === "string" && value !== "");
  const next: Text[] = [
    ...first,
    ...(appCredentials.temporary ? [words.nextAppKeys(answers.envFile)] : []),
    ...(pushed || declared ? [] : [words.nextEnvironment(answers.envFile)]),
    ...before,
    ...copySteps(project, works, answers),
    ...(works.beforehand?.(answers, project) ?? []),
    words.nextCommit(titleOf(answers.provider)),
    ...(works.afterwards?.(answers, project) ?? []),
    ...run.report.checks.flatMap(({ leftToDo, next: step }) => (leftToDo && step !== undefined ? [step] : [])),
    ...after,
  ];
  run.report.next = next;
  run.reporter.emit({
    type: "farewell",
    title: (proved ? words.uploadsSafe : words.uploadsConfigured)(next.length),
    next,
    unsafe: bypassPlaces(project, answers.provider).map((places) =>
      words.unsafeBypasses(places, titleOf(answers.provider)),
    ),
    also: [
      { label: words.alsoUndo, command: "npx vet-media-setup undo" },
      { label: words.alsoRepeat, command: repeatCommand(answers, gathered.values) },
    ],
  });
}

function copySteps({ media }: Project, works: ProviderWorks, answers: Answers): readonly Text[] {
  const command = copyFolderCommand(media.root ?? "media", works, answers);
  return media.files > 0 && command !== null ? [words.nextCopy(media.files, command)] : [];
}
