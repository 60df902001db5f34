/** Starts driver.py with somebody's Python, and talks to it. Nothing that it starts outlives `close`. */
import { type ChildProcess, spawn } from "node:child_process";
import { Interrupted } from "../lib/failure.ts";
import { endGroup, IN_OWN_GROUP } from "../lib/process-group.ts";
import { shippedFile } from "../lib/shipped.ts";
import type { Command, CommandAnswer, CommandName, PythonError } from "./protocol.ts";

/** Milliseconds that one command may take. */
const COMMAND_LIMIT = 60_000;
/** Characters of the child's error output that are kept, from the end. */
const OUTPUT_KEPT = 2_000;

/** Python raised an exception: the command failed, and the driver goes on. */
export class PythonRaised extends Error {
  override readonly name = "PythonRaised";
  readonly error: PythonError;

  constructor(error: PythonError) {
    super(`${error.type}: ${error.message}`);
    this.error = error;
  }
}

/** No answer will come: the process ended by itself, could not be started, or took too long and was ended. */
export class DriverGone extends Error {
  override readonly name = "DriverGone";
  readonly why: "ended" | "timeout";
  /** The end of its error output. */
  readonly output: string;
  /** Milliseconds that it was waited for. */
  readonly limit: number;

  constructor(why: "ended" | "timeout", output: string, limit = 0) {
    super(`the Python process is gone (${why})`);
    this.why = why;
    this.output = output;
    this.limit = limit;
  }
}

export interface DriverOptions {
  readonly python: string;
  /** Absolute; becomes the first entry of sys.path. */
  readonly root: string;
  /** Absolute; becomes the last entry of sys.path: what the Python has itself always wins. */
  readonly packages?: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Milliseconds that one command may take; 60,000 unless said. */
  readonly commandLimit?: number;
}

export interface AskOptions {
  /** Milliseconds until the process is ended. */
  readonly limit?: number;
  /** Goes on after an abort. */
  readonly unstoppable?: boolean;
}

interface Waiting {
  resolve(answer: object): void;
  reject(error: Error): void;
}

export class Driver {
  readonly #child: ChildProcess;
  readonly #signal: AbortSignal;
  readonly #limit: number;
  readonly #waiting = new Map<number, Waiting>();
  readonly #ended: Promise<void>;
  #gone: DriverGone | null = null;
  #output = "";
  #count = 0;

  constructor(options: DriverOptions) {
    this.#signal = options.signal;
    this.#limit = options.commandLimit ?? COMMAND_LIMIT;
    const folders = options.packages === undefined ? [options.root] : [options.root, options.packages];
    this.#child = spawn(options.python, ["-B", shippedFile("driver.py", "prove/driver.py"), ...folders], {
      cwd: options.cwd,
      env: { ...options.env, PYTHONDONTWRITEBYTECODE: "1" },
      stdio: ["pipe", "pipe", "pipe"],
      ...IN_OWN_GROUP,
    });
    this.#ended = new Promise((resolve) => {
      this.#child.once("exit", () => resolve());
      this.#child.once("error", () => resolve());
    });
    this.#child.once("error", (error) => this.#leave(new DriverGone("ended", error.message)));
    // What it said last may still be on its way, but a process that it left behind can hold the pipe open for ever.
    this.#child.once("close", () => this.#leave(new DriverGone("ended", this.#output)));
    this.#child.once("exit", () => setTimeout(() => this.#leave(new DriverGone("ended", this.#output)), 500).unref());
    this.#child.stdin?.on("error", () => {});
    this.#child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
      this.#output = (this.#output + chunk).slice(-OUTPUT_KEPT);
    });
    this.#listen();
  }

  /**
   * Sends one command and waits for its answer. Throws PythonRaised, DriverGone (after `limit` milliseconds the process is ended), or
   * Interrupted as soon as the signal is aborted; `unstoppable` commands, for cleaning up, are answered all the same.
   */
  async ask<K extends CommandName>(
    command: Command<K>,
    { limit = this.#limit, unstoppable = false }: AskOptions = {},
  ): Promise<CommandAnswer<K>> {
    if (this.#gone !== null) throw this.#gone;
    if (!unstoppable && this.#signal.aborted) throw new Interrupted();
    this.#count += 1;
    const id = this.#count;
    const answered = new Promise<CommandAnswer<K>>((resolve, reject) => {
      this.#waiting.set(id, { resolve: (answer) => resolve(answer as CommandAnswer<K>), reject });
    });
    const stop = () => this.#settle(id, (waiting) => waiting.reject(new Interrupted()));
    const timer = setTimeout(() => {
      this.#leave(new DriverGone("timeout", this.#output, limit));
      endGroup(this.#child);
    }, limit);
    if (!unstoppable) this.#signal.addEventListener("abort", stop, { once: true });
    this.#child.stdin?.write(`${JSON.stringify({ ...command, id })}\n`);
    try {
      return await answered;
    } finally {
      clearTimeout(timer);
      this.#signal.removeEventListener("abort", stop);
    }
  }

  /** Ends the process and all that it started, and waits until it is gone. */
  async close(): Promise<void> {
    this.#leave(new DriverGone("ended", this.#output));
    endGroup(this.#child);
    await this.#ended;
    for (const stream of [this.#child.stdin, this.#child.stdout, this.#child.stderr]) stream?.destroy();
  }

  #listen(): void {
    let rest = "";
    this.#child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) this.#hear(line);
    });
  }

  #hear(line: string): void {
    const answer = parseAnswer(line);
    // Something else that Python's start-up printed: a sitecustomize, a .pth file.
    if (answer === null) return;
    this.#settle(answer.id, (waiting) => {
      if (answer.error !== undefined) waiting.reject(new PythonRaised(answer.error));
      else waiting.resolve(answer.ok ?? {});
    });
  }

  #settle(id: number, end: (waiting: Waiting) => void): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (waiting !== undefined) end(waiting);
  }

  #leave(gone: DriverGone): void {
    this.#gone ??= gone;
    for (const id of [...this.#waiting.keys()]) this.#settle(id, (waiting) => waiting.reject(gone));
  }
}

interface Answer {
  readonly id: number;
  readonly ok?: object;
  readonly error?: PythonError;
}

function parseAnswer(line: string): Answer | null {
  if (!line.startsWith("{")) return null;
  try {
    const value: unknown = JSON.parse(line);
    const isAnswer = typeof value === "object" && value !== null && "id" in value && typeof value.id === "number";
    return isAnswer ? (value as Answer) : null;
  } catch {
    return null;
  }
}
