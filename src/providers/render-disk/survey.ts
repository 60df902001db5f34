/** Looks at what the disk needs of render.yaml and of the repository. Nothing remote: a disk exists only beside the running service. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { Failure } from "../../lib/failure.ts";
import { git } from "../../lib/git.ts";
import { isInside, relativePath } from "../../lib/paths.ts";
import type { Text } from "../../lib/text.ts";
import * as say from "../../messages/render-disk.ts";
import type { RenderDiskAnswers } from "../../model/answers.ts";
import type { Project } from "../../model/project.ts";
import type { Survey } from "../../model/provider.ts";
import { type EarlyCommand, inRepository, lintDisk } from "../../render/disk-lints.ts";
import { diskNameProblem, diskSizeProblem, mountPathProblem } from "./forms.ts";

/** Scripts that stand for the build command where render.yaml names none. */
const BUILD_SCRIPTS = ["build.sh", "render-build.sh", "bin/render-build.sh", "scripts/build.sh"];

/** Throws Failure (exit 2) for what cannot work. `project`: as it will be, with the plan that the person has chosen. */
export async function survey(answers: RenderDiskAnswers, project: Project): Promise<Survey<RenderDiskAnswers>> {
  refuseBadForms(answers);
  const [hidden, early] = [await hiddenBelow(project, answers.mountPath), earlyCommands(project)];
  const { checks, warnings } = lintDisk({ project, answers, hidden, early });
  return { answers, corrections: [], checks, warnings, changes: [] };
}

/** Files that git has where the disk will be mounted, relative to the project's root. Without git: what lies there now. */
async function hiddenBelow(project: Project, mountPath: string): Promise<readonly string[]> {
  const { root, top } = project;
  const folder = inRepository(project, mountPath);
  if (folder === null || project.git === null) return [];
  const absolute = path.resolve(root, folder);
  if (!isInside(top, absolute)) return [];
  const { code, stdout } = await git(top, ["ls-files", "-z", "--", `:(literal)${relativePath(top, absolute)}`]);
  if (code !== 0) return [];
  const names = stdout.toString("utf8").split("\0");
  const files = names.filter((name) => name !== "" && !/(?:^|\/)\.(?:git)?keep$|(?:^|\/)\.gitignore$/.test(name));
  return files.map((name) => relativePath(root, path.join(top, name)));
}

/** The lines of build and pre-deploy commands, and of the scripts of the repository that they name. */
function earlyCommands({ root, top, blueprint, service }: Project): readonly EarlyCommand[] {
  const folder = path.join(top, service?.rootDir ?? ".");
  const commands = (["buildCommand", "preDeployCommand"] as const).flatMap((key) => {
    const text = service?.[key] ?? null;
    const line = service?.keyLines[key] ?? service?.line ?? 1;
    return text === null ? [] : [{ place: `${blueprint?.file ?? "render.yaml"}:${line}`, text }];
  });
  const named = commands.flatMap(({ text }) => text.match(/[\w./-]+\.sh\b/g) ?? []);
  const scripts = service?.buildCommand == null ? [...named, ...BUILD_SCRIPTS] : named;
  const files = new Set(scripts.map((script) => path.resolve(folder, script)).filter((file) => isInside(top, file)));
  return [
    ...commands.flatMap(({ place, text }) => text.split(/\r?\n|&&|;/).map((part) => ({ place, text: part }))),
    ...[...files].flatMap((file) =>
      linesOf(file).map((text, at) => ({ place: `${relativePath(root, file)}:${at + 1}`, text })),
    ),
  ];
}

function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(file, "utf8").split(/\r\n|\n|\r/);
  } catch {
    return [];
  }
}

/** Answers were checked where they were given; whoever calls this with others (a hand-made answers file) is told the same here. */
function refuseBadForms({ mountPath, diskName, diskSize }: RenderDiskAnswers): void {
  const problems: readonly (readonly [string, Text | null])[] = [
    ["--mount-path", mountPathProblem(mountPath)],
    ["--disk-name", diskNameProblem(diskName)],
    ["--disk-size", diskSizeProblem(String(diskSize))],
  ];
  for (const [flag, why] of problems) if (why !== null) throw new Failure(say.badForm(flag, why));
}
