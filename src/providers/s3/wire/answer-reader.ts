/**
 * Reads one HTTP/1.1 answer from the bytes of a connection, in whatever pieces they come (RFC 9112). Strict: what is not
 * plainly an answer is an error, because a body cut or joined in the wrong place would become somebody's file.
 */

/** What the bytes held was not an answer. `code` as those of Node's own parser. */
export class BadAnswer extends Error {
  override readonly name = "BadAnswer";
  readonly code = "HPE_INVALID_ANSWER";
}

export interface AnswerHead {
  readonly status: number;
  /** By lower-case name; values of one name joined by ", ". Latin-1. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface AnswerSink {
  onHead(head: AnswerHead): void;
  onBody(chunk: Buffer): void;
  /** `reusable`: another request may follow on the connection. */
  onEnd(reusable: boolean): void;
}

type State = "head" | "length" | "chunk-size" | "chunk" | "chunk-end" | "trailer" | "close" | "done";

/** A head or a chunk's first line longer than this is none of S3's. */
const LONGEST_HEAD = 64 * 1024;
const END = Buffer.from("\r\n\r\n");

export class AnswerReader {
  readonly #sink: AnswerSink;
  /** The answer to a HEAD has the headers of a body, and none. */
  readonly #bodiless: boolean;
  #state: State = "head";
  #kept: Buffer | null = null;
  #left = 0;
  #reusable = true;

  constructor(method: string, sink: AnswerSink) {
    this.#bodiless = method === "HEAD";
    this.#sink = sink;
  }

  /** The head has not been read whole. */
  get waiting(): boolean {
    return this.#state === "head";
  }

  /** Throws BadAnswer. */
  push(piece: Buffer): void {
    let bytes = piece;
    if (this.#kept !== null) {
      bytes = Buffer.concat([this.#kept, piece]);
      this.#kept = null;
    }
    let at = 0;
    while (at < bytes.length) {
      const next = this.#step(bytes, at);
      if (next === at) {
        // A copy: the memory of the piece is its giver's, who uses it again.
        this.#kept = Buffer.from(bytes.subarray(at));
        if (this.#kept.length > LONGEST_HEAD) throw new BadAnswer("a line of the answer is too long");
        return;
      }
      at = next;
    }
  }

  /** The connection has ended. Throws BadAnswer if the answer had not. */
  close(): void {
    if (this.#state === "close") this.#finish(false);
    else if (this.#state !== "done") throw new BadAnswer("the answer was cut");
  }

  /** Reads from `at`, and returns where it stopped; `at` itself where more bytes are needed. */
  #step(bytes: Buffer, at: number): number {
    switch (this.#state) {
      case "head": {
        const end = bytes.indexOf(END, at);
        if (end === -1) return at;
        this.#head(bytes.toString("latin1", at, end));
        return end + END.length;
      }
      case "length":
      case "chunk": {
        const end = Math.min(bytes.length, at + this.#left);
        this.#sink.onBody(at === 0 && end === bytes.length ? bytes : bytes.subarray(at, end));
        this.#left -= end - at;
        if (this.#left === 0) {
          if (this.#state === "chunk") this.#state = "chunk-end";
          else this.#finish(this.#reusable);
        }
        return end;
      }
      case "chunk-size":
      case "chunk-end":
      case "trailer": {
        const end = bytes.indexOf("\r\n", at);
        if (end === -1) return at;
        this.#line(bytes.toString("latin1", at, end));
        return end + 2;
      }
      case "close":
        this.#sink.onBody(at === 0 ? bytes : bytes.subarray(at));
        return bytes.length;
      case "done":
        throw new BadAnswer("bytes after the end of the answer");
    }
  }

  #head(text: string): void {
    const lines = text.split("\r\n");
    const found = /^HTTP\/1\.([01]) (\d{3})(?: |$)/.exec(lines[0] ?? "");
    if (found === null) throw new BadAnswer("not an HTTP answer");
    const status = Number(found[2]);
    const headers = headersOf(lines);
    // 100 Continue and its like come before the answer itself.
    if (status < 200 && status !== 101) return;
    if (status === 101) throw new BadAnswer("the server changed the protocol");
    const connection = (headers.connection ?? "").toLowerCase();
    this.#reusable = found[1] === "1" ? !/\bclose\b/.test(connection) : /\bkeep-alive\b/.test(connection);
    this.#sink.onHead({ status, headers });
    this.#begin(status, headers);
  }

  #begin(status: number, headers: Readonly<Record<string, string>>): void {
    const coding = headers["transfer-encoding"];
    const length = headers["content-length"];
    if (this.#bodiless || status === 204 || status === 304) this.#finish(this.#reusable);
    else if (coding !== undefined) {
      // Both at once are how answers are smuggled (RFC 9112, 6.3).
      if (coding.trim().toLowerCase() !== "chunked" || length !== undefined) throw new BadAnswer(`coding ${coding}`);
      this.#state = "chunk-size";
    } else if (length !== undefined) {
      if (!/^\d{1,15}$/.test(length)) throw new BadAnswer(`content-length ${length}`);
      this.#left = Number(length);
      this.#state = "length";
      if (this.#left === 0) this.#finish(this.#reusable);
    } else this.#state = "close";
  }

  #line(line: string): void {
    if (this.#state === "chunk-end") {
      if (line !== "") throw new BadAnswer("a chunk is longer than it says");
      this.#state = "chunk-size";
    } else if (this.#state === "trailer") {
      if (line === "") this.#finish(this.#reusable);
    } else {
      const size = /^([0-9a-f]{1,12})(?:[ \t]*;.*)?$/i.exec(line)?.[1];
      if (size === undefined) throw new BadAnswer("not the size of a chunk");
      this.#left = Number.parseInt(size, 16);
      this.#state = this.#left === 0 ? "trailer" : "chunk";
    }
  }

  #finish(reusable: boolean): void {
    this.#state = "done";
    this.#sink.onEnd(reusable);
  }
}

function headersOf(lines: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let at = 1; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    const colon = line.indexOf(":");
    if (colon < 1 || line.charCodeAt(0) <= 32) throw new BadAnswer("not a header");
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    const before = headers[name];
    if (before === undefined) headers[name] = value;
    else if (name !== "content-length") headers[name] = `${before}, ${value}`;
    else if (before !== value) throw new BadAnswer("two lengths");
  }
  return headers;
}
