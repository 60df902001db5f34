/** One connection to an HTTP/1.1 server, one request on it at a time. Written for many small requests: no streams, no copies. */
import net from "node:net";
import tls from "node:tls";
import { takeBuffer } from "../../../lib/spare-buffers.ts";
import { type AnswerHead, AnswerReader } from "./answer-reader.ts";

export interface Origin {
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
}

export interface WireRequest {
  readonly method: string;
  /** Path and query, encoded. */
  readonly target: string;
  /** Complete, `host` and `content-length` too. Latin-1. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
}

/** Who waits for an answer. One of onEnd and onError is called, once, and last. */
export interface Waiting {
  /** The body is large: it is read into blocks from lib/spare-buffers.ts, which the reader of the body gives back. */
  readonly large?: boolean;
  onHead(head: AnswerHead): void;
  onBody(chunk: Buffer): void;
  onEnd(): void;
  /** `begun`: some of the answer had come. */
  onError(error: Error, begun: boolean): void;
}

/** Milliseconds to connect, and without a byte in either direction. */
const CONNECT = 10_000;
const SILENCE = 30_000;
const SMALL = 128 * 1024;
/** Bytes of memory that is read into: of a large body, of all else; and what must be left in it for another read. */
export const BLOCK = 256 * 1024;
const USUAL_BLOCK = 64 * 1024;
const ROOM = 16 * 1024;
const NONE = Buffer.alloc(0);

export class Connection {
  readonly #socket: net.Socket;
  readonly #released: (connection: Connection, reusable: boolean) => void;
  #waiting: Waiting | null = null;
  #reader: AnswerReader | null = null;
  #begun = false;
  #piece = NONE;
  /** What is read into, and how far it is filled. What was handed on is not written again. */
  #block: Buffer = NONE;
  #filled = 0;
  #large = false;
  /** `released` is called whenever the connection becomes free, or is gone. */
  constructor(origin: Origin, released: (connection: Connection, reusable: boolean) => void) {
    this.#released = released;
    const { host, port, secure } = origin;
    const onread = {
      buffer: () => this.#room(),
      callback: (count: number, buffer: Uint8Array) => {
        this.#filled += count;
        this.#read(Buffer.from(buffer.buffer, buffer.byteOffset, count));
        return true;
      },
    };
    const secured = { host, port, onread, servername: net.isIP(host) === 0 ? host : "", ALPNProtocols: ["http/1.1"] };
    this.#socket = secure ? tls.connect(secured) : net.connect({ host, port, onread });
    const patience = setTimeout(() => this.destroy(timedOut(host)), CONNECT);
    this.#socket.once(secure ? "secureConnect" : "connect", () => clearTimeout(patience));
    this.#socket.setNoDelay(true);
    this.#socket.setTimeout(SILENCE, () => this.destroy(timedOut(host)));
    this.#socket.on("error", (error) => this.#fail(error));
    this.#socket.on("close", () => {
      clearTimeout(patience);
      this.#closed();
    });
  }

  send(request: WireRequest, waiting: Waiting): void {
    this.#waiting = waiting;
    this.#begun = false;
    this.#large = waiting.large === true;
    this.#reader = new AnswerReader(request.method, {
      onHead: (head) => waiting.onHead(head),
      onBody: (chunk) => waiting.onBody(chunk),
      onEnd: (reusable) => this.#answered(reusable),
    });
    let head = `${request.method} ${request.target} HTTP/1.1\r\n`;
    for (const name in request.headers) head += `${name}: ${request.headers[name]}\r\n`;
    head += "\r\n";
    const { body } = request;
    if (body === null || body.length === 0) {
      this.#socket.write(head, "latin1");
      return;
    }
    if (body.length <= SMALL) {
      // One piece costs a copy and saves a way of several calls. The memory is the last request's: that one has been answered, so it was sent.
      const length = head.length + body.length;
      if (this.#piece.length < length) this.#piece = Buffer.allocUnsafeSlow(Math.max(length + 4096, 32 * 1024));
      this.#piece.write(head, 0, "latin1");
      this.#piece.set(body, head.length);
      this.#socket.write(this.#piece.subarray(0, length));
      return;
    }
    this.#socket.cork();
    this.#socket.write(head, "latin1");
    this.#socket.write(body);
    this.#socket.uncork();
  }

  /** For who reads an answer slower than it comes. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  destroy(error?: Error): void {
    if (error !== undefined) this.#fail(error);
    this.#socket.destroy();
  }

  /** Where the next bytes go. */
  #room(): Buffer {
    if (this.#block.length - this.#filled < ROOM) {
      this.#block = this.#large ? takeBuffer(BLOCK) : Buffer.allocUnsafeSlow(USUAL_BLOCK);
      this.#filled = 0;
    }
    return this.#block.subarray(this.#filled);
  }

  #read(bytes: Buffer): void {
    if (this.#reader === null) {
      // Nobody asked: whatever this is, the next answer could not be told from it.
      this.#socket.destroy();
      return;
    }
    this.#begun = true;
    try {
      this.#reader.push(bytes);
    } catch (error) {
      this.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #answered(reusable: boolean): void {
    const waiting = this.#waiting;
    // Answered before it had been asked whole: the rest of the body must not become the beginning of the next request.
    const free = reusable && this.#socket.writableLength === 0 && !this.#socket.destroyed;
    this.#waiting = null;
    this.#reader = null;
    // The last block of a large body is given back by who reads it.
    if (this.#large) this.#block = NONE;
    this.#filled = this.#large ? 0 : this.#filled;
    this.#large = false;
    if (!free) this.#socket.destroy();
    this.#released(this, free);
    waiting?.onEnd();
  }

  #closed(): void {
    try {
      this.#reader?.close();
    } catch {
      this.#fail(Object.assign(new Error("the connection was closed"), { code: "ECONNRESET" }));
    }
    this.#released(this, false);
  }

  #fail(error: Error): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    this.#reader = null;
    waiting?.onError(error, this.#begun);
  }
}

function timedOut(host: string): Error {
  return Object.assign(new Error(`${host} did not answer in time`), { code: "ETIMEDOUT" });
}
