/** Requests as anybody can send them: a link that is opened in a browser, or an address that somebody has guessed. No keys, no redirects. */
import type { BucketConnection } from "./connection.ts";
import { failureOf } from "./errors.ts";

/** Milliseconds for one answer. */
const PATIENCE = 30_000;

export interface Opened {
  readonly status: number;
  readonly body: string;
  /** Access-Control-Allow-Origin. */
  readonly allowed: string | null;
}

export interface Anonymous {
  readonly method?: "GET" | "PUT" | "DELETE";
  readonly body?: string;
  /** The page that asks. */
  readonly origin?: string | undefined;
}

/** Throws Failure where the network fails, and Interrupted after Ctrl-C; whatever is answered is handed back. */
export async function withoutKeys(
  bucket: BucketConnection,
  key: string,
  url: string,
  signal: AbortSignal,
  { method = "GET", body, origin }: Anonymous = {},
): Promise<Opened> {
  try {
    const answer = await fetch(url, {
      method,
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]),
      ...(body === undefined ? {} : { body }),
      ...(origin === undefined ? {} : { headers: { origin } }),
    });
    return {
      status: answer.status,
      body: await answer.text(),
      allowed: answer.headers.get("access-control-allow-origin"),
    };
  } catch (error) {
    throw failureOf(error, bucket.request(`${method} of the link`, { key }), signal);
  }
}

/** `403 AccessDenied`; never the URL, which can be a key to the object. */
export function answerOf({ status, body }: Opened): string {
  const code = /<Code>([A-Za-z]{1,60})<\/Code>/.exec(body)?.[1];
  return code === undefined ? String(status) : `${status} ${code}`;
}
