/**
 * AWS Signature Version 4 in the Authorization header, for S3: the path is signed as it is sent, encoded once.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
import { createHash, createHmac, hash } from "node:crypto";
import { encodeQuery } from "./encode.ts";

export interface SigningKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of keys that expire. */
  readonly sessionToken: string | null;
}

/** Over TLS, which protects the body by itself, S3 takes a request whose body is not part of the signature. */
export const UNSIGNED = "UNSIGNED-PAYLOAD";
// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII
const ASCII = /^[\x00-\x7f]*$/;
export const EMPTY_HASH = createHash("sha256").digest("hex");

export interface Signable {
  readonly method: string;
  /** Encoded, from the first slash. */
  readonly path: string;
  /** Canonical (encodeQuery). */
  readonly query: string;
  /** By lower-case name: all that is to be sent and signed, `host` among them. */
  readonly headers: Readonly<Record<string, string>>;
  /** Hex SHA-256 of the body, or UNSIGNED. */
  readonly payload: string;
}

export class Signer {
  readonly #keys: SigningKeys;
  readonly #region: string;
  #second = -1;
  #time = "";
  #day = "";
  #dayKey: Buffer = Buffer.alloc(0);

  constructor(keys: SigningKeys, region: string) {
    this.#keys = keys;
    this.#region = region;
  }

  /** The given headers with those of the signature: x-amz-date, x-amz-content-sha256, the token if there is one, and authorization. */
  sign(request: Signable, at: Date): Record<string, string> {
    const time = this.#timeOf(at);
    const day = time.slice(0, 8);
    const headers: Record<string, string> = {
      ...request.headers,
      "x-amz-content-sha256": request.payload,
      "x-amz-date": time,
      ...(this.#keys.sessionToken === null ? {} : { "x-amz-security-token": this.#keys.sessionToken }),
    };
    const names = Object.keys(headers).sort();
    const signed = names.join(";");
    const lines = names.map((name) => `${name}:${canonicalValue(headers[name] ?? "")}\n`).join("");
    const canonical = `${request.method}\n${request.path}\n${request.query}\n${lines}\n${signed}\n${request.payload}`;
    const scope = `${day}/${this.#region}/s3/aws4_request`;
    // Header values go over the wire as Latin-1, one byte a character: that is what the other side counts.
    const digest = hash("sha256", ASCII.test(canonical) ? canonical : Buffer.from(canonical, "latin1"), "hex");
    const signature = this.#seal(day, time, scope, digest);
    headers.authorization = `AWS4-HMAC-SHA256 Credential=${this.#keys.accessKeyId}/${scope}, SignedHeaders=${signed}, Signature=${signature}`;
    return headers;
  }

  /**
   * The query of a link that lets whoever has it GET one object for so many seconds; encoded, sorted, without the `?`.
   * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
   */
  presign({ host, path }: { readonly host: string; readonly path: string }, seconds: number, at: Date): string {
    const time = this.#timeOf(at);
    const day = time.slice(0, 8);
    const scope = `${day}/${this.#region}/s3/aws4_request`;
    const query = encodeQuery({
      "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
      "X-Amz-Credential": `${this.#keys.accessKeyId}/${scope}`,
      "X-Amz-Date": time,
      "X-Amz-Expires": String(seconds),
      ...(this.#keys.sessionToken === null ? {} : { "X-Amz-Security-Token": this.#keys.sessionToken }),
      "X-Amz-SignedHeaders": "host",
    });
    const canonical = `GET\n${path}\n${query}\nhost:${host}\n\nhost\n${UNSIGNED}`;
    return `${query}&X-Amz-Signature=${this.#seal(day, time, scope, hash("sha256", canonical, "hex"))}`;
  }

  #seal(day: string, time: string, scope: string, digest: string): string {
    return createHmac("sha256", this.#keyOf(day))
      .update(`AWS4-HMAC-SHA256\n${time}\n${scope}\n${digest}`)
      .digest("hex");
  }

  /** `20261124T134703Z`; the same for a whole second. */
  #timeOf(at: Date): string {
    const second = Math.floor(at.getTime() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#time = at.toISOString().replace(/[-:]|\.\d+/g, "");
    }
    return this.#time;
  }

  /** The same for a whole day, so it is made once. */
  #keyOf(day: string): Buffer {
    if (this.#day !== day) {
      const parts = [day, this.#region, "s3", "aws4_request"];
      const start: Buffer = Buffer.from(`AWS4${this.#keys.secretAccessKey}`);
      this.#dayKey = parts.reduce((key, part) => createHmac("sha256", key).update(part).digest(), start);
      this.#day = day;
    }
    return this.#dayKey;
  }
}

function canonicalValue(value: string): string {
  return /^\s|\s$|\s\s/.test(value) ? value.trim().replace(/\s+/g, " ") : value;
}
