/** Text put in, exchanged or taken out at an offset, and nothing else changed. */
import { joinLines, splitLines } from "./lines.ts";

export function splice(text: string, start: number, end: number, inserted: string): string {
  return text.slice(0, start) + inserted + text.slice(end);
}

/** What stands on the line before the offset. */
export function lineHead(text: string, offset: number): string {
  return /[^\r\n]*$/.exec(text.slice(0, offset))?.[0] ?? "";
}

/** The offset where the line ends that holds the character at `offset`, before its line end. */
export function lineStop(text: string, offset: number): number {
  return offset + (/^[^\r\n]*/.exec(text.slice(offset))?.[0].length ?? 0);
}

/** Blanks as wide as what stands on the line before the offset: the column where a sibling begins. */
export function indentAt(text: string, offset: number): string {
  const head = lineHead(text, offset);
  return /^ *$/.test(head) ? head : " ".repeat(head.length);
}

/** True where nothing but blanks stands on the line before the offset. */
export function startsLine(text: string, offset: number): boolean {
  return /^[ \t]*$/.test(lineHead(text, offset));
}

/** New lines behind the line that holds the character before `offset`. A file without a final newline stays one. */
export function insertLines(text: string, offset: number, added: readonly string[], eol: string): string {
  const lines = splitLines(text);
  const index = lineIndex(text, Math.max(0, offset - 1));
  const line = lines[index] ?? { body: "", end: "" };
  const last = line.end === "" ? "" : eol;
  const bodies = added.map((body, at) => ({ body, end: at === added.length - 1 ? last : eol }));
  return joinLines([
    ...lines.slice(0, index),
    { body: line.body, end: line.end === "" && line.body !== "" ? eol : line.end },
    ...bodies,
    ...lines.slice(index + 1),
  ]);
}

/** The text without the whole lines that hold the characters from `start` up to `end`. A file without a final newline stays one. */
export function removeLines(text: string, start: number, end: number): string {
  const lines = splitLines(text);
  const first = lineIndex(text, start);
  const last = lineIndex(text, Math.max(start, end - 1));
  const kept = lines.slice(0, first);
  if (lines[last]?.end === "" && last === lines.length - 1) {
    const before = kept.pop();
    if (before !== undefined) kept.push({ body: before.body, end: "" });
  }
  return joinLines([...kept, ...lines.slice(last + 1)]);
}

function lineIndex(text: string, offset: number): number {
  return splitLines(text.slice(0, offset + 1)).length - 1;
}
