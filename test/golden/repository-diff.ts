/** What a run did to a repository, as text to read and to keep: `git diff`, with what git does not show made visible. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { createTwoFilesPatch } from "diff";
import { decodeText } from "../../src/edit/text-file.ts";

/** Values of these variables are stars in what is kept. */
const SECRET = /^(AWS_ACCESS_KEY_ID|AWS_SECRET_ACCESS_KEY)=.+$/gm;

export interface DiffOptions {
  /** Paths of files that git ignores: they follow whole, with their mode, keys masked. */
  readonly ignored?: readonly string[];
  /** Texts that stand for the content of a new file that equals one of them, by the name that is shown. */
  readonly known?: Readonly<Record<string, string>>;
  /** Files that are shown; not said: all. */
  readonly only?: (file: string) => boolean;
}

/**
 * The working tree against HEAD, new files included. Carriage returns show as ␍, byte order marks as <U+FEFF>; what git calls binary (UTF-16) is compared decoded,
 * and must have kept its encoding.
 */
export function repositoryDiff(dir: string, { ignored = [], known = {}, only = () => true }: DiffOptions = {}): string {
  git(dir, "add", "--all", "--intent-to-add");
  const changed = git(dir, "diff", "--name-only", "-z", "--no-renames", "HEAD").split("\0").filter(Boolean);
  const parts = changed
    .sort()
    .filter(only)
    .map((file) => fileDiff(dir, file, known));
  for (const file of ignored.filter((one) => existsSync(path.join(dir, one)))) {
    const mode = (statSync(path.join(dir, file)).mode & 0o777).toString(8).padStart(4, "0");
    const text = readFileSync(path.join(dir, file), "utf8").replaceAll(SECRET, "$1=***");
    parts.push(`ignored by git: ${file} (mode ${mode})\n${text.replaceAll(/^(?=.|\n)/gm, "+")}`);
  }
  return visible(parts.join("\n"));
}

function fileDiff(dir: string, file: string, known: Readonly<Record<string, string>>): string {
  const diff = git(dir, "diff", "--no-color", "--no-ext-diff", "--no-renames", "--full-index", "HEAD", "--", file);
  const plain = diff
    .replaceAll(/^index [0-9a-f]+\.\.[0-9a-f]+( \d+)?\n/gm, "")
    .replaceAll(/^(---|\+\+\+) (.*)\t$/gm, "$1 $2");
  const text = readFileSync(path.join(dir, file), "utf8");
  const same = Object.entries(known).find(([, content]) => content === text)?.[0];
  if (same !== undefined && /^new file mode/m.test(plain)) {
    return plain.replace(/^@@[\s\S]*/m, `(the same as ${same})\n`);
  }
  return /^Binary files /m.test(plain) ? binaryDiff(dir, file, plain) : plain;
}

function binaryDiff(dir: string, file: string, plain: string): string {
  const before = decodeText(execFileSync("git", ["show", `HEAD:${file}`], { cwd: dir }));
  const after = decodeText(readFileSync(path.join(dir, file)));
  if (before.encoding !== after.encoding || before.bom !== after.bom) {
    throw new Error(`${file}: ${before.encoding} became ${after.encoding}`);
  }
  const header = plain.replace(/^Binary files .*\n/m, `(${before.encoding}, byte order mark: ${before.bom})\n`);
  const patch = createTwoFilesPatch(`a/${file}`, `b/${file}`, before.text, after.text, undefined, undefined, {
    context: 3,
  });
  return header + patch.replace(/^=+\n/, "").replaceAll(/^(---|\+\+\+) (.*?)\t?$/gm, "$1 $2");
}

function visible(text: string): string {
  return text.replaceAll("\r", "␍").replaceAll("\ufeff", "<U+FEFF>");
}

function git(dir: string, ...args: string[]): string {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    LC_ALL: "C",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_SYSTEM: "/dev/null",
  };
  for (const name of ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"]) delete env[name];
  const command = ["-c", "core.quotePath=false", ...args];
  return execFileSync("git", command, { cwd: dir, env, encoding: "utf8", maxBuffer: 1 << 26 });
}
