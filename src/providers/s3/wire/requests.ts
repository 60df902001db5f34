/** Signed requests to one bucket, sent again while the trouble is a passing one. The lean way for copying: no middleware, no models. */
import { createHash, hash } from "node:crypto";
import { setImmediate as breathe } from "node:timers/promises";
import { type Failure, Interrupted } from "../../../lib/failure.ts";
import { pause } from "../../../lib/pause.ts";
import { arnOf } from "../arn.ts";
import { failureOf, type Request } from "../errors.ts";
import type { WireRequest } from "./connection.ts";
import { encodeKey, encodeQuery } from "./encode.ts";
import { type BucketPlace, type Route, routeTo } from "./place.ts";
import { Pool, type StreamedAnswer, type WireAnswer } from "./pool.ts";
import { refusalIn, WireRefusal } from "./refusal.ts";
import { EMPTY_HASH, Signer, UNSIGNED } from "./sign.ts";

export interface S3Call {
  /** As the API calls it: `PutObject`. */
  readonly operation: string;
  /** As a policy calls it, where that is not `s3:` and the operation. */
  readonly action?: string;
  readonly method: "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
  /** null: the bucket itself. */
  readonly key: string | null;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/** Tries altogether, for what passes: a busy service, a broken connection. */
const TRIES = 7;
/** As long as nothing has ever been answered, a wrong address is likelier than a passing trouble. */
const FIRST_TRIES = 3;
/** Milliseconds: the first pause, and the longest. Each is about twice the one before, never twice the same. */
const PAUSE = 100;
const LONGEST_PAUSE = 8_000;

const PASSING =
  /^(?:ECONNRESET|EPIPE|ECONNABORTED|ETIMEDOUT|ECONNREFUSED|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ENOTFOUND|HPE_\w+)$/;
const BUSY =
  /^(?:SlowDown|ServiceUnavailable|InternalError|RequestTimeout|OperationAborted|ThrottlingException|RequestLimitExceeded)$/;

export class S3Requests {
  readonly place: BucketPlace;
  /** Called whenever the service says that it is asked too much. */
  onBusy: () => void = () => {};
  readonly #route: Route;
  readonly #pool: Pool;
  readonly #signer: Signer;
  readonly #stopping = new AbortController();
  #answered = false;
  /** Milliseconds that the service's clock is ahead of ours. */
  #skew = 0;

  constructor(place: BucketPlace) {
    this.place = place;
    this.#route = routeTo(place);
    this.#pool = new Pool(this.#route.origin);
    this.#signer = new Signer(place.keys, place.region);
  }

  /** Host and path of the bucket: equal for two places that are one. */
  get address(): string {
    return `${this.#route.host}${this.#route.base}`;
  }

  /** What a COPY names as its source. */
  pathOf(key: string): string {
    return `/${encodeKey(this.place.bucket)}/${encodeKey(key)}`;
  }

  /** A link that lets whoever has it read one object for so many seconds. */
  linkTo(key: string, seconds: number): URL {
    const { host, base, origin } = this.#route;
    const path = `${base}${encodeKey(key)}`;
    const query = this.#signer.presign({ host, path }, seconds, new Date(Date.now() + this.#skew));
    return new URL(`${origin.secure ? "https" : "http"}://${host}${path}?${query}`);
  }

  /** Throws Failure, WireRefusal inside it as its cause; Interrupted after stop(). */
  async ask(call: S3Call): Promise<WireAnswer> {
    return await this.#failing(call, () => this.#persist(call, (request) => this.#whole(request)));
  }

  /** The same, but a refusal is handed back, not thrown. */
  async attempt(call: S3Call): Promise<WireAnswer | WireRefusal> {
    return await this.#failing(call, async () => {
      try {
        return await this.#persist(call, (request) => this.#whole(request));
      } catch (error) {
        if (error instanceof WireRefusal) return error;
        throw error;
      }
    });
  }

  /** The head, and the body as it comes; a body that breaks off is the caller's to ask for again. */
  async stream(call: S3Call): Promise<StreamedAnswer> {
    return await this.#failing(call, () => this.#persist(call, (request) => this.#streamed(request)));
  }

  /** Does not wait for its turn and is not stopped: to take away what must not be left. Failures are the caller's to forget. */
  async last(call: S3Call): Promise<void> {
    await this.#whole(this.#request(call, this.#payload(call.body)));
  }

  failure(error: unknown, call: S3Call): Failure | Interrupted {
    return failureOf(error, this.#described(call), this.#stopping.signal);
  }

  /** What is under way ends as Interrupted, and nothing new begins. */
  stop(): void {
    this.#stopping.abort();
    this.#pool.destroy(new Interrupted());
  }

  close(): void {
    this.#pool.destroy(new Error("closed"));
  }

  async #failing<T>(call: S3Call, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw this.failure(error, call);
    }
  }

  async #persist<T>(call: S3Call, send: (request: WireRequest) => Promise<T>): Promise<T> {
    const { body } = call;
    const digested = body !== undefined && body.length > SLICE ? this.#largePayload(body) : this.#payload(body);
    for (let attempt = 1; ; attempt += 1) {
      if (this.#stopping.signal.aborted) throw new Interrupted();
      const request = this.#request(call, await digested);
      try {
        const answer = await send(request);
        this.#answered = true;
        return answer;
      } catch (error) {
        const wait = this.#pauseAfter(error, attempt);
        if (wait === null) throw error;
        await pause(wait, this.#stopping.signal);
      }
    }
  }

  /** Milliseconds until the next try; null: this trouble stays. */
  #pauseAfter(error: unknown, attempt: number): number | null {
    if (error instanceof WireRefusal) {
      this.#answered = true;
      const date = Date.parse(error.$response.headers.date ?? "");
      if (error.name === "RequestTimeTooSkewed" && attempt === 1 && !Number.isNaN(date)) {
        this.#skew = date - Date.now();
        return 0;
      }
      const busy = error.status === 503 || error.status === 429 || BUSY.test(error.name);
      if (!busy && error.status < 500) return null;
      if (error.status === 501) return null;
      if (busy) this.onBusy();
    } else {
      const code = error instanceof Error && "code" in error ? String(error.code) : "";
      const outOfOrder = error instanceof Error && "outOfOrder" in error && error.outOfOrder === true;
      if (!PASSING.test(code) && !outOfOrder) return null;
    }
    if (attempt >= (this.#answered ? TRIES : FIRST_TRIES)) return null;
    const asked = error instanceof WireRefusal ? Number(error.$response.headers["retry-after"]) * 1000 : Number.NaN;
    const usual = Math.min(LONGEST_PAUSE, PAUSE * 2 ** (attempt - 1)) * (0.5 + Math.random());
    return Number.isNaN(asked) ? usual : Math.min(asked, 4 * LONGEST_PAUSE);
  }

  async #whole(request: WireRequest): Promise<WireAnswer> {
    const answer = await this.#pool.exchange(request);
    const refusal = answer.status === 200 && answer.body.length === 0 ? null : refusalIn(answer, answer.body);
    if (refusal !== null) throw refusal;
    return answer;
  }

  async #streamed(request: WireRequest): Promise<StreamedAnswer> {
    const answer = await this.#pool.stream(request);
    const refused = refusalIn(answer, NOTHING);
    if (refused === null) return answer;
    const chunks: Uint8Array[] = [];
    for await (const chunk of answer.body) if (chunks.length < 64) chunks.push(chunk);
    throw refusalIn(answer, Buffer.concat(chunks)) ?? refused;
  }

  #request(call: S3Call, payload: string): WireRequest {
    const { method, body } = call;
    const path = call.key === null ? this.#route.base : `${this.#route.base}${encodeKey(call.key)}`;
    const query = encodeQuery(call.query ?? {});
    const headers = this.#signer.sign(
      {
        method,
        path,
        query,
        headers: { host: this.#route.host, ...call.headers, ...this.#integrity(body) },
        payload,
      },
      new Date(Date.now() + this.#skew),
    );
    if (body !== undefined || method === "PUT" || method === "POST")
      headers["content-length"] = String(body?.length ?? 0);
    return { method, target: query === "" ? path : `${path}?${query}`, headers, body: body ?? null };
  }

  /** Over TLS the MD5 lets S3 check what arrived; without it the signature's own hash does, which S3 demands there. */
  #integrity(body: Uint8Array | undefined): Record<string, string> {
    if (body === undefined || !this.#route.origin.secure) return {};
    return { "content-md5": hash("md5", body, "base64") };
  }

  #payload(body: Uint8Array | undefined): string {
    if (body === undefined) return EMPTY_HASH;
    return this.#route.origin.secure ? UNSIGNED : hash("sha256", body, "hex");
  }

  /** The same of a large body, a slice at a time: while it is hashed, the connections of others must not run dry. */
  async #largePayload(body: Uint8Array): Promise<string> {
    if (this.#route.origin.secure) return UNSIGNED;
    const digest = createHash("sha256");
    for (let at = 0; at < body.length; at += SLICE) {
      digest.update(body.subarray(at, at + SLICE));
      await breathe();
    }
    return digest.digest("hex");
  }

  #described({ operation, action, key }: S3Call): Request {
    const { bucket, endpointUrl, region } = this.place;
    const arn = arnOf(this.place);
    return {
      service: "S3",
      operation,
      action: action ?? `s3:${operation}`,
      on: key === null ? bucket : `${bucket}/${key}`,
      resource: key === null ? arn : `${arn}/*`,
      host: this.#route.shown,
      region,
      compatible: endpointUrl !== null,
    };
  }
}

const NOTHING = Buffer.alloc(0);
/** Bytes that are hashed in one go: less than a millisecond. */
const SLICE = 1024 * 1024;
