/** What git knows about the project. Only questions, without locks; without git or outside a repository everything is empty. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { git } from "../lib/git.ts";

const MOST_DIRTY = 20;

/** The nearest folder at or above `directory` that holds `.git` (a folder, or the file of a worktree or submodule); null: none. */
export function findGitRoot(directory: string): string | null {
  for (let folder = directory; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, ".git"))) return folder;
    if (folder === path.dirname(folder)) return null;
  }
}

/** Paths with uncommitted changes, relative to the git root; at most 20. */
export async function dirtyPaths(gitRoot: string): Promise<string[]> {
  const { code, stdout } = await git(gitRoot, ["status", "--porcelain=v1", "-z", "--untracked-files=normal"]);
  if (code !== 0) return [];
  const dirty: string[] = [];
  const entries = stdout.toString("utf8").split("\0");
  for (let i = 0; i < entries.length && dirty.length < MOST_DIRTY; i++) {
    const entry = entries[i] ?? "";
    if (entry === "") continue;
    dirty.push(entry.slice(3));
    // A rename or copy is followed by its old name.
    if (/[RC]/.test(entry.slice(0, 2))) i++;
  }
  return dirty;
}

/** Files below `folder` (absolute) that are in git's index, relative to it. */
export async function trackedBelow(folder: string): Promise<string[]> {
  const { code, stdout } = await git(folder, ["ls-files", "-z"]);
  if (code !== 0) return [];
  return stdout
    .toString("utf8")
    .split("\0")
    .filter((name) => name !== "");
}

/** Whether git ignores the file and does not track it. Asked for the few files that settings import, one by one. */
export function isIgnoredNow(folder: string, file: string): boolean {
  const args = ["--no-optional-locks", "check-ignore", "--quiet", "--", file];
  return spawnSync("git", args, { cwd: folder, stdio: "ignore" }).status === 0;
}
