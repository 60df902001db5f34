/** Follows statements one after another and keeps what names are worth; where the way forks, both ways are kept. */
import type { Arguments } from "./calls.ts";
import type { Environment } from "./environment.ts";
import { evaluate, readArguments, type Scope } from "./evaluate.ts";
import { changedBy } from "./mutations.ts";
import { binary } from "./operators.ts";
import type { Expression, Statement } from "./tree.ts";
import { bool, either, isAssumed, mapValue, truth, UNKNOWN, UNSET, type Value } from "./values.ts";

export type Names = Map<string, Value>;

/** The run that a frame belongs to. */
export interface Following {
  readonly environment: Environment;
  /** Something that cannot be followed may have set names. */
  opaque: boolean;
  /** Counts a statement; false once there have been too many. */
  step(): boolean;
  /** Follows one call; null where the calls go too deep. */
  deeper<T>(action: () => T): T | null;
  /** Names of another module of the project; `inChain`: it is star-imported into the settings. */
  module(file: string, inChain: boolean): Names;
  /** Runs the files that a path with `*` names as part of this module; false if there is none. */
  included(fromFile: string, pattern: string, names: Names, inChain: boolean): boolean;
  /** File of an imported module: null if it is not the project's, `absent` if production does not have it. */
  imported(fromFile: string, level: number, module: string): { readonly file: string | null; readonly absent: boolean };
}

const SPLIT_INCLUDE = "split_settings.tools.include";

/** Under this name the interpreter keeps what code puts into os.environ. */
export function environmentName(key: string): string {
  return `os.environ[${key}]`;
}

/** One body of code with the names it sees. */
export class Frame implements Scope {
  readonly #run: Following;
  readonly #file: string;
  #names: Names;
  readonly #outer: Names | null;
  readonly #inChain: boolean;
  readonly returned: Value[] = [];
  #stopped = false;

  constructor(run: Following, file: string, names: Names, inChain: boolean, outer: Names | null = null) {
    this.#run = run;
    this.#file = file;
    this.#names = names;
    this.#inChain = inChain;
    this.#outer = outer;
  }

  get environment(): Environment {
    return this.#run.environment;
  }

  lookup(name: string): Value {
    const found = this.#names.get(name) ?? this.#outer?.get(name);
    if (!found) return { type: "symbol", name };
    const known = mapValue(found, (one) => (one.type === "unset" ? UNKNOWN : one));
    // In production nobody means DEBUG to be on, whatever a default says.
    if (name === "DEBUG" && (isAssumed(known) || known.type === "unknown")) return bool(false);
    return known;
  }

  assign(name: string, value: Value): void {
    this.#names.set(name, value);
  }

  callFunction(callee: Value & { type: "function" }, args: Arguments): Value {
    const { definition, file } = callee;
    const locals: Names = new Map();
    definition.parameters.forEach((parameter, index) => {
      locals.set(parameter.name, args.named.get(parameter.name) ?? args.positional[index] ?? UNKNOWN);
    });
    const globals = file === this.#file ? (this.#outer ?? this.#names) : this.#run.module(file, false);
    const frame = new Frame(this.#run, file, locals, false, globals);
    if (this.#run.deeper(() => frame.block(definition.body) ?? true) === null) return UNKNOWN;
    return frame.returned.length > 0 ? either(frame.returned) : { type: "none", assumed: false };
  }

  block(statements: readonly Statement[]): void {
    for (const statement of statements) {
      if (this.#stopped || !this.#run.step()) return;
      this.#statement(statement);
    }
  }

  #statement(statement: Statement): void {
    switch (statement.kind) {
      case "assign":
        if (statement.value) this.#assignAll(statement.targets, statement.value);
        return;
      case "augment":
        this.#augment(statement.target, statement.operator, evaluate(statement.value, this));
        return;
      case "expression":
        this.#effect(statement.value);
        return;
      case "import":
        for (const { name, as } of statement.names) {
          const top = name.split(".")[0] ?? name;
          this.assign(as ?? top, { type: "symbol", name: as ? name : top });
        }
        return;
      case "from-import":
        this.#importFrom(statement);
        return;
      case "if":
        this.#branches(statement.branches);
        return;
      case "try":
        this.#attempt(statement);
        return;
      case "with":
        this.block(statement.body);
        return;
      case "for":
        this.#loop(statement);
        return;
      case "loop":
        this.#maybe(statement.body);
        return;
      case "function":
        this.assign(statement.name, { type: "function", definition: statement, file: this.#file });
        return;
      case "class":
        this.assign(statement.name, UNKNOWN);
        return;
      case "return":
        this.returned.push(statement.value ? evaluate(statement.value, this) : { type: "none", assumed: false });
        this.#stopped = true;
        return;
      case "delete":
        for (const target of statement.targets) if (target.kind === "name") this.assign(target.id, UNSET);
        return;
      default:
        this.#maybe(statement.body);
    }
  }

  #assignAll(targets: readonly Expression[], expression: Expression): void {
    const value = evaluate(expression, this);
    for (const target of targets) this.#assignTo(target, value);
  }

  #assignTo(target: Expression, value: Value): void {
    if (target.kind === "name") this.assign(target.id, value);
    else if (target.kind === "tuple" || target.kind === "list") {
      target.items.forEach((item, index) => {
        this.#assignTo(item, value.type === "list" && value.complete ? (value.items[index] ?? UNKNOWN) : UNKNOWN);
      });
    } else if (target.kind === "index") this.#assignIndex(target.object, target.index, value);
  }

  #assignIndex(container: Expression, index: Expression, value: Value): void {
    const key = evaluate(index, this);
    const current = evaluate(container, this);
    if (current.type === "symbol" && current.name === "os.environ" && key.type === "text") {
      this.assign(environmentName(key.text), value);
      return;
    }
    const changed = mapValue(current, (one) => {
      if (one.type === "list") return { ...one, complete: false };
      if (one.type !== "dict") return UNKNOWN;
      if (key.type !== "text") return { ...one, complete: false };
      return { ...one, entries: new Map([...one.entries, [key.text, value]]) };
    });
    this.#store(container, changed);
  }

  /** Puts a changed container back where it was read from. */
  #store(container: Expression, value: Value): void {
    if (container.kind === "name") this.assign(container.id, value);
    else if (container.kind === "index") this.#assignIndex(container.object, container.index, value);
    else if (container.kind === "call") this.#run.opaque = true;
  }

  #augment(target: Expression, operator: string, value: Value): void {
    this.#assignTo(target, binary(operator, evaluate(target, this), value));
  }

  /** Calls that are made for what they do: append, extend, insert, remove, update, setdefault. */
  #effect(expression: Expression): void {
    if (expression.kind !== "call") {
      evaluate(expression, this);
      return;
    }
    const { callee } = expression;
    const args = readArguments(expression, this);
    if (callee.kind === "name") {
      const name = this.lookup(callee.id);
      if (name.type === "symbol" && name.name === SPLIT_INCLUDE) this.#include(args.positional);
      else if (["exec", "include", "eval"].includes(callee.id)) this.#run.opaque = true;
      evaluate(expression, this);
      return;
    }
    if (callee.kind !== "member") return;
    const object = evaluate(callee.object, this);
    const [first, second] = args.positional;
    if (object.type === "symbol" && object.name === "os.environ" && first?.type === "text" && second) {
      if (callee.name === "setdefault") this.assign(environmentName(first.text), second);
      return;
    }
    const isContainer = object.type === "list" || object.type === "dict" || object.type === "either";
    if (!isContainer) {
      if (callee.object.kind === "call" && callee.name === "update") this.#run.opaque = true;
      return;
    }
    const changed = mapValue(object, (one) => changedBy(one, callee.name, args));
    if (changed !== object) this.#store(callee.object, changed);
  }

  /** What it names runs as if it stood here. Source: https://django-split-settings.readthedocs.io/en/latest/ */
  #include(patterns: readonly Value[]): void {
    for (const pattern of patterns) {
      const known = pattern.type === "text" && this.#run.included(this.#file, pattern.text, this.#names, this.#inChain);
      // A file that is there only on some machines (`optional`) is as good as absent.
      if (!known && !(pattern.type === "text" && pattern.assumed)) this.#run.opaque = true;
    }
  }

  #importFrom(statement: Statement & { kind: "from-import" }): void {
    const { file, absent } = this.#run.imported(this.#file, statement.level, statement.module);
    if (statement.names === null) {
      if (file === null) {
        if (statement.level === 0 && !absent) this.#run.opaque = true;
        return;
      }
      for (const [name, value] of this.#run.module(file, this.#inChain)) {
        if (!name.startsWith("_")) this.assign(name, value);
      }
      return;
    }
    for (const { name, as } of statement.names) {
      const own = file === null ? undefined : this.#run.module(file, false).get(name);
      const dots = ".".repeat(statement.level);
      this.assign(as ?? name, own ?? { type: "symbol", name: `${dots}${statement.module}.${name}` });
    }
  }

  #branches(branches: readonly { test: Expression | null; body: readonly Statement[] }[]): void {
    const likely: (Outcome | null)[] = [];
    const unlikely: (Outcome | null)[] = [];
    let certain = false;
    for (const { test, body } of branches) {
      const value = test ? evaluate(test, this) : bool(true);
      const known = truth(value);
      const sure = known !== null && !isAssumed(value);
      if (sure && known === false) continue;
      if (sure && likely.length + unlikely.length === 0) {
        this.block(body);
        return;
      }
      const outcome = this.#apart(body);
      (known === true && likely.length === 0 ? likely : unlikely).push(outcome);
      if (sure) {
        certain = true;
        break;
      }
    }
    if (likely.length + unlikely.length === 0) return;
    // With an assumed «false» everywhere, nothing at all (or the else) is the likeliest way.
    const rest: Outcome[] = certain ? [] : [{ names: new Map(this.#names), stopped: false }];
    const last = certain && likely.length === 0 ? unlikely.splice(-1) : [];
    const outcomes = [
      ...likely,
      ...last,
      ...(likely.length === 0 ? rest : []),
      ...unlikely,
      ...(likely.length > 0 ? rest : []),
    ];
    this.#join(outcomes.filter((outcome) => outcome !== null));
  }

  #attempt(statement: Statement & { kind: "try" }): void {
    const before = new Map(this.#names);
    const whole = this.#apart([...statement.body, ...statement.otherwise]);
    const failed = statement.handlers.map((handler) => this.#apart(handler.body, new Map(before)));
    this.#join([whole, ...failed]);
    this.block(statement.final);
  }

  #loop(statement: Statement & { kind: "for" }): void {
    const iterable = statement.iterable ? evaluate(statement.iterable, this) : UNKNOWN;
    if (iterable.type === "list" && iterable.complete && iterable.items.length <= 64 && statement.target) {
      for (const item of iterable.items) {
        this.#assignTo(statement.target, item);
        this.block(statement.body);
      }
      return;
    }
    if (statement.target) this.#assignTo(statement.target, UNKNOWN);
    this.#maybe(statement.body);
  }

  #maybe(body: readonly Statement[]): void {
    const outcome = this.#apart(body);
    this.#join([outcome, { names: new Map(this.#names), stopped: false }]);
  }

  /** Runs a body on a copy of the names. */
  #apart(body: readonly Statement[], names: Names = new Map(this.#names)): Outcome {
    const [kept, stopped] = [this.#names, this.#stopped];
    this.#names = names;
    this.#stopped = false;
    this.block(body);
    const outcome = { names: this.#names, stopped: this.#stopped };
    this.#names = kept;
    this.#stopped = stopped;
    return outcome;
  }

  #join(outcomes: readonly Outcome[]): void {
    const going = outcomes.filter((outcome) => !outcome.stopped);
    if (going.length === 0) {
      this.#stopped = outcomes.length > 0;
      return;
    }
    const joined: Names = new Map();
    for (const name of new Set(going.flatMap((outcome) => [...outcome.names.keys()]))) {
      joined.set(name, either(going.map((outcome) => outcome.names.get(name) ?? UNSET)));
    }
    // Filled in place: the module's own map is what others hold.
    this.#names.clear();
    for (const [name, value] of joined) this.#names.set(name, value);
  }
}

interface Outcome {
  readonly names: Names;
  readonly stopped: boolean;
}
