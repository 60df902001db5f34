/** Where nobody can be asked: one Failure that lists everything that is missing, and the command that would say it all. */
import { Failure, type Problem } from "../lib/failure.ts";
import { shellWord } from "../lib/shell-word.ts";
import * as say from "../messages/needs-input.ts";
import type { Project } from "../model/project.ts";
import { proposeBucketName } from "../providers/s3/bucket-name.ts";
import type { Env } from "./environment.ts";
import type { Gathered } from "./gathered.ts";
import { possibleServices } from "./project-values.ts";
import { QUESTION_NAMES, type QuestionName, questionOf } from "./questions.ts";
import { flagWords, PROGRAM } from "./repeat-command.ts";
import { RUN_OPTIONS, type RunOptions } from "./run-options.ts";

export interface NeedsInputOptions {
  readonly gathered: Gathered;
  readonly project: Project;
  readonly env: Env;
  /** Missing things of others: credentials. */
  readonly more?: readonly Problem[];
  /** For the command to copy: where it runs, and how it answers. */
  readonly options?: Partial<RunOptions>;
  /** 8 hex digits for the proposal of a bucket name; without them none is made. */
  readonly hex?: string;
}

/** null: nothing is missing. The Failure has exit 3; its first problem counts the others and holds the whole command. */
export function needsInput(options: NeedsInputOptions): Failure | null {
  const { gathered, project, env, more = [], hex } = options;
  const bucket = hex === undefined ? null : proposeBucketName(project.name, hex);
  const problems = [...gathered.missing.map((name) => problemOf(name, project, env, bucket)), ...more];
  if (problems.length === 0) return null;
  const command = commandWith(gathered, project, bucket, options.options ?? {});
  return new Failure(say.answersMissing(problems.length, command), { others: problems });
}

function problemOf(name: QuestionName, project: Project, env: Env, bucket: string | null): Problem {
  const question = questionOf(name);
  const words = question.kind === "choice" ? question.choices.join("|") : question.placeholder;
  const usage = `${question.flag} ${words}`;
  switch (name) {
    case "provider":
      return say.providerMissing(usage, question.env, "s3");
    case "bucket":
      return say.bucketMissing(usage, question.env, bucket);
    case "settings": {
      const candidates = project.candidates.map(({ module, evidence }) => ({
        module,
        evidence: evidence.map(({ summary, place }) => `${summary}, ${place.file}:${place.line}`),
      }));
      const hint = env.DJANGO_SETTINGS_MODULE?.trim() ?? "";
      return say.settingsMissing(usage, question.env, candidates, /^[\w.]{1,100}$/.test(hint) ? hint : null);
    }
    case "service": {
      const names = possibleServices(project).map((service) => service.name);
      return say.serviceMissing(usage, project.blueprint?.file ?? "render.yaml", names);
    }
    default:
      return say.valueMissing(name, usage, question.env);
  }
}

/** What flags said, and the likeliest word for each that is missing. */
function commandWith(gathered: Gathered, project: Project, bucket: string | null, run: Partial<RunOptions>): string {
  const place = (["project", "answers"] as const).flatMap((name) => {
    const given = run[name];
    return typeof given === "string" ? [RUN_OPTIONS[name].flag, shellWord(given)] : [];
  });
  const how = (["dryRun", "json"] as const).flatMap((name) => (run[name] === true ? [RUN_OPTIONS[name].flag] : []));
  const words = QUESTION_NAMES.flatMap((name) => {
    const found = gathered.values[name];
    if (found?.source === "flag") return flagWords(name, found.value);
    if (!gathered.missing.includes(name)) return [];
    const { flag, placeholder } = questionOf(name);
    if (name === "provider") return [flag, "s3"];
    if (name === "bucket") {
      const create = gathered.values.createBucket === undefined ? ["--create-bucket"] : [];
      return bucket === null ? [flag, placeholder] : [flag, bucket, ...create];
    }
    if (name === "cloudName") return [flag, placeholder];
    const likely = name === "settings" ? project.candidates[0]?.module : possibleServices(project)[0]?.name;
    return [flag, likely === undefined ? placeholder : shellWord(likely)];
  });
  return [PROGRAM, ...place, ...words, ...how, "--yes"].join(" ");
}
