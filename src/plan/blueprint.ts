/** render.yaml in the plan: the variables of the service, its disk and its plan, and what the provider before this one has left there; or a whole new one. */
import path from "node:path";
import { type BlueprintVariable, removeServiceEnv, setServiceEnv } from "../edit/render-yaml.ts";
import { removeServiceDisk, setServiceDisk } from "../edit/service-disk.ts";
import { setServicePlan } from "../edit/service-plan.ts";
import { decodeText } from "../edit/text-file.ts";
import { relativePath } from "../lib/paths.ts";
import { Secret } from "../lib/secrets.ts";
import { join } from "../lib/text.ts";
import { fileSummaries, secretInBlueprint } from "../messages/plan.ts";
import { diskChange, diskDropped, diskGone, diskKept, newBlueprintSummary, planChange } from "../messages/plan-disk.ts";
import { diskVerified } from "../messages/verified-disk.ts";
import type { Warning } from "../model/change.ts";
import type { BlueprintFile, BlueprintService, Project } from "../model/project.ts";
import type { Disk, EnvVar } from "../model/provider.ts";
import { readBlueprint } from "../render/blueprint.ts";
import { sameCode } from "../render/same-code.ts";
import type { FilePlan, Wanted } from "./build.ts";
import { edited, fileChange, plain } from "./file-change.ts";
import type { Left } from "./left.ts";
import { type NewService, newBlueprint } from "./new-blueprint.ts";
import { sameCodeWarnings } from "./same-code.ts";

/** The variable by which the generated settings choose. */
const CHOICE = "MEDIA_STORAGE";

type BlueprintWanted = Pick<Wanted, "env" | "left" | "disk" | "servicePlan" | "newBlueprint">;

const NOTHING: FilePlan = { changes: [], warnings: [], next: [] };

/** No change where there is no render.yaml (and none is wanted), or no service of it that is ours. Throws Failure (exit 2) as the editors do. */
export async function planBlueprint(project: Project, wanted: BlueprintWanted): Promise<FilePlan> {
  const { root, blueprint, service } = project;
  if (blueprint === null && wanted.newBlueprint != null) return await whole(project, wanted, wanted.newBlueprint);
  if (blueprint === null || service === null) return NOTHING;
  const { env, left, disk, servicePlan = null } = wanted;
  const sharing = sameCode(blueprint, service).map(({ name }) => name);
  const variables = env.map((variable) => blueprintVariable(variable, blueprint.previews));
  const options = { file: blueprint.file, sharing };
  const edit = (text: string): string => {
    // What it refuses has a line of the file as it is now.
    if (disk !== null) setServiceDisk(text, service.name, disk, options);
    // What is new first: it stands where that stood which goes, and the list is never empty in between.
    let changed = setServiceEnv(text, service.name, variables, { ...options, leaving: left.variables });
    changed = removeServiceEnv(changed, service.name, left.variables, options);
    if (left.dropDisk) changed = removeServiceDisk(changed, service.name, options);
    if (servicePlan !== null) changed = setServicePlan(changed, service.name, servicePlan, options);
    return disk === null ? changed : setServiceDisk(changed, service.name, disk, options);
  };
  const parts = [
    fileSummaries.blueprint(variables.length, variables.filter((one) => "sync" in one).length),
    ...(servicePlan === null ? [] : [planChange(servicePlan)]),
    ...(disk === null ? [] : diskChange(service.disk, disk)),
    ...(left.dropDisk ? [diskGone] : []),
  ];
  const change = await fileChange(path.resolve(root, blueprint.file), blueprint.file, join(parts, " · "), (file) =>
    edited(file, edit),
  );
  const after = readBlueprint(change.after === null ? "" : decodeText(change.after).text, blueprint.file);
  const warnings = [
    ...sameCodeWarnings(blueprint, after, service, CHOICE),
    ...secretWarnings(blueprint, service, env),
    ...diskLeft(blueprint, service, disk, left),
  ];
  return { changes: [change], warnings, next: [] };
}

/** A render.yaml for a project that has none: at the top, where Render looks for it. */
async function whole(project: Project, { env, disk }: BlueprintWanted, service: NewService): Promise<FilePlan> {
  const file = path.join(project.top, "render.yaml");
  const text = newBlueprint(project, service, env, disk);
  const change = await fileChange(file, relativePath(project.root, file), newBlueprintSummary, () => plain(text));
  return { ...NOTHING, changes: [change] };
}

function secretWarnings({ file }: BlueprintFile, service: BlueprintService, env: readonly EnvVar[]): Warning[] {
  const open = env.filter(({ key, value }) => value instanceof Secret && (service.env[key] ?? "") !== "");
  if (open.length === 0) return [];
  const said = secretInBlueprint(
    file,
    open.map(({ key }) => key),
  );
  return [{ code: "secret-in-blueprint", ...said, mustAccept: false }];
}

/** A disk of the provider before this one: it stays unless somebody said otherwise, for its files are nowhere else. */
function diskLeft(
  { file }: BlueprintFile,
  { disk: there, name }: BlueprintService,
  wanted: Disk | null,
  left: Left,
): Warning[] {
  if (there === null || wanted !== null) return [];
  const places = [{ place: `${file}:${there.line}`, text: `${there.name} · ${there.mountPath}` }];
  if (left.dropDisk) {
    const { diskVerifiedAt: at } = left;
    const said = at === undefined ? diskDropped(there.name, name) : diskVerified(there.name, name, at);
    return [{ code: at === undefined ? "disk-dropped" : "disk-verified", ...said, places, mustAccept: true }];
  }
  if (![...left.variables, ...left.kept].includes("MEDIA_ROOT")) return [];
  return [{ code: "disk-kept", ...diskKept(there.name), places, mustAccept: false }];
}

/**
 * Preview environments do not get the keys (`sync: false` is not copied there), so with them the app would not start: its own folder is enough for a preview.
 * Source: https://render.com/docs/preview-environments
 */
function blueprintVariable({ key, value }: EnvVar, previews: boolean): BlueprintVariable {
  if (value instanceof Secret || value === "") return { key, sync: false };
  return previews && key === CHOICE ? { key, value, previewValue: "local" } : { key, value };
}
