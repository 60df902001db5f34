/**
 * Files of a project that is set up, and that do not agree on the provider. Django runs what the generated module says: that is in force. The answers file says what
 * is wanted. MEDIA_STORAGE in render.yaml or the env file only has to fit.
 */
import path from "node:path";
import { verbatim } from "../../lib/text.ts";
import * as say from "../../messages/switching.ts";
import type { Answers } from "../../model/answers.ts";
import type { Warning } from "../../model/change.ts";
import type { EnvVar } from "../../model/provider.ts";
import { titleOf } from "../../providers/registry.ts";
import type { Answered } from "./answer.ts";

const CHOICE = "MEDIA_STORAGE";
/** Uploads of CI and of previews, on purpose. */
const LOCAL = "local";

export function contradictions(answered: Answered, answers: Answers, env: readonly EnvVar[]): readonly Warning[] {
  const { project, gathered, inForce, storedEnv } = answered;
  if (inForce === null || project.settings === null) return [];
  const module = path.posix.join(project.settings.folder, "media_storage.py");
  if (inForce !== answers.provider) {
    const { source, detail = verbatim("") } = gathered.values.provider ?? { source: "prompt" };
    if (source !== "answers" || answered.answersGiven) return [];
    const said = say.moduleSaysOtherwise(module, titleOf(inForce), detail.en, titleOf(answers.provider));
    return [{ code: "module-says-otherwise", ...said, mustAccept: true }];
  }
  const wanted = env.find(({ key }) => key === CHOICE)?.value;
  const { blueprint, service } = project;
  const found = [
    [blueprint?.file ?? "render.yaml", service?.env[CHOICE] ?? ""],
    [answers.envFile, storedEnv.get(CHOICE) ?? ""],
  ] as const;
  return found.flatMap(([file, value]) => {
    if (value === "" || value === LOCAL || value.trim().toLowerCase() === wanted) return [];
    const said = say.variableSaysOtherwise(file, value, module, titleOf(inForce));
    return [{ code: "variable-says-otherwise", ...said, mustAccept: false }];
  });
}
