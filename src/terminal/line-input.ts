/** Lines from standard input, one when asked for; what was typed ahead waits for the next question. */
import { StringDecoder } from "node:string_decoder";
import type { TerminalInput } from "./typed-ahead.ts";

const CTRL_C = "\u0003";
const CTRL_D = "\u0004";
const BACKSPACES = ["\u007f", "\b"];

export class LineInput {
  readonly #input: TerminalInput;
  readonly #signal: AbortSignal | undefined;
  readonly #decoder = new StringDecoder("utf8");
  #ahead = "";
  #ended = false;

  constructor(input: TerminalInput, signal?: AbortSignal) {
    this.#input = input;
    this.#signal = signal;
    input.once("end", () => {
      this.#ended = true;
    });
  }

  /** A line without its end, as the terminal's own line editing delivers it; null: end of input, Ctrl-C, or aborted. */
  line(): Promise<string | null> {
    return this.#collect(() => {
      const end = /\r\n|\r|\n/.exec(this.#ahead);
      if (end === null) return undefined;
      const line = this.#ahead.slice(0, end.index);
      this.#ahead = this.#ahead.slice(end.index + end[0].length);
      return line;
    });
  }

  /** The same without the terminal's echo: raw mode, so Ctrl-C, Ctrl-D and backspace are ours to understand. */
  async hiddenLine(): Promise<string | null> {
    this.#input.setRawMode?.(true);
    let typed = "";
    try {
      return await this.#collect(() => {
        while (this.#ahead !== "") {
          const [character = ""] = this.#ahead;
          this.#ahead = this.#ahead.slice(character.length);
          if (character === CTRL_C || (character === CTRL_D && typed === "")) return null;
          if (character === "\r" || character === "\n") return typed;
          if (BACKSPACES.includes(character)) typed = [...typed].slice(0, -1).join("");
          else if (character >= " ") typed += character;
        }
        return undefined;
      });
    } finally {
      this.#input.setRawMode?.(false);
    }
  }

  /** Reads until `take` has what it wants; undefined from it means more input is needed. */
  #collect(take: () => string | null | undefined): Promise<string | null> {
    const ready = take();
    if (ready !== undefined) return Promise.resolve(ready);
    if (this.#ended || this.#signal?.aborted === true) return Promise.resolve(null);
    return new Promise((resolve) => {
      const finish = (value: string | null): void => {
        this.#input.off("data", onData);
        this.#input.off("end", onGone).off("error", onGone);
        process.off("SIGINT", onGone);
        this.#signal?.removeEventListener("abort", onGone);
        this.#input.pause();
        resolve(value);
      };
      const onData = (bytes: Buffer | string): void => {
        this.#ahead += typeof bytes === "string" ? bytes : this.#decoder.write(bytes);
        const value = take();
        if (value !== undefined) finish(value);
      };
      const onGone = (): void => finish(null);
      this.#input.on("data", onData);
      this.#input.once("end", onGone).once("error", onGone);
      process.once("SIGINT", onGone);
      this.#signal?.addEventListener("abort", onGone, { once: true });
      this.#input.resume();
    });
  }
}
