/** .gitignore: one path made ignored, and taken out again. Source of the rules: https://git-scm.com/docs/gitignore */
import { Failure } from "../lib/failure.ts";
import { pathNotForGitignore } from "../messages/edit.ts";
import { appendLines, commentLines, cutLines, joinLines, splitLines } from "./lines.ts";

/**
 * The text with `path` ignored; the same text if it says so already (and no later `!` takes it back). `path` is taken literally, from the folder of the
 * file if it begins with `/` or holds one. Throws Failure (exit 2) for a path with a line end or NUL in it, which no pattern can name.
 */
export function addIgnore(text: string | null, path: string, comment: string, eol: string): string {
  const pattern = patternOf(path);
  const before = text ?? "";
  const last = splitLines(before)
    .map((line) => line.body.replace(/^\ufeff/, "").replace(/(?<!\\)[ \t]+$/, ""))
    .findLast((line) => line === pattern || line === `!${pattern}`);
  if (last === pattern) return before;
  const added = [...commentLines(comment), pattern];
  return appendLines(before, before === "" ? added : ["", ...added], eol);
}

/** The text without the last line that ignores `path`, and without the comment right above it. */
export function removeIgnore(text: string, path: string): string {
  const pattern = patternOf(path);
  const lines = splitLines(text);
  const last = lines.findLastIndex((line) => line.body === pattern);
  if (last === -1) return text;
  let first = last;
  const followed = /^\s*[^#\s]/.test(lines[last + 1]?.body ?? "");
  if (!followed) while (lines[first - 1]?.body.startsWith("#")) first -= 1;
  return joinLines(cutLines(lines, first, last));
}

function patternOf(path: string): string {
  if (path === "" || /[\r\n\0]/.test(path)) throw new Failure(pathNotForGitignore(path));
  return path
    .replace(/[\\*?[]/g, "\\$&")
    .replace(/^[#!]/, "\\$&")
    .replace(/ +$/, (blanks) => "\\ ".repeat(blanks.length));
}
