/** Connections to one server that are kept and used again. How many there are is the caller's doing: each request gets a free one or a new one. */

import { giveBuffer } from "../../../lib/spare-buffers.ts";
import type { AnswerHead } from "./answer-reader.ts";
import { BLOCK, Connection, type Origin, type Waiting, type WireRequest } from "./connection.ts";

export interface WireAnswer extends AnswerHead {
  readonly body: Buffer;
}

export interface StreamedAnswer extends AnswerHead {
  /** Read it to its end, or leave its loop: else the connection stays taken. The bytes of a chunk are there until the next one is asked for. */
  readonly body: AsyncGenerator<Buffer, void, undefined>;
}

/** Bytes of a streamed answer that may wait for their reader. */
const AHEAD = 1024 * 1024;
const NOTHING = Buffer.alloc(0);

export class Pool {
  readonly #origin: Origin;
  readonly #all = new Set<Connection>();
  readonly #idle: Connection[] = [];

  constructor(origin: Origin) {
    this.#origin = origin;
  }

  /** The whole answer. Rejects with what the network said. */
  exchange(request: WireRequest): Promise<WireAnswer> {
    return new Promise((resolve, reject) => {
      let head: AnswerHead | null = null;
      let first: Buffer | null = null;
      let more: Buffer[] | null = null;
      this.#send(request, {
        onHead: (answer) => {
          head = answer;
        },
        onBody: (chunk) => {
          if (first === null) first = chunk;
          else if (more === null) more = [first, chunk];
          else more.push(chunk);
        },
        onEnd: () => {
          if (head === null) reject(new Error("an answer without a head"));
          else resolve({ ...head, body: more === null ? (first ?? NOTHING) : Buffer.concat(more) });
        },
        onError: reject,
      });
    });
  }

  /** The answer's head, and its body as it comes. */
  stream(request: WireRequest): Promise<StreamedAnswer> {
    return new Promise((resolve, reject) => {
      const body = new Incoming();
      let headed = false;
      const waiting: Waiting = {
        large: true,
        onHead: (head) => {
          headed = true;
          resolve({ ...head, body: body.chunks() });
        },
        onBody: (chunk) => body.push(chunk),
        onEnd: () => body.end(null),
        onError: (error) => {
          if (headed) body.end(error);
          else reject(error);
        },
      };
      this.#send(request, waiting, (connection) => body.from(connection));
    });
  }

  /** Ends every connection; requests under way are rejected with `error`. The pool can go on being used. */
  destroy(error: Error): void {
    for (const connection of [...this.#all]) connection.destroy(error);
  }

  /** `on` is told which connection it is; a second time if the first was no longer open. */
  #send(request: WireRequest, waiting: Waiting, on: (connection: Connection) => void = () => {}): void {
    const kept = this.#idle.pop();
    const connection = kept ?? this.#open();
    on(connection);
    if (kept === undefined) {
      connection.send(request, waiting);
      return;
    }
    connection.send(request, {
      ...waiting,
      onError: (error, begun) => {
        // The server may close a connection that it keeps just when a request is on its way to it: no answer, and nobody's fault.
        if (begun || !isClosed(error)) {
          waiting.onError(error, begun);
          return;
        }
        const fresh = this.#open();
        on(fresh);
        fresh.send(request, waiting);
      },
    });
  }

  #open(): Connection {
    const connection = new Connection(this.#origin, (freed, reusable) => {
      if (reusable) {
        this.#idle.push(freed);
        return;
      }
      this.#all.delete(freed);
      const at = this.#idle.indexOf(freed);
      if (at !== -1) this.#idle.splice(at, 1);
    });
    this.#all.add(connection);
    return connection;
  }
}

function isClosed(error: Error): boolean {
  return "code" in error && (error.code === "ECONNRESET" || error.code === "EPIPE");
}

/** The memory of a chunk, which nobody reads any more; what is not a block of a large body is left to the collector. */
function giveBlock({ buffer }: Buffer): void {
  if (buffer.byteLength === BLOCK) giveBuffer(Buffer.from(buffer, 0, BLOCK));
}

/** A body between the connection that brings it and the loop that reads it. */
class Incoming {
  readonly #chunks: Buffer[] = [];
  #waiting = 0;
  #ended = false;
  #error: Error | null = null;
  #connection: Connection | null = null;
  #paused = false;
  #wake: (() => void) | null = null;

  from(connection: Connection): void {
    this.#connection = connection;
  }

  /** What lies behind what came last is one with it: few and large chunks are cheaper to write. */
  push(chunk: Buffer): void {
    const last = this.#chunks.at(-1);
    if (last !== undefined && last.buffer === chunk.buffer && last.byteOffset + last.length === chunk.byteOffset) {
      this.#chunks[this.#chunks.length - 1] = Buffer.from(last.buffer, last.byteOffset, last.length + chunk.length);
    } else this.#chunks.push(chunk);
    this.#waiting += chunk.length;
    if (this.#waiting > AHEAD && !this.#paused) {
      this.#paused = true;
      this.#connection?.pause();
    }
    this.#wake?.();
  }

  end(error: Error | null): void {
    this.#ended = true;
    this.#error = error;
    // The connection goes back to the others: it must read.
    if (this.#paused) this.#connection?.resume();
    this.#paused = false;
    this.#wake?.();
  }

  async *chunks(): AsyncGenerator<Buffer, void, undefined> {
    let block: Buffer | null = null;
    try {
      for (;;) {
        // One that may still grow is left to, unless nothing more comes before it is taken.
        const ripe = this.#chunks.length > 1 || this.#paused || this.#ended;
        const chunk = ripe ? this.#chunks.shift() : undefined;
        if (chunk !== undefined) {
          // The connection has left a block as soon as it writes into another one.
          if (block !== null && block.buffer !== chunk.buffer) giveBlock(block);
          block = chunk;
          this.#waiting -= chunk.length;
          if (this.#paused && this.#waiting < AHEAD / 2) {
            this.#paused = false;
            this.#connection?.resume();
          }
          yield chunk;
        } else if (this.#error !== null) throw this.#error;
        else if (this.#ended) {
          if (block !== null) giveBlock(block);
          return;
        } else {
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
          this.#wake = null;
        }
      }
    } finally {
      if (!this.#ended) this.#connection?.destroy();
    }
  }
}
