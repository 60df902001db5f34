/** Makes a fresh clone ready: installs the packages of the lock file and builds, each only when something changed. Prints to standard error only. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
export const CLI = path.join(ROOT, "dist", "cli.js");

/** Newest change, in milliseconds since 1970, of a file or of anything below a folder; 0 if it is not there. */
function newest(target) {
  if (!existsSync(target)) return 0;
  const facts = statSync(target);
  if (!facts.isDirectory()) return facts.mtimeMs;
  return Math.max(facts.mtimeMs, ...readdirSync(target).map((name) => newest(path.join(target, name))));
}

function run(label, command, args) {
  process.stderr.write(`${label}\n`);
  // npm is a script on Windows, and scripts need a shell there.
  const done = spawnSync(command, args, { cwd: ROOT, stdio: ["ignore", 2, 2], shell: process.platform === "win32" });
  if (done.status !== 0) {
    process.stderr.write(`${command} ${args.join(" ")} failed\n`);
    process.exit(done.status ?? 1);
  }
}

export function install() {
  const marker = path.join(ROOT, "node_modules", ".package-lock.json");
  if (newest(marker) >= newest(path.join(ROOT, "package-lock.json"))) return;
  run("Installing the packages of the lock file …", "npm", [
    "ci",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
  ]);
}

export function build() {
  const sources = ["src", "templates", "build", "build.mjs", "package.json"].map((name) =>
    newest(path.join(ROOT, name)),
  );
  if (newest(CLI) > Math.max(...sources)) return;
  run("Building …", process.execPath, ["build.mjs"]);
}

export function prepare() {
  install();
  build();
}
