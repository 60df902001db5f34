/** Lines of Python that reach for an upload's file on this machine instead of asking the storage: they break, or miss the file, on S3 and Cloudinary. */
import type { Bypass, Place } from "../model/project.ts";
import { replacement } from "./bypass-replacement.ts";
import { fullName, importsOf } from "./imports.ts";
import { type Expression, lineOf, type Module, type Statement } from "./python/tree.ts";
import { blocksOf, everyExpression, everyStatement, expressionsOf, partsOf } from "./python/visit.ts";

/** Cheap first look, on the file's text. */
export function mayBypass(text: string): boolean {
  return /(?<!\bos|\bsys|\brequest|\burl|_url)\.path\b|MEDIA_ROOT|MEDIA_URL|FileSystemStorage\(|["']media\/|["']media["']/.test(
    text,
  );
}

export interface Sight {
  /** Names of the project's file fields: `photo`, `archivo`. */
  readonly fields: ReadonlySet<string>;
  /** Folder of uploads relative to the root, for paths that are written out; null: unknown. */
  readonly mediaFolder: string | null;
}

/** What an expression holds. */
export type Holds =
  /** A FieldFile: `documento.archivo`. */
  | { readonly what: "file"; readonly source: string }
  /** A path below the folder of uploads; `name` is the part that a storage would take, as source. */
  | { readonly what: "path"; readonly file: string | null; readonly name: string }
  /** A FileSystemStorage. */
  | { readonly what: "local-storage" }
  | { readonly what: "storage" };

/** Programs that take a path: what they are given is reported, with what to write instead. */
const TAKES_PATH =
  /^(?:open|io\.open|codecs\.open|os\.(?:remove|unlink|rename|replace|stat|listdir|walk|scandir|rmdir|makedirs|mkdir|startfile|chmod)|os\.path\.(?:exists|isfile|isdir|getsize|getmtime)|shutil\.\w+|PIL\.Image\.open|Image\.open|cv2\.imread|pandas\.read_\w+|docx\.Document|openpyxl\.load_workbook|PyPDF2\.\w+|zipfile\.ZipFile|fitz\.open|(?:django\.http\.)?FileResponse|pathlib\.Path|magic\.from_file|mimetypes\.guess_type)$/;

export function bypassesIn(module: Module, sight: Sight): Bypass[] {
  const imports = importsOf(module);
  const found = new Map<number, Bypass>();
  const scopes: Map<string, Holds | null>[] = [new Map()];
  const source = (expression: Expression) => module.text.slice(expression.from, expression.to);

  const report = (expression: Expression, instead: string): void => {
    const line = lineOf(module.text, expression.from);
    if (found.has(line)) return;
    const code = source(expression)
      .split(/\s*(?:\r\n|\n|\r)\s*/)
      .join(" ");
    const place: Place = { file: module.file, line };
    found.set(line, { place, code, instead });
  };

  const held = (expression: Expression): Holds | null => {
    switch (expression.kind) {
      case "name":
        return lookUp(expression.id) ?? mediaRoot(expression);
      case "member": {
        if (expression.name === "path") {
          const object = held(expression.object);
          if (object?.what === "file") return { what: "path", file: object.source, name: `${object.source}.name` };
        }
        if (expression.name === "storage" && held(expression.object)?.what === "file") return { what: "storage" };
        if (sight.fields.has(expression.name) && isInstance(expression.object))
          return { what: "file", source: source(expression) };
        return mediaRoot(expression);
      }
      case "binary":
        return joined(expression.operator, [expression.left, expression.right]);
      case "fstring": {
        const [first, ...rest] = expression.parts;
        if (first === undefined || typeof first === "string") return inMediaText(first ?? "", rest);
        const base = held(first);
        return base?.what === "path" ? { what: "path", file: base.file, name: textOf(rest) } : null;
      }
      case "string":
        return inMediaText(expression.value, []);
      case "call":
        return heldByCall(expression);
      case "named":
        return held(expression.value);
      default:
        return null;
    }
  };

  const heldByCall = (call: Expression & { kind: "call" }): Holds | null => {
    const name = fullName(call.callee, imports);
    if (name === "os.path.join") return joined("/", call.args);
    if (name !== null && /^(?:str|os\.fspath|os\.path\.(?:abspath|normpath|realpath)|pathlib\.Path|Path)$/.test(name)) {
      const [first, ...rest] = call.args;
      return first ? (rest.length > 0 ? joined("/", call.args) : held(first)) : null;
    }
    if (name !== null && /(?:^|\.)FileSystemStorage$/.test(name)) return { what: "local-storage" };
    if (name !== null && /^django\.core\.files\.storage\.(?:DefaultStorage|get_storage_class)$/.test(name))
      return { what: "storage" };
    if (call.callee.kind !== "member") return null;
    const object = held(call.callee.object);
    if (object?.what === "path" && ["joinpath", "resolve", "absolute"].includes(call.callee.name)) {
      return call.args.length > 0 ? joined("/", [call.callee.object, ...call.args]) : object;
    }
    if (
      call.callee.name === "path" &&
      (object?.what === "storage" || object?.what === "local-storage" || isDefaultStorage(call.callee.object))
    ) {
      return { what: "path", file: null, name: call.args[0] ? source(call.args[0]) : "name" };
    }
    return null;
  };

  const isDefaultStorage = (expression: Expression): boolean => {
    const name = fullName(expression, imports);
    return name !== null && /(?:^|\.)default_storage$/.test(name);
  };

  const mediaRoot = (expression: Expression): Holds | null => {
    const name = fullName(expression, imports);
    if (name === null || !name.endsWith(".MEDIA_ROOT") || !imports.has(rootOf(expression))) return null;
    return { what: "path", file: null, name: "" };
  };

  /** A path written out: `media/…` relative to the project, or joined to BASE_DIR. */
  const inMediaText = (start: string, rest: readonly (string | Expression)[]): Holds | null => {
    const folder = sight.mediaFolder;
    if (folder === null || folder === "") return null;
    const bare = start.replace(/^\.\//, "");
    if (!bare.startsWith(`${folder}/`)) return null;
    return { what: "path", file: null, name: textOf([bare.slice(folder.length + 1), ...rest]) };
  };

  const joined = (operator: string, parts: readonly Expression[]): Holds | null => {
    if (operator !== "/" && operator !== "+") return null;
    const [first, ...rest] = parts;
    if (!first) return null;
    const base = held(first);
    if (base?.what === "path") {
      const name = [base.name, ...rest.map(source)].filter((part) => part !== "");
      return {
        what: "path",
        file: base.file,
        name: name.length === 1 ? (name[0] ?? "") : `f"${name.map((part) => `{${part}}`).join("/")}"`,
      };
    }
    const baseDir = fullName(first, imports);
    const [folder, ...below] = rest;
    if (baseDir !== null && /\.BASE_DIR$/.test(baseDir) && folder?.kind === "string") {
      const written = folder.value.replace(/^\//, "").replace(/\/$/, "");
      if (
        sight.mediaFolder !== null &&
        (written === sight.mediaFolder || written.startsWith(`${sight.mediaFolder}/`))
      ) {
        return { what: "path", file: null, name: below.length === 1 && below[0] ? source(below[0]) : textOf(below) };
      }
    }
    return null;
  };

  const textOf = (parts: readonly (string | Expression)[]): string => {
    const [only] = parts;
    if (parts.length === 1 && only !== undefined && typeof only !== "string") return source(only);
    if (parts.every((part) => typeof part === "string")) return JSON.stringify(parts.join("").replace(/^\//, ""));
    return `f"${parts
      .map((part) => (typeof part === "string" ? part : `{${source(part)}}`))
      .join("")
      .replace(/^\//, "")}"`;
  };

  const lookUp = (name: string): Holds | null => {
    for (let index = scopes.length - 1; index >= 0; index--) {
      const one = scopes[index]?.get(name);
      if (one !== undefined) return one;
    }
    return null;
  };

  /** Not a module or a class of the same field name: `models.image` is no upload. */
  const isInstance = (expression: Expression): boolean => {
    if (expression.kind !== "name") return expression.kind !== "string";
    return !imports.has(expression.id) || expression.id === "self";
  };

  const look = (expression: Expression): void => {
    if (expression.kind === "call") {
      const name = fullName(expression.callee, imports);
      const taker = name !== null && (TAKES_PATH.test(name) || TAKES_PATH.test(name.split(".").slice(-2).join(".")));
      const path = taker ? expression.args.map(held).find((one) => one?.what === "path") : undefined;
      // Making the folder of uploads itself breaks nothing.
      if (path?.what === "path" && path.name === "" && /^os\.(?:makedirs|mkdir)$/.test(name ?? "")) return;
      if (name !== null && path?.what === "path") {
        report(expression, replacement(name, path, expression.args.slice(1).map(source), source(expression.callee)));
        for (const arg of expression.args) if (held(arg)?.what !== "path") look(arg);
        return;
      }
      if (/(?:^|\.)FileSystemStorage$/.test(name ?? "")) {
        report(expression, "django.core.files.storage.default_storage");
        return;
      }
      // `image.save(self.photo.path)` of Pillow and its like.
      if (expression.callee.kind === "member" && expression.callee.name === "save") {
        const target = expression.args.map(held).find((one) => one?.what === "path");
        if (target?.what === "path") {
          report(expression, replacement("save", target, []));
          return;
        }
      }
      const own = held(expression);
      if (own?.what === "path" && isNewPath(expression)) {
        report(expression, replacement("path", own, []));
        return;
      }
    } else if (expression.kind === "member" || expression.kind === "binary" || expression.kind === "fstring") {
      const own = held(expression);
      if (own?.what === "path" && isNewPath(expression)) {
        report(expression, replacement("path", own, []));
        return;
      }
      if (joinsMediaUrl(expression)) {
        report(expression, "the field's own .url, or default_storage.url(name)");
        return;
      }
    }
    for (const part of partsOf(expression)) look(part);
  };

  /** The bare `settings.MEDIA_ROOT` is handed on in many ways that are fine (document_root=…); a path made from it is not. */
  const isNewPath = (expression: Expression): boolean => {
    if (expression.kind === "member") return expression.name === "path";
    return true;
  };

  const joinsMediaUrl = (expression: Expression): boolean => {
    // In a URL configuration the prefix is what a route is made of.
    if (/(?:^|\/)urls\w*\.py$/.test(module.file)) return false;
    const isMediaUrl = (one: Expression | undefined | string): boolean => {
      if (one === undefined || typeof one === "string") return false;
      return /(?:^|\.)settings\.MEDIA_URL$/.test(fullName(one, imports) ?? "");
    };
    if (expression.kind === "binary" && expression.operator === "+") return isMediaUrl(leftmost(expression));
    return expression.kind === "fstring" && expression.parts.length > 1 && expression.parts.some(isMediaUrl);
  };

  const run = (statements: readonly Statement[]): void => {
    for (const statement of statements) {
      for (const expression of expressionsOf(statement)) look(expression);
      if (statement.kind === "assign" && statement.value) {
        const value = held(statement.value);
        for (const target of statement.targets) bind(target, value);
      } else if (statement.kind === "for" && statement.target) bind(statement.target, null);
      else if (statement.kind === "with") for (const item of statement.items) if (item.as) bind(item.as, null);
      if (statement.kind === "function") {
        scopes.push(new Map());
        for (const parameter of statement.parameters)
          bind({ kind: "name", id: parameter.name, from: 0, to: 0 }, null, true);
        run(statement.body);
        scopes.pop();
      } else if (statement.kind === "try" && guards(statement)) {
        for (const block of blocksOf(statement).slice(1)) run(block);
      } else for (const block of blocksOf(statement)) run(block);
    }
  };

  const bind = (target: Expression, value: Holds | null, parameter = false): void => {
    const scope = scopes[scopes.length - 1];
    if (target.kind === "name") {
      // From here on the shorter name is what a person would write.
      if (value?.what === "file") scope?.set(target.id, { ...value, source: target.id });
      else if (value || parameter || lookUp(target.id)) scope?.set(target.id, value);
    } else if (target.kind === "tuple" || target.kind === "list") for (const item of target.items) bind(item, null);
  };

  run(module.body);
  return [...found.values()].sort((a, b) => a.place.line - b.place.line);
}

function rootOf(expression: Expression): string {
  if (expression.kind === "member") return rootOf(expression.object);
  return expression.kind === "name" ? expression.id : "";
}

function leftmost(expression: Expression): Expression {
  return expression.kind === "binary" ? leftmost(expression.left) : expression;
}

/** Code that expects a storage without paths has thought of it already. */
function guards(statement: Statement & { kind: "try" }): boolean {
  return statement.handlers.some((handler) =>
    handler.types.some((type) => type.kind === "name" && type.id === "NotImplementedError"),
  );
}

/** Uses of Django's storage API besides the fields: an app may keep uploads without a model. */
export function storageCallsIn(module: Module): Place[] {
  if (!/default_storage|FileSystemStorage|storages\[/.test(module.text)) return [];
  const imports = importsOf(module);
  const lines = new Set<number>();
  for (const statement of everyStatement(module.body)) {
    for (const expression of expressionsOf(statement).flatMap((one) => [...everyExpression(one)])) {
      if (expression.kind !== "call") continue;
      const name = fullName(expression.callee, imports) ?? "";
      if (
        /(?:^|\.)default_storage\.(?:save|open|url|path|delete|exists|listdir)$/.test(name) ||
        /(?:^|\.)FileSystemStorage$/.test(name)
      ) {
        lines.add(lineOf(module.text, expression.from));
      }
    }
  }
  return [...lines].map((line) => ({ file: module.file, line }));
}
