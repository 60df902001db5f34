/** The packages: handed to the editor that knows the project's kind of dependency file, and to the file that it was made from, if it was. */
import path from "node:path";
import { compiledBy, isFromSource } from "../edit/compiled-requirements.ts";
import { addPipfile } from "../edit/pipfile.ts";
import { addPep621, addPoetry } from "../edit/pyproject.ts";
import { type DependencyEdit, formatRequirement } from "../edit/requirement.ts";
import { addRequirements } from "../edit/requirements.ts";
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

/** What an editor is asked for. */
export interface Packages {
  readonly wanted: readonly Requirement[];
  /** Lines of the provider before this one: they go where they stand word for word. */
  readonly left: readonly Requirement[];
  readonly eol: string;
}

/** The file's text with what is missing added, and what is left taken out. Throws Failure (exit 2) where adding would break the file. */
export function exchangeDependencies(
  file: DependencyFile,
  text: string,
  { wanted, left, eol }: Packages,
): DependencyEdit {
  return EDITORS[file.format](text, wanted, { eol, present: file.requires, file: file.file, leaving: left });
}

/** Where a file came from that a tool has made: the next run of that tool would drop what we add to its result alone. */
export interface Compiled {
  /** Relative to the project's root; null: not one file of packages that we can edit. */
  readonly source: string | null;
  /** Normal names of wanted packages that the result has because the source asks for them, or asked when it was made. */
  readonly fromSource: readonly string[];
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
      const names = wanted.map(({ name }) => name).filter((name) => isFromSource(text, name, source));
      return { source: relative, fromSource: names, step: compileAgain(command, file.file) };
    }
  }
  return {
    source: null,
    fromSource: [],
    step: sourceUnknown(command, file.file, source, wanted.map(formatRequirement)),
  };
}

/** The text of the source with the packages added that its result has not, or has on its account; and what is left taken out. */
export function exchangeInSource(
  source: string,
  text: string,
  { fromSource }: Compiled,
  file: DependencyFile,
  { wanted, left, eol }: Packages,
): DependencyEdit {
  const missing = wanted.filter((one) => !(one.name in file.requires) || fromSource.includes(one.name));
  return addRequirements(text, missing, { eol, present: {}, file: source, leaving: left });
}
