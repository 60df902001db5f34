/** The environment of the app in production, as far as the repository says it. */
import { assume, bool, FILLED, list, text, UNKNOWN, type Value } from "./values.ts";

/** Key → value; null: it is set, but its value is not in the repository (a secret, a database URL). A key that is absent may still be set on Render's page. */
export type Environment = ReadonlyMap<string, string | null>;

/** Value of a variable, or its default where the repository does not set it. */
export function readVariable(environment: Environment, key: string, fallback: Value): Value {
  const value = environment.get(key);
  if (value === undefined) return assume(fallback);
  return value === null ? FILLED : text(value);
}

/** `"X" in os.environ`. */
export function hasVariable(environment: Environment, key: string): Value {
  return environment.has(key) ? bool(true) : bool(false, true);
}

const TRUE = new Set(["1", "true", "t", "yes", "y", "on", "ok"]);

/** What the libraries make of a text that is to be a boolean (decouple, django-environ, environs agree on these words). */
export function asBool(value: Value): Value {
  if (value.type === "text") return bool(TRUE.has(value.text.trim().toLowerCase()), value.assumed);
  if (value.type === "number") return bool(value.number !== 0, value.assumed);
  return value.type === "bool" || value.type === "none" ? value : UNKNOWN;
}

/** Comma-separated text as a list, as `Csv()` and `env.list` read it. */
export function asList(value: Value): Value {
  if (value.type !== "text") return value.type === "list" ? value : UNKNOWN;
  const items = value.text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
  return list(
    items.map((item) => text(item, value.assumed)),
    true,
    value.assumed,
  );
}

export function asNumber(value: Value): Value {
  if (value.type === "number") return value;
  if (value.type !== "text" || value.text.trim() === "" || Number.isNaN(Number(value.text))) return UNKNOWN;
  return { type: "number", number: Number(value.text), assumed: value.assumed };
}
