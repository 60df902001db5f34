/** Recognises an answer that is a web page: the login page of a hotel's network, a proxy, an address that is not an S3 endpoint. */
import type { DeserializeHandler } from "@smithy/types";

/** The answer came from something that is not S3. */
export class WebPageAnswer extends Error {
  override readonly name = "WebPageAnswer";
  readonly status: number;
  /** A gateway before S3 that is out of order answers with a page too: by this, the SDK tries again. */
  readonly $metadata: { readonly httpStatusCode?: number };

  constructor(status: number) {
    super(`answered ${status} with a web page`);
    this.status = status;
    this.$metadata = this.outOfOrder ? { httpStatusCode: status } : {};
  }

  /** 511 is what the login page of a network may say for itself (RFC 6585). */
  get outOfOrder(): boolean {
    return this.status >= 500 && this.status !== 511;
  }
}

interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Middleware next to the wire, before anything parses the body: the SDK's own XML reader would make an empty success of a page
 * with status 200. S3 and everything like it name their requests in a header; a page in HTML without one is not theirs.
 */
export function refuseWebPages<Input extends object, Output extends object>(
  next: DeserializeHandler<Input, Output>,
): DeserializeHandler<Input, Output> {
  return async (args) => {
    const result = await next(args);
    if (isAnswer(result.response) && isWebPage(result.response)) throw new WebPageAnswer(result.response.statusCode);
    return result;
  };
}

function isAnswer(response: unknown): response is HttpAnswer {
  return typeof response === "object" && response !== null && "statusCode" in response && "headers" in response;
}

function isWebPage(answer: HttpAnswer): boolean {
  const named = Object.keys(answer.headers).some((name) =>
    /^x-(?:amz|amzn|goog|minio|rgw)-|^x-.*request-?id$/i.test(name),
  );
  const html = /^\s*(?:text\/html|application\/xhtml)/i.test(answer.headers["content-type"] ?? "");
  const elsewhere =
    answer.statusCode >= 300 && answer.statusCode < 400 && answer.headers.location !== undefined && html;
  return !named && (elsewhere || (html && answer.headers["content-length"] !== "0"));
}
