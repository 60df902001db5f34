/** What a policy is about: bucket, region, prefix and who may read, from where setup takes them, without a question to anybody. */
import type { Project } from "../model/project.ts";
import { checkTogether } from "./combinations.ts";
import { explicit, type Said } from "./gather.ts";
import type { Gathered, GatheredValue } from "./gathered.ts";
import { fromProject } from "./project-values.ts";
import { type QuestionName, questionOf } from "./questions.ts";

const NAMES = [
  "access",
  "bucket",
  "region",
  "prefix",
  "endpointUrl",
  "corsOrigin",
  "directUpload",
  "createAppUser",
  "for",
] as const satisfies readonly QuestionName[];

export interface PolicyValuesOptions extends Said {
  /** null: there is none here, and only flags, variables and an answers file say something. */
  readonly here: { readonly project: Project; readonly storedEnv: ReadonlyMap<string, string> } | null;
}

/** Throws Failure, exit 2, as setup does: for a value of a bad form, and for values that do not go together. */
export function policyValues(options: PolicyValuesOptions): Pick<Gathered, "values"> {
  const envFile = String(explicit("envFile", options)?.value ?? defaultOf("envFile")?.value ?? "");
  const values: Partial<Record<QuestionName, GatheredValue>> = {};
  for (const name of NAMES) {
    const said = explicit(name, options);
    const found = said ?? (options.here === null ? null : fromProject(name, { ...options.here, envFile }).value);
    const value = found ?? defaultOf(name);
    if (value !== null) values[name] = value;
  }
  return { values: checkTogether(values).values };
}

function defaultOf(name: QuestionName): GatheredValue | null {
  const question = questionOf(name);
  if (!("default" in question) || question.default === undefined) return null;
  return { value: question.default, source: "default" };
}
