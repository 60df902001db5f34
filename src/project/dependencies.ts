/** Which dependency file the build installs, and what it requires. */
import path from "node:path";
import type { DependencyFile, DependencyFormat, Place } from "../model/project.ts";
import type { Processes } from "./commands.ts";
import type { ProjectFiles } from "./files.ts";
import { lockedVersion, type Manifest, readPep621, readPipfile, readPoetry } from "./manifests.ts";
import type { Install } from "./process.ts";
import { type Requires, readConstraints, readRequirements } from "./requirement-lines.ts";

export interface Dependencies {
  readonly file: DependencyFile;
  readonly requires: Requires;
  /** For pyproject.toml and Pipfile. */
  readonly manifest: Manifest | null;
  /** Relative to the root; the lock file beside a manifest. */
  readonly lock: string | null;
}

/**
 * The file of the first install command of the build that exists; without one, what Render's suggested command installs. `top` is searched where the root has
 * none. null: the project says nowhere what it needs. Source: https://render.com/docs/deploy-django
 */
export function findDependencies(top: string, processes: Processes, files: ProjectFiles): Dependencies | null {
  for (const install of [...processes.build.installs, ...processes.start.installs]) {
    const found = installed(install, processes, files);
    if (found) return found;
  }
  for (const folder of new Set([files.root, top])) {
    const found = byDefault(folder, files);
    if (found) return found;
  }
  return null;
}

function installed(install: Install, processes: Processes, files: ProjectFiles): Dependencies | null {
  const { place } = install.evidence;
  const evidence = `${place.file}:${place.line}`;
  const target = files.relative(install.target);
  const inFolder = (name: string) => (target === "" ? name : `${target}/${name}`);
  switch (install.tool) {
    case "requirements": {
      const file = existingFile(target, install.target, files);
      return file === null ? null : requirementsFile(file, evidence, files, processes);
    }
    case "poetry":
      return pyproject("pyproject-poetry", inFolder("pyproject.toml"), evidence, files);
    case "uv":
      return pyproject("pyproject-pep621", inFolder("pyproject.toml"), evidence, files);
    case "project":
      return (
        pyproject("pyproject-pep621", inFolder("pyproject.toml"), evidence, files) ??
        pyproject("pyproject-poetry", inFolder("pyproject.toml"), evidence, files)
      );
    case "pipenv":
      return pyproject("pipfile", inFolder("Pipfile"), evidence, files);
  }
}

/** An image copies the repository to its WORKDIR, so that a path there (`/app/requirements.txt`, `/tmp/requirements.txt`) is ours by its name. */
function existingFile(relative: string, absolute: string, files: ProjectFiles): string | null {
  if (files.text(relative) !== null) return relative;
  const name = path.basename(absolute);
  return path.isAbsolute(absolute) && relative.startsWith("../") && files.text(name) !== null ? name : null;
}

function requirementsFile(file: string, evidence: string, files: ProjectFiles, processes?: Processes): Dependencies {
  const requires = readRequirements(file, files);
  // Further files of the same build count as required too, so that nothing is added twice.
  for (const other of processes?.build.installs ?? []) {
    const name = files.relative(other.target);
    if (other.tool === "requirements" && name !== file)
      for (const [key, value] of readRequirements(name, files)) requires.set(key, requires.get(key) ?? value);
  }
  const constraints = readConstraints(file, files);
  return {
    file: {
      file,
      format: "requirements",
      evidence,
      requires: specifiers(requires),
      ...(constraints.size === 0
        ? {}
        : { constraints: specifiers(constraints), constraintPlaces: Object.fromEntries(places(constraints)) }),
    },
    requires,
    manifest: null,
    lock: null,
  };
}

function pyproject(format: DependencyFormat, file: string, evidence: string, files: ProjectFiles): Dependencies | null {
  const readers = {
    "pyproject-pep621": readPep621,
    "pyproject-poetry": readPoetry,
    pipfile: readPipfile,
    requirements: () => null,
  };
  const manifest = readers[format](file, files);
  if (!manifest) return null;
  const folder = path.posix.dirname(file);
  const locks = {
    "pyproject-pep621": "uv.lock",
    "pyproject-poetry": "poetry.lock",
    pipfile: "Pipfile.lock",
    requirements: "",
  };
  const lock = path.posix.join(folder, locks[format]);
  return {
    file: { file, format, evidence, requires: specifiers(manifest.requires) },
    requires: manifest.requires,
    manifest,
    lock: files.text(lock) === null ? null : lock,
  };
}

/** Without a build command: requirements.txt, which Render's suggested command installs; else the only kind that is there. */
function byDefault(folder: string, files: ProjectFiles): Dependencies | null {
  const at = (name: string) => files.relative(path.join(folder, name));
  const has = (name: string) => files.text(at(name)) !== null;
  const only = (name: string) => at(name);
  if (has("requirements.txt")) return requirementsFile(at("requirements.txt"), only("requirements.txt"), files);
  const poetry = pyproject("pyproject-poetry", at("pyproject.toml"), only("pyproject.toml"), files);
  if (poetry) return poetry;
  const pep621 = pyproject("pyproject-pep621", at("pyproject.toml"), only("pyproject.toml"), files);
  if (pep621) return pep621;
  if (has("Pipfile")) return pyproject("pipfile", at("Pipfile"), only("Pipfile"), files);
  for (const name of [
    "requirements/production.txt",
    "requirements/prod.txt",
    "requirements/base.txt",
    "requirements/requirements.txt",
  ]) {
    if (has(name)) return requirementsFile(at(name), only(name), files);
  }
  return null;
}

function places(requires: Requires): readonly (readonly [string, Place])[] {
  return [...requires].map(([name, { place }]) => [name, place]);
}

function specifiers(requires: Requires): Record<string, string> {
  return Object.fromEntries([...requires].map(([name, { specifier }]) => [name, specifier]));
}

/** The version that the lock file of these dependencies pins, with its place. */
export function lockedPackage(
  dependencies: Dependencies,
  name: string,
  files: ProjectFiles,
): { version: string; file: string; line: number } | null {
  if (dependencies.lock === null) return null;
  const found = lockedVersion(dependencies.lock, name, files);
  return found && { ...found, file: dependencies.lock };
}
