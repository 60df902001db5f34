/** What Render's schema does not say about a disk: judged from render.yaml, the project and the answers, before anything is written. Pure. */
import path from "node:path";
import { Failure } from "../lib/failure.ts";
import { relativePath } from "../lib/paths.ts";
import * as say from "../messages/render-disk.ts";
import type { RenderDiskAnswers } from "../model/answers.ts";
import type { Warning } from "../model/change.ts";
import type { Check } from "../model/check.ts";
import type { BlueprintFile, BlueprintService, Project } from "../model/project.ts";
import { sameCode } from "./same-code.ts";

/** Lines of commands that run where no disk is: in the build, or before the deploy. */
export interface EarlyCommand {
  /** `render.yaml:9`, `build.sh:4`. */
  readonly place: string;
  readonly text: string;
}

export interface DiskFacts {
  readonly project: Project;
  readonly answers: Pick<RenderDiskAnswers, "mountPath" | "diskSize" | "access">;
  /** Files that git has below the mount, relative to the project's root. */
  readonly hidden: readonly string[];
  readonly early: readonly EarlyCommand[];
}

export interface Findings {
  readonly checks: readonly Check[];
  readonly warnings: readonly Warning[];
}

const DISKS = "https://render.com/docs/disks";
const TYPES = new Set(["web", "pserv", "worker"]);

/** Paid ones: ids of August 2026, and the older names, which Blueprints spell with a blank and the API with an underscore. Source: https://render.com/docs/compute-plans */
const PAID = /^(?:starter|standard|(?:pro|pro[ _](?:plus|max|ultra))|\d+(?:\.\d+)?c-\d+(?:mb|g))$/;

const MOST_PLACES = 5;

/** Throws Failure (exit 2) for what cannot work: a service without disks, a mount that hides the code, the static files or a database. */
export function lintDisk(facts: DiskFacts): Findings {
  const { blueprint, service } = facts.project;
  const parts = [
    ...(blueprint === null || service === null ? [] : ofService(blueprint, service, facts)),
    ofMount(facts),
    ofFolders(facts),
    ofEarlyCommands(facts),
    ofServing(facts),
    ofSize(facts),
  ];
  return { checks: parts.flatMap(({ checks }) => checks), warnings: parts.flatMap(({ warnings }) => warnings) };
}

const NOTHING: Findings = { checks: [], warnings: [] };
const warned = (warning: Warning): Findings => ({ checks: [], warnings: [warning] });

function ofService(blueprint: BlueprintFile, service: BlueprintService, facts: DiskFacts): readonly Findings[] {
  const { name, type, runtime } = service;
  if (!TYPES.has(type) || runtime === "static") {
    const shown = runtime === "static" ? runtime : type;
    throw new Failure(say.notAService(name, shown, `${blueprint.file}:${service.line}`));
  }
  return [
    ofPlan(blueprint, service),
    ofInstances(blueprint, service),
    ofOthers(blueprint, service),
    ofDiskThere(blueprint, service, facts),
    blueprint.previews
      ? { ...NOTHING, checks: [{ id: "disk-previews", status: "warn", message: say.previewsWithoutDisk }] }
      : NOTHING,
  ];
}

function placeOf({ file }: BlueprintFile, { keyLines, line }: BlueprintService, ...keys: readonly string[]): string {
  const found = keys.map((key) => keyLines[key]).find((one) => one !== undefined);
  return `${file}:${found ?? line}`;
}

/** The schema takes a disk on a free service, and Render refuses it. */
function ofPlan(blueprint: BlueprintFile, service: BlueprintService): Findings {
  const { name, plan } = service;
  const places = [{ place: placeOf(blueprint, service, "plan"), text: plan === null ? name : `plan: ${plan}` }];
  if (plan === null || plan === "free")
    return warned({ code: "disk-needs-paid-plan", ...say.needsPaidPlan(name, plan), places, mustAccept: true });
  if (PAID.test(plan)) {
    const check: Check = { id: "disk-plan", status: "pass", message: say.planPaid(name, plan) };
    return { ...NOTHING, checks: [check] };
  }
  return warned({ code: "disk-plan-unknown", ...say.planUnknown(name, plan), places, mustAccept: false });
}

function ofInstances(blueprint: BlueprintFile, service: BlueprintService): Findings {
  const { name, mostInstances, keyLines } = service;
  if (mostInstances <= 1 && keyLines.scaling === undefined) return NOTHING;
  const keys = ["scaling", "numInstances"].filter((key) => keyLines[key] !== undefined);
  const places = keys.map((key) => ({ place: placeOf(blueprint, service, key), text: key }));
  return warned({ code: "disk-one-instance", ...say.oneInstance(name, mostInstances), places, mustAccept: true });
}

function ofOthers(blueprint: BlueprintFile, service: BlueprintService): Findings {
  const others = sameCode(blueprint, service);
  if (others.length === 0) return NOTHING;
  const places = others.map((one) => ({ place: `${blueprint.file}:${one.line}`, text: `${one.type} ${one.name}` }));
  const said = say.notShared(
    others.map((one) => one.name),
    service.name,
  );
  return warned({ code: "disk-not-shared", ...said, places, mustAccept: true });
}

/** A disk that somebody else's setup has made may hold more than uploads, and the view hands out whatever lies on it. */
function ofDiskThere(blueprint: BlueprintFile, service: BlueprintService, { answers }: DiskFacts): Findings {
  const { disk } = service;
  if (disk === null) return NOTHING;
  if (service.env.MEDIA_STORAGE?.toLowerCase() === "disk") {
    const check: Check = { id: "disk", status: "pass", message: say.diskThere(disk.name, disk.mountPath) };
    return { ...NOTHING, checks: [check] };
  }
  const places = [{ place: `${blueprint.file}:${disk.line}`, text: `${disk.name} · ${disk.mountPath}` }];
  return warned({ code: "disk-was-there", ...say.wasThere(disk.name, answers.mountPath), places, mustAccept: true });
}

function ofMount({ project, answers, hidden }: DiskFacts): Findings {
  const { mountPath } = answers;
  refuseOtherUse(project, mountPath);
  const code = hidden.find((file) => isCode(project, file));
  if (code !== undefined) throw new Failure(say.hidesCode(mountPath, code));
  if (hidden.length === 0) {
    const check: Check = { id: "disk-mount", status: "pass", message: say.mountFree(mountPath) };
    return { ...NOTHING, checks: project.deployed?.path == null ? [] : [check] };
  }
  const shown = hidden.slice(0, MOST_PLACES).map((file) => ({ place: file, text: "" }));
  const said = say.hidesFiles(mountPath, hidden.length, project.deployed?.docker === true);
  return warned({ code: "mount-hides-files", ...said, places: shown, mustAccept: true });
}

function isCode({ settings }: Project, file: string): boolean {
  return /\.(?:py|html?|toml|sh)$/i.test(file) || (settings?.chain ?? []).includes(file);
}

/** A database or another path of the app below the mount: named by a variable of the service, or by the settings. */
function refuseOtherUse(project: Project, mountPath: string): void {
  const { blueprint, service, databaseFile } = project;
  const database = onRender(project, databaseFile?.path ?? null);
  if (databaseFile != null && database !== null && isBelow(mountPath, database)) {
    const { file, line } = databaseFile.place;
    throw new Failure(say.otherUse(mountPath, database, `${file}:${line}`));
  }
  if (blueprint === null || service === null) return;
  for (const [key, value] of Object.entries(service.env)) {
    if (key === "MEDIA_ROOT" || value === null) continue;
    const below = value
      .split(/[\s,;]+/)
      .find((word) => isBelow(mountPath, word.replace(/^[a-z0-9+]+:\/\/(?:\/)?/i, "")));
    if (below !== undefined) throw new Failure(say.otherUse(mountPath, key, placeOf(blueprint, service, "envVars")));
  }
}

/** Where the settings put uploads and static files, as seen on Render. */
function ofFolders({ project, answers }: DiskFacts): Findings {
  const { mountPath } = answers;
  const staticRoot = onRender(project, project.staticRoot ?? null);
  const warnings: Warning[] = [];
  if (staticRoot !== null && isBelow(mountPath, staticRoot)) throw new Failure(say.hidesStatic(mountPath, staticRoot));
  if (staticRoot !== null && isBelow(staticRoot, mountPath))
    warnings.push({ code: "disk-in-static-root", ...say.insideStatic(mountPath, staticRoot), mustAccept: true });
  const mediaRoot = onRender(project, project.media.root);
  // On a second run the settings may take it from the variable that we gave the service.
  const isFree = project.service?.disk == null;
  if (mediaRoot !== null && mediaRoot !== mountPath)
    warnings.push(
      { code: "media-root-moves", ...say.mediaRootMoves(mediaRoot, mountPath, isFree), mustAccept: false },
      ...writtenOut(project),
    );
  return { checks: [], warnings };
}

/** Code that names the old folder itself, instead of asking the settings or the storage, goes on looking there. */
function writtenOut({ bypasses, media }: Project): readonly Warning[] {
  const { root } = media;
  if (root === null || root === "") return [];
  const named = bypasses.filter(({ code }) =>
    code.split(/["']/).some((part) => part === root || part.startsWith(`${root}/`)),
  );
  if (named.length === 0) return [];
  const places = named.map(({ place, code, instead }) => ({
    place: `${place.file}:${place.line}`,
    text: `${code}  →  ${instead}`,
  }));
  return [{ code: "folder-written-out", ...say.folderWrittenOut(root, named.length), places, mustAccept: true }];
}

/** A folder of the settings (relative to the project's root, or absolute) as a path on Render's machine; null: it cannot be known. */
export function onRender({ root, deployed }: Project, folder: string | null): string | null {
  if (folder === null || folder === "") return null;
  if (path.isAbsolute(folder)) return path.posix.normalize(folder);
  if (deployed === undefined || deployed.path === null) return null;
  return path.posix.join(deployed.path, relativePath(path.resolve(root, deployed.folder), path.resolve(root, folder)));
}

/** A folder of Render's machine as one of the repository, relative to the project's root; null: it is not one. */
export function inRepository({ root, deployed }: Project, folder: string): string | null {
  if (deployed === undefined || deployed.path === null || !isBelow(deployed.path, folder)) return null;
  const below = path.posix.relative(deployed.path, folder);
  return relativePath(root, path.resolve(root, deployed.folder, below));
}

/** Whether `file` is `folder` or lies below it. */
function isBelow(folder: string, file: string): boolean {
  return path.posix.isAbsolute(file) && !path.posix.relative(folder, path.posix.normalize(file)).startsWith("..");
}

function ofEarlyCommands({ project, answers, early }: DiskFacts): Findings {
  const folder = project.media.root;
  const names = [answers.mountPath, "MEDIA_ROOT", ...(folder === null || folder === "" ? [] : [`${folder}/`])];
  const touching = early.filter(({ text }) => {
    // To make the folder harms nothing.
    if (/^\s*(?:mkdir|chmod|chown)\b/.test(text) || /^\s*#/.test(text)) return false;
    return names.some((name) => text.includes(name)) || (folder !== null && endsWithFolder(text, folder));
  });
  if (touching.length === 0) return NOTHING;
  const places = touching.slice(0, MOST_PLACES).map(({ place, text }) => ({ place, text: text.trim() }));
  return warned({ code: "build-touches-media", ...say.buildTouchesMedia, places, mustAccept: true });
}

/** `cp -r seed media` */
function endsWithFolder(text: string, folder: string): boolean {
  return folder !== "" && text.split(/[\s;&|"']+/).some((word) => word.replace(/^\.\//, "") === folder);
}

function ofServing({ project }: DiskFacts): Findings {
  const { urlConf } = project;
  if (urlConf == null) return warned({ code: "media-not-served", ...say.nobodyServes, mustAccept: true });
  const { servesMedia } = urlConf;
  if (servesMedia === null) return NOTHING;
  const place = `${servesMedia.file}:${servesMedia.line}`;
  const check: Check = { id: "media-view", status: "warn", ...say.servedAlready(place), docsUrl: DISKS };
  return { ...NOTHING, checks: [check] };
}

const GB = 1_000_000_000;

function ofSize({ project, answers }: DiskFacts): Findings {
  const held = project.media.bytes / GB;
  const docker = project.deployed?.docker === true;
  const check: Check = { id: "disk-user", status: "warn", message: say.dockerUser(answers.mountPath), docsUrl: DISKS };
  return {
    checks: docker ? [check] : [],
    warnings:
      held < answers.diskSize * 0.9
        ? []
        : [{ code: "disk-too-small", ...say.tooSmall(held, answers.diskSize), mustAccept: false }],
  };
}
