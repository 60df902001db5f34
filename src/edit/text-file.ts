/** Bytes ↔ text without losing one: encoding, byte order mark and line ends of a file are facts to be kept, not repaired. */
import { Failure } from "../lib/failure.ts";
import { textNotEncodable } from "../messages/edit.ts";

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "latin-1";
export type LineEnd = "\n" | "\r\n" | "\r";

export interface TextFile {
  /** Line ends as they are in the file, without the byte order mark. */
  readonly text: string;
  readonly encoding: Encoding;
  readonly bom: boolean;
  /** The line end that most lines have, for new lines; "\n" in a file without any. */
  readonly eol: LineEnd;
}

/** A new file as we write one: UTF-8, no byte order mark. */
export function newTextFile(text: string, eol: LineEnd = "\n"): TextFile {
  return { text, encoding: "utf-8", bom: false, eol };
}

/**
 * Reads bytes as pip and Python do: a byte order mark decides; then a PEP 263 cookie that names Latin-1; then UTF-8.
 * What is none of these is read byte by byte as Latin-1, so that `encodeText(decodeText(bytes))` gives the same bytes for every input.
 */
export function decodeText(bytes: Uint8Array): TextFile {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const even = buffer.length % 2 === 0;
  if (buffer[0] === 0xff && buffer[1] === 0xfe && even) {
    return described(buffer.subarray(2).toString("utf16le"), "utf-16le", true);
  }
  if (buffer[0] === 0xfe && buffer[1] === 0xff && even) {
    return described(Buffer.from(buffer.subarray(2)).swap16().toString("utf16le"), "utf-16be", true);
  }
  const bom = buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf;
  const text = bom || !declaresLatin1(buffer) ? utf8(bom ? buffer.subarray(3) : buffer) : null;
  if (text !== null) return described(text, "utf-8", bom);
  return described(buffer.toString("latin1"), "latin-1", false);
}

/** The bytes of the file. Throws Failure (exit 2) where an edit brought in a character that the file's encoding does not have. */
export function encodeText(file: TextFile): Uint8Array {
  switch (file.encoding) {
    case "utf-16le":
      return withMark(file.bom, [0xff, 0xfe], Buffer.from(file.text, "utf16le"));
    case "utf-16be":
      return withMark(file.bom, [0xfe, 0xff], Buffer.from(file.text, "utf16le").swap16());
    case "utf-8":
      refuse(file, /\p{Surrogate}/u);
      return withMark(file.bom, [0xef, 0xbb, 0xbf], Buffer.from(file.text, "utf8"));
    case "latin-1":
      refuse(file, /[^\0-\xff]/u);
      return withMark(false, [], Buffer.from(file.text, "latin1"));
  }
}

/** The line end that most lines of the text have; "\n" if it has none. */
export function dominantLineEnd(text: string): LineEnd {
  const counts: Record<LineEnd, number> = { "\n": 0, "\r\n": 0, "\r": 0 };
  for (const [end] of text.matchAll(/\r\n|\n|\r/g)) counts[end as LineEnd] += 1;
  if (counts["\r\n"] > counts["\n"]) return counts["\r"] > counts["\r\n"] ? "\r" : "\r\n";
  return counts["\r"] > counts["\n"] ? "\r" : "\n";
}

/** True where the text ends with a line end, or is empty: what follows starts on a line of its own. */
export function endsOnNewLine(text: string): boolean {
  return text === "" || text.endsWith("\n") || text.endsWith("\r");
}

function described(text: string, encoding: Encoding, bom: boolean): TextFile {
  return { text, encoding, bom, eol: dominantLineEnd(text) };
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** PEP 263: the cookie counts in the first two lines, the second only if the first is a comment or blank. pip reads it in requirements too. */
function declaresLatin1(bytes: Buffer): boolean {
  const lines = bytes
    .subarray(0, 400)
    .toString("latin1")
    .split(/\r\n|\n|\r/, 2);
  for (const line of lines) {
    const cookie = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/.exec(line)?.[1]?.toLowerCase().replaceAll("_", "-");
    if (cookie !== undefined) return /^(?:latin-?1|l1|iso-?8859-1|cp1252|windows-1252)(?:-|$)/.test(cookie);
    if (!/^[ \t\f]*(?:#|$)/.test(line)) return false;
  }
  return false;
}

function refuse(file: TextFile, impossible: RegExp): void {
  const character = impossible.exec(file.text)?.[0];
  if (character !== undefined) throw new Failure(textNotEncodable(character, file.encoding));
}

function withMark(bom: boolean, mark: readonly number[], body: Buffer): Uint8Array {
  return new Uint8Array(bom ? Buffer.concat([Buffer.from(mark), body]) : body);
}
