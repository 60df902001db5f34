/** Failures that every further object would meet too: after one of them the run stops, and says it once. */
import type { Problem } from "../lib/failure.ts";

const FATAL: ReadonlySet<string> = new Set([
  "unknown-access-key",
  "wrong-secret",
  "token-expired",
  "token-invalid",
  "clock-skew",
  "account-inactive",
  "no-such-bucket",
  "wrong-region",
  "wrong-signing-region",
  "host-not-found",
  "connection-refused",
  "unreachable",
  "certificate-of-another-host",
  "certificate-untrusted",
  "not-https",
  "not-s3",
  "disk-full",
  "ledger-refused",
]);
/** So many refusals of one kind before anything went well are a rule, not an exception. */
const PATIENCE = 20;

export class FatalWatch {
  #worked = false;
  readonly #refused = new Map<string, number>();

  worked(): void {
    this.#worked = true;
  }

  isFatal({ code }: Problem): boolean {
    if (FATAL.has(code)) return true;
    if (this.#worked || code === "unreadable" || code === "changed-meanwhile") return false;
    const count = (this.#refused.get(code) ?? 0) + 1;
    this.#refused.set(code, count);
    return count >= PATIENCE;
  }
}
