/** The packages of the plan: what the provider needs is added, what the one before it has added goes. */
import path from "node:path";
import type { DependencyEdit } from "../edit/requirement.ts";
import { decodeText } from "../edit/text-file.ts";
import { fileSummaries } from "../messages/plan.ts";
import type { FileChange } from "../model/change.ts";
import type { Project } from "../model/project.ts";
import type { Requirement } from "../model/provider.ts";
import type { FilePlan } from "./build.ts";
import { compiledFrom, exchangeDependencies, exchangeInSource, type Packages } from "./dependencies.ts";
import { edited, eolOf, fileChange } from "./file-change.ts";
import { type StaleLock, staleLocks } from "./locks.ts";
import { constraintWarnings, packagesByHand } from "./unedited.ts";

/** A lock file, and the change of the dependency file that it is to fit. */
export interface LockOf extends StaleLock {
  readonly made: FileChange;
}

/** `locks`: those whose steps are among `next`. */
export interface PackagePlan extends FilePlan {
  readonly locks: readonly LockOf[];
}

/** `left`: lines as the provider before this one has written them; a line that reads otherwise is the project's own. */
export async function planPackages(
  project: Project,
  wanted: readonly Requirement[],
  left: readonly Requirement[],
): Promise<PackagePlan> {
  const { dependencies } = project;
  if (dependencies === null) {
    if (wanted.length === 0) return { changes: [], warnings: [], next: [], locks: [] };
    return { changes: [], warnings: [await packagesByHand(project, wanted)], next: [], locks: [] };
  }
  const installed = await planOne(project, dependencies.file, { wanted, left }, (text, packages) =>
    exchangeDependencies(dependencies, text, packages),
  );
  const before = installed.change.before === null ? "" : decodeText(installed.change.before).text;
  const compiled = await compiledFrom(project, dependencies, before, wanted);
  const source = compiled?.source ?? null;
  const made =
    compiled === null || source === null
      ? null
      : await planOne(project, source, { wanted, left }, (text, packages) =>
          exchangeInSource(source, text, compiled, dependencies, packages),
        );
  const changed = [...(made === null ? [] : [made]), installed].filter(({ change }) => change.action !== "none");
  const gone = [...new Set(changed.flatMap(({ edit }) => edit.left))];
  const names = wanted.map(({ name }) => name);
  const locks = await staleLocks(project, dependencies, names, gone);
  return {
    changes: [...(made === null || made.change.action === "none" ? [] : [made.change]), installed.change],
    warnings: constraintWarnings(dependencies, wanted),
    next: [...(compiled === null || changed.length === 0 ? [] : [compiled.step]), ...locks.map(({ step }) => step)],
    locks: locks.map((lock) => ({ ...lock, made: installed.change })),
  };
}

interface PlannedFile {
  readonly change: FileChange;
  readonly edit: Pick<DependencyEdit, "left">;
}

async function planOne(
  { root }: Project,
  shown: string,
  { wanted, left }: Pick<Packages, "wanted" | "left">,
  exchange: (text: string, packages: Packages) => DependencyEdit,
): Promise<PlannedFile> {
  let edit: Pick<DependencyEdit, "left"> = { left: [] };
  const change = await fileChange(path.resolve(root, shown), shown, fileSummaries.requirements([], []), (file) =>
    edited(file, (text) => {
      const made = exchange(text, { wanted, left, eol: eolOf(file) });
      edit = made;
      return made.text;
    }),
  );
  const names = wanted.map(({ name }) => name);
  return { change: { ...change, summary: fileSummaries.requirements(names, edit.left) }, edit };
}
