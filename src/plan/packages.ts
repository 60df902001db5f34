/** The packages of the plan: what the provider needs is added, what the one before it has added goes. */
import path from "node:path";
import { formatRequirement } from "../edit/requirement.ts";
import { decodeText } from "../edit/text-file.ts";
import { fileSummaries, noDependencyFile } from "../messages/plan.ts";
import type { DependencyFile, Project } from "../model/project.ts";
import type { Requirement } from "../model/provider.ts";
import type { FilePlan } from "./build.ts";
import { addDependencies, addToSource, compiledFrom, removeDependencies } from "./dependencies.ts";
import { edited, eolOf, fileChange } from "./file-change.ts";
import { lockSteps } from "./locks.ts";

/** `left`: lines as the provider before this one has written them; a line that reads otherwise is the project's own. */
export async function planPackages(
  project: Project,
  wanted: readonly Requirement[],
  left: readonly Requirement[],
): Promise<FilePlan> {
  const { dependencies } = project;
  if (dependencies === null) {
    if (wanted.length === 0) return { changes: [], warnings: [], next: [] };
    const warning = noDependencyFile(wanted.map(formatRequirement));
    return { changes: [], warnings: [{ code: "no-dependency-file", ...warning, mustAccept: false }], next: [] };
  }
  const names = wanted.map(({ name }) => name);
  const gone = goneFrom(dependencies, wanted, left);
  const rest = without(dependencies, gone);
  const at = (file: string) => path.resolve(project.root, file);
  const changed = await fileChange(
    at(dependencies.file),
    dependencies.file,
    fileSummaries.requirements(names),
    (file) =>
      edited(file, (text) => addDependencies(rest, removeDependencies(dependencies, text, gone), wanted, eolOf(file))),
  );
  const before = changed.before === null ? "" : decodeText(changed.before).text;
  const compiled = changed.action === "none" ? null : await compiledFrom(project, dependencies, before, wanted);
  const source = compiled?.source ?? null;
  const changes = [changed];
  if (source !== null) {
    changes.unshift(
      await fileChange(at(source), source, fileSummaries.requirements(names), (file) =>
        edited(file, (text) =>
          addToSource(source, removeDependencies(dependencies, text, gone), rest, wanted, eolOf(file)),
        ),
      ),
    );
  }
  const steps = [...(compiled === null ? [] : [compiled.step]), ...(await lockSteps(project, dependencies, names))];
  return { changes, warnings: [], next: steps };
}

/** Normal names of the packages that go. */
function goneFrom(
  { requires }: DependencyFile,
  wanted: readonly Requirement[],
  left: readonly Requirement[],
): readonly string[] {
  const stays = new Set(wanted.map(({ name }) => name));
  const ours = left.filter(({ name, specifier }) => !stays.has(name) && requires[name] === specifier);
  return [...new Set(ours.map(({ name }) => name))];
}

function without(file: DependencyFile, names: readonly string[]): DependencyFile {
  const requires = Object.fromEntries(Object.entries(file.requires).filter(([name]) => !names.includes(name)));
  return { ...file, requires };
}
