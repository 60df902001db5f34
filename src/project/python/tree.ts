/** Python as this room reads it: a small tree of statements and expressions, each with its place in the source. */

interface At {
  /** Offsets into the module's text. */
  readonly from: number;
  readonly to: number;
}

export type Expression = At &
  (
    | { readonly kind: "string"; readonly value: string }
    | { readonly kind: "fstring"; readonly parts: readonly (string | Expression)[] }
    | { readonly kind: "number"; readonly value: number }
    | { readonly kind: "constant"; readonly value: boolean | null }
    | { readonly kind: "name"; readonly id: string }
    | { readonly kind: "member"; readonly object: Expression; readonly name: string }
    | { readonly kind: "index"; readonly object: Expression; readonly index: Expression }
    | {
        readonly kind: "call";
        readonly callee: Expression;
        readonly args: readonly Expression[];
        readonly keywords: readonly Keyword[];
      }
    | { readonly kind: "list" | "tuple" | "set"; readonly items: readonly Expression[] }
    | {
        readonly kind: "dict";
        readonly entries: readonly { readonly key: Expression | null; readonly value: Expression }[];
      }
    | { readonly kind: "starred"; readonly value: Expression }
    | { readonly kind: "binary"; readonly operator: string; readonly left: Expression; readonly right: Expression }
    | { readonly kind: "unary"; readonly operator: string; readonly operand: Expression }
    | {
        readonly kind: "conditional";
        readonly test: Expression;
        readonly then: Expression;
        readonly otherwise: Expression;
      }
    | { readonly kind: "named"; readonly name: string; readonly value: Expression }
    | {
        readonly kind: "comprehension";
        readonly element: Expression;
        /** One `for` only; null for anything longer, which nobody here needs to understand. */
        readonly clause: {
          readonly target: string;
          readonly iterable: Expression;
          readonly condition: Expression | null;
        } | null;
        readonly parts: readonly Expression[];
      }
    /** Anything else, with the expressions inside it. */
    | { readonly kind: "other"; readonly parts: readonly Expression[] }
  );

export interface Keyword {
  /** null for `**spread`. */
  readonly name: string | null;
  readonly value: Expression;
}

export interface Parameter {
  readonly name: string;
  readonly annotation: Expression | null;
}

export type Statement = At &
  (
    | { readonly kind: "assign"; readonly targets: readonly Expression[]; readonly value: Expression | null }
    | { readonly kind: "augment"; readonly target: Expression; readonly operator: string; readonly value: Expression }
    | { readonly kind: "expression"; readonly value: Expression }
    | { readonly kind: "import"; readonly names: readonly ImportedName[] }
    | {
        readonly kind: "from-import";
        /** Dots before the name: 0 for an absolute import. */
        readonly level: number;
        readonly module: string;
        /** null for `*`. */
        readonly names: readonly ImportedName[] | null;
      }
    | {
        readonly kind: "if";
        readonly branches: readonly { readonly test: Expression | null; readonly body: readonly Statement[] }[];
      }
    | {
        readonly kind: "try";
        readonly body: readonly Statement[];
        readonly handlers: readonly { readonly types: readonly Expression[]; readonly body: readonly Statement[] }[];
        readonly otherwise: readonly Statement[];
        readonly final: readonly Statement[];
      }
    | {
        readonly kind: "with";
        readonly items: readonly { readonly value: Expression; readonly as: Expression | null }[];
        readonly body: readonly Statement[];
      }
    | {
        readonly kind: "for";
        readonly target: Expression | null;
        readonly iterable: Expression | null;
        readonly body: readonly Statement[];
      }
    | { readonly kind: "loop"; readonly parts: readonly Expression[]; readonly body: readonly Statement[] }
    | {
        readonly kind: "function";
        readonly name: string;
        readonly parameters: readonly Parameter[];
        readonly decorators: readonly Expression[];
        readonly defaults: readonly Expression[];
        readonly body: readonly Statement[];
      }
    | {
        readonly kind: "class";
        readonly name: string;
        readonly bases: readonly Expression[];
        readonly decorators: readonly Expression[];
        readonly body: readonly Statement[];
      }
    | { readonly kind: "return"; readonly value: Expression | null }
    | { readonly kind: "delete"; readonly targets: readonly Expression[] }
    /** Anything else (raise, assert, match …), with what is inside it. */
    | { readonly kind: "other"; readonly parts: readonly Expression[]; readonly body: readonly Statement[] }
  );

export interface ImportedName {
  /** `os.path`, `config`. */
  readonly name: string;
  readonly as: string | null;
}

export interface Module {
  /** Relative to the project's root. */
  readonly file: string;
  readonly text: string;
  readonly body: readonly Statement[];
  /** Line of the first thing that Python would not accept; null: none seen. */
  readonly errorLine: number | null;
}

/** `a.b.c` as written, or null if the expression is not a plain chain of names. */
export function dotted(expression: Expression): string | null {
  if (expression.kind === "name") return expression.id;
  if (expression.kind !== "member") return null;
  const object = dotted(expression.object);
  return object === null ? null : `${object}.${expression.name}`;
}

/** Line of an offset, from 1. A line ends at \n, \r\n or \r. */
export function lineOf(text: string, offset: number): number {
  const starts = lineStarts(text);
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}

/** Of the text that was asked about last: the questions come in runs, one module after another. */
let lines: { readonly text: string; readonly starts: readonly number[] } = { text: "", starts: [0] };

function lineStarts(text: string): readonly number[] {
  if (lines.text === text) return lines.starts;
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  lines = { text, starts };
  return starts;
}
