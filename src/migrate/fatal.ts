/** Failures that every further object would meet too: after one of them the run stops, and says it once. */
import type { Problem } from "../lib/failure.ts";

/** Certain at once. */
const FATAL: ReadonlySet<string> = new Set([
  "unknown-access-key",
  "wrong-secret",
  "token-expired",
  "token-invalid",
  "clock-skew",
  "account-inactive",
  "no-such-bucket",
  "unknown-cloud",
  "cloud-disabled",
  "unknown-api-key",
  "wrong-api-secret",
  "key-of-another-cloud",
  "keys-refused",
  "cloudinary-quota",
  "certificate-of-another-host",
  "certificate-untrusted",
  "not-https",
  "disk-full",
  "ledger-refused",
]);
/** Of single files, however many. */
const SINGLE: ReadonlySet<string> = new Set([
  "unreadable",
  "changed-meanwhile",
  "damaged",
  "no-such-key",
  "file-too-large",
  "content-refused",
]);
/** So many of one kind, and nothing that went well between them, are a rule and no exception. */
const PATIENCE = 20;

export class FatalWatch {
  readonly #inARow = new Map<string, number>();

  worked(): void {
    if (this.#inARow.size > 0) this.#inARow.clear();
  }

  isFatal({ code }: Problem): boolean {
    if (FATAL.has(code)) return true;
    if (SINGLE.has(code)) return false;
    const count = (this.#inARow.get(code) ?? 0) + 1;
    this.#inARow.set(code, count);
    return count >= PATIENCE;
  }
}
