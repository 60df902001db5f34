/** The packages: handed to the editor that knows the project's kind of dependency file, and to the file that it was made from, if it was. */
import path from "node:path";
import { addPipfile, removePipfile } from "../edit/pipfile.ts";
import { addPep621, addPoetry, removePep621, removePoetry } from "../edit/pyproject.ts";
import { formatRequirement } from "../edit/requirement.ts";
import { addRequirements, compiledBy, removeRequirements } from "../edit/requirements.ts";
import type { Text } from "../lib/text.ts";
import { compileAgain, sourceUnknown } from "../messages/plan.ts";
import type { DependencyFile, DependencyFormat, Project } from "../model/project.ts";
import type { Requirement } from "../model/provider.ts";
import { readImage } from "./file-image.ts";

const EDITORS: Record<DependencyFormat, typeof addRequirements> = {
  requirements: addRequirements,
  "pyproject-pep621": addPep621,
  "pyproject-poetry": addPoetry,
  pipfile: addPipfile,
};

const REMOVERS: Record<DependencyFormat, (text: string, names: Iterable<string>) => string> = {
  requirements: removeRequirements,
  "pyproject-pep621": removePep621,
  "pyproject-poetry": removePoetry,
  pipfile: removePipfile,
};

/** The file's text with what is missing added; the same text if nothing is. Throws Failure (exit 2) where adding would break the file. */
export function addDependencies(
  file: DependencyFile,
  text: string,
  wanted: readonly Requirement[],
  eol: string,
): string {
  return EDITORS[file.format](text, wanted, { eol, present: file.requires, file: file.file }).text;
}

/** The file's text without any line for these packages. */
export function removeDependencies(file: DependencyFile, text: string, names: readonly string[]): string {
  return names.length === 0 ? text : REMOVERS[file.format](text, names);
}

/** Where a file came from that a tool has made: the next run of that tool would drop what we add to its result alone. */
export interface Compiled {
  /** Relative to the project's root; null: not one file of packages that we can edit. */
  readonly source: string | null;
  readonly step: Text;
}

/**
 * null for a file that is written by hand. `text`: as it is before we add to it. pip-tools and uv run where their command's paths begin: in the folder of the
 * file, in the project's root or at the top of the repository.
 */
export async function compiledFrom(
  project: Project,
  file: DependencyFile,
  text: string,
  wanted: readonly Requirement[],
): Promise<Compiled | null> {
  const compiled = file.format === "requirements" ? compiledBy(text) : null;
  if (compiled === null) return null;
  const { command, source } = compiled;
  if (source?.endsWith(".in")) {
    for (const folder of [path.resolve(project.root, path.dirname(file.file)), project.root, project.top]) {
      const absolute = path.resolve(folder, source);
      if ((await readImage(absolute)) === null) continue;
      const relative = path.relative(project.root, absolute).split(path.sep).join("/");
      return { source: relative, step: compileAgain(command, file.file) };
    }
  }
  return { source: null, step: sourceUnknown(command, file.file, source, wanted.map(formatRequirement)) };
}

/** The text of the source with the packages added that its result did not have. */
export function addToSource(
  source: string,
  text: string,
  file: DependencyFile,
  wanted: readonly Requirement[],
  eol: string,
): string {
  const missing = wanted.filter((one) => !(one.name in file.requires));
  return addRequirements(text, missing, { eol, present: {}, file: source }).text;
}
