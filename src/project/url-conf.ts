/** Where production's URL configuration is, and whether it serves uploads with DEBUG off. Source: https://docs.djangoproject.com/en/stable/howto/static-files/ */
import { removeBlock } from "../edit/python-block.ts";
import type { Place, UrlConf } from "../model/project.ts";
import type { ProjectFiles } from "./files.ts";
import { fullName, importsOf } from "./imports.ts";
import { parseModule } from "./python/parse.ts";
import { type Expression, lineOf, type Module, type Statement } from "./python/tree.ts";
import { likeliestText } from "./python/values.ts";
import { blocksOf, everyExpression, expressionsOf, partsOf } from "./python/visit.ts";
import type { Settings } from "./settings-chain.ts";

/** Files that include one another are followed this far. */
const DEEPEST = 4;
/** Stands for the variable part of a route. */
const ANY = "\0";

/** null: the settings name no file of the project. */
export function findUrlConf(settings: Settings | null, files: ProjectFiles): UrlConf | null {
  const module = settings === null ? null : likeliestText(settings.value("ROOT_URLCONF"));
  if (settings === null || module === null || !/^[\p{L}_][\p{L}\p{N}_.]*$/u.test(module)) return null;
  const file = files.moduleFile(module.replaceAll(".", "/"));
  if (file === null) return null;
  const url = likeliestText(settings.value("MEDIA_URL")) ?? "";
  // An address elsewhere leaves Django's own proposal.
  const prefix = /^[a-z]*:?\/\//i.test(url) ? "media/" : `${url.replace(/^\/+|\/+$/g, "") || "media"}/`;
  const search = new Search(files, prefix);
  const servesMedia = search.below(file, "", 0);
  return { file, servesMedia, ...(search.part === null ? {} : { servesPart: search.part }) };
}

class Search {
  readonly #files: ProjectFiles;
  /** MEDIA_URL without its first slash. */
  readonly #prefix: string;
  /** The first route that was seen to serve a part of MEDIA_URL alone. */
  part: Place | null = null;

  constructor(files: ProjectFiles, prefix: string) {
    this.#files = files;
    this.#prefix = prefix;
  }

  /** The first route of the file, or of one that it includes, that serves uploads. `base`: what the routes above have taken of the address. */
  below(file: string, base: string, depth: number): Place | null {
    const module = withoutOurs(this.#files, file);
    const imports = importsOf(module);
    for (const call of inProduction(module.body)) {
      const found = this.#servedBy(call, module, imports, base, depth);
      if (found !== null) return found;
    }
    return null;
  }

  #servedBy(
    call: Expression & { kind: "call" },
    module: Module,
    imports: ReadonlyMap<string, string>,
    base: string,
    depth: number,
  ): Place | null {
    const name = fullName(call.callee, imports) ?? "";
    if (!/^(?:django\.(?:urls|conf\.urls)\.)?(?:path|re_path|url)$/.test(name)) return null;
    const [route, view] = [argument(call, 0, "route", "regex"), argument(call, 1, "view")];
    if (route === null || view === null) return null;
    const place = { file: module.file, line: lineOf(module.text, call.from) };
    const served = [...everyExpression(call)].some((one) => fullName(one, imports) === "django.views.static.serve");
    if (served && mentions(call, "MEDIA_ROOT")) return place;
    const written = this.#address(route);
    const address =
      written === null
        ? null
        : base + (/path$/.test(name) && !/re_path$/.test(name) ? plainRoute : regexRoute)(written);
    const included = view.kind === "call" && /(?:^|\.)include$/.test(fullName(view.callee, imports) ?? "");
    if (included) {
      const next = address === null || depth >= DEEPEST ? null : this.#includedFile(view, module, imports);
      if (next === null && address?.startsWith(this.#prefix)) this.part ??= place;
      return next === null || !this.#mayLeadTo(address ?? "") ? null : this.below(next, address ?? "", depth + 1);
    }
    if (address === null || !address.startsWith(this.#prefix)) return null;
    if (this.#isMedia(address)) return place;
    this.part ??= place;
    return null;
  }

  /** The route as text, MEDIA_URL filled in; null: only the running process knows. */
  #address(route: Expression): string | null {
    switch (route.kind) {
      case "string":
        return route.value;
      case "fstring":
        return route.parts.map((part) => (typeof part === "string" ? part : (this.#address(part) ?? ANY))).join("");
      case "binary": {
        const [left, right] = [this.#address(route.left), this.#address(route.right)];
        if (left === null || right === null) return null;
        return route.operator === "%" ? left.replace("%s", right) : route.operator === "+" ? left + right : null;
      }
      default:
        return mentions(route, "MEDIA_URL") ? this.#prefix : null;
    }
  }

  #includedFile(
    call: Expression & { kind: "call" },
    module: Module,
    imports: ReadonlyMap<string, string>,
  ): string | null {
    const [what] = call.args;
    const target = what?.kind === "tuple" || what?.kind === "list" ? what.items[0] : what;
    if (target === undefined) return null;
    const name = target.kind === "string" ? target.value : fullName(target, imports);
    const dots = /^\.*/.exec(name ?? "")?.[0].length ?? 0;
    return name === null ? null : this.#files.resolve(module.file, dots, name.slice(dots).replace(/^\./, ""));
  }

  /** `media/` and then anything: `media/<path:name>`, also `media/private/<name>`, which is a part of it alone and no answer for the rest. */
  #isMedia(address: string): boolean {
    return address.startsWith(this.#prefix) && address.slice(this.#prefix.length).startsWith(ANY);
  }

  #mayLeadTo(address: string): boolean {
    return this.#prefix.startsWith(address) || address.startsWith(this.#prefix);
  }
}

/** Our own block serves uploads on Render, and is no answer to whether the project does. */
function withoutOurs(files: ProjectFiles, file: string): Module {
  const text = files.text(file) ?? "";
  const rest = text.includes("# >>> vet-media-setup") ? removeBlock(text, file) : text;
  return rest === text ? files.read(file) : parseModule(file, rest);
}

/** Every call that is made while the module is loaded with DEBUG off, in order of reading. */
function* inProduction(statements: readonly Statement[]): Generator<Expression & { kind: "call" }> {
  for (const statement of statements) {
    if (statement.kind === "function" || statement.kind === "class") continue;
    for (const expression of expressionsOf(statement)) yield* callsIn(expression);
    if (statement.kind !== "if") for (const block of blocksOf(statement)) yield* inProduction(block);
    else {
      for (const { test, body } of statement.branches) {
        const runs = test === null ? null : inDebug(test);
        if (runs === true) continue;
        yield* inProduction(body);
        // `if not DEBUG: … else: …`: what follows is for development.
        if (runs === false) break;
      }
    }
  }
}

function* callsIn(expression: Expression): Generator<Expression & { kind: "call" }> {
  if (expression.kind === "call") yield expression;
  const debug = expression.kind === "conditional" ? inDebug(expression.test) : null;
  for (const part of partsOf(expression)) {
    if (expression.kind === "conditional" && debug === true && part === expression.then) continue;
    if (expression.kind === "conditional" && debug === false && part === expression.otherwise) continue;
    yield* callsIn(part);
  }
}

/** true: the condition holds with DEBUG alone; false: it holds without DEBUG; null: it says nothing about it. */
function inDebug(test: Expression): boolean | null {
  if (test.kind === "name") return test.id === "DEBUG" ? true : null;
  if (test.kind === "member") return test.name === "DEBUG" ? true : null;
  if (test.kind === "unary" && test.operator === "not") {
    const inner = inDebug(test.operand);
    return inner === null ? null : !inner;
  }
  if (test.kind === "binary" && ["==", "is"].includes(test.operator) && test.right.kind === "constant") {
    const left = inDebug(test.left);
    return left === null || test.right.value === null ? null : left === test.right.value;
  }
  if (test.kind === "binary" && test.operator === "and")
    return [test.left, test.right].some((side) => inDebug(side) === true) ? true : null;
  return null;
}

function argument(call: Expression & { kind: "call" }, index: number, ...names: readonly string[]): Expression | null {
  const named = call.keywords.find((keyword) => keyword.name !== null && names.includes(keyword.name));
  return call.args[index] ?? named?.value ?? null;
}

function mentions(expression: Expression, setting: string): boolean {
  return [...everyExpression(expression)].some(
    (one) => (one.kind === "member" && one.name === setting) || (one.kind === "name" && one.id === setting),
  );
}

/** `media/<path:name>` → `media/` and anything. */
function plainRoute(route: string): string {
  return route.replace(/<[^>]*>/g, ANY);
}

/** `^media/(?P<path>.*)$` → `media/` and anything. */
function regexRoute(route: string): string {
  return route
    .replace(/^\^?\/?/, "")
    .replace(/\((?:[^()\\]|\\.|\([^()]*\))*\)/g, ANY)
    .replace(/\\(.)/g, "$1")
    .replace(/\$$/, "")
    .replace(/\.[*+]\??/g, ANY);
}
