/** From the parser's syntax nodes to statements of tree.ts. */
import type { SyntaxNode } from "@lezer/common";
import { argumentsOf, childrenOf, isExpression, items, toExpression } from "./expressions.ts";
import type { Expression, ImportedName, Parameter, Statement } from "./tree.ts";

const DEFINITIONS = new Set(["FunctionDefinition", "ClassDefinition"]);

/** Statements of a Script or Body, those behind semicolons one by one; with `end`, those that end there or before. */
export function toStatements(node: SyntaxNode, text: string, end = text.length): Statement[] {
  const found: Statement[] = [];
  for (const child of childrenOf(node)) {
    if (child.to > end) continue;
    if (child.name === "StatementGroup") found.push(...toStatements(child, text));
    else if (child.name.endsWith("Statement") || DEFINITIONS.has(child.name)) found.push(toStatement(child, text));
  }
  return found;
}

function toStatement(node: SyntaxNode, text: string): Statement {
  const at = { from: node.from, to: node.to };
  const children = childrenOf(node);
  const expressions = (nodes: readonly SyntaxNode[] = children) =>
    nodes.filter(isExpression).map((child) => toExpression(child, text));
  const bodies = () => children.filter((child) => child.name === "Body" || child.name === "MatchBody");
  const bodyAfter = (word: string): Statement[] => {
    const index = children.findIndex((child) => child.name === word);
    const body = index < 0 ? undefined : children.slice(index).find((child) => child.name === "Body");
    return body ? toStatements(body, text) : [];
  };
  const other = (): Statement => ({
    ...at,
    kind: "other",
    parts: expressions(),
    body: bodies().flatMap((body) => clauses(body).flatMap((clause) => toStatements(clause, text))),
  });

  switch (node.name) {
    case "AssignStatement":
      return assign(at, children, text);
    case "UpdateStatement": {
      const [target, value] = expressions();
      const operator = children.find((child) => child.name === "UpdateOp");
      if (!target || !value || !operator) return other();
      return { ...at, kind: "augment", target, operator: text.slice(operator.from, operator.to - 1), value };
    }
    case "ExpressionStatement": {
      const [value] = expressions();
      return value ? { ...at, kind: "expression", value } : other();
    }
    case "ImportStatement":
      return imports(at, children, text);
    case "IfStatement":
      return { ...at, kind: "if", branches: branches(children, text) };
    case "TryStatement":
      return {
        ...at,
        kind: "try",
        body: bodyAfter("try"),
        handlers: handlers(children, text),
        otherwise: bodyAfter("else"),
        final: bodyAfter("finally"),
      };
    case "WithStatement":
      return { ...at, kind: "with", items: withItems(children, text), body: bodyAfter("with") };
    case "ForStatement": {
      const inIndex = children.findIndex((child) => child.name === "in");
      const [target] = expressions(children.slice(0, inIndex));
      const [iterable] = expressions(children.slice(inIndex));
      const body = [...bodyAfter("for"), ...bodyAfter("else")];
      return { ...at, kind: "for", target: target ?? null, iterable: iterable ?? null, body };
    }
    case "WhileStatement":
      return { ...at, kind: "loop", parts: expressions(), body: bodies().flatMap((body) => toStatements(body, text)) };
    case "FunctionDefinition":
    case "ClassDefinition":
      return definition(node, [], text);
    case "DecoratedStatement": {
      const inner = children.find((child) => DEFINITIONS.has(child.name));
      const decorators = children
        .filter((child) => child.name === "Decorator")
        .flatMap((child) => decorator(child, text));
      return inner ? { ...definition(inner, decorators, text), ...at } : other();
    }
    case "ReturnStatement": {
      const values = items(children, text);
      const [only] = values;
      if (values.length < 2) return { ...at, kind: "return", value: only ?? null };
      return { ...at, kind: "return", value: { ...at, kind: "tuple", items: values } };
    }
    case "DeleteStatement":
      return { ...at, kind: "delete", targets: expressions() };
    default:
      return other();
  }
}

/** A match statement keeps its bodies one level deeper, in clauses. */
function clauses(body: SyntaxNode): SyntaxNode[] {
  if (body.name === "Body") return [body];
  return childrenOf(body).flatMap((clause) => childrenOf(clause).filter((child) => child.name === "Body"));
}

function assign(at: { from: number; to: number }, children: readonly SyntaxNode[], text: string): Statement {
  const sides: SyntaxNode[][] = [[]];
  for (const child of children) {
    if (child.name === "AssignOp") sides.push([]);
    else if (child.name !== "TypeDef") sides[sides.length - 1]?.push(child);
  }
  const toSide = (nodes: readonly SyntaxNode[]): Expression => {
    const values = items(nodes, text);
    const [only] = values;
    const isTuple = nodes.some((node) => node.name === ",");
    const from = nodes[0]?.from ?? at.from;
    const to = nodes[nodes.length - 1]?.to ?? at.to;
    return only && !isTuple ? only : { kind: "tuple", items: values, from, to };
  };
  const values = sides.map(toSide);
  if (values.length === 1) return { ...at, kind: "assign", targets: values, value: null };
  return { ...at, kind: "assign", targets: values.slice(0, -1), value: values[values.length - 1] ?? null };
}

function imports(at: { from: number; to: number }, children: readonly SyntaxNode[], text: string): Statement {
  const word = (node: SyntaxNode) => text.slice(node.from, node.to);
  const importIndex = children.findIndex((child) => child.name === "import");
  const names = namesOf(children.slice(importIndex + 1), word);
  if (children[0]?.name !== "from") return { ...at, kind: "import", names };
  const source = children.slice(1, importIndex).map(word).join("");
  const level = source.length - source.replace(/^\.+/, "").length;
  const star = children.slice(importIndex + 1).some((child) => child.name === "*");
  return { ...at, kind: "from-import", level, module: source.slice(level), names: star ? null : names };
}

function namesOf(nodes: readonly SyntaxNode[], word: (node: SyntaxNode) => string): ImportedName[] {
  const names: { name: string; as: string | null }[] = [];
  let current: { name: string; as: string | null } | null = null;
  let afterAs = false;
  for (const node of nodes) {
    if (node.name === "VariableName") {
      if (current && afterAs) current.as = word(node);
      else if (current) current.name += word(node);
      else {
        current = { name: word(node), as: null };
        names.push(current);
      }
    } else if (node.name === ".") {
      if (current) current.name += ".";
    } else if (node.name === ",") {
      current = null;
      afterAs = false;
    } else if (node.name === "as") afterAs = true;
  }
  return names;
}

function branches(children: readonly SyntaxNode[], text: string): { test: Expression | null; body: Statement[] }[] {
  const found: { test: Expression | null; body: Statement[] }[] = [];
  let test: Expression | null = null;
  for (const child of children) {
    if (child.name === "if" || child.name === "elif" || child.name === "else") test = null;
    else if (child.name === "Body") found.push({ test, body: toStatements(child, text) });
    else if (isExpression(child)) test = toExpression(child, text);
  }
  return found;
}

function handlers(children: readonly SyntaxNode[], text: string): { types: Expression[]; body: Statement[] }[] {
  const found: { types: Expression[]; body: Statement[] }[] = [];
  let types: Expression[] | null = null;
  for (const child of children) {
    if (child.name === "except") types = [];
    else if (child.name === "else" || child.name === "finally") types = null;
    else if (types && child.name === "Body") found.push({ types, body: toStatements(child, text) });
    else if (types && isExpression(child)) {
      const type = toExpression(child, text);
      types.push(...(type.kind === "tuple" ? type.items : [type]));
    }
  }
  return found;
}

function withItems(children: readonly SyntaxNode[], text: string): { value: Expression; as: Expression | null }[] {
  const found: { value: Expression; as: Expression | null }[] = [];
  let afterAs = false;
  for (const child of children) {
    const last = found[found.length - 1];
    if (child.name === "as") afterAs = true;
    else if (isExpression(child)) {
      const value = toExpression(child, text);
      if (afterAs && last) last.as = value;
      else found.push({ value, as: null });
      afterAs = false;
    }
  }
  return found;
}

function definition(node: SyntaxNode, decorators: readonly Expression[], text: string): Statement {
  const at = { from: node.from, to: node.to };
  const children = childrenOf(node);
  const nameNode = children.find((child) => child.name === "VariableName");
  const name = nameNode ? text.slice(nameNode.from, nameNode.to) : "";
  const bodyNode = children.find((child) => child.name === "Body");
  const body = bodyNode ? toStatements(bodyNode, text) : [];
  if (node.name === "ClassDefinition") {
    const list = children.find((child) => child.name === "ArgList");
    return { ...at, kind: "class", name, bases: list ? argumentsOf(list, text).args : [], decorators, body };
  }
  const list = children.find((child) => child.name === "ParamList");
  return { ...at, kind: "function", name, decorators, body, ...parametersOf(list ? childrenOf(list) : [], text) };
}

function parametersOf(nodes: readonly SyntaxNode[], text: string): { parameters: Parameter[]; defaults: Expression[] } {
  const parameters: { name: string; annotation: Expression | null }[] = [];
  const defaults: Expression[] = [];
  let afterDefault = false;
  for (const node of nodes) {
    const last = parameters[parameters.length - 1];
    if (node.name === ",") afterDefault = false;
    else if (node.name === "AssignOp") afterDefault = true;
    else if (node.name === "TypeDef") {
      const type = childrenOf(node).find(isExpression);
      if (last && type) last.annotation = toExpression(type, text);
    } else if (isExpression(node)) {
      if (afterDefault) defaults.push(toExpression(node, text));
      else parameters.push({ name: text.slice(node.from, node.to), annotation: null });
    }
  }
  return { parameters, defaults };
}

/** A decorator's names and arguments stand side by side: `@`, `a`, `.`, `b`, ArgList. */
function decorator(node: SyntaxNode, text: string): Expression[] {
  const at = { from: node.from, to: node.to };
  const children = childrenOf(node);
  let callee: Expression | null = null;
  for (const child of children) {
    if (child.name === "VariableName" || child.name === "PropertyName") {
      const name = text.slice(child.from, child.to);
      callee = callee ? { ...at, kind: "member", object: callee, name } : { ...at, kind: "name", id: name };
    } else if (child.name === "ArgList" && callee) {
      callee = { ...at, kind: "call", callee, ...argumentsOf(child, text) };
    } else if (isExpression(child)) callee = toExpression(child, text);
  }
  return callee ? [callee] : [];
}
