/** Where the assignments of a .env file stand, as python-dotenv, decouple and the JavaScript reader find them. */
import { Failure } from "../lib/failure.ts";
import { dotenvUnclosed } from "../messages/edit.ts";
import { type Line, splitLines } from "./lines.ts";

/** One `KEY=value`; it may go on over several lines inside quotes. Offsets are those of the text. */
export interface Assignment {
  readonly key: string;
  readonly value: string;
  readonly start: number;
  readonly valueStart: number;
  readonly valueEnd: number;
  /** `'` or `"` around the value; "" for none. */
  readonly quote: string;
}

/** Index of the line that holds the character at `offset`. */
export function lineIndex(lines: readonly Line[], offset: number): number {
  let start = 0;
  for (const [index, line] of lines.entries()) {
    start += line.body.length + line.end.length;
    if (offset < start) return index;
  }
  return lines.length - 1;
}

/** A comment behind the value, up to the end of the line. */
export const TAIL = /[^\S\r\n]*(?:#[^\r\n]*)?(?=[\r\n]|$)/y;

const KEY = /[^\S\r\n]*(?:export[^\S\r\n]+)?([^\s=#'"]+)[^\S\r\n]*=[^\S\r\n]*/y;
const QUOTED = { "'": /'((?:\\'|[^'])*)'/y, '"': /"((?:\\"|[^"])*)"/y } as const;

/** Every assignment in order. Strict: throws Failure for a quote that would swallow what we write behind it. */
export function scan(text: string, file: string, strict: boolean): Assignment[] {
  const found: Assignment[] = [];
  let position = 0;
  while (position < text.length) {
    const lineEnd = endOfLine(text, position);
    const key = at(KEY, text, position);
    if (key === null) {
      position = afterLineEnd(text, lineEnd);
      continue;
    }
    const valueStart = position + key[0].length;
    const value = readValue(text, valueStart, lineEnd);
    // The JavaScript reader knows ` as a third quote.
    const openBacktick = text[valueStart] === "`" && !text.slice(valueStart + 1, lineEnd).includes("`");
    if (strict && (value === null || openBacktick)) {
      throw new Failure(dotenvUnclosed(`${file}:${splitLines(text.slice(0, position)).length + 1}`));
    }
    const read = value ?? bare(text.slice(valueStart, lineEnd), valueStart);
    found.push({ key: key[1] ?? "", start: position, valueStart, ...read });
    position = afterLineEnd(text, endOfLine(text, read.valueEnd));
  }
  return found;
}

type Value = Pick<Assignment, "value" | "valueEnd" | "quote">;

/** null: a quote opens, and what closes it is on another line and not the end of a value: readers disagree on all that follows. */
function readValue(text: string, start: number, lineEnd: number): Value | null {
  const quote = text[start];
  if (quote !== "'" && quote !== '"') return bare(text.slice(start, lineEnd), start);
  const match = at(QUOTED[quote], text, start);
  if (match === null) return null;
  const end = start + match[0].length;
  if (at(TAIL, text, end) !== null) return { value: unescaped(match[1] ?? "", quote), valueEnd: end, quote };
  // `KEY='it's'`: python-dotenv drops the line, decouple takes what is between the outer quotes. Nobody reads over the line's end.
  return end > lineEnd ? null : bare(text.slice(start, lineEnd), start);
}

function bare(rest: string, start: number): Value {
  const written = rest.replace(/(?:^|\s)#.*$/, "").trimEnd();
  const outer = /^(['"])(.*)\1$/.exec(written);
  return { value: outer?.[2] ?? written, valueEnd: start + written.length, quote: outer?.[1] ?? "" };
}

const ESCAPES: Readonly<Record<string, string>> = { a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };

function unescaped(body: string, quote: "'" | '"'): string {
  const pattern = quote === "'" ? /\\([\\'])/g : /\\([\\'"abfnrtv])/g;
  return body.replace(pattern, (_, character: string) => (quote === '"' && ESCAPES[character]) || character);
}

export function at(pattern: RegExp, text: string, position: number): RegExpExecArray | null {
  pattern.lastIndex = position;
  return pattern.exec(text);
}

const LINE_BODY = /[^\r\n]*/y;

export function endOfLine(text: string, position: number): number {
  return position + (at(LINE_BODY, text, position)?.[0].length ?? 0);
}

function afterLineEnd(text: string, position: number): number {
  return text.startsWith("\r\n", position) ? position + 2 : position + 1;
}
