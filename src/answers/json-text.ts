/** JSON with places: the same values as JSON.parse, and where each key of the outermost object stands, so that errors can name the line. */
import type { Text } from "../lib/text.ts";
import { duplicateKey, jsonProblems as say } from "../messages/answers.ts";

/** Line and column from 1, in characters as editors count them. */
export interface Spot {
  readonly line: number;
  readonly column: number;
}

export interface JsonEntry {
  readonly key: string;
  readonly value: unknown;
  readonly spot: Spot;
}

/** Thrown with the place and what is wrong there; nothing of the text itself is repeated. */
export class JsonTextError extends Error {
  override readonly name = "JsonTextError";
  readonly spot: Spot;
  readonly what: Text;

  constructor(spot: Spot, what: Text) {
    super(what.en);
    this.spot = spot;
    this.what = what;
  }
}

const DEEPEST = 32;

/** The entries of a JSON object, in their order (RFC 8259). Throws JsonTextError on anything else, and on a key that is there twice. */
export function readJsonObject(text: string): readonly JsonEntry[] {
  return new Reader(text).document();
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): readonly JsonEntry[] {
    this.#blanks();
    if (this.#peek() === "") this.#fail(say.ends);
    const isObject = this.#peek() === "{";
    const start = this.#at;
    const entries = isObject ? this.#object(0) : [];
    if (!isObject) this.#value(0);
    this.#blanks();
    if (this.#peek() !== "") this.#fail(say.after);
    if (!isObject) this.#fail(say.notAnObject, start);
    return entries;
  }

  #value(depth: number): unknown {
    if (depth > DEEPEST) this.#fail(say.deep);
    const next = this.#peek();
    if (next === "{") return new Map(this.#object(depth).map((entry) => [entry.key, entry.value]));
    if (next === "[") return this.#array(depth);
    if (next === '"') return this.#string();
    if (next === "-" || /\d/.test(next)) return this.#number();
    for (const [word, value] of [
      ["true", true],
      ["false", false],
      ["null", null],
    ] as const) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    }
    return this.#fail(next === "" ? say.ends : say.unexpected);
  }

  #object(depth: number): readonly JsonEntry[] {
    const entries: JsonEntry[] = [];
    const seen = new Set<string>();
    this.#items("}", () => {
      const start = this.#at;
      if (this.#peek() !== '"') this.#fail(say.key);
      const key = this.#string();
      if (seen.has(key)) this.#fail(duplicateKey(/^[\w$-]{1,64}$/.test(key) ? key : "…"), start);
      seen.add(key);
      this.#blanks();
      if (this.#peek() !== ":") this.#fail(say.colon);
      this.#at += 1;
      this.#blanks();
      entries.push({ key, spot: this.#spot(start), value: this.#value(depth + 1) });
    });
    return entries;
  }

  #array(depth: number): readonly unknown[] {
    const items: unknown[] = [];
    this.#items("]", () => items.push(this.#value(depth + 1)));
    return items;
  }

  /** What stands between the bracket here and its closing one, comma by comma. */
  #items(closing: string, item: () => void): void {
    this.#at += 1;
    this.#blanks();
    if (this.#peek() === closing) {
      this.#at += 1;
      return;
    }
    for (;;) {
      item();
      this.#blanks();
      if (this.#peek() === closing) break;
      if (this.#peek() !== ",") this.#fail(this.#peek() === "" ? say.ends : say.comma);
      const comma = this.#at;
      this.#at += 1;
      this.#blanks();
      if (this.#peek() === closing) this.#fail(say.trailingComma, comma);
    }
    this.#at += 1;
  }

  #string(): string {
    const start = this.#at;
    const match = /"(?:[^"\\\r\n]|\\[^\r\n])*"/y;
    match.lastIndex = start;
    const found = match.exec(this.#text)?.[0];
    if (found === undefined) return this.#fail(say.unclosed, start);
    this.#at += found.length;
    try {
      return String(JSON.parse(found));
    } catch {
      return this.#fail(say.string, start);
    }
  }

  #number(): number {
    const match = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/y;
    match.lastIndex = this.#at;
    const found = match.exec(this.#text)?.[0];
    if (found === undefined) return this.#fail(say.number);
    this.#at += found.length;
    return Number(found);
  }

  #blanks(): void {
    while (/[ \t\n\r]/.test(this.#peek())) this.#at += 1;
    if (/^(?:\/[/*]|#)/.test(this.#text.slice(this.#at, this.#at + 2))) this.#fail(say.comment);
  }

  #peek(): string {
    return this.#text.charAt(this.#at);
  }

  #spot(at: number): Spot {
    const lines = this.#text.slice(0, at).split(/\r\n|\r|\n/);
    return { line: lines.length, column: [...(lines.at(-1) ?? "")].length + 1 };
  }

  #fail(what: Text, at = this.#at): never {
    throw new JsonTextError(this.#spot(at), what);
  }
}
