/** Reads a Python module: its statements, and the first line that Python itself would refuse. */
import type { SyntaxNode, Tree } from "@lezer/common";
import { parser } from "@lezer/python";
import { childrenOf } from "./expressions.ts";
import { toStatements } from "./statements.ts";
import { shapeOf } from "./strings.ts";
import { lineOf, type Module, type Statement } from "./tree.ts";

export function parseModule(file: string, text: string): Module {
  const body: Statement[] = [];
  for (let from = 0; ; ) {
    const tree = from === 0 ? parser.parse(text) : parseFrom(text, from);
    // Most modules are whole, and of most nobody asks more than what stands in them: the closer look waits until somebody does.
    if (!hasError(tree)) {
      body.push(...toStatements(tree.topNode, text));
      return new ReadModule(file, text, body, () => firstError(tree, text));
    }
    const error = firstError(tree, text);
    const again = error === null ? null : brokenStatement(tree, text, error);
    if (again === null || again <= from) {
      body.push(...toStatements(tree.topNode, text));
      return new ReadModule(file, text, body, () => error);
    }
    body.push(...toStatements(tree.topNode, text, again));
    from = again;
  }
}

class ReadModule implements Module {
  readonly file: string;
  readonly text: string;
  readonly body: readonly Statement[];
  #findError: (() => number | null) | null;
  #errorLine: number | null = null;

  constructor(file: string, text: string, body: readonly Statement[], findError: () => number | null) {
    this.file = file;
    this.text = text;
    this.body = body;
    this.#findError = findError;
  }

  get errorLine(): number | null {
    if (this.#findError !== null) {
      const error = this.#findError();
      this.#errorLine = error === null ? null : lineOf(this.text, error);
      this.#findError = null;
    }
    return this.#errorLine;
  }
}

function hasError(tree: Tree): boolean {
  const cursor = tree.cursor();
  do if (cursor.type.isError) return true;
  while (cursor.next());
  return false;
}

/**
 * Where to begin anew: the statement in which the first error lies. The parser gives up its stack after some hundred large reductions, and then finds errors in
 * long modules where there are none; a statement that is wrong by itself is still wrong when the parser begins with it. null: there is none at a line's start.
 * Source: https://github.com/lezer-parser/lr (MaxLeftAssociativeReductionCount)
 */
function brokenStatement(tree: Tree, text: string, error: number): number | null {
  let start: number | null = null;
  for (let child = tree.topNode.firstChild; child !== null && child.from <= error; child = child.nextSibling) {
    const isAtLineStart = child.from === 0 || /[\r\n]/.test(text[child.from - 1] ?? "");
    if (isAtLineStart && !child.type.isError && /\S/.test(text[child.from] ?? "")) start = child.from;
  }
  return start;
}

/** What stands before `from` counts as a comment, so that every offset stays what it is. */
function parseFrom(text: string, from: number): Tree {
  return parser.parse(`${"#".repeat(from - 1)}\n${text.slice(from)}`);
}

/**
 * Offset of the first syntax error, or null. The parser is tolerant: besides the places where it had to recover, we look for what it lets pass and
 * Python does not: a string without its end, an indentation that changes inside a block, the print statement of Python 2.
 * Not counted: what the parser does not know and Python does (a bare `yield`, parentheses around the items of `with`, `20.`).
 */
function firstError(tree: Tree, text: string): number | null {
  let first: number | null = null;
  const found = (offset: number) => {
    if (first === null || offset < first) first = offset;
  };
  tree.iterate({
    enter(cursor) {
      const node = cursor.node;
      if (node.type.isError) {
        if (!isKnownGap(node, text)) found(whereItHurts(node, text));
      } else if (node.name === "String" || node.name === "FormatString") {
        if (!shapeOf(text.slice(node.from, node.to)).closed) found(node.from);
      } else if (node.name === "PrintStatement") found(node.from);
      else if (node.name === "Script" || node.name === "Body") {
        const odd = oddIndentation(node, text);
        if (odd !== null) found(odd);
      }
    },
  });
  return first;
}

/** An error mark has often no width and stands after the line end: the thing before it is what a person has to look at. */
function whereItHurts(node: SyntaxNode, text: string): number {
  if (node.to > node.from) return node.from;
  let offset = Math.min(node.from, text.length);
  while (offset > 0 && /\s/.test(text[offset - 1] ?? "")) offset--;
  return offset;
}

function isKnownGap(node: SyntaxNode, text: string): boolean {
  const parent = node.parent;
  const marked = text.slice(node.from, node.to);
  // A line end that it did not expect (after a form feed, say) between two statements.
  if (marked !== "" && marked.trim() === "" && (parent?.name === "Script" || parent?.name === "Body")) return true;
  if (parent?.name.startsWith("Yield") || /yield\s*$/.test(text.slice(Math.max(0, node.from - 200), node.from)))
    return true;
  // `20.` as a number, `for a, *b in c` in a comprehension, `case A() | B()`.
  if (parent?.name === "MemberExpression" && parent.firstChild?.name === "Number") return true;
  if (parent?.name.endsWith("ComprehensionExpression") && marked === "*") return true;
  for (let outer = parent; outer; outer = outer.parent) {
    if (outer.name === "Body") return false;
    if (outer.name === "WithStatement" || outer.name === "MatchClause" || outer.name.endsWith("Pattern")) return true;
  }
  return false;
}

function oddIndentation(block: SyntaxNode, text: string): number | null {
  let expected: string | null = block.name === "Script" ? "" : null;
  for (const child of childrenOf(block)) {
    if (child.name === ":") continue;
    let lineStart = child.from;
    while (lineStart > 0 && !isLineEnd(text.charCodeAt(lineStart - 1))) lineStart--;
    const before = text.slice(lineStart, child.from).replace("\ufeff", "").replace(/^\f/, "");
    if (before.trim() !== "") continue;
    if (expected === null) expected = before;
    else if (before !== expected) return child.from;
  }
  return null;
}

function isLineEnd(code: number): boolean {
  return code === 10 || code === 13;
}
