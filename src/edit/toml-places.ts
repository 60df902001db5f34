/** Where tables, keys and values stand in TOML source. The text must be valid: `parseToml` says so first. Source: https://toml.io/en/v1.0.0 */
import { parse, TomlError } from "smol-toml";
import { Failure } from "../lib/failure.ts";
import { tomlSyntax } from "../messages/edit.ts";

export interface TomlValue {
  readonly kind: "string" | "array" | "inline" | "bare";
  readonly start: number;
  readonly end: number;
  /** Of an array. */
  readonly items: readonly TomlValue[];
  /** Of an inline table. */
  readonly entries: readonly TomlEntry[];
  /** Offset of the comma behind the last item; null for none. */
  readonly trailingComma: number | null;
}

export interface TomlEntry {
  /** The whole path: that of the table, then the key's own parts. Inside an inline table the key's parts alone. */
  readonly path: readonly string[];
  readonly start: number;
  readonly value: TomlValue;
}

export interface TomlTable {
  readonly path: readonly string[];
  /** Offset behind the closing bracket of the header. */
  readonly headerEnd: number;
  readonly entries: readonly TomlEntry[];
}

/** The text as plain values. Throws Failure (exit 2) with `file:line` where it is not TOML. */
export function parseToml(text: string, file: string): Record<string, unknown> {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const reason = error.message.split("\n")[0]?.replace(/^Invalid TOML document: /, "") ?? "";
    throw new Failure(tomlSyntax(`${file}:${error.line}`, reason));
  }
}

/** Every table that has a header, in order; the first is the one without (the top of the file). */
export function readTables(text: string): readonly TomlTable[] {
  return new Scanner(text).tables();
}

class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  tables(): TomlTable[] {
    const tables: (TomlTable & { entries: TomlEntry[] })[] = [{ path: [], headerEnd: 0, entries: [] }];
    for (;;) {
      this.#skip();
      if (this.#at >= this.#text.length) return tables;
      if (this.#peek("[")) {
        const brackets = this.#peek("[[") ? 2 : 1;
        this.#at += brackets;
        const path = this.#key();
        this.#skip();
        this.#at += brackets;
        tables.push({ path, headerEnd: this.#at, entries: [] });
      } else {
        const table = tables[tables.length - 1];
        table?.entries.push(this.#entry(table.path));
      }
    }
  }

  #entry(table: readonly string[]): TomlEntry {
    const start = this.#at;
    const path = [...table, ...this.#key()];
    this.#skip();
    this.#at += 1; // =
    this.#skip();
    return { path, start, value: this.#value() };
  }

  #key(): string[] {
    const parts: string[] = [];
    for (;;) {
      this.#skip();
      const start = this.#at;
      if (this.#peek('"') || this.#peek("'")) this.#string();
      else this.#at += /^[\w-]*/.exec(this.#text.slice(start, start + 200))?.[0].length ?? 0;
      const raw = this.#text.slice(start, this.#at);
      parts.push(/^["']/.test(raw) ? decodeString(raw) : raw);
      this.#skip();
      if (!this.#peek(".")) return parts;
      this.#at += 1;
    }
  }

  #value(): TomlValue {
    const start = this.#at;
    const nothing = { items: [], entries: [], trailingComma: null };
    if (this.#peek('"') || this.#peek("'")) {
      this.#string();
      return { kind: "string", start, end: this.#at, ...nothing };
    }
    if (this.#peek("[") || this.#peek("{")) return this.#container(start, this.#peek("["));
    while (this.#at < this.#text.length && !/[\s,\]}#]/.test(this.#text[this.#at] ?? "")) this.#at += 1;
    return { kind: "bare", start, end: this.#at, ...nothing };
  }

  #container(start: number, isArray: boolean): TomlValue {
    const items: TomlValue[] = [];
    const entries: TomlEntry[] = [];
    let trailingComma: number | null = null;
    this.#at += 1;
    for (;;) {
      this.#skip();
      if (this.#at >= this.#text.length || this.#peek("]") || this.#peek("}")) break;
      if (this.#peek(",")) {
        trailingComma = this.#at;
        this.#at += 1;
        continue;
      }
      trailingComma = null;
      if (isArray) items.push(this.#value());
      else entries.push(this.#entry([]));
    }
    this.#at += 1;
    return { kind: isArray ? "array" : "inline", start, end: this.#at, items, entries, trailingComma };
  }

  #string(): void {
    const quote = this.#text[this.#at] ?? "";
    const long = this.#peek(quote.repeat(3));
    const close = long ? quote.repeat(3) : quote;
    this.#at += close.length;
    while (this.#at < this.#text.length && !this.#peek(close)) this.#at += quote === '"' && this.#peek("\\") ? 2 : 1;
    this.#at += close.length;
    // Up to two quotes may stand right before the three that close.
    for (let extra = 0; long && extra < 2 && this.#peek(quote); extra += 1) this.#at += 1;
  }

  #skip(): void {
    const pattern = /(?:[ \t\r\n]|#[^\n]*)*/y;
    pattern.lastIndex = this.#at;
    this.#at += pattern.exec(this.#text)?.[0].length ?? 0;
  }

  #peek(text: string): boolean {
    return this.#text.startsWith(text, this.#at);
  }
}

/** The string that a TOML string literal means. */
export function decodeString(literal: string): string {
  return String(parse(`x = ${literal}`).x);
}
