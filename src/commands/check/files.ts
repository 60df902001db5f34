/** Are the files still as setup wrote them? The plan that setup would make now is the answer: what it would change is out of step. */
import path from "node:path";
import { Failure } from "../../lib/failure.ts";
import * as words from "../../messages/check.ts";
import { ANSWERS_FILE, type Answers } from "../../model/answers.ts";
import type { FileChange } from "../../model/change.ts";
import type { Check } from "../../model/check.ts";
import type { Project } from "../../model/project.ts";
import { makePlan, type Plan } from "../setup/make-plan.ts";
import type { Surveyed } from "../setup/survey.ts";
import { bypassPlaces, keyWarnings } from "../setup/warnings.ts";

/** What a differing file means: without the first ones uploads are lost or the deploy fails. */
const SERIOUS: ReadonlySet<words.FileRole> = new Set(["module", "settings", "urls", "requirements", "gitignore"]);

export interface FileFindings {
  readonly checks: readonly Check[];
  /** There is something that setup would write. */
  readonly repairable: boolean;
}

/** Reads only. `surveyed` may come without a survey of the provider: its remote changes are not looked at here. */
export async function checkFiles(surveyed: Surveyed): Promise<FileFindings> {
  const { project } = surveyed.answered;
  let plan: Plan;
  try {
    plan = await makePlan(surveyed);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { code, message, next, docsUrl } = error.problem;
    const check: Check = { id: `files-${code}`, status: "fail", message: words.fileUnplannable(message) };
    return { checks: [{ ...check, ...(next && { next }), ...(docsUrl && { docsUrl }) }], repairable: false };
  }
  const checks = plan.files.map((change) => fileCheck(change, project, surveyed.survey.answers));
  const repairable = checks.some(({ status }) => status === "fail" || status === "warn");
  return { checks: [...checks, ...plan.warnings.flatMap(warningCheck)], repairable };
}

/** Warnings of the plan that are about the files alone; what `check` says in its own words is left out. */
function warningCheck({ code, message, next }: Plan["warnings"][number]): readonly Check[] {
  if (!/^(?:secret-in-blueprint|shared-variables|other-services|disk-|files-on-instance$)/.test(code)) return [];
  return [{ id: code, status: "warn", message, ...(next && { next }) }];
}

function fileCheck(change: FileChange, project: Project, answers: Answers): Check {
  const role = roleOf(change.path, project, answers);
  const id = `file-${role}`;
  if (change.action === "none") return { id, status: "pass", message: words.fileInStep(change.path) };
  if (role === "env-file" && change.action === "create") {
    return { id, status: "skip", message: words.envFileElsewhere(change.path) };
  }
  const status = SERIOUS.has(role) ? "fail" : "warn";
  return { id, status, ...words.fileDiffers(change.path, role, change.action) };
}

function roleOf(file: string, project: Project, answers: Answers): words.FileRole {
  const name = path.posix.basename(file);
  if (file === project.settings?.file) return "settings";
  if (name === "media_storage.py") return "module";
  if (file === project.urlConf?.file) return "urls";
  if (file === answers.envFile) return "env-file";
  if (name === ".env.example") return "env-example";
  if (name === ".gitignore") return "gitignore";
  if (file === project.blueprint?.file) return "blueprint";
  if (file === ANSWERS_FILE) return "answers";
  return "requirements";
}

/** Lines of the settings module below our block that set what the block has set. `blockEnd`: number of its last line. */
export function checkLaterLines({ settings, storage }: Project, blockEnd: number | null): readonly Check[] {
  if (settings === null || blockEnd === null) return [];
  const later = storage.lines.filter(({ place }) => place.file === settings.file && place.line > blockEnd);
  if (later.length === 0) return [{ id: "settings-order", status: "pass", message: words.nothingLater }];
  return later.map(({ place, name }) => ({
    id: "settings-order",
    status: "fail",
    ...words.laterLine(`${place.file}:${place.line}`, name),
  }));
}

/** Keys that somebody wrote into the settings. */
export function checkKeysInCode(project: Project): readonly Check[] {
  return keyWarnings(project).map(({ code, message, next, places = [] }) => {
    const where = places.map(({ place }) => place).join(", ");
    const said = { en: `${message.en} (${where})`, es: `${message.es} (${where})` };
    return { id: code, status: "warn", message: said, ...(next === undefined ? {} : { next }) };
  });
}

/** On a disk, opening by path is right. */
export function checkBypasses(project: Project, answers: Answers): readonly Check[] {
  if (answers.provider === "render-disk") return [];
  if (project.bypasses.length === 0) return [{ id: "storage-api", status: "pass", message: words.noBypasses }];
  return [
    {
      id: "storage-api",
      status: "warn",
      ...words.bypasses(project.bypasses.length, bypassPlaces(project, answers.provider)),
    },
  ];
}
