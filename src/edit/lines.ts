/** Text as lines that keep their own ends: cut some out, or put some behind the last one, and touch no other byte. */
import { endsOnNewLine } from "./text-file.ts";

export interface Line {
  readonly body: string;
  /** "" only for a last line without a line end. */
  readonly end: string;
}

export function splitLines(text: string): Line[] {
  const lines: Line[] = [];
  for (const [, body = "", end = ""] of text.matchAll(/([^\r\n]*)(\r\n|\n|\r|$)/g)) {
    if (body !== "" || end !== "") lines.push({ body, end });
  }
  return lines;
}

export function joinLines(lines: readonly Line[]): string {
  return lines.map((line) => line.body + line.end).join("");
}

/**
 * Lines put behind the text. The new last line ends as the old one did: a file without a final newline stays one.
 * That is how `cutLines` can tell, from the text alone, whether the line end in front of what we added was ours.
 */
export function appendLines(text: string, lines: readonly string[], eol: string): string {
  const final = text === "" || endsOnNewLine(text);
  const opening = final ? "" : eol;
  const added = opening + lines.join(eol) + (final ? eol : "");
  // A lone CR in front of our LF would become one CRLF, and could not be told apart again.
  return text.endsWith("\r") && added.startsWith("\n") ? `${text}\r${added}` : text + added;
}

/**
 * The lines without those from `first` up to and including `last`. At the end of the file one blank line in front goes with them (that which
 * `appendLines` was given), and a missing final newline is handed on to the line that is now the last. Elsewhere two blank lines that would meet become one.
 */
export function cutLines(lines: readonly Line[], first: number, last: number): Line[] {
  const blankBefore = lines[first - 1]?.body === "";
  const next = lines[last + 1];
  const from = blankBefore && (next === undefined || next.body === "") ? first - 1 : first;
  const kept = lines.slice(0, from);
  if (next === undefined && lines[last]?.end === "") {
    const end = kept.pop();
    if (end !== undefined && end.body !== "") kept.push({ body: end.body, end: "" });
  }
  return [...kept, ...lines.slice(last + 1)];
}

/** The words as `# …` lines, one for each line of them. Controls end a line: no comment can end early and go on as something else. */
export function commentLines(words: string): string[] {
  return words
    .split(/(?!\t)[\p{Cc}\p{Zl}\p{Zp}]+/u)
    .map((line) => line.replace(/\p{Cs}/gu, "").trim())
    .filter((line) => line !== "")
    .map((line) => (line.startsWith("#") ? line : `# ${line}`));
}
