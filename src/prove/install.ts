/** The command that gives a Python what the project requires, for a person to copy. */
import { relative } from "node:path";
import type { Project } from "../model/project.ts";
import type { FoundPython } from "./python.ts";

/**
 * Fitted to the dependency file. `python` null or the machine's own: a virtual environment is made first, where the tool will find it;
 * nobody should install a project's packages into a system Python (https://peps.python.org/pep-0668/).
 */
export function installCommand(project: Project, python: FoundPython | null): string {
  const file = project.dependencies?.file ?? "requirements.txt";
  switch (project.dependencies?.format) {
    case "pyproject-poetry":
      return 'poetry install && vet-media-setup --python "$(poetry env info --executable)"';
    case "pipfile":
      return 'pipenv install && vet-media-setup --python "$(pipenv --py)"';
    case "pyproject-pep621":
      return ofEnvironment(project, python, "pip install .");
    default:
      return ofEnvironment(project, python, `pip install -r ${quoted(file)}`);
  }
}

function ofEnvironment(project: Project, python: FoundPython | null, pip: string): string {
  if (python === null || python.source === "path") {
    const bin = process.platform === "win32" ? ".venv\\Scripts\\" : ".venv/bin/";
    return `python3 -m venv .venv && ${bin}${pip}`;
  }
  const inside = relative(project.root, python.path);
  const path = inside.startsWith("..") ? python.path : inside;
  return `${quoted(path)} -m ${pip}`;
}

function quoted(path: string): string {
  return /^[\w./\\:@%+=,-]+$/.test(path) ? path : `"${path}"`;
}
