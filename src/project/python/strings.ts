/** The value of a Python string literal, prefix, quotes and escapes taken away (Python reference, section 2.4.1). */

const SIMPLE: Readonly<Record<string, string>> = {
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

export interface LiteralShape {
  readonly raw: boolean;
  readonly bytes: boolean;
  /** Offsets of the content inside the literal's source. */
  readonly start: number;
  readonly end: number;
  /** false: the closing quotes are missing. */
  readonly closed: boolean;
}

export function shapeOf(source: string): LiteralShape {
  let start = 0;
  while (start < source.length && source[start] !== "'" && source[start] !== '"') start++;
  const prefix = source.slice(0, start).toLowerCase();
  const quote = source[start] ?? "";
  const triple = source.startsWith(quote.repeat(3), start) && source.length >= start + 3;
  const marks = quote.repeat(triple ? 3 : 1);
  const inside = start + marks.length;
  const closed = source.length >= inside + marks.length && source.endsWith(marks);
  const content = source.slice(inside, closed ? source.length - marks.length : source.length);
  return {
    raw: prefix.includes("r"),
    bytes: prefix.includes("b"),
    start: inside,
    end: inside + content.length,
    closed: closed && (triple || !hasBareNewline(content)),
  };
}

/** A one-line literal that runs over a line end is not closed, whatever a tolerant parser makes of it. */
function hasBareNewline(content: string): boolean {
  for (let i = 0; i < content.length; i++) {
    if (content[i] === "\\") {
      if (content[i + 1] === "\r" && content[i + 2] === "\n") i++;
      i++;
    } else if (content[i] === "\n" || content[i] === "\r") return true;
  }
  return false;
}

export function literalValue(source: string): string {
  const shape = shapeOf(source);
  const content = source.slice(shape.start, shape.end);
  return shape.raw ? content : withoutEscapes(content);
}

/** Escapes of an ordinary literal; an unknown one stays as written, as in Python. */
export function withoutEscapes(content: string): string {
  if (!content.includes("\\")) return content;
  let value = "";
  for (let i = 0; i < content.length; i++) {
    const char = content[i] ?? "";
    if (char !== "\\") {
      value += char;
      continue;
    }
    const next = content[++i] ?? "";
    const simple = SIMPLE[next];
    if (simple !== undefined) value += simple;
    else if (next === "\n") value += "";
    else if (next === "\r") i += content[i + 1] === "\n" ? 1 : 0;
    else if (next === "x" || next === "u" || next === "U") {
      const width = { x: 2, u: 4, U: 8 }[next];
      const digits = content.slice(i + 1, i + 1 + width);
      const isNumber = digits.length === width && /^[0-9a-f]+$/i.test(digits);
      const point = isNumber ? Number.parseInt(digits, 16) : Number.NaN;
      if (point <= 0x10ffff) {
        value += String.fromCodePoint(point);
        i += digits.length;
      } else value += `\\${next}`;
    } else if (next >= "0" && next <= "7") {
      const digits = /^[0-7]{1,3}/.exec(content.slice(i))?.[0] ?? "0";
      value += String.fromCharCode(Number.parseInt(digits, 8));
      i += digits.length - 1;
    } else value += `\\${next}`;
  }
  return value;
}
