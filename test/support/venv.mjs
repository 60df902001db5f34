/**
 * Python environments for the sandbox and the tests: made once from the pinned lists beside this file, kept in the user's
 * cache, found again by the hash of the list. `python3` with its venv module is all that the machine must have.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** @typedef {"standin" | "django32" | "django42" | "django52" | "djangoonly" | "peers" | "olderboto3"} VenvName */

/** pip obeys these, and each of them would send the packages somewhere else. */
const MISLEADING = [
  "PIP_USER",
  "PIP_TARGET",
  "PIP_PREFIX",
  "PIP_REQUIRE_VIRTUALENV",
  "PYTHONHOME",
  "PYTHONPATH",
  "VIRTUAL_ENV",
];

/**
 * Builds under a lock that the kernel drops with its holder, so that two runs that ask at once build once, and a killed
 * run leaves neither a lock nor an environment that looks finished.
 */
const BUILD = `
import fcntl, os, shutil, subprocess, sys
folder, packages = sys.argv[1:3]
os.makedirs(os.path.dirname(folder), exist_ok=True)
with open(folder + ".lock", "w") as lock:
    fcntl.flock(lock, fcntl.LOCK_EX)
    if os.path.exists(os.path.join(folder, "complete")):
        sys.exit(0)
    print("making the Python environment", folder, "(once)", file=sys.stderr, flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", folder], check=True, stdout=sys.stderr)
    python = os.path.join(folder, "bin", "python")
    pip = [python, "-m", "pip", "--quiet", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--requirement", packages], check=True, stdout=sys.stderr)
    open(os.path.join(folder, "complete"), "w").close()
`;

/**
 * Where the environment of this name is, or will be.
 * @param {VenvName} name
 */
function locate(name) {
  const packages = fileURLToPath(new URL(`./venv-${name}.txt`, import.meta.url));
  const hash = createHash("sha256").update(readFileSync(packages)).digest("hex").slice(0, 12);
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  const folder = join(cache, "vet-media-setup", `${name}-${hash}`);
  return { packages, folder, python: join(folder, "bin", "python") };
}

/**
 * The path of the environment's python; makes the environment if it is not there yet (a minute, once). Progress goes to
 * standard error. Rejects when python3 is missing or a package cannot be installed.
 * @param {VenvName} name
 * @returns {Promise<string>}
 */
export async function venv(name) {
  const { packages, folder, python } = locate(name);
  // `python` is a link: it dangles when the interpreter that made the environment has been removed.
  if (existsSync(join(folder, "complete")) && existsSync(python)) return python;
  const env = { ...process.env };
  for (const variable of MISLEADING) delete env[variable];
  await new Promise((resolve, reject) => {
    const build = spawn("python3", ["-c", BUILD, folder, packages], { env, stdio: ["ignore", "ignore", "inherit"] });
    build.on("error", (cause) => reject(new Error("python3 is needed to make the test environments", { cause })));
    build.on("exit", (code) => (code === 0 ? resolve(undefined) : reject(new Error(`could not make ${folder}`))));
  });
  return python;
}
