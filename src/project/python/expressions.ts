/** From the parser's syntax nodes to expressions of tree.ts. */
import type { SyntaxNode } from "@lezer/common";
import { literalValue, shapeOf, withoutEscapes } from "./strings.ts";
import type { Expression, Keyword } from "./tree.ts";

const ATOMS = new Set([
  "VariableName",
  "String",
  "ContinuedString",
  "FormatString",
  "Number",
  "Boolean",
  "None",
  "Ellipsis",
]);

export function isExpression(node: SyntaxNode): boolean {
  return ATOMS.has(node.name) || node.name.endsWith("Expression");
}

/** Children that mean something: no comments, no error marks. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name !== "Comment" && !child.type.isError) children.push(child);
  }
  return children;
}

/** Deeper than anybody writes by hand; beyond it an expression is not understood, instead of ending the run. */
const DEEPEST = 400;
let depth = 0;

export function toExpression(node: SyntaxNode, text: string): Expression {
  if (depth >= DEEPEST) return { kind: "other", parts: [], from: node.from, to: node.to };
  depth++;
  try {
    return converted(node, text);
  } finally {
    depth--;
  }
}

function converted(node: SyntaxNode, text: string): Expression {
  const at = { from: node.from, to: node.to };
  const source = () => text.slice(node.from, node.to);
  const children = childrenOf(node);
  const expressions = () => children.filter(isExpression).map((child) => toExpression(child, text));
  const other = (): Expression => ({ ...at, kind: "other", parts: expressions() });

  switch (node.name) {
    case "VariableName":
      return { ...at, kind: "name", id: source() };
    case "String":
      return shapeOf(source()).bytes ? other() : { ...at, kind: "string", value: literalValue(source()) };
    case "ContinuedString":
      return continued(at, expressions());
    case "FormatString":
      return { ...at, kind: "fstring", parts: formatParts(node, text) };
    case "Number": {
      const value = Number(source().replaceAll("_", ""));
      return Number.isNaN(value) ? other() : { ...at, kind: "number", value };
    }
    case "Boolean":
      return { ...at, kind: "constant", value: source() === "True" };
    case "None":
      return { ...at, kind: "constant", value: null };
    case "ParenthesizedExpression": {
      const [inner] = expressions();
      return inner ?? other();
    }
    case "MemberExpression":
      return member(node, children, text) ?? other();
    case "CallExpression": {
      const [callee, list] = children;
      if (!callee || list?.name !== "ArgList") return other();
      return { ...at, kind: "call", callee: toExpression(callee, text), ...argumentsOf(list, text) };
    }
    case "ArrayExpression":
    case "TupleExpression":
    case "SetExpression": {
      const kind = { ArrayExpression: "list", TupleExpression: "tuple", SetExpression: "set" } as const;
      return { ...at, kind: kind[node.name], items: items(children, text) };
    }
    case "DictionaryExpression":
      return { ...at, kind: "dict", entries: entries(children, text) };
    case "BinaryExpression": {
      const operands = children.filter(isExpression);
      const [left, right] = operands;
      if (!left || !right || operands.length !== 2) return other();
      const operator = children
        .filter((child) => !isExpression(child))
        .map((child) => text.slice(child.from, child.to))
        .join(" ");
      return { ...at, kind: "binary", operator, left: toExpression(left, text), right: toExpression(right, text) };
    }
    case "UnaryExpression": {
      const [operator, operand] = children;
      if (!operator || !operand) return other();
      return {
        ...at,
        kind: "unary",
        operator: text.slice(operator.from, operator.to),
        operand: toExpression(operand, text),
      };
    }
    case "ConditionalExpression": {
      const [then, test, otherwise] = expressions();
      return then && test && otherwise ? { ...at, kind: "conditional", test, then, otherwise } : other();
    }
    case "NamedExpression": {
      const [name, value] = expressions();
      return name?.kind === "name" && value ? { ...at, kind: "named", name: name.id, value } : other();
    }
    default:
      return node.name.endsWith("ComprehensionExpression") ? comprehension(at, children, text) : other();
  }
}

/** What a sequence holds, `*spread` included. */
export function items(nodes: readonly SyntaxNode[], text: string): Expression[] {
  const found: Expression[] = [];
  let star: SyntaxNode | null = null;
  for (const node of nodes) {
    if (node.name === "*") star = node;
    else if (isExpression(node)) {
      const value = toExpression(node, text);
      found.push(star ? { kind: "starred", value, from: star.from, to: node.to } : value);
      star = null;
    }
  }
  return found;
}

export function argumentsOf(list: SyntaxNode, text: string): { args: Expression[]; keywords: Keyword[] } {
  const nodes = childrenOf(list);
  if (nodes.some((node) => node.name === "for")) {
    return { args: [comprehension({ from: list.from, to: list.to }, nodes, text)], keywords: [] };
  }
  const args: Expression[] = [];
  const keywords: Keyword[] = [];
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i];
    const next = nodes[i + 1];
    const value = nodes[i + 2];
    if (!node) continue;
    if (node.name === "VariableName" && next?.name === "AssignOp" && value) {
      keywords.push({ name: text.slice(node.from, node.to), value: toExpression(value, text) });
      i += 2;
    } else if (node.name === "**" && next) {
      keywords.push({ name: null, value: toExpression(next, text) });
      i += 1;
    } else if (node.name === "*" && next) {
      args.push({ kind: "starred", value: toExpression(next, text), from: node.from, to: next.to });
      i += 1;
    } else if (node.name === "VariableName" && next?.name === ":=" && value) {
      i += 2;
    } else if (isExpression(node)) args.push(toExpression(node, text));
  }
  return { args, keywords };
}

function member(node: SyntaxNode, children: readonly SyntaxNode[], text: string): Expression | null {
  const [objectNode, mark] = children;
  if (!objectNode || !mark) return null;
  const at = { from: node.from, to: node.to };
  const object = toExpression(objectNode, text);
  if (mark.name === ".") {
    const property = children[2];
    return property ? { ...at, kind: "member", object, name: text.slice(property.from, property.to) } : null;
  }
  const inside = children.slice(2, -1);
  const [only] = inside;
  if (inside.length === 1 && only) return { ...at, kind: "index", object, index: toExpression(only, text) };
  const parts = inside.filter(isExpression).map((child) => toExpression(child, text));
  return { ...at, kind: "index", object, index: { ...at, kind: "other", parts } };
}

function entries(nodes: readonly SyntaxNode[], text: string): { key: Expression | null; value: Expression }[] {
  const found: { key: Expression | null; value: Expression }[] = [];
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i];
    const next = nodes[i + 1];
    const value = nodes[i + 2];
    if (!node || !next) continue;
    if (node.name === "**") {
      found.push({ key: null, value: toExpression(next, text) });
      i += 1;
    } else if (isExpression(node) && next.name === ":" && value) {
      found.push({ key: toExpression(node, text), value: toExpression(value, text) });
      i += 2;
    }
  }
  return found;
}

function continued(at: { from: number; to: number }, pieces: readonly Expression[]): Expression {
  const parts: (string | Expression)[] = [];
  for (const piece of pieces) {
    if (piece.kind === "string") parts.push(piece.value);
    else if (piece.kind === "fstring") parts.push(...piece.parts);
    else return { ...at, kind: "other", parts: [...pieces] };
  }
  if (parts.every((part) => typeof part === "string")) return { ...at, kind: "string", value: parts.join("") };
  return { ...at, kind: "fstring", parts };
}

function formatParts(node: SyntaxNode, text: string): (string | Expression)[] {
  const source = text.slice(node.from, node.to);
  const shape = shapeOf(source);
  const literal = (from: number, to: number): string => {
    const written = text.slice(from, to).replaceAll("{{", "{").replaceAll("}}", "}");
    return shape.raw ? written : withoutEscapes(written);
  };
  const parts: (string | Expression)[] = [];
  let position = node.from + shape.start;
  for (const child of childrenOf(node)) {
    if (child.name !== "FormatReplacement") continue;
    if (child.from > position) parts.push(literal(position, child.from));
    const inside = childrenOf(child);
    const value = inside.find(isExpression);
    const plain = inside.every((part) => isExpression(part) || part.name === "{" || part.name === "}");
    const at = { from: child.from, to: child.to };
    const inner = value ? [toExpression(value, text)] : [];
    const [only] = inner;
    parts.push(plain && only ? only : { ...at, kind: "other", parts: inner });
    position = child.to;
  }
  if (position < node.from + shape.end) parts.push(literal(position, node.from + shape.end));
  return parts;
}

function comprehension(at: { from: number; to: number }, nodes: readonly SyntaxNode[], text: string): Expression {
  const parts = nodes.filter(isExpression).map((child) => toExpression(child, text));
  const words = nodes.filter((node) => !isExpression(node)).map((node) => node.name);
  const simple =
    words.filter((word) => word === "for").length === 1 && !words.includes(":") && !words.includes("async");
  const [element, target, iterable, condition] = parts;
  const ifs = words.filter((word) => word === "if").length;
  if (!simple || !element || target?.kind !== "name" || !iterable || parts.length !== 3 + ifs || ifs > 1) {
    return {
      ...at,
      kind: "comprehension",
      element: element ?? { ...at, kind: "other", parts: [] },
      clause: null,
      parts,
    };
  }
  return {
    ...at,
    kind: "comprehension",
    element,
    clause: { target: target.id, iterable, condition: condition ?? null },
    parts,
  };
}
