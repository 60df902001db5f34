/** Follows a module of the project from its first line to its last, star imports included, and says what its names are worth at the end. */
import type { Environment } from "./environment.ts";
import { type Following, Frame, type Names } from "./frame.ts";
import type { Module } from "./tree.ts";
import { text, type Value } from "./values.ts";

/** How the interpreter gets at other modules of the project. */
export interface ModuleSource {
  /** The project's file for a module, relative to its root; null: not the project's. */
  resolve(fromFile: string, level: number, module: string): string | null;
  read(file: string): Module;
  /** false: the file is only on this machine (git ignores it), so that production imports nothing there. */
  isDeployed(file: string): boolean;
  /** The project's files that a path with `*` and `?` names, as seen from the folder of a file, in order of name. */
  matching(fromFile: string, pattern: string): readonly string[];
  /** Absolute path with `/`, for `__file__`. */
  absolute(file: string): string;
}

export interface Interpretation {
  readonly names: ReadonlyMap<string, Value>;
  /** The module itself, then the project's files that it star-imports, in order of reading. */
  readonly chain: readonly string[];
  /** Something that we cannot follow may set names: a star import from elsewhere, exec(), globals(). */
  readonly opaque: boolean;
}

const DEEPEST = 24;
/** Statements followed before we give up: loops and recursion of a settings file end long before. */
const MOST_STEPS = 50_000;

export function interpretModule(file: string, source: ModuleSource, environment: Environment): Interpretation {
  const run = new Run(source, environment);
  const names = run.module(file, true);
  return { names, chain: run.chain, opaque: run.opaque };
}

class Run implements Following {
  readonly #source: ModuleSource;
  readonly #environment: Environment;
  readonly #done = new Map<string, Names>();
  readonly #running = new Set<string>();
  readonly chain: string[] = [];
  opaque = false;
  #depth = 0;
  #steps = 0;

  constructor(source: ModuleSource, environment: Environment) {
    this.#source = source;
    this.#environment = environment;
  }

  module(file: string, inChain: boolean): Names {
    if (inChain && !this.chain.includes(file)) this.chain.push(file);
    const done = this.#done.get(file);
    // In a circle Python sees what the other module has defined so far; nobody's settings depend on it.
    if (done || this.#running.has(file)) return done ?? new Map();
    this.#running.add(file);
    const names: Names = new Map([["__file__", text(this.#source.absolute(file))]]);
    new Frame(this, file, names, inChain).block(this.#source.read(file).body);
    this.#running.delete(file);
    this.#done.set(file, names);
    return names;
  }

  /** Runs the files that the pattern names as if their text stood in the module; false if there is none. */
  included(fromFile: string, pattern: string, names: Names, inChain: boolean): boolean {
    const files = this.#source.matching(fromFile, pattern).filter((file) => this.#source.isDeployed(file));
    for (const file of files) {
      if (this.#running.has(file)) continue;
      if (inChain && !this.chain.includes(file)) this.chain.push(file);
      this.#running.add(file);
      const own = names.get("__file__");
      names.set("__file__", text(this.#source.absolute(file)));
      new Frame(this, file, names, inChain).block(this.#source.read(file).body);
      if (own) names.set("__file__", own);
      this.#running.delete(file);
    }
    return files.length > 0;
  }

  imported(fromFile: string, level: number, module: string): { file: string | null; absent: boolean } {
    const file = this.#source.resolve(fromFile, level, module);
    const absent = file !== null && !this.#source.isDeployed(file);
    return { file: absent ? null : file, absent };
  }

  get environment(): Environment {
    return this.#environment;
  }

  /** Counts a statement; false once there have been too many. */
  step(): boolean {
    if (++this.#steps <= MOST_STEPS) return true;
    this.opaque = true;
    return false;
  }

  /** Follows one call; null where the calls go too deep. */
  deeper<T>(action: () => T): T | null {
    if (this.#depth >= DEEPEST) return null;
    this.#depth++;
    try {
      return action();
    } finally {
      this.#depth--;
    }
  }
}
