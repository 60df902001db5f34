/**
 * Shows that work is going on. It leaves the keyboard alone: no raw mode, no key listener, so that Ctrl-C stays a SIGINT for the
 * process's own handler. (The spinner of @clack/prompts 1.9.0 takes the keyboard, and ends the process with code 0 on Ctrl-C.)
 */
import type { Sink } from "./sink.ts";
import type { Style } from "./style.ts";
import { cut } from "./width.ts";

const HIDE_CURSOR = "\u001b[?25l";
const SHOW_CURSOR = "\u001b[?25h";
const ERASE_LINE = "\r\u001b[2K";
const FRAME_MILLISECONDS = 120;

export class Spinner {
  readonly #sink: Sink;
  readonly #style: Style;
  #timer: NodeJS.Timeout | null = null;
  #frame = 0;
  #label = "";

  constructor(sink: Sink, style: Style) {
    this.#sink = sink;
    this.#style = style;
  }

  /** Starts, or changes the label. Without colour no escape byte may be written: then the label is a line that stays. */
  show(words: string): void {
    const label = words.split("\n").join(" ");
    if (label === this.#label) return;
    this.#label = label;
    if (!this.#style.colour) {
      this.#sink.write(`${this.#style.signs.bar}  ${label} …\n`);
      return;
    }
    if (this.#timer === null) {
      process.once("exit", this.#restore);
      this.#sink.write(HIDE_CURSOR);
      this.#timer = setInterval(() => {
        this.#frame += 1;
        this.#draw();
      }, FRAME_MILLISECONDS);
    }
    this.#draw();
  }

  /** Nothing of it stays on the screen. */
  stop(): void {
    this.#label = "";
    if (this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
    process.off("exit", this.#restore);
    this.#restore();
  }

  /** Takes the line away, lets `write` print, and draws the line again below. */
  around(write: () => void): void {
    const running = this.#timer !== null;
    if (running) this.#sink.write(ERASE_LINE);
    write();
    if (running) this.#draw();
  }

  #draw(): void {
    const { signs, accent } = this.#style;
    const sign = signs.spinner[this.#frame % signs.spinner.length] ?? "";
    this.#sink.write(`${ERASE_LINE}${accent(sign)}  ${cut(this.#label, this.#sink.columns - 6)} …`);
  }

  readonly #restore = (): void => {
    this.#sink.write(ERASE_LINE + SHOW_CURSOR);
  };
}
