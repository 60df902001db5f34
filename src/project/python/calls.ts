/** The calls that settings files make, evaluated: paths, environment readers, string and list methods. */
import nodePath from "node:path";
import { asBool, asList, asNumber, type Environment, readVariable } from "./environment.ts";
import { joinPath, up } from "./operators.ts";
import {
  assume,
  asText,
  bool,
  either,
  isAssumed,
  list,
  mapValue,
  path,
  text,
  truth,
  UNKNOWN,
  type Value,
} from "./values.ts";

export interface Arguments {
  readonly positional: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
  /** The `cast` or function argument splits text, as far as its source shows. */
  readonly splits: boolean;
}

/** Calls of things that were imported or are built in. null: not one that we know. */
export function callSymbol(name: string, args: Arguments, environment: Environment): Value | null {
  const [first, second] = args.positional;
  const assumed = args.positional.some(isAssumed);
  const texts = args.positional.map(asText);
  const known = texts.every((one) => one !== null) ? texts.filter((one) => one !== null) : null;
  switch (name) {
    case "os.path.join":
      return known ? text(joinPath(...known), assumed) : UNKNOWN;
    case "os.path.dirname":
      return known?.[0] === undefined ? UNKNOWN : text(up(known[0], 1), assumed);
    case "os.path.basename":
      return known?.[0] === undefined ? UNKNOWN : text(nodePath.posix.basename(known[0]), assumed);
    case "os.path.abspath":
    case "os.path.realpath":
    case "os.path.normpath":
    case "os.fspath":
      return known?.[0] === undefined ? UNKNOWN : text(nodePath.posix.normalize(known[0]), assumed);
    case "pathlib.Path":
    case "pathlib.PurePath":
    case "pathlib.PosixPath":
    case "path.Path":
    case "environ.Path":
      return known && known.length > 0 ? path(joinPath(...known), assumed) : UNKNOWN;
    case "split_settings.tools.optional":
      return first === undefined ? UNKNOWN : assume(first);
    case "os.getenv":
    case "os.environ.get":
      return variable(environment, args, second ?? args.named.get("default") ?? { type: "none", assumed: false });
    case "decouple.config":
    case "environ.Env()":
    case "environs.Env()":
      return cast(
        variable(
          environment,
          args,
          args.named.get("default") ?? (name === "decouple.config" ? second : args.positional[2]),
        ),
        args,
      );
    case "environ.Env":
    case "environ.FileAwareEnv":
    case "environs.Env":
    case "environs.FileAwareEnv":
      return { type: "symbol", name: `${name.split(".")[0] ?? ""}.Env()` };
    case "decouple.AutoConfig":
    case "decouple.Config":
      return { type: "symbol", name: "decouple.config" };
    case "decouple.Csv":
      return { type: "symbol", name: "decouple.Csv()" };
    case "str":
      return first === undefined ? text("") : mapValue(first, (one) => written(one));
    case "bool":
      return first === undefined ? bool(false) : mapValue(first, (one) => boolOf(one));
    case "int":
      return first === undefined ? UNKNOWN : mapValue(first, asNumber);
    case "distutils.util.strtobool":
      return first === undefined ? UNKNOWN : mapValue(first, asBool);
    case "list":
    case "tuple":
    case "set":
    case "sorted":
    case "frozenset":
      return first === undefined ? list([]) : mapValue(first, (one) => (one.type === "list" ? one : UNKNOWN));
    case "filter":
      return first?.type === "none" && second?.type === "list"
        ? list(
            second.items.filter((item) => truth(item) !== false),
            second.complete,
            second.assumed,
          )
        : UNKNOWN;
    case "dict": {
      const base = first === undefined ? new Map<string, Value>() : first.type === "dict" ? first.entries : null;
      if (!base) return UNKNOWN;
      const complete = first?.type === "dict" ? first.complete : true;
      return { type: "dict", entries: new Map([...base, ...args.named]), complete, assumed };
    }
    default:
      return readerMethod(name, args, environment);
  }
}

/** `env.str("X")`, `env.bool("X", default=False)`, `env.list(…)` of django-environ and environs. */
function readerMethod(name: string, args: Arguments, environment: Environment): Value | null {
  const found = /^(?:environ|environs)\.Env\(\)\.(\w+)$/.exec(name);
  if (!found) return null;
  const value = variable(environment, args, args.named.get("default") ?? args.positional[1]);
  switch (found[1]) {
    case "str":
    case "url":
    case "path":
      return value;
    case "bool":
      return mapValue(value, asBool);
    case "int":
    case "float":
      return mapValue(value, asNumber);
    case "list":
    case "tuple":
      return mapValue(value, asList);
    default:
      return UNKNOWN;
  }
}

function variable(environment: Environment, args: Arguments, fallback: Value | undefined): Value {
  const key = args.positional[0];
  return key?.type === "text" ? readVariable(environment, key.text, fallback ?? UNKNOWN) : UNKNOWN;
}

function cast(value: Value, args: Arguments): Value {
  const to = args.named.get("cast") ?? args.positional[2];
  if (to?.type === "symbol") {
    if (to.name === "bool") return mapValue(value, asBool);
    if (to.name === "int" || to.name === "float") return mapValue(value, asNumber);
    if (to.name === "decouple.Csv()" || to.name === "list") return mapValue(value, asList);
    if (to.name === "str") return value;
  }
  if (args.splits) return mapValue(value, asList);
  return to === undefined ? value : UNKNOWN;
}

function written(value: Value): Value {
  const known = asText(value);
  if (known !== null) return text(known, isAssumed(value));
  if (value.type === "number") return text(String(value.number), value.assumed);
  if (value.type === "bool") return text(value.bool ? "True" : "False", value.assumed);
  return value.type === "none" ? text("None", value.assumed) : UNKNOWN;
}

function boolOf(value: Value): Value {
  const known = truth(value);
  return known === null ? UNKNOWN : bool(known, isAssumed(value));
}

/** Methods of values that are known. */
export function callMethod(object: Value, method: string, args: Arguments): Value {
  return mapValue(object, (one) => {
    if (one.type === "text") return textMethod(one, method, args);
    if (one.type === "path") return pathMethod(one, method, args);
    if (one.type === "list" && method === "copy") return one;
    if (one.type === "dict") return dictMethod(one, method, args);
    return UNKNOWN;
  });
}

function textMethod(object: Value & { type: "text" }, method: string, args: Arguments): Value {
  const values = args.positional.map(asText);
  const [first, second] = values;
  const assumed = object.assumed || args.positional.some(isAssumed);
  const value = object.text;
  const stripped = (start: boolean, end: boolean) => text(strip(value, first ?? null, start, end), assumed);
  switch (method) {
    case "strip":
      return stripped(true, true);
    case "lstrip":
      return stripped(true, false);
    case "rstrip":
      return stripped(false, true);
    case "lower":
    case "casefold":
      return text(value.toLowerCase(), assumed);
    case "upper":
      return text(value.toUpperCase(), assumed);
    case "title":
    case "capitalize":
      return text(value.charAt(0).toUpperCase() + value.slice(1).toLowerCase(), assumed);
    case "startswith":
      return typeof first === "string" ? bool(value.startsWith(first), assumed) : UNKNOWN;
    case "endswith":
      return typeof first === "string" ? bool(value.endsWith(first), assumed) : UNKNOWN;
    case "replace":
      return typeof first === "string" && typeof second === "string"
        ? text(value.replaceAll(first, second), assumed)
        : UNKNOWN;
    case "split": {
      if (args.positional.length > 1 || first === null) return UNKNOWN;
      const pieces = first === undefined ? value.split(/\s+/).filter((piece) => piece !== "") : value.split(first);
      return list(
        pieces.map((piece) => text(piece, assumed)),
        true,
        assumed,
      );
    }
    case "join": {
      const [items] = args.positional;
      if (items?.type !== "list" || !items.complete) return UNKNOWN;
      const texts = items.items.map(asText);
      return texts.every((one) => one !== null) ? text(texts.join(value), assumed || items.assumed) : UNKNOWN;
    }
    case "format":
      return format(value, args, assumed);
    default:
      return UNKNOWN;
  }
}

function strip(value: string, characters: string | null, start: boolean, end: boolean): string {
  if (characters === null) return start ? (end ? value.trim() : value.trimStart()) : value.trimEnd();
  let [from, to] = [0, value.length];
  while (start && from < to && characters.includes(value[from] ?? "")) from++;
  while (end && to > from && characters.includes(value[to - 1] ?? "")) to--;
  return value.slice(from, to);
}

function format(pattern: string, args: Arguments, assumed: boolean): Value {
  let index = 0;
  let known = true;
  const filled = pattern.replace(/\{(\w*)\}/g, (_, key: string) => {
    const value = key === "" ? args.positional[index++] : (args.named.get(key) ?? args.positional[Number(key)]);
    const found = asText(value);
    if (found === null) known = false;
    return found ?? "";
  });
  return known && !/[{}]/.test(filled) ? text(filled, assumed) : UNKNOWN;
}

function pathMethod(object: Value & { type: "path" }, method: string, args: Arguments): Value {
  const texts = args.positional.map(asText);
  const known = texts.every((one) => one !== null) ? texts.filter((one) => one !== null) : null;
  switch (method) {
    case "resolve":
    case "absolute":
      return object;
    // `path` is django-environ's.
    case "joinpath":
    case "path":
      return known ? path(joinPath(object.path, ...known), object.assumed) : UNKNOWN;
    case "as_posix":
    case "__str__":
      return text(object.path, object.assumed);
    case "with_name":
      return known?.[0] === undefined ? UNKNOWN : path(joinPath(up(object.path, 1), known[0]), object.assumed);
    default:
      return UNKNOWN;
  }
}

function dictMethod(object: Value & { type: "dict" }, method: string, args: Arguments): Value {
  const [key, fallback] = args.positional;
  if (method === "copy") return object;
  if (method === "get" && key !== undefined) {
    return mapValue(key, (one) => {
      if (one.type !== "text") return UNKNOWN;
      const found =
        object.entries.get(one.text) ?? (object.complete ? (fallback ?? { type: "none", assumed: false }) : UNKNOWN);
      return isAssumed(one) ? either([found, ...object.entries.values()]) : found;
    });
  }
  return UNKNOWN;
}
