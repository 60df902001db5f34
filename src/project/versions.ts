/** Which Django and which Python production runs, from the files that say it. */
import path from "node:path";
import type { BlueprintService, VersionFact } from "../model/project.ts";
import { lineOfKey, type Processes } from "./commands.ts";
import { type Dependencies, lockedPackage } from "./dependencies.ts";
import type { ProjectFiles } from "./files.ts";
import { exactVersion, lowestAdmitted } from "./specifiers.ts";

export function djangoVersion(dependencies: Dependencies | null, files: ProjectFiles): VersionFact | null {
  const required = dependencies?.requires.get("django");
  if (!dependencies || !required) return null;
  const locked = lockedPackage(dependencies, "django", files);
  if (locked) return fact(locked.version, locked.file, locked.line);
  return fact(required.specifier, required.place.file, required.place.line);
}

/**
 * In Render's order: PYTHON_VERSION, then .python-version (https://render.com/docs/python-version); of an image its FROM line; then what only documents it:
 * runtime.txt, pyproject.toml, Pipfile.
 */
export function pythonVersion(
  top: string,
  service: BlueprintService | null,
  processes: Processes,
  dependencies: Dependencies | null,
  files: ProjectFiles,
): VersionFact | null {
  const image = processes.docker?.pythonImage;
  if (processes.docker && image && service?.runtime === "docker")
    return fact(leading(image.tag), processes.docker.file, image.line);
  const set = service?.env.PYTHON_VERSION;
  if (service && set != null) {
    const file = files.relative(path.join(top, "render.yaml"));
    return fact(set, file, lineOfKey(files.text(file) ?? "", service.line, "PYTHON_VERSION"));
  }
  for (const folder of new Set([path.join(top, service?.rootDir ?? "."), files.root, top])) {
    for (const name of [".python-version", "runtime.txt"]) {
      const file = files.relative(path.join(folder, name));
      const version = /^\s*(?:python-|cpython-)?(\d+(?:\.\d+)*)/.exec(files.text(file) ?? "")?.[1];
      if (version !== undefined) return fact(version, file, 1);
    }
  }
  const declared = dependencies?.manifest?.python;
  if (dependencies && declared) return fact(declared.specifier, dependencies.file.file, declared.line);
  if (processes.docker && image) return fact(leading(image.tag), processes.docker.file, image.line);
  return null;
}

/** `3.12-slim-bookworm` → `3.12`. */
function leading(tag: string): string {
  return /^\d+(?:\.\d+)*/.exec(tag)?.[0] ?? tag;
}

function fact(specifier: string, file: string, line: number): VersionFact {
  return { specifier: exactVersion(specifier) ?? specifier, minimum: lowestAdmitted(specifier), place: { file, line } };
}
