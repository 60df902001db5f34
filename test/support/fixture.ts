/** A fixture project in a folder of its own: copied, put under git, and taken away again. */
import { spawnSync } from "node:child_process";
import { cp, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const FIXTURES = fileURLToPath(new URL("../fixtures/", import.meta.url));

export interface Fixture {
  /** Absolute, symlinks resolved: the git root of the copy. */
  readonly dir: string;
  /** Runs git there and returns its standard output; throws with its error output if git fails. */
  git(...args: string[]): string;
  remove(): Promise<void>;
}

/**
 * Copies `test/fixtures/<name>` to a temporary folder and commits it there.
 * Every file is committed, those that the fixture's own .gitignore names too: what is in a fixture is what a repository holds.
 */
export async function copyFixture(name: string): Promise<Fixture> {
  const dir = await realpath(await mkdtemp(join(tmpdir(), `vet-${name.replaceAll("/", "-")}-`)));
  await cp(join(FIXTURES, name), dir, { recursive: true, filter: (path) => !path.endsWith("__pycache__") });
  const git = (...args: string[]) => runGit(dir, args);
  git("init", "--quiet", "--initial-branch=main");
  git("config", "user.name", "Fixture");
  git("config", "user.email", "fixture@example.invalid");
  git("config", "commit.gpgsign", "false");
  git("config", "core.autocrlf", "false");
  git("config", "core.hooksPath", ".git/no-hooks");
  git("config", "gc.auto", "0");
  git("add", "--all", "--force");
  git("commit", "--quiet", "--allow-empty", "--message", "Initial state");
  return { dir, git, remove: () => rm(dir, { recursive: true, force: true, maxRetries: 3 }) };
}

function runGit(dir: string, args: readonly string[]): string {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    LC_ALL: "C",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_SYSTEM: "/dev/null",
  };
  // A test may itself run inside a git hook: its repository must not become ours.
  for (const name of ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"]) delete env[name];
  const done = spawnSync("git", args, { cwd: dir, env, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  if (done.error) throw done.error;
  if (done.status !== 0) throw new Error(`git ${args.join(" ")} failed in ${dir}:\n${done.stderr}`);
  return done.stdout;
}
