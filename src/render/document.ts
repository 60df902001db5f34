/** render.yaml as a YAML tree with places: parsed strictly, aliases and merge keys followed, never printed again. */
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { Failure } from "../lib/failure.ts";
import { record } from "../lib/record.ts";
import {
  blueprintShape,
  yamlDuplicateKey,
  yamlSeveralDocuments,
  yamlSyntax,
  yamlUnknownAlias,
} from "../messages/edit.ts";

/** The longest chain of aliases and merges that we follow; a file that needs more is turned round in a circle. */
const MAX_HOPS = 20;

export class BlueprintDocument {
  readonly text: string;
  readonly file: string;
  readonly #document: Document.Parsed;
  readonly #lines = new LineCounter();

  /** Throws Failure (exit 2) with `file:line` on syntax errors, duplicate keys, several documents and unknown aliases. */
  constructor(text: string, file: string) {
    this.text = text;
    this.file = file;
    // A byte order mark is no part of YAML's text, and offsets must stay those of `text`: the package skips it by itself.
    this.#document = parseDocument(text, {
      lineCounter: this.#lines,
      // Looking for merge keys costs a third of the parsing, and few files have any.
      merge: text.includes("<<"),
      uniqueKeys: true,
      prettyErrors: false,
      keepSourceTokens: true,
    });
    this.#refuseErrors();
    this.#refuseUnknownAliases();
  }

  /** Lines count from 1. */
  lineAt(offset: number): number {
    return this.#lines.linePos(offset).line;
  }

  place(offset: number): string {
    return `${this.file}:${this.lineAt(offset)}`;
  }

  placeOf(node: Node): string {
    return this.place(node.range?.[0] ?? 0);
  }

  /** The top-level mapping; null for an empty file (comments alone count as empty). */
  root(): YAMLMap | null {
    const contents = this.#document.contents as Node | null;
    if (contents === null || (isScalar(contents) && contents.value === null)) return null;
    return this.mapping(contents, this.file);
  }

  /** The node behind an alias; the node itself otherwise. */
  resolve(node: unknown): Node | null {
    let current = node;
    for (let hops = 0; isAlias(current) && hops < MAX_HOPS; hops += 1)
      current = current.resolve(this.#document) ?? null;
    return isAlias(current) || current === undefined || current === null ? null : (current as Node);
  }

  /** The pair that gives `key` its value: the mapping's own, or that of a merged mapping (`<<`). */
  pair(map: YAMLMap, key: string, hops = 0): Pair | null {
    const own = map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
    if (own !== undefined) return own;
    for (const merge of map.items) {
      if (hops >= MAX_HOPS || !isScalar(merge.key) || merge.key.source !== "<<") continue;
      const sources = this.resolve(merge.value);
      for (const source of isSeq(sources) ? sources.items : [sources]) {
        const merged = this.resolve(source);
        const found = isMap(merged) ? this.pair(merged, key, hops + 1) : null;
        if (found !== null) return found;
      }
    }
    return null;
  }

  /** Line of every key that the mapping has, by itself or by a merge. */
  keyLines(map: YAMLMap, hops = 0): Readonly<Record<string, number>> {
    const lines = new Map<string, number>();
    const merges = map.items.filter(({ key }) => isScalar(key) && key.source === "<<");
    for (const { key } of map.items)
      if (isScalar(key) && key.source !== "<<") lines.set(scalarText(key), this.lineAt(key.range?.[0] ?? 0));
    for (const { value } of hops < MAX_HOPS ? merges : []) {
      const sources = this.resolve(value);
      for (const source of isSeq(sources) ? sources.items : [sources]) {
        const merged = this.resolve(source);
        if (!isMap(merged)) continue;
        for (const [key, line] of Object.entries(this.keyLines(merged, hops + 1)))
          if (!lines.has(key)) lines.set(key, line);
      }
    }
    return Object.fromEntries(lines);
  }

  /** The value of `key`, aliases and merges followed; null if it is missing or empty. */
  value(map: YAMLMap, key: string): Node | null {
    const node = this.resolve(this.pair(map, key)?.value);
    return node === null || (isScalar(node) && node.value === null) ? null : node;
  }

  /** The scalar under `key` as it would reach Render; null if there is none. */
  scalar(map: YAMLMap, key: string): string | null {
    const node = this.value(map, key);
    return isScalar(node) ? scalarText(node) : null;
  }

  /** The mappings listed under `key`; none if it is missing. Throws Failure (exit 2) where it is no list of mappings. */
  mappings(map: YAMLMap, key: string): readonly YAMLMap[] {
    const node = this.value(map, key);
    if (node === null) return [];
    return this.list(node, `\`${key}\``).items.map((item) => {
      const resolved = this.resolve(item);
      if (isMap(resolved)) return resolved;
      throw new Failure(
        blueprintShape(this.placeOf((item as Node | null) ?? node), `an entry of \`${key}\``, "mapping"),
      );
    });
  }

  mapping(node: Node, what: string): YAMLMap {
    if (isMap(node)) return node;
    throw new Failure(blueprintShape(this.placeOf(node), what, "mapping"));
  }

  list(node: Node, what: string): YAMLSeq {
    if (isSeq(node)) return node;
    throw new Failure(blueprintShape(this.placeOf(node), what, "list"));
  }

  /** Every mapping that may hold `services` and `envVarGroups`: the root, `ungrouped`, and the environments of projects. */
  holders(): readonly YAMLMap[] {
    const root = this.root();
    if (root === null) return [];
    const ungrouped = this.value(root, "ungrouped");
    const environments = this.mappings(root, "projects").flatMap((project) => this.mappings(project, "environments"));
    return [root, ...(isMap(ungrouped) ? [ungrouped] : []), ...environments];
  }

  services(): readonly YAMLMap[] {
    return this.holders().flatMap((holder) => this.mappings(holder, "services"));
  }

  groups(): readonly YAMLMap[] {
    return this.holders().flatMap((holder) => this.mappings(holder, "envVarGroups"));
  }

  /** Blanks between a key and the dashes of its list, as the file's `services` have them. */
  listIndent(): string {
    for (const holder of this.holders()) {
      const pair = this.pair(holder, "services");
      const list = pair?.value;
      if (!isSeq(list) || list.flow === true || !isScalar(pair?.key)) continue;
      const column = (offset: number) => this.#lines.linePos(offset).col;
      return " ".repeat(Math.max(0, column(list.range?.[0] ?? 0) - column(pair.key.range?.[0] ?? 0)));
    }
    return "  ";
  }

  /** Blanks between a key of a service and the keys of a mapping below it, as the first such mapping of the file has them. */
  mappingIndent(): string {
    const column = (offset: number) => this.#lines.linePos(offset).col;
    for (const service of this.services()) {
      for (const { key, value } of service.items) {
        if (!isScalar(key) || !isMap(value) || value.flow === true || service.flow === true) continue;
        const deeper = column(value.range?.[0] ?? 0) - column(key.range?.[0] ?? 0);
        if (deeper > 0) return " ".repeat(deeper);
      }
    }
    return "  ";
  }

  /** The file as plain values, aliases and merge keys resolved: what other readers see. */
  toJS(): unknown {
    return this.#document.toJS({ maxAliasCount: -1 });
  }

  /**
   * Every mapping of `plain` (as `toJS` gives it) whose value under `key` is this very node: by itself, by an alias, or by a merged mapping. There the value is
   * a copy of its own, or one that several hold.
   */
  holdersOf(plain: unknown, key: string, node: Node): readonly Record<string, unknown>[] {
    const found: Record<string, unknown>[] = [];
    const seen = new Set<unknown>();
    const walk = (value: unknown, twin: unknown): void => {
      const here = this.resolve(value);
      if (typeof twin !== "object" || twin === null || seen.has(twin)) return;
      seen.add(twin);
      if (isSeq(here) && Array.isArray(twin)) {
        here.items.forEach((item, index) => {
          walk(item, twin[index]);
        });
      } else if (isMap(here)) {
        const members = record(twin);
        if (this.value(here, key) === node) found.push(members);
        for (const pair of here.items) if (isScalar(pair.key)) walk(pair.value, members[scalarText(pair.key)]);
      }
    };
    walk(this.#document.contents, plain);
    return found;
  }

  /** The services in plain values, as `services` finds them in the tree. */
  static servicesOf(plain: unknown): readonly Record<string, unknown>[] {
    const lists = (holder: Record<string, unknown>, key: string) => records(holder[key]);
    const root = record(plain);
    const ungrouped = record(root.ungrouped);
    const environments = lists(root, "projects").flatMap((project) => lists(project, "environments"));
    return [root, ungrouped, ...environments].flatMap((holder) => lists(holder, "services"));
  }

  #refuseErrors(): void {
    const error = [...this.#document.errors].sort((a, b) => a.pos[0] - b.pos[0])[0];
    if (error === undefined) return;
    // An unclosed quote or bracket is noticed at the end of the file: name the last line that holds something.
    const place = this.place(Math.min(error.pos[0], Math.max(0, this.text.trimEnd().length - 1)));
    if (error.code === "DUPLICATE_KEY") {
      const key = /^(?:"([^"]*)"|'([^']*)'|([^:\s]+))/.exec(this.text.slice(error.pos[0]));
      throw new Failure(yamlDuplicateKey(place, key?.[1] ?? key?.[2] ?? key?.[3] ?? ""));
    }
    if (error.code === "MULTIPLE_DOCS") throw new Failure(yamlSeveralDocuments(place));
    throw new Failure(yamlSyntax(place, error.message));
  }

  #refuseUnknownAliases(): void {
    if (!this.text.includes("*")) return;
    visit(this.#document, {
      Alias: (_, alias) => {
        if (alias.resolve(this.#document) !== undefined) return;
        throw new Failure(yamlUnknownAlias(this.placeOf(alias), alias.source));
      },
    });
  }
}

/** A scalar as text. Render takes numbers as they are written: `8000`, `1.10`. */
export function scalarText(node: Scalar): string {
  if (typeof node.value === "string") return node.value;
  return node.source ?? String(node.value);
}

function records(value: unknown): readonly Record<string, unknown>[] {
  return Array.isArray(value) ? value.map(record) : [];
}
