/** The disk that a run begins with: the one that the service has in render.yaml, else a new one where the runtime's code lies. */
import path from "node:path";
import { verbatim } from "../lib/text.ts";
import * as say from "../messages/interview-disk.ts";
import type { BlueprintService, Project } from "../model/project.ts";
import { mountPathProblem } from "../providers/render-disk/forms.ts";
import { type GatheredValue, type GatheredValues, textValue } from "./gathered.ts";
import { type QuestionName, questionOf } from "./questions.ts";
import { parseWord } from "./values.ts";

/** Where Render puts the code of native runtimes. Source: https://render.com/docs/disks */
const SOURCE = "/opt/render/project/src";
/** In an image it is free to choose; Render's own example is /var/data. */
const IN_AN_IMAGE = "/var/data/media";
/** What Render makes of a disk without `sizeGB`. Source: https://render.com/docs/blueprint-spec#disk-fields */
const SIZE_IF_MISSING = 10;

/** null: not a question of the disk, or none that the project answers. */
export function diskValue(name: QuestionName, values: GatheredValues, project: Project): GatheredValue | null {
  const service = chosenService(values, project);
  const there = diskThere(name, service, project);
  if (there !== null || name !== "mountPath") return there;
  return {
    value: defaultMount(service, project),
    source: "default",
    detail: say.mountByRuntime(inImage(service, project)),
  };
}

/** The value was read from the disk of a service, and another service may have been answered since. */
export function isOfService(name: QuestionName, found: GatheredValue | undefined, { blueprint }: Project): boolean {
  if (questionOf(name).group !== "render-disk" || found?.source !== "project" || blueprint === null) return false;
  return found.detail?.en.startsWith(`${blueprint.file}:`) === true;
}

/** The service may have been answered since the project was looked at. */
function chosenService(values: GatheredValues, { blueprint, service }: Project): BlueprintService | null {
  const name = textValue(values, "service");
  return blueprint?.services.find((one) => one.name === name) ?? service;
}

/** A value that we cannot write again is left out: the editor of render.yaml then says what stands in the way. */
function diskThere(name: QuestionName, service: BlueprintService | null, project: Project): GatheredValue | null {
  const disk = service?.disk ?? null;
  if (disk === null) return null;
  const words: Readonly<Partial<Record<QuestionName, string>>> = {
    mountPath: disk.mountPath,
    diskName: disk.name,
    diskSize: String(disk.sizeGB ?? SIZE_IF_MISSING),
  };
  const word = words[name];
  const parsed = word === undefined ? null : parseWord(questionOf(name), word);
  if (parsed === null || "problem" in parsed) return null;
  const detail = verbatim(`${project.blueprint?.file ?? "render.yaml"}:${disk.line}`);
  return { value: parsed.value, source: "project", detail };
}

function defaultMount(service: BlueprintService | null, project: Project): string {
  if (inImage(service, project)) return IN_AN_IMAGE;
  const mount = path.posix.join(SOURCE, service?.rootDir ?? "", "media");
  return mountPathProblem(mount) === null ? mount : path.posix.join(SOURCE, "media");
}

function inImage(service: BlueprintService | null, { deployed }: Project): boolean {
  if (service === null) return deployed?.docker === true;
  return service.runtime === "docker" || service.runtime === "image" || service.dockerfilePath !== null;
}
