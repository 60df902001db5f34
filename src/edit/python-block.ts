/** The managed block at the end of a Python module: set, read, and removed so that the module's first bytes are back. */
import { Failure } from "../lib/failure.ts";
import { blockBroken } from "../messages/edit.ts";
import { appendLines, joinLines, type Line, splitLines } from "./lines.ts";

export const BLOCK_BEGIN = "# >>> vet-media-setup: managed block, edits here are overwritten >>>";
export const BLOCK_END = "# <<< vet-media-setup <<<";

/** Recognised by their first word, so that a later version may say more on the line. */
const BEGIN = /^([ \t]*)# >>> vet-media-setup\b/;
const END = /^([ \t]*)# <<< vet-media-setup\b/;

/**
 * Between the module and the block: what `ruff format` leaves alone after a statement, a function and a class alike
 * (PEP 8: two blank lines around top-level definitions).
 */
const BLANK_LINES = 2;

/**
 * The text with the block's lines set: in place of the block that is there, or at the end of the file, behind two blank lines.
 *
 * A module without a final newline stays without one: the block's last line then has none either. So the text itself says what
 * `removeBlock` must put back, and there is nothing that could get lost. Setting the same lines again gives the same text.
 * `file` is the name for the place in a refusal. Throws Failure (exit 2) for markers without their pair, two blocks, or a block that
 * has been moved inside an indented piece of code.
 */
export function setBlock(text: string, body: readonly string[], eol: string, file = "settings.py"): string {
  if (body.some((line) => /[\r\n\v\f\0]/.test(line) || BEGIN.test(line) || END.test(line))) {
    throw new RangeError("a line of the managed block holds a line end or a marker");
  }
  const block = [BLOCK_BEGIN, ...body, BLOCK_END];
  const lines = splitLines(text);
  const found = findBlock(lines, file);
  if (found === null) {
    const blank = text === "" ? [] : new Array<string>(BLANK_LINES).fill("");
    return appendLines(text, [...blank, ...block], eol);
  }
  const last = lines[found.last]?.end ?? "";
  return joinLines([
    ...lines.slice(0, found.first),
    ...block.map((line, index) => ({ body: line, end: index === block.length - 1 ? last : eol })),
    ...lines.slice(found.last + 1),
  ]);
}

/** What would undo the block if it ran behind it: the settings that it sets, and what may set any. */
const OVERRIDES =
  /\b(?:STORAGES|DEFAULT_FILE_STORAGE|STATICFILES_STORAGE|MEDIA_ROOT|MEDIA_URL|INSTALLED_APPS)\b|\bimport[ \t]*\(?[ \t]*\*|\b(?:exec|include|globals|locals|vars)[ \t]*\(/;

/** As `setBlock`; a block with code behind it that may undo it moves to the end, where it has the last word. Throws as `setBlock`. */
export function setLastBlock(text: string, body: readonly string[], eol: string, file = "settings.py"): string {
  const lines = splitLines(text);
  const found = findBlock(lines, file);
  const behind = found === null ? [] : lines.slice(found.last + 1).map((line) => line.body);
  const isUndone = behind.some((line) => !/^\s*#/.test(line) && OVERRIDES.test(line));
  return setBlock(isUndone ? removeBlock(text, file) : text, body, eol, file);
}

/** The text without the block and the two blank lines in front of it; the same text if there is no block. Throws as `setBlock`. */
export function removeBlock(text: string, file = "settings.py"): string {
  const lines = splitLines(text);
  const found = findBlock(lines, file);
  if (found === null) return text;
  let first = found.first;
  while (found.first - first < BLANK_LINES && lines[first - 1]?.body === "") first -= 1;
  const kept = lines.slice(0, first);
  const rest = lines.slice(found.last + 1);
  if (rest.length === 0 && lines[found.last]?.end === "") {
    const end = kept.pop();
    if (end !== undefined && end.body !== "") kept.push({ body: end.body, end: "" });
  }
  return joinLines([...kept, ...rest]);
}

/** The lines between the markers, joined with `\n`; null if there is no block. Throws as `setBlock`. */
export function readBlock(text: string, file = "settings.py"): string | null {
  const lines = splitLines(text);
  const found = findBlock(lines, file);
  if (found === null) return null;
  return lines
    .slice(found.first + 1, found.last)
    .map((line) => line.body)
    .join("\n");
}

/** Indexes of the two marker lines; null if there are none. */
function findBlock(lines: readonly Line[], file: string): { first: number; last: number } | null {
  const begins = matching(lines, BEGIN);
  const ends = matching(lines, END);
  const [first] = begins;
  const [last] = ends;
  if (first === undefined && last === undefined) return null;
  const refuse = (line: number, how: Parameters<typeof blockBroken>[1]) =>
    new Failure(blockBroken(`${file}:${line + 1}`, how));
  const second = begins[1] ?? ends[1];
  if (second !== undefined && begins.length === ends.length) throw refuse(begins[1] ?? second, "twice");
  if (first === undefined || (last !== undefined && last < first)) throw refuse(last ?? 0, "end-alone");
  if (last === undefined || begins.length > ends.length) throw refuse(begins[1] ?? first, "begin-alone");
  if (ends.length > begins.length) throw refuse(ends[1] ?? last, "end-alone");
  for (const index of [first, last]) {
    if (/^[ \t]/.test(lines[index]?.body ?? "")) throw refuse(index, "indented");
  }
  return { first, last };
}

function matching(lines: readonly Line[], pattern: RegExp): number[] {
  return lines.flatMap((line, index) => (pattern.test(line.body) ? [index] : []));
}
