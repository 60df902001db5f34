/** Hands the packages to the editor that knows the project's kind of dependency file. */
import { addPipfile } from "../edit/pipfile.ts";
import { addPep621, addPoetry } from "../edit/pyproject.ts";
import { addRequirements } from "../edit/requirements.ts";
import type { DependencyFile, DependencyFormat } from "../model/project.ts";
import type { Requirement } from "../model/provider.ts";

const EDITORS: Record<DependencyFormat, typeof addRequirements> = {
  requirements: addRequirements,
  "pyproject-pep621": addPep621,
  "pyproject-poetry": addPoetry,
  pipfile: addPipfile,
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
