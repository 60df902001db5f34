/** A stream that we write lines to: it masks secrets, and whoever reads it may go away without harm. */
import { mask } from "../lib/secrets.ts";

/** What is used of process.stdout, so that tests can hand in their own. */
export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): boolean;
  on(event: "error", listener: (error: Error) => void): unknown;
}

const NARROWEST = 20;

export class Sink {
  readonly #stream: OutputStream;
  #gone = false;

  constructor(stream: OutputStream) {
    this.#stream = stream;
    // `vet-media-setup | head` closes the pipe (EPIPE), a closed window ends the terminal (EIO). The run must go on to its end, or put
    // back what it did: it must not die of having nobody to talk to.
    stream.on("error", () => {
      this.#gone = true;
    });
  }

  /** Columns right now; a person may resize the window during the run. */
  get columns(): number {
    const { columns } = this.#stream;
    return columns === undefined || !(columns > 0) ? 80 : Math.max(columns, NARROWEST);
  }

  write(text: string): void {
    this.masked(mask(text));
  }

  /** For text whose every part was masked before: JSON, which stars in the wrong place would break. */
  masked(text: string): void {
    if (!this.#gone) this.#stream.write(text);
  }

  lines(lines: readonly string[]): void {
    if (lines.length > 0) this.write(`${lines.join("\n")}\n`);
  }
}
