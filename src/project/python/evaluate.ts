/** What an expression is worth, as far as reading it can tell. Nothing is ever executed. */
import { type Arguments, callMethod, callSymbol } from "./calls.ts";
import { type Environment, hasVariable, readVariable } from "./environment.ts";
import { binary, joinPath, logical, up } from "./operators.ts";
import type { Expression } from "./tree.ts";
import {
  assume,
  asText,
  bool,
  either,
  isAssumed,
  list,
  mapPair,
  mapValue,
  optionsOf,
  path,
  text,
  truth,
  UNKNOWN,
  type Value,
} from "./values.ts";
import { everyExpression } from "./visit.ts";

/** Where names get their values. */
export interface Scope {
  lookup(name: string): Value;
  assign(name: string, value: Value): void;
  /** Result of a function of the project itself. */
  callFunction(callee: Value & { type: "function" }, args: Arguments): Value;
  readonly environment: Environment;
}

export function evaluate(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case "string":
      return text(expression.value);
    case "number":
      return { type: "number", number: expression.value, assumed: false };
    case "constant":
      return expression.value === null ? { type: "none", assumed: false } : bool(expression.value);
    case "name":
      return scope.lookup(expression.id);
    case "fstring":
      return formatted(expression.parts, scope);
    case "list":
    case "tuple":
    case "set":
      return sequence(expression.items, scope);
    case "dict":
      return dictionary(expression.entries, scope);
    case "member":
      return memberOf(evaluate(expression.object, scope), expression.name);
    case "index":
      return indexed(expression.object, expression.index, scope);
    case "call":
      return call(expression, scope);
    case "binary":
      return operation(expression, scope);
    case "unary": {
      const operand = evaluate(expression.operand, scope);
      if (expression.operator === "not") return negated(operand);
      if (expression.operator === "-" && operand.type === "number") return { ...operand, number: -operand.number };
      return UNKNOWN;
    }
    case "conditional": {
      const test = evaluate(expression.test, scope);
      const known = truth(test);
      const then = () => evaluate(expression.then, scope);
      const otherwise = () => evaluate(expression.otherwise, scope);
      if (known === null || isAssumed(test))
        return either(known === false ? [otherwise(), then()] : [then(), otherwise()]);
      return known ? then() : otherwise();
    }
    case "named": {
      const value = evaluate(expression.value, scope);
      scope.assign(expression.name, value);
      return value;
    }
    case "comprehension":
      return comprehended(expression, scope);
    default:
      return UNKNOWN;
  }
}

function formatted(parts: readonly (string | Expression)[], scope: Scope): Value {
  let built: Value = text("");
  for (const part of parts) {
    const value = typeof part === "string" ? text(part) : evaluate(part, scope);
    built = mapPair(built, value, (before, one) => {
      const [start, end] = [asText(before), one.type === "number" ? String(one.number) : asText(one)];
      return start === null || end === null ? UNKNOWN : text(start + end, isAssumed(before) || isAssumed(one));
    });
  }
  return built;
}

function sequence(items: readonly Expression[], scope: Scope): Value {
  const found: Value[] = [];
  let complete = true;
  for (const item of items) {
    if (item.kind !== "starred") {
      found.push(evaluate(item, scope));
      continue;
    }
    const spread = evaluate(item.value, scope);
    const lists = optionsOf(spread).filter((option) => option.type === "list");
    for (const option of lists) found.push(...option.items);
    if (spread.type !== "list" || !spread.complete) complete = false;
  }
  return list(found, complete);
}

function dictionary(entries: readonly { key: Expression | null; value: Expression }[], scope: Scope): Value {
  const found = new Map<string, Value>();
  let complete = true;
  for (const entry of entries) {
    const value = evaluate(entry.value, scope);
    if (entry.key === null) {
      if (value.type === "dict") for (const [key, one] of value.entries) found.set(key, one);
      if (value.type !== "dict" || !value.complete) complete = false;
      continue;
    }
    const key = evaluate(entry.key, scope);
    if (key.type === "text") found.set(key.text, value);
    else complete = false;
  }
  return { type: "dict", entries: found, complete, assumed: false };
}

function memberOf(object: Value, name: string): Value {
  return mapValue(object, (one) => {
    if (one.type === "symbol") return { type: "symbol", name: `${one.name}.${name}` };
    if (one.type === "path") {
      if (name === "parent") return path(up(one.path, 1), one.assumed);
      if (name === "name") return text(one.path.slice(one.path.lastIndexOf("/") + 1), one.assumed);
      if (name === "root") return text(one.path, one.assumed);
    }
    return UNKNOWN;
  });
}

function indexed(objectExpression: Expression, indexExpression: Expression, scope: Scope): Value {
  // `Path(__file__).resolve().parents[1]`
  if (objectExpression.kind === "member" && objectExpression.name === "parents") {
    return mapPair(evaluate(objectExpression.object, scope), evaluate(indexExpression, scope), (base, index) =>
      base.type === "path" && index.type === "number" ? path(up(base.path, index.number + 1), base.assumed) : UNKNOWN,
    );
  }
  return mapPair(evaluate(objectExpression, scope), evaluate(indexExpression, scope), (object, index) => {
    if (object.type === "symbol" && object.name === "os.environ" && index.type === "text") {
      return readVariable(scope.environment, index.text, UNKNOWN);
    }
    if (object.type === "dict" && index.type === "text") return object.entries.get(index.text) ?? UNKNOWN;
    if (object.type === "list" && index.type === "number" && object.complete) {
      return object.items[index.number < 0 ? object.items.length + index.number : index.number] ?? UNKNOWN;
    }
    return UNKNOWN;
  });
}

function call(expression: Expression & { kind: "call" }, scope: Scope): Value {
  const { callee } = expression;
  const args = readArguments(expression, scope);
  if (callee.kind === "member") {
    const object = evaluate(callee.object, scope);
    const isNamed = optionsOf(object).some((option) => option.type === "symbol");
    if (!isNamed) return callMethod(object, callee.name, args);
  }
  return mapValue(evaluate(callee, scope), (target) => {
    if (target.type === "symbol") return callSymbol(target.name, args, scope.environment) ?? UNKNOWN;
    if (target.type === "function") return scope.callFunction(target, args);
    // django-environ: `root = environ.Path(__file__) - 2; root("media")`
    if (target.type === "path") return callMethod(target, "path", args);
    return UNKNOWN;
  });
}

export function readArguments(expression: Expression & { kind: "call" }, scope: Scope): Arguments {
  const named = new Map<string, Value>();
  for (const { name, value } of expression.keywords) if (name !== null) named.set(name, evaluate(value, scope));
  const positional = expression.args.map((arg) => (arg.kind === "starred" ? UNKNOWN : evaluate(arg, scope)));
  const castExpression = expression.keywords.find((keyword) => keyword.name === "cast")?.value;
  const parts = castExpression ? [...everyExpression(castExpression)] : [];
  const splits = parts.some((part) => part.kind === "member" && part.name === "split");
  return { positional, named, splits };
}

function operation(expression: Expression & { kind: "binary" }, scope: Scope): Value {
  const { operator } = expression;
  const left = evaluate(expression.left, scope);
  const right = () => evaluate(expression.right, scope);
  if (operator === "and" || operator === "or") return logical(operator, left, right);
  const other = right();
  const isEnvironment = other.type === "symbol" && other.name === "os.environ";
  if (isEnvironment && left.type === "text" && (operator === "in" || operator === "not in")) {
    const there = hasVariable(scope.environment, left.text);
    return operator === "in" ? there : negated(there);
  }
  return binary(operator, left, other);
}

function negated(value: Value): Value {
  return mapValue(value, (one) => {
    const known = truth(one);
    return known === null ? UNKNOWN : bool(!known, isAssumed(one));
  });
}

function comprehended(expression: Expression & { kind: "comprehension" }, scope: Scope): Value {
  const { clause, element } = expression;
  if (!clause) return UNKNOWN;
  return mapValue(evaluate(clause.iterable, scope), (iterable) => {
    if (iterable.type !== "list") return UNKNOWN;
    const found: Value[] = [];
    let complete = iterable.complete;
    for (const item of iterable.items) {
      const inner: Scope = {
        environment: scope.environment,
        lookup: (name) => (name === clause.target ? item : scope.lookup(name)),
        assign: () => {},
        callFunction: (callee, args) => scope.callFunction(callee, args),
      };
      const kept = clause.condition ? truth(evaluate(clause.condition, inner)) : true;
      if (kept === null) complete = false;
      if (kept !== false) found.push(assume(evaluate(element, inner), iterable.assumed));
    }
    return list(found, complete, iterable.assumed);
  });
}

/** A path relative to nothing is taken from the folder where Django starts. */
export function absolutePath(value: string, root: string): string {
  return value.startsWith("/") ? joinPath(value) : joinPath(root, value);
}
