/** Why a request did not reach its host, from whatever Node threw: one word for each cause that has a remedy of its own. */

/** Causes by the codes of Node's net, dns and tls, of undici, and of OpenSSL. */
const CAUSES = [
  [/^(?:ENOTFOUND|EAI_AGAIN|EAI_NODATA|EAI_NONAME)$/, "host-not-found"],
  [/^ECONNREFUSED$/, "connection-refused"],
  [/^(?:ECONNRESET|EPIPE|ECONNABORTED|ERR_STREAM_PREMATURE_CLOSE|UND_ERR_SOCKET|HPE_\w+)$/, "connection-lost"],
  [/^(?:ETIMEDOUT|ESOCKETTIMEDOUT|TimeoutError|UND_ERR_\w*TIMEOUT)$/, "timed-out"],
  [/^(?:EHOSTUNREACH|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL)$/, "unreachable"],
  [/^(?:ERR_TLS_CERT_ALTNAME_INVALID|CERT_HAS_EXPIRED|CERT_NOT_YET_VALID)$/, "certificate-of-another-host"],
  [/^(?:\w*SELF_SIGNED_CERT\w*|UNABLE_TO_\w+|CERT_\w+)$/, "certificate-untrusted"],
  [/^(?:EPROTO|ERR_SSL_\w+)$/, "not-https"],
] as const;

export type NetworkCause = (typeof CAUSES)[number][1] | "network-failed";

/** The cause, and the system's own code for it (`ECONNRESET`). */
export function networkCause(error: unknown): { readonly cause: NetworkCause; readonly code: string } {
  const code = codeIn(error, 0);
  return { cause: CAUSES.find(([pattern]) => pattern.test(code))?.[1] ?? "network-failed", code };
}

/** Node hangs the reason on `code`, fetch on `cause`, happy eyeballs on `errors`. */
function codeIn(error: unknown, depth: number): string {
  if (!(error instanceof Error) || depth > 4) return "unknown";
  if ("code" in error && typeof error.code === "string" && error.code !== "") return error.code;
  if (error.name === "TimeoutError") return "TimeoutError";
  if (/socket hang up/.test(error.message)) return "ECONNRESET";
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
  return inner === undefined ? error.name : codeIn(inner, depth + 1);
}
