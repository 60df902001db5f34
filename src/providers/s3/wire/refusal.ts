/** An answer of S3 that is an error, in the form in which the SDK throws them: errors.ts makes one sentence of both. */
import { WebPageAnswer } from "../web-page.ts";
import type { AnswerHead } from "./answer-reader.ts";
import { errorIn } from "./xml.ts";

export class WireRefusal extends Error {
  readonly $metadata: { readonly httpStatusCode: number };
  readonly $response: { readonly headers: Readonly<Record<string, string>> };
  readonly Region: string | null;

  constructor(head: AnswerHead, error: { code: string; message: string; region: string | null } | null) {
    super(error?.message || "Unknown");
    // The answer to a HEAD has no body, and so no code: its status must say it.
    this.name = error?.code || "Unknown";
    this.$metadata = { httpStatusCode: head.status };
    this.$response = { headers: head.headers };
    this.Region = error?.region ?? null;
  }

  get status(): number {
    return this.$metadata.httpStatusCode;
  }
}

/** The error that an answer is; null: it is none. A web page is no answer of S3, whatever its status. */
export function refusalIn(head: AnswerHead, body: Uint8Array): WireRefusal | WebPageAnswer | null {
  const start = Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, 64 * 1024)).toString("utf8");
  if (!isNamed(head) && /^\s*(?:text\/html|application\/xhtml)/i.test(head.headers["content-type"] ?? "")) {
    if (head.headers["content-length"] !== "0") return new WebPageAnswer(head.status);
  }
  if (head.status >= 300) return new WireRefusal(head, errorIn(start));
  return null;
}

/** S3 and everything like it name their requests in a header. */
function isNamed(head: AnswerHead): boolean {
  return Object.keys(head.headers).some((name) => /^x-(?:amz|amzn|goog|minio|rgw)-|^x-.*request-?id$/.test(name));
}
