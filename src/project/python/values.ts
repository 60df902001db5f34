/** What static reading knows about a Python value. */
import type { Statement } from "./tree.ts";

/**
 * `assumed`: true where the value stands on something that another machine may have otherwise (an environment variable that no file of the
 * repository sets, so that its default was taken).
 */
export type Value =
  | { readonly type: "text"; readonly text: string; readonly assumed: boolean }
  /** A pathlib path, or something that behaves like one. */
  | { readonly type: "path"; readonly path: string; readonly assumed: boolean }
  | { readonly type: "number"; readonly number: number; readonly assumed: boolean }
  | { readonly type: "bool"; readonly bool: boolean; readonly assumed: boolean }
  | { readonly type: "none"; readonly assumed: boolean }
  | { readonly type: "list"; readonly items: readonly Value[]; readonly complete: boolean; readonly assumed: boolean }
  | {
      readonly type: "dict";
      readonly entries: ReadonlyMap<string, Value>;
      readonly complete: boolean;
      readonly assumed: boolean;
    }
  /** One of these, depending on what only the running process knows; the likeliest first. */
  | { readonly type: "either"; readonly options: readonly Value[] }
  /** Something imported or built in, by its full name: `os.path.join`, `environ.Env()`. */
  | { readonly type: "symbol"; readonly name: string }
  | { readonly type: "function"; readonly definition: Statement & { readonly kind: "function" }; readonly file: string }
  /** The name has no value at all on this way through the module. */
  | { readonly type: "unset" }
  /** `filled`: whatever it is, Python counts it as true: a secret that is set. */
  | { readonly type: "unknown"; readonly filled?: true };

export const UNKNOWN: Value = { type: "unknown" };
export const FILLED: Value = { type: "unknown", filled: true };
export const UNSET: Value = { type: "unset" };

export const text = (value: string, assumed = false): Value => ({ type: "text", text: value, assumed });
export const path = (value: string, assumed = false): Value => ({ type: "path", path: value, assumed });
export const bool = (value: boolean, assumed = false): Value => ({ type: "bool", bool: value, assumed });
export const list = (items: readonly Value[], complete = true, assumed = false): Value => ({
  type: "list",
  items,
  complete,
  assumed,
});

const MOST_OPTIONS = 12;

/** One of these values; equal ones once, nested choices flattened. */
export function either(values: readonly Value[]): Value {
  const options: Value[] = [];
  for (const value of values.flatMap(optionsOf)) {
    if (!options.some((option) => sameValue(option, value))) options.push(value);
  }
  const [only] = options;
  if (options.length <= 1) return only ?? UNKNOWN;
  return options.length > MOST_OPTIONS ? UNKNOWN : { type: "either", options };
}

/** The ways that a value may be: itself, or each member of a choice. */
export function optionsOf(value: Value): readonly Value[] {
  return value.type === "either" ? value.options : [value];
}

/** Applies `change` to every way that the value may be. */
export function mapValue(value: Value, change: (one: Value) => Value): Value {
  return value.type === "either" ? either(value.options.map(change)) : change(value);
}

/** The same for two values: every pair of ways. */
export function mapPair(left: Value, right: Value, change: (left: Value, right: Value) => Value): Value {
  return mapValue(left, (one) => mapValue(right, (other) => change(one, other)));
}

export function isAssumed(value: Value): boolean {
  if (value.type === "either") return true;
  return "assumed" in value && value.assumed;
}

/** The same value, as one that another machine may have otherwise. */
export function assume(value: Value, assumed = true): Value {
  if (!assumed) return value;
  if (value.type === "either") return { type: "either", options: value.options.map((option) => assume(option)) };
  return "assumed" in value ? { ...value, assumed: true } : value;
}

/** What Python's `if` makes of it; null: only the running process knows. */
export function truth(value: Value): boolean | null {
  switch (value.type) {
    case "text":
      return value.text !== "";
    case "path":
    case "function":
      return true;
    case "number":
      return value.number !== 0;
    case "bool":
      return value.bool;
    case "none":
      return false;
    case "list":
      return value.items.length > 0 ? true : value.complete ? false : null;
    case "dict":
      return value.entries.size > 0 ? true : value.complete ? false : null;
    case "either": {
      const found = new Set(value.options.map(truth));
      const [only] = found;
      return found.size === 1 ? (only ?? null) : null;
    }
    case "unknown":
      return value.filled === true ? true : null;
    default:
      return null;
  }
}

export function sameValue(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.type === "list" && b.type === "list") {
    return (
      a.complete === b.complete &&
      a.items.length === b.items.length &&
      a.items.every((item, i) => sameAt(item, b.items[i]))
    );
  }
  if (a.type === "dict" && b.type === "dict") {
    return (
      a.complete === b.complete &&
      a.entries.size === b.entries.size &&
      [...a.entries].every(([key, value]) => sameAt(value, b.entries.get(key)))
    );
  }
  if (a.type === "either" && b.type === "either") {
    return a.options.length === b.options.length && a.options.every((option, i) => sameAt(option, b.options[i]));
  }
  if (a.type === "text" && b.type === "text") return a.text === b.text;
  if (a.type === "path" && b.type === "path") return a.path === b.path;
  if (a.type === "number" && b.type === "number") return a.number === b.number;
  if (a.type === "bool" && b.type === "bool") return a.bool === b.bool;
  if (a.type === "symbol" && b.type === "symbol") return a.name === b.name;
  if (a.type === "function" && b.type === "function") return a.definition === b.definition;
  if (a.type === "unknown" && b.type === "unknown") return a.filled === b.filled;
  return a.type === b.type && (a.type === "none" || a.type === "unset");
}

function sameAt(a: Value, b: Value | undefined): boolean {
  return b !== undefined && sameValue(a, b);
}

/** The text of a string or path; null for anything else. */
export function asText(value: Value | undefined): string | null {
  if (value?.type === "text") return value.text;
  return value?.type === "path" ? value.path : null;
}

/** The likeliest known text among the ways that a value may be. */
export function likeliestText(value: Value | undefined): string | null {
  if (value === undefined) return null;
  for (const option of optionsOf(value)) {
    const found = asText(option);
    if (found !== null) return found;
  }
  return null;
}
