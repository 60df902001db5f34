/**
 * Programs that only a Linux distribution has: those on PATH, or else installed once from Debian's (or Ubuntu's) own packages, where this
 * process is root and apt works. Where they cannot be had, the reason, so that a test can say loudly what it did not test.
 */
import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Milliseconds for fetching and unpacking. */
const PATIENCE = 280_000;

/**
 * @param {string} name
 * @returns {string | null} Its path; null: not on PATH.
 */
export function programOnPath(name) {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/sbin"];
  for (const folder of folders.filter((one) => one !== "")) {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return join(folder, name);
    } catch {}
  }
  return null;
}

/**
 * @param {readonly string[]} programs
 * @param {readonly string[]} packages  That bring them.
 * @returns {Promise<string | null>} null: they are there; else why they are not.
 */
export async function needPrograms(programs, packages) {
  const missing = () => programs.filter((name) => programOnPath(name) === null).join(", ");
  if (missing() === "") return null;
  const wanted = `${missing()} (${packages.join(" ")})`;
  if (process.getuid?.() !== 0) return `${wanted}: not installed, and only root could install it`;
  if (programOnPath("apt-get") === null) return `${wanted}: not installed, and there is no apt-get here`;
  process.stderr.write(`installing ${packages.join(" ")} for the tests (once)\n`);
  // Two test files may ask at once: apt waits for its own lock.
  const install = ["-o", "DPkg::Lock::Timeout=240", "install", "-y", "--no-install-recommends", ...packages];
  // Most machines have a list of packages already; a container without one has to fetch it first.
  if (!(await apt(install))) {
    await apt(["-o", "DPkg::Lock::Timeout=240", "update"]);
    await apt(install);
  }
  return missing() === "" ? null : `${wanted}: apt-get could not install it`;
}

/** @param {readonly string[]} args */
function apt(args) {
  return new Promise((resolve) => {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const child = spawn("apt-get", ["-qq", ...args], { env, stdio: "ignore", timeout: PATIENCE });
    child.on("error", () => resolve(false));
    child.on("exit", (code) => resolve(code === 0));
  });
}
