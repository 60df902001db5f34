/** Walks over a module's expressions and statements. */
import type { Expression, Statement } from "./tree.ts";

/** The expressions directly inside an expression. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "fstring":
      return expression.parts.filter((part) => typeof part !== "string");
    case "member":
      return [expression.object];
    case "index":
      return [expression.object, expression.index];
    case "call":
      return [expression.callee, ...expression.args, ...expression.keywords.map((keyword) => keyword.value)];
    case "list":
    case "tuple":
    case "set":
      return expression.items;
    case "dict":
      return expression.entries.flatMap((entry) => (entry.key ? [entry.key, entry.value] : [entry.value]));
    case "starred":
    case "named":
      return [expression.value];
    case "binary":
      return [expression.left, expression.right];
    case "unary":
      return [expression.operand];
    case "conditional":
      return [expression.test, expression.then, expression.otherwise];
    case "comprehension":
    case "other":
      return expression.parts;
    default:
      return [];
  }
}

/** The expressions that a statement evaluates itself, not those of the statements inside it. */
export function expressionsOf(statement: Statement): readonly Expression[] {
  switch (statement.kind) {
    case "assign":
      return statement.value ? [...statement.targets, statement.value] : statement.targets;
    case "augment":
      return [statement.target, statement.value];
    case "expression":
      return [statement.value];
    case "if":
      return statement.branches.flatMap((branch) => (branch.test ? [branch.test] : []));
    case "try":
      return statement.handlers.flatMap((handler) => handler.types);
    case "with":
      return statement.items.flatMap((item) => (item.as ? [item.value, item.as] : [item.value]));
    case "for":
      return [statement.target, statement.iterable].filter((part) => part !== null);
    case "loop":
    case "other":
      return statement.parts;
    case "function":
      return [...statement.decorators, ...statement.defaults];
    case "class":
      return [...statement.decorators, ...statement.bases];
    case "return":
      return statement.value ? [statement.value] : [];
    case "delete":
      return statement.targets;
    default:
      return [];
  }
}

/** The blocks directly inside a statement. */
export function blocksOf(statement: Statement): readonly (readonly Statement[])[] {
  switch (statement.kind) {
    case "if":
      return statement.branches.map((branch) => branch.body);
    case "try":
      return [
        statement.body,
        ...statement.handlers.map((handler) => handler.body),
        statement.otherwise,
        statement.final,
      ];
    case "with":
    case "for":
    case "loop":
    case "function":
    case "class":
    case "other":
      return [statement.body];
    default:
      return [];
  }
}

/** Every expression below this one, itself first. */
export function* everyExpression(expression: Expression): Generator<Expression> {
  yield expression;
  for (const part of partsOf(expression)) yield* everyExpression(part);
}

/** Every statement below these, in order of reading. */
export function* everyStatement(statements: readonly Statement[]): Generator<Statement> {
  for (const statement of statements) {
    yield statement;
    for (const block of blocksOf(statement)) yield* everyStatement(block);
  }
}
