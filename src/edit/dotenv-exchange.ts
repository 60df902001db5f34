/** .env files where another provider takes over: its variables stand where those of the one before it stood, and nothing else moves. */
import { setVariables, type Variable, variableLines } from "./dotenv.ts";
import { type Assignment, lineIndex, scan } from "./dotenv-scan.ts";
import { commentLines, cutLines, joinLines, type Line, splitLines } from "./lines.ts";

/** What leaves the file. */
export interface Leaving {
  /** Names of the variables that go, with every assignment of theirs. */
  readonly gone: Iterable<string>;
  /** Names that were written with them and stay: a comment that is theirs as well stays above them. */
  readonly kept?: Iterable<string>;
  /** Comments as they were written above the variables, in every language. They go along; any other comment is somebody's own, and stays. */
  readonly comments: readonly string[];
  /** An assignment goes only where it is empty and stands in one paragraph with one of the comments: any other is an example that somebody wrote. */
  readonly examples?: boolean;
}

interface Run {
  readonly first: number;
  readonly last: number;
}

/**
 * The text with what leaves taken out and every variable set. New variables take the place of the last group that left, so that the way there and
 * back gives the same bytes; where nothing left they go to the end, as `setVariables` puts them. Throws Failure (exit 2) as `setVariables`.
 */
export function exchangeVariables(
  text: string,
  leaving: Leaving,
  variables: readonly Variable[],
  options: { readonly eol: string; readonly header?: string; readonly file?: string },
): string {
  let lines = splitLines(text);
  const assignments = scan(text, options.file ?? ".env", false);
  const runs = runsOf(doomedLines(lines, assignments, leaving));
  const gone = new Set(leaving.gone);
  const present = new Set(assignments.map(({ key }) => key).filter((key) => !gone.has(key)));
  const added = variables.filter(({ key }) => !present.has(key)).flatMap(variableLines);
  for (const [index, run] of [...runs.entries()].reverse()) {
    const isPlace = index === runs.length - 1 && added.length > 0;
    lines = isPlace ? withLines(lines, run, added, options.eol) : cutLines(lines, run.first, run.last);
  }
  return setVariables(joinLines(lines), variables, options);
}

/** The text with every variable that stands under one of the `old` comments, word for word, under its new one. */
export function exchangeComments(
  text: string,
  variables: readonly Pick<Variable, "key" | "comment">[],
  old: readonly string[],
  eol: string,
): string {
  let lines = splitLines(text);
  for (const { key, comment } of variables) {
    const found = scan(joinLines(lines), ".env", false).findLast((one) => one.key === key);
    if (found === undefined || comment === undefined) continue;
    const at = lineIndex(lines, found.start);
    const above = commentAbove(lines, at, old);
    if (above === at) continue;
    const words = commentLines(comment).map((body) => ({ body, end: eol }));
    lines = [...lines.slice(0, above), ...words, ...lines.slice(at)];
  }
  return joinLines(lines);
}

/** Lines of the assignments that go, with the comments of ours above them. */
function doomedLines(
  lines: readonly Line[],
  assignments: readonly Assignment[],
  { gone, kept = [], comments, examples = false }: Leaving,
): ReadonlySet<number> {
  const unwanted = new Set(gone);
  const staying = new Set(kept);
  const doomed = new Set<number>();
  const starts: number[] = [];
  const keptLines = new Set(
    assignments.flatMap(({ key, start }) => (staying.has(key) ? [lineIndex(lines, start)] : [])),
  );
  for (const { key, value, start, valueEnd } of assignments) {
    if (!unwanted.has(key)) continue;
    const first = lineIndex(lines, start);
    if (examples && (value !== "" || !standsUnder(lines, first, comments))) continue;
    const last = lineIndex(lines, Math.max(start, valueEnd - 1));
    for (let index = first; index <= last; index += 1) doomed.add(index);
    starts.push(first);
  }
  for (const first of starts) {
    let next = first;
    while (doomed.has(next)) next += 1;
    if (keptLines.has(next)) continue;
    for (let index = commentAbove(lines, first, comments); index < first; index += 1) doomed.add(index);
  }
  return doomed;
}

/** Index of the first line of the comment that stands right above a line, if it is one of these; otherwise that of the line itself. */
function commentAbove(lines: readonly Line[], at: number, comments: readonly string[]): number {
  for (const comment of comments) {
    const words = commentLines(comment);
    const first = at - words.length;
    if (words.length > 0 && first >= 0 && words.every((word, index) => lines[first + index]?.body === word))
      return first;
  }
  return at;
}

/** Whether one of the comments stands in the paragraph of a line. */
function standsUnder(lines: readonly Line[], at: number, comments: readonly string[]): boolean {
  let first = at;
  while (first > 0 && lines[first - 1]?.body.trim() !== "") first -= 1;
  for (let index = first + 1; index <= at; index += 1) if (commentAbove(lines, index, comments) < index) return true;
  return false;
}

/** Lines one behind the other, as runs. */
function runsOf(indexes: ReadonlySet<number>): readonly Run[] {
  const runs: Run[] = [];
  for (const index of [...indexes].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run?.last === index - 1) runs[runs.length - 1] = { first: run.first, last: index };
    else runs.push({ first: index, last: index });
  }
  return runs;
}

/** New lines in place of a run; the last one ends as that of the run did where the file ends there. */
function withLines(lines: readonly Line[], { first, last }: Run, bodies: readonly string[], eol: string): Line[] {
  const end = lines[last]?.end === "" ? "" : eol;
  const added = bodies.map((body, index) => ({ body, end: index === bodies.length - 1 ? end : eol }));
  return [...lines.slice(0, first), ...added, ...lines.slice(last + 1)];
}
