/** The shell that Render runs for this project: build and start commands of render.yaml, or what else the repository holds in their place. */
import path from "node:path";
import { relativePath } from "../lib/paths.ts";
import type { BlueprintService } from "../model/project.ts";
import { type Dockerfile, readDockerfile } from "./dockerfile.ts";
import type { ProjectFiles } from "./files.ts";
import { type CommandText, readCommands, type Seen } from "./process.ts";

export interface Processes {
  readonly start: Seen;
  readonly build: Seen;
  /** A start command was found: the process that production runs is known. */
  readonly startKnown: boolean;
  readonly docker: Dockerfile | null;
}

/** Scripts that stand for the build command where nothing in the repository names one; the first that exists. */
const BUILD_SCRIPTS = ["build.sh", "render-build.sh", "bin/render-build.sh", "scripts/build.sh"];

export function findProcesses(top: string, service: BlueprintService | null, files: ProjectFiles): Processes {
  const folder = path.join(top, service?.rootDir ?? ".");
  const docker = dockerOf(top, folder, service, files);
  const starts = startCommands(top, folder, service, docker, files);
  const builds = buildCommands(top, folder, service, docker, files);
  const start = combine(starts.map((command) => readCommands(command, files)));
  return {
    start,
    build: combine(builds.map((command) => readCommands(command, files))),
    startKnown: start.settings.length + start.apps.length + start.managers.length > 0,
    docker,
  };
}

function dockerOf(
  top: string,
  folder: string,
  service: BlueprintService | null,
  files: ProjectFiles,
): Dockerfile | null {
  const named = service?.dockerfilePath;
  const isDocker = service?.runtime === "docker" || named != null;
  if (service && !isDocker && service.runtime !== null) return null;
  const place = named != null ? path.resolve(folder, named) : path.join(folder, "Dockerfile");
  const candidates = [place, path.resolve(top, named ?? "Dockerfile"), path.join(files.root, "Dockerfile")];
  for (const candidate of candidates) {
    const file = files.relative(candidate);
    const text = files.text(file);
    if (text !== null) return readDockerfile(text, file);
  }
  return null;
}

function startCommands(
  top: string,
  folder: string,
  service: BlueprintService | null,
  docker: Dockerfile | null,
  files: ProjectFiles,
): CommandText[] {
  const fromBlueprint = blueprintCommand(top, folder, service, "startCommand", files);
  if (fromBlueprint) return [fromBlueprint];
  if (docker && (docker.command !== null || docker.entrypoint !== null)) {
    const copied = new Map([...docker.copied].map(([place, source]) => [place, path.join(folder, source)]));
    return [docker.entrypoint, docker.command].flatMap((one) =>
      one === null
        ? []
        : [
            {
              ...one,
              kind: "Dockerfile",
              file: docker.file,
              summary: `${docker.file} ${one.instruction}`,
              folder,
              copied,
            },
          ],
    );
  }
  for (const file of new Set([relativePath(files.root, path.join(folder, "Procfile")), "Procfile"])) {
    const text = files.text(file);
    const lines = text?.split(/\r\n|\n|\r/) ?? [];
    const index = lines.findIndex((line) => /^web\s*:/.test(line));
    if (index < 0) continue;
    const command = (lines[index] ?? "").replace(/^web\s*:\s*/, "");
    const place = path.dirname(path.join(files.root, file));
    return [{ text: command, kind: "Procfile", file, firstLine: index + 1, summary: "Procfile", folder: place }];
  }
  return [];
}

function buildCommands(
  top: string,
  folder: string,
  service: BlueprintService | null,
  docker: Dockerfile | null,
  files: ProjectFiles,
): CommandText[] {
  const fromBlueprint = blueprintCommand(top, folder, service, "buildCommand", files);
  if (fromBlueprint) return [fromBlueprint];
  if (docker && service?.runtime === "docker") return dockerBuild(docker, folder);
  for (const base of new Set([folder, top, files.root])) {
    for (const script of BUILD_SCRIPTS) {
      const file = files.relative(path.join(base, script));
      const text = files.text(file);
      // Without a Blueprint the script is started from where it lies.
      if (text !== null) return [{ text, kind: "build-script", file, firstLine: 1, summary: file, folder: base }];
    }
  }
  return docker ? dockerBuild(docker, folder) : [];
}

function dockerBuild(docker: Dockerfile, folder: string): CommandText[] {
  return docker.runs.map((run) => ({
    ...run,
    kind: "Dockerfile",
    file: docker.file,
    summary: `${docker.file} RUN`,
    folder,
  }));
}

function blueprintCommand(
  top: string,
  folder: string,
  service: BlueprintService | null,
  key: "startCommand" | "buildCommand",
  files: ProjectFiles,
): CommandText | null {
  const text = service?.[key];
  if (!service || text == null || text.trim() === "") return null;
  const file = relativePath(files.root, path.join(top, "render.yaml"));
  const kind = key === "startCommand" ? "start-command" : "build-script";
  const yaml = files.text(file) ?? "";
  const keyLine = lineOfKey(yaml, service.line, key);
  // The text of a literal block (`|`) begins on the line below its key.
  const isBlock = /:\s*\|[-+0-9]*\s*(?:#.*)?$/.test(yaml.split(/\r\n|\n|\r/)[keyLine - 1] ?? "");
  const firstLine = keyLine + (isBlock ? 1 : 0);
  return { text, kind, file, firstLine, summary: `render.yaml ${key}`, folder };
}

/** Line of `key` in the YAML text at or after a line; that line itself if it is not found. */
export function lineOfKey(yaml: string, from: number, key: string): number {
  const lines = yaml.split(/\r\n|\n|\r/);
  for (let index = Math.max(0, from - 1); index < lines.length; index++) {
    if (lines[index]?.replace(/#.*/, "").includes(key)) return index + 1;
  }
  return from;
}

function combine(seen: readonly Seen[]): Seen {
  return {
    settings: seen.flatMap((one) => one.settings),
    apps: seen.flatMap((one) => one.apps),
    managers: seen.flatMap((one) => one.managers),
    installs: seen.flatMap((one) => one.installs),
    variables: new Map(seen.flatMap((one) => [...one.variables])),
  };
}

/** Several services between which it is not clear: what any of them does. */
export function mergeProcesses(all: readonly Processes[]): Processes {
  return {
    start: combine(all.map((one) => one.start)),
    build: combine(all.map((one) => one.build)),
    startKnown: all.some((one) => one.startKnown),
    docker: all.find((one) => one.docker !== null)?.docker ?? null,
  };
}
