/** Python's operators on values that are known. */
import nodePath from "node:path";
import {
  assume,
  asText,
  bool,
  isAssumed,
  list,
  mapPair,
  path,
  sameValue,
  text,
  truth,
  UNKNOWN,
  type Value,
} from "./values.ts";

export function binary(operator: string, left: Value, right: Value): Value {
  return mapPair(left, right, (a, b) => onePair(operator, a, b));
}

function onePair(operator: string, left: Value, right: Value): Value {
  const assumed = isAssumed(left) || isAssumed(right);
  switch (operator) {
    case "+":
      return add(left, right, assumed);
    case "/": {
      const [base, name] = [asText(left), asText(right)];
      const isPath = left.type === "path" || right.type === "path";
      return isPath && base !== null && name !== null ? path(joinPath(base, name), assumed) : UNKNOWN;
    }
    case "-":
      // django-environ's Path: `environ.Path(__file__) - 2` goes two folders up.
      if (left.type === "path" && right.type === "number") return path(up(left.path, right.number), assumed);
      if (left.type === "list" && right.type === "list" && right.complete) {
        return list(
          left.items.filter((item) => !right.items.some((other) => sameValue(item, other))),
          left.complete,
          assumed,
        );
      }
      return UNKNOWN;
    case "%":
      return left.type === "text" ? percent(left.text, right, assumed) : UNKNOWN;
    case "|":
      if (left.type === "dict" && right.type === "dict") return mergeDicts(left, right);
      return left.type === "list" ? add(left, right, assumed) : UNKNOWN;
    case "==":
    case "is":
      return compare(left, right, assumed, false);
    case "!=":
    case "is not":
      return compare(left, right, assumed, true);
    case "in":
      return contains(right, left, assumed, false);
    case "not in":
      return contains(right, left, assumed, true);
    default:
      return UNKNOWN;
  }
}

function add(left: Value, right: Value, assumed: boolean): Value {
  if (left.type === "text" && right.type === "text") return text(left.text + right.text, assumed);
  if (left.type === "number" && right.type === "number") {
    return { type: "number", number: left.number + right.number, assumed };
  }
  // A sum of lists of which one is not known still holds the other's items.
  if (left.type === "list" && right.type === "list") {
    return list([...left.items, ...right.items], left.complete && right.complete, assumed);
  }
  if (left.type === "list") return list(left.items, false, assumed);
  return right.type === "list" ? list(right.items, false, assumed) : UNKNOWN;
}

export function mergeDicts(left: Value & { type: "dict" }, right: Value & { type: "dict" }): Value {
  return {
    type: "dict",
    entries: new Map([...left.entries, ...right.entries]),
    complete: left.complete && right.complete,
    assumed: left.assumed || right.assumed,
  };
}

function percent(pattern: string, right: Value, assumed: boolean): Value {
  const values = right.type === "list" ? right.items : [right];
  let index = 0;
  let known = true;
  const filled = pattern.replace(/%(%|s|d)/g, (_, mark: string) => {
    if (mark === "%") return "%";
    const value = values[index++];
    const written = value?.type === "number" ? String(value.number) : asText(value);
    if (written === null) known = false;
    return written ?? "";
  });
  return known && !filled.includes("%(") ? text(filled, assumed) : UNKNOWN;
}

function compare(left: Value, right: Value, assumed: boolean, negate: boolean): Value {
  const unknowable = new Set<Value["type"]>(["unknown", "unset", "symbol", "function", "either"]);
  if (unknowable.has(left.type) || unknowable.has(right.type)) return UNKNOWN;
  return bool(sameValue(left, right) !== negate, assumed);
}

function contains(container: Value, item: Value, assumed: boolean, negate: boolean): Value {
  if (container.type === "text" && item.type === "text") {
    return bool(container.text.includes(item.text) !== negate, assumed);
  }
  if (item.type !== "text" && item.type !== "number") return UNKNOWN;
  if (container.type === "list") {
    if (container.items.some((one) => sameValue(one, item))) return bool(!negate, assumed);
    const sure = container.complete && container.items.every((one) => one.type === "text" || one.type === "number");
    return sure ? bool(negate, assumed) : UNKNOWN;
  }
  if (container.type === "dict" && item.type === "text") {
    if (container.entries.has(item.text)) return bool(!negate, assumed);
    return container.complete ? bool(negate, assumed) : UNKNOWN;
  }
  return UNKNOWN;
}

/** `and` and `or` give one of their operands. */
export function logical(operator: "and" | "or", left: Value, right: () => Value): Value {
  const known = truth(left);
  const goesOn = operator === "and";
  if (known !== null && !isAssumed(left)) return known === goesOn ? right() : left;
  const other = right();
  // `… or True`, `… and False`: the answer is sure, whatever the left side is.
  if (other.type === "bool" && !other.assumed && other.bool !== goesOn) return other;
  if (known === null) return UNKNOWN;
  return assume(known === goesOn ? other : left);
}

/** As os.path.join and pathlib do it: an absolute part starts anew. */
export function joinPath(...parts: readonly string[]): string {
  let joined = "";
  for (const part of parts) joined = part.startsWith("/") || joined === "" ? part : `${joined}/${part}`;
  return joined.startsWith("/") ? nodePath.posix.normalize(joined) : joined;
}

export function up(start: string, levels: number): string {
  let folder = start;
  for (let level = 0; level < levels; level++) folder = nodePath.posix.dirname(folder);
  return folder;
}
