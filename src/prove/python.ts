/** Finds the Python of the project: the one that was named, its virtual environment, or the machine's own. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve as resolvePath } from "node:path";
import { Failure } from "../lib/failure.ts";
import { pythonUnusable } from "../messages/prove.ts";

export type PythonSource = "flag" | "VIRTUAL_ENV" | ".venv" | "venv" | "path";

export interface FoundPython {
  /** Absolute, or a name for the shell to find: `python3`. */
  readonly path: string;
  /** `3.11.7` */
  readonly version: string;
  readonly source: PythonSource;
}

/** Milliseconds that a Python may take to say its version. */
const VERSION_LIMIT = 10_000;
/** The oldest that driver.py can be read by; Django 3.2 wants it too. */
const OLDEST = [3, 6] as const;

/**
 * The first that runs of: `python` (the --python flag), VIRTUAL_ENV, .venv and venv in the project's root and in `top` (the git root),
 * python3 on the PATH. null: none. Throws Failure (exit 2) if a named Python does not run.
 */
export async function findPython(options: {
  readonly root: string;
  readonly top?: string;
  readonly python?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}): Promise<FoundPython | null> {
  if (options.python !== undefined) {
    // A path counts from where the tool was started, a bare name is looked for on the PATH.
    const path = /[\\/]/.test(options.python) ? resolvePath(options.python) : options.python;
    const version = await versionOf(path, options.env);
    if (version === null) throw new Failure(pythonUnusable(options.python));
    return { path, version, source: "flag" };
  }
  for (const { path, source } of candidates(options)) {
    const version = await versionOf(path, options.env);
    if (version !== null) return { path, version, source };
  }
  return null;
}

function candidates(options: Parameters<typeof findPython>[0]): readonly { path: string; source: PythonSource }[] {
  const folders = [...new Set([options.root, options.top ?? options.root])];
  const active = options.env.VIRTUAL_ENV;
  const environments: { folder: string; source: PythonSource }[] = [
    ...(active === undefined || active === "" ? [] : [{ folder: active, source: "VIRTUAL_ENV" as const }]),
    ...folders.flatMap((folder) => [
      { folder: join(folder, ".venv"), source: ".venv" as const },
      { folder: join(folder, "venv"), source: "venv" as const },
    ]),
  ];
  const found = environments.flatMap(({ folder, source }) => {
    const path = pythonIn(folder);
    return path === null ? [] : [{ path, source }];
  });
  return [...found, { path: "python3", source: "path" }, { path: "python", source: "path" }];
}

function pythonIn(folder: string): string | null {
  const paths = [join(folder, "bin", "python"), join(folder, "bin", "python3"), join(folder, "Scripts", "python.exe")];
  return paths.find((path) => existsSync(path)) ?? null;
}

/** null: it does not run, or it is too old. */
function versionOf(path: string, env: Readonly<Record<string, string | undefined>>): Promise<string | null> {
  const program = "import sys; print('python %d.%d.%d' % sys.version_info[:3])";
  return new Promise((resolve) => {
    // -S and -E: no site package and no PYTHON* variable has a say in a version number.
    const flags = ["-B", "-S", "-E", "-c", program];
    execFile(path, flags, { timeout: VERSION_LIMIT, env: { ...env }, windowsHide: true }, (error, stdout) => {
      const found = error === null ? /python (\d+)\.(\d+)\.(\d+)/.exec(stdout) : null;
      if (found === null) return resolve(null);
      const [major, minor] = [Number(found[1]), Number(found[2])];
      const usable = major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
      resolve(usable ? `${found[1]}.${found[2]}.${found[3]}` : null);
    });
  });
}
