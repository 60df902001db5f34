/** What an expression of the project's code holds: an uploaded file, a path to one, or a storage on this machine. */
import { fullName } from "./imports.ts";
import type { Expression, Module } from "./python/tree.ts";

export type Holds =
  /** A FieldFile: `documento.archivo`. */
  | { readonly what: "file"; readonly source: string }
  /** A path below the folder of uploads: that of a file, or with `name`, the part that a storage would take, as source. */
  | { readonly what: "path"; readonly file: string | null; readonly name: string }
  | { readonly what: "local-storage" }
  | { readonly what: "storage" };

export interface Sight {
  /** Names of the project's file fields: `photo`, `archivo`. */
  readonly fields: ReadonlySet<string>;
  /** Folder of uploads relative to the root, for paths that are written out; null: unknown. */
  readonly mediaFolder: string | null;
}

/** Follows names through the scopes of one module. */
export class Holdings {
  readonly #module: Module;
  readonly #imports: ReadonlyMap<string, string>;
  readonly #sight: Sight;
  readonly #scopes: Map<string, Holds | null>[] = [new Map()];
  /** Which of the scopes are those of classes. */
  readonly #classes: number[] = [];

  constructor(module: Module, imports: ReadonlyMap<string, string>, sight: Sight) {
    this.#module = module;
    this.#imports = imports;
    this.#sight = sight;
  }

  source(expression: Expression): string {
    return this.#module.text.slice(expression.from, expression.to);
  }

  inFunction(parameters: readonly string[], action: () => void): void {
    // A parameter that is called like a field is that field's file: `def remove_file(archivo)`.
    const own = new Map(
      parameters.map((name) => [name, this.#sight.fields.has(name) ? ({ what: "file", source: name } as const) : null]),
    );
    this.#scopes.push(own);
    action();
    this.#scopes.pop();
  }

  /** What methods put on `self` is known in the class alone. */
  inClass(action: () => void): void {
    this.#scopes.push(new Map());
    this.#classes.push(this.#scopes.length - 1);
    action();
    this.#classes.pop();
    this.#scopes.pop();
  }

  /** `target = value`, item by item where both are written out. */
  assign(target: Expression, value: Expression): void {
    if (isSequence(target) && isSequence(value) && target.items.length === value.items.length) {
      for (const [index, item] of target.items.entries()) {
        const part = value.items[index];
        if (part) this.assign(item, part);
      }
    } else this.bind(target, this.of(value));
  }

  bind(target: Expression, value: Holds | null): void {
    if (isSequence(target)) for (const item of target.items) this.bind(item, null);
    const name = nameOf(target);
    if (name === null) return;
    const own = target.kind === "member" ? this.#classes[this.#classes.length - 1] : this.#scopes.length - 1;
    const scope = own === undefined ? undefined : this.#scopes[own];
    // From here on the shorter name is what a person would write.
    if (value?.what === "file") scope?.set(name, { ...value, source: name });
    else if (value || this.#lookUp(name)) scope?.set(name, value);
  }

  /** What a loop over the expression gets one by one. */
  eachOf(expression: Expression): Holds | null {
    if (isSequence(expression)) return expression.items[0] ? this.of(expression.items[0]) : null;
    if (expression.kind === "comprehension") return expression.element ? this.of(expression.element) : null;
    if (expression.kind !== "call") return null;
    const [first] = expression.args;
    if (/^(?:sorted|list|reversed|set|tuple)$/.test(fullName(expression.callee, this.#imports) ?? ""))
      return first ? this.eachOf(first) : null;
    if (expression.callee.kind !== "member" || !/^(?:iterdir|glob|rglob)$/.test(expression.callee.name)) return null;
    return this.of(expression.callee.object)?.what === "path" ? { what: "path", file: null, name: "name" } : null;
  }

  of(expression: Expression): Holds | null {
    switch (expression.kind) {
      case "name":
        return this.#lookUp(expression.id) ?? this.#mediaRoot(expression);
      case "member":
        return this.#ofMember(expression);
      case "binary":
        if (expression.operator === "%") return this.#filledIn(expression.left, [expression.right]);
        return expression.operator === "/" || expression.operator === "+"
          ? this.#joined([expression.left, expression.right])
          : null;
      case "fstring": {
        const [first, ...rest] = expression.parts;
        if (first === undefined || typeof first === "string") return this.#writtenOut(first ?? "", rest);
        const base = this.of(first);
        // `f"{path} is gone"` tells of a path, and is none.
        const [next] = rest;
        if (base?.what !== "path" || (typeof next === "string" && /^[\s:,;)]/.test(next))) return null;
        return { what: "path", file: base.file, name: this.#textOf(rest) };
      }
      case "string":
        return this.#writtenOut(expression.value, []);
      case "call":
        return this.#ofCall(expression);
      case "named":
        return this.of(expression.value);
      case "conditional":
        return this.of(expression.then) ?? this.of(expression.otherwise);
      case "index":
        // `storages["default"]`, Django 4.2 and newer.
        return /(?:^|\.)files\.storage\.storages$/.test(fullName(expression.object, this.#imports) ?? "")
          ? { what: "storage" }
          : null;
      default:
        return null;
    }
  }

  #ofMember(expression: Expression & { kind: "member" }): Holds | null {
    const { object, name } = expression;
    const own = nameOf(expression);
    const known = own === null ? null : this.#lookUp(own);
    if (known) return known;
    // `document.scan.file.name`: the open file behind a field says where it lies on this machine.
    if (name === "name" && object.kind === "member" && object.name === "file") {
      const field = object.object.kind === "member" ? this.of(object.object) : null;
      if (field?.what === "file") return { what: "path", file: field.source, name: `${field.source}.name` };
    }
    if (name === "path" || name === "storage") {
      const inner = this.of(object);
      if (inner?.what === "file") {
        return name === "storage"
          ? { what: "storage" }
          : { what: "path", file: inner.source, name: `${inner.source}.name` };
      }
    }
    if (this.#sight.fields.has(name) && this.#isInstance(object))
      return { what: "file", source: this.source(expression) };
    return this.#mediaRoot(expression);
  }

  #ofCall(call: Expression & { kind: "call" }): Holds | null {
    const name = fullName(call.callee, this.#imports) ?? "";
    if (name === "os.path.join") return this.#joined(call.args);
    if (/^(?:str|os\.fspath|os\.path\.(?:abspath|normpath|realpath)|pathlib\.Path|Path)$/.test(name)) {
      const [first, ...rest] = call.args;
      if (!first) return null;
      return rest.length > 0 ? this.#joined(call.args) : this.of(first);
    }
    if (/(?:^|\.)FileSystemStorage$/.test(name)) return { what: "local-storage" };
    if (/^django\.core\.files\.storage\.(?:DefaultStorage|get_storage_class)$/.test(name)) return { what: "storage" };
    if (call.callee.kind !== "member") return null;
    const { object, name: method } = call.callee;
    if (method === "format") return this.#filledIn(object, call.args);
    const inner = this.of(object);
    if (inner?.what === "path" && ["joinpath", "resolve", "absolute"].includes(method)) {
      return call.args.length > 0 ? this.#joined([object, ...call.args]) : inner;
    }
    const isStorage = inner?.what === "storage" || inner?.what === "local-storage" || this.#isDefaultStorage(object);
    if (method !== "path" || !isStorage) return null;
    return { what: "path", file: null, name: call.args[0] ? this.source(call.args[0]) : "name" };
  }

  /** `"%s/%s" % (settings.MEDIA_ROOT, name)` and `"{}/{}".format(…)`. */
  #filledIn(pattern: Expression, values: readonly Expression[]): Holds | null {
    if (pattern.kind !== "string") return null;
    const [first, ...rest] = values.flatMap((value) => (value.kind === "tuple" ? value.items : [value]));
    if (!first || !/^(?:%s|\{0?\})/.test(pattern.value)) return null;
    const base = this.of(first);
    return base?.what === "path" ? { what: "path", file: base.file, name: this.#textOf(rest) } : null;
  }

  #joined(parts: readonly Expression[]): Holds | null {
    const [first, ...rest] = parts;
    if (!first) return null;
    const base = this.of(first);
    if (base?.what === "path") {
      const name = [base.name, ...rest.map((part) => this.source(part))].filter((part) => part !== "");
      const [only] = name;
      if (name.length === 1 && only !== undefined) return { what: "path", file: base.file, name: only };
      return { what: "path", file: base.file, name: `f"${name.map((part) => `{${part}}`).join("/")}"` };
    }
    const [folder, ...below] = rest;
    const isBase = /\.BASE_DIR$/.test(fullName(first, this.#imports) ?? "");
    const media = this.#sight.mediaFolder;
    if (!isBase || folder?.kind !== "string" || media === null || media === "") return null;
    const written = folder.value.replace(/^\/|\/$/g, "");
    if (written !== media && !written.startsWith(`${media}/`)) return null;
    return { what: "path", file: null, name: this.#textOf(below) };
  }

  /** A path written out: `media/…` relative to the project. */
  #writtenOut(start: string, rest: readonly (string | Expression)[]): Holds | null {
    const { mediaFolder } = this.#sight;
    if (mediaFolder === null || mediaFolder === "") return null;
    const bare = start.replace(/^\.\//, "");
    if (!bare.startsWith(`${mediaFolder}/`)) return null;
    return { what: "path", file: null, name: this.#textOf([bare.slice(mediaFolder.length + 1), ...rest]) };
  }

  #textOf(parts: readonly (string | Expression)[]): string {
    const [only] = parts;
    if (parts.length === 1 && only !== undefined && typeof only !== "string") return this.source(only);
    if (parts.every((part) => typeof part === "string")) {
      const text = parts.join("").replace(/^\//, "");
      return text === "" ? "" : JSON.stringify(text);
    }
    const text = parts.map((part) => (typeof part === "string" ? part : `{${this.source(part)}}`)).join("");
    return `f"${text.replace(/^\//, "")}"`;
  }

  #lookUp(name: string): Holds | null {
    for (let index = this.#scopes.length - 1; index >= 0; index--) {
      const one = this.#scopes[index]?.get(name);
      if (one !== undefined) return one;
    }
    return null;
  }

  #mediaRoot(expression: Expression): Holds | null {
    const name = fullName(expression, this.#imports);
    if (name === null || !name.endsWith(".MEDIA_ROOT") || !this.#imports.has(rootOf(expression))) return null;
    return { what: "path", file: null, name: "" };
  }

  /** Not a module or a class of the same field name: `models.image` is no upload. */
  #isInstance(expression: Expression): boolean {
    if (expression.kind === "name") return !this.#imports.has(expression.id);
    return expression.kind !== "string";
  }

  #isDefaultStorage(expression: Expression): boolean {
    return /(?:^|\.)default_storage$/.test(fullName(expression, this.#imports) ?? "");
  }
}

function isSequence(expression: Expression): expression is Expression & { kind: "tuple" | "list" } {
  return expression.kind === "tuple" || expression.kind === "list";
}

/** `path`, or `self.path`; null for anything else. */
function nameOf(expression: Expression): string | null {
  if (expression.kind === "name") return expression.id;
  const isOwn = expression.kind === "member" && expression.object.kind === "name" && expression.object.id === "self";
  return isOwn ? `self.${expression.name}` : null;
}

function rootOf(expression: Expression): string {
  if (expression.kind === "member") return rootOf(expression.object);
  return expression.kind === "name" ? expression.id : "";
}
