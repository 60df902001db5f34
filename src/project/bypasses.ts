/** Lines of Python that reach for an upload's file on this machine instead of asking the storage: they break, or miss the file, on S3 and Cloudinary. */
import type { Bypass, Place } from "../model/project.ts";
import { replacement } from "./bypass-replacement.ts";
import { Holdings, type Holds, type Sight } from "./held.ts";
import { fullName, importsOf } from "./imports.ts";
import { type Expression, lineOf, type Module, type Statement } from "./python/tree.ts";
import { blocksOf, everyExpression, everyStatement, expressionsOf, partsOf } from "./python/visit.ts";

/** Cheap first look, on the file's text: for the path of an upload, and for the folder of uploads or a storage, which need no field. */
export function mayBypass(text: string): "path" | "folder" | null {
  if (/MEDIA_ROOT|MEDIA_URL|FileSystemStorage\(|["']media\/|["']media["']/.test(text)) return "folder";
  if (!/(?<!\bos|\bsys|\brequest|\burl|_url)\.path\b|\.file\.name\b/.test(text)) return null;
  return text.includes("torage") ? "folder" : "path";
}

/** Second look, once the names of all file fields are known: an upload is reached as `.photo`, or comes as a parameter of that name. */
export function namesOneOf(fields: ReadonlySet<string>): (text: string) => boolean {
  if (fields.size === 0) return () => false;
  const names = [...fields];
  // A name with letters that the glance does not show as they are.
  if (names.some((name) => !/^\w+$/.test(name))) return () => true;
  const pattern = new RegExp(`[.(,*]\\s*(?:${names.join("|")})\\b`);
  return (text) => pattern.test(text);
}

/** Calls that take a path: what they are given is reported, with what to write instead. */
const TAKES_PATH = new RegExp(
  `^(?:${[
    "open",
    "(?:io|codecs|gzip|fitz)\\.open",
    "os\\.(?:remove|unlink|rename|replace|stat|listdir|walk|scandir|rmdir|makedirs|mkdir|startfile|chmod)",
    "os\\.path\\.(?:exists|isfile|isdir|getsize|getmtime)",
    "shutil\\.\\w+",
    "Image\\.open",
    "cv2\\.imread",
    "(?:pandas|pd)\\.read_\\w+",
    "docx\\.Document",
    "openpyxl\\.load_workbook",
    "(?:PyPDF2|pypdf)\\.\\w+",
    "zipfile\\.ZipFile",
    "http\\.FileResponse",
    "FileResponse",
    "magic\\.from_file",
    "mimetypes\\.guess_type",
  ].join("|")})$`,
);

/** Methods of a pathlib path that touch the disk. */
const PATH_METHODS = new Set(
  "exists is_file is_dir iterdir glob rglob mkdir open read_bytes read_text write_bytes write_text unlink rename replace rmdir stat touch".split(
    " ",
  ),
);

export function bypassesIn(module: Module, sight: Sight): Bypass[] {
  return new Search(module, sight).run();
}

class Search {
  readonly #module: Module;
  readonly #imports: ReadonlyMap<string, string>;
  readonly #holdings: Holdings;
  /** By line: one finding a line. */
  readonly #found = new Map<number, Bypass>();

  constructor(module: Module, sight: Sight) {
    this.#module = module;
    this.#imports = importsOf(module);
    this.#holdings = new Holdings(module, this.#imports, sight);
  }

  run(): Bypass[] {
    this.#block(this.#module.body);
    return [...this.#found.values()].sort((a, b) => a.place.line - b.place.line);
  }

  #block(statements: readonly Statement[]): void {
    for (const statement of statements) {
      for (const expression of expressionsOf(statement)) this.#look(expression);
      this.#bind(statement);
      if (statement.kind === "function") {
        const names = statement.parameters.map((parameter) => parameter.name);
        this.#holdings.inFunction(names, () => this.#block(statement.body));
      } else if (statement.kind === "class") this.#holdings.inClass(() => this.#block(statement.body));
      else {
        const blocks =
          statement.kind === "try" && expectsNoPath(statement) ? blocksOf(statement).slice(1) : blocksOf(statement);
        for (const block of blocks) this.#block(block);
      }
    }
  }

  #bind(statement: Statement): void {
    if (statement.kind === "assign" && statement.value) {
      for (const target of statement.targets) this.#holdings.assign(target, statement.value);
    } else if (statement.kind === "for" && statement.target)
      this.#holdings.bind(statement.target, statement.iterable && this.#holdings.eachOf(statement.iterable));
    else if (statement.kind === "with")
      for (const item of statement.items) if (item.as) this.#holdings.bind(item.as, null);
  }

  #look(expression: Expression): void {
    const instead = this.#insteadOf(expression);
    if (instead === null) for (const part of partsOf(expression)) this.#look(part);
    else if (instead !== "") this.#report(expression, instead);
    if (expression.kind === "named")
      this.#holdings.bind({ ...expression, kind: "name", id: expression.name }, this.#holdings.of(expression.value));
    // What stands inside a reported expression is part of the finding; further lines of it are not.
  }

  /** What to write instead; "" for what is fine as a whole; null: look inside. */
  #insteadOf(expression: Expression): string | null {
    if (expression.kind === "call") {
      const found = this.#insteadOfCall(expression);
      if (found !== null) return found;
    }
    if (
      expression.kind !== "call" &&
      expression.kind !== "member" &&
      expression.kind !== "binary" &&
      expression.kind !== "fstring"
    )
      return null;
    const held = this.#holdings.of(expression);
    // The bare `settings.MEDIA_ROOT` is handed on in ways that are fine (document_root=…); a path made from it is not.
    const isMade =
      expression.kind === "member" ? expression.name === "path" : held?.what !== "path" || held.name !== "";
    if (held?.what === "path" && isMade) return replacement("path", held, []);
    return this.#joinsMediaUrl(expression) ? "default_storage.url(name)" : null;
  }

  #insteadOfCall(call: Expression & { kind: "call" }): string | null {
    const name = fullName(call.callee, this.#imports) ?? "";
    const path = call.args.map((arg) => this.#holdings.of(arg)).find((held) => isPath(held));
    const takes = TAKES_PATH.test(name) || TAKES_PATH.test(name.split(".").slice(-2).join("."));
    if (takes && path && isPath(path)) {
      // Making the folder of uploads itself breaks nothing.
      if (path.name === "" && /^os\.(?:makedirs|mkdir)$/.test(name)) return "";
      const rest = call.args.slice(1).map((arg) => this.#holdings.source(arg));
      return replacement(name, path, rest, this.#holdings.source(call.callee));
    }
    if (call.callee.kind === "member" && PATH_METHODS.has(call.callee.name)) {
      const object = this.#holdings.of(call.callee.object);
      if (isPath(object))
        return object.name === "" && call.callee.name === "mkdir" ? "" : replacement(call.callee.name, object, []);
    }
    if (/(?:^|\.)FileSystemStorage$/.test(name)) return "django.core.files.storage.default_storage";
    // `image.save(self.photo.path)` of Pillow and its like.
    const saves = call.callee.kind === "member" && call.callee.name === "save";
    return saves && path && isPath(path) ? replacement("save", path, []) : null;
  }

  #joinsMediaUrl(expression: Expression): boolean {
    // In a URL configuration the prefix is what a route is made of.
    if (/(?:^|\/)urls\w*\.py$/.test(this.#module.file)) return false;
    const isMediaUrl = (one: Expression | string): boolean =>
      typeof one !== "string" && /(?:^|\.)settings\.MEDIA_URL$/.test(fullName(one, this.#imports) ?? "");
    if (expression.kind === "binary" && expression.operator === "+") return isMediaUrl(leftmost(expression));
    if (expression.kind === "binary" && expression.operator === "%")
      return (
        expression.left.kind === "string" &&
        /^(?:%s){2}|^%s\//.test(expression.left.value) &&
        isMediaUrl(firstItem(expression.right))
      );
    if (expression.kind === "call" && expression.callee.kind === "member" && expression.callee.name === "format") {
      const [first] = expression.args;
      return (
        expression.callee.object.kind === "string" &&
        expression.args.length > 1 &&
        first !== undefined &&
        isMediaUrl(first)
      );
    }
    return expression.kind === "fstring" && expression.parts.length > 1 && expression.parts.some(isMediaUrl);
  }

  #report(expression: Expression, instead: string): void {
    const line = lineOf(this.#module.text, expression.from);
    if (this.#found.has(line)) return;
    const code = this.#holdings
      .source(expression)
      .split(/\s*(?:\r\n|\n|\r)\s*/)
      .join(" ");
    this.#found.set(line, { place: { file: this.#module.file, line }, code, instead });
  }
}

function isPath(held: Holds | null): held is Holds & { what: "path" } {
  return held?.what === "path";
}

function firstItem(expression: Expression): Expression {
  return (expression.kind === "tuple" ? expression.items[0] : undefined) ?? expression;
}

function leftmost(expression: Expression): Expression {
  return expression.kind === "binary" ? leftmost(expression.left) : expression;
}

/** Code that catches NotImplementedError has thought of storages without paths already. */
function expectsNoPath(statement: Statement & { kind: "try" }): boolean {
  return statement.handlers.some((handler) =>
    handler.types.some((type) => type.kind === "name" && type.id === "NotImplementedError"),
  );
}

/** Cheap first look, on the file's text. */
export function mayCallStorage(text: string): boolean {
  return /default_storage\s*\.|FileSystemStorage\s*\(|(?:default_storage|FileSystemStorage)\s+as\b/.test(text);
}

/** Uses of Django's storage API besides the fields: an app may keep uploads without a model. */
export function storageCallsIn(module: Module): Place[] {
  const imports = importsOf(module);
  const lines = new Set<number>();
  for (const statement of everyStatement(module.body)) {
    for (const expression of expressionsOf(statement).flatMap((one) => [...everyExpression(one)])) {
      if (expression.kind !== "call") continue;
      const name = fullName(expression.callee, imports) ?? "";
      if (/(?:^|\.)(?:default_storage\.(?:save|open|url|path|delete|exists|listdir)|FileSystemStorage)$/.test(name)) {
        lines.add(lineOf(module.text, expression.from));
      }
    }
  }
  return [...lines].map((line) => ({ file: module.file, line }));
}
