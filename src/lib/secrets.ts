/** Secrets: wrapped so that printing one by accident prints stars, and remembered so that output can be masked. */
import { inspect } from "node:util";

export const MASK = "***";

/** Values that must never reach a screen, a log or a journal. Filled by `new Secret`, read by `mask`. */
const known = new Set<string>();

export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
    remember(value);
  }

  /** The value itself. Call it only where the secret leaves for its provider, for the env file, or for a child's environment. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [inspect.custom](): string {
    return MASK;
  }
}

/** Makes `mask` hide this value from now on. Too short to be a secret (under 4 characters): ignored, or it would star out ordinary words. */
export function remember(value: string): void {
  if (value.length >= 4) known.add(value);
}

/** The same text with every known secret, and every signed query, replaced by stars. The last gate before any output. */
export function mask(text: string): string {
  let masked = text;
  for (const value of [...known].sort((a, b) => b.length - a.length)) {
    masked = masked.split(value).join(MASK);
    const encoded = encodeURIComponent(value);
    if (encoded !== value) masked = masked.split(encoded).join(MASK);
    const json = JSON.stringify(value).slice(1, -1);
    if (json !== value) masked = masked.split(json).join(MASK);
  }
  return masked
    .replace(/(X-Amz-(?:Signature|Credential|Security-Token)=)[^&\s"']+/gi, `$1${MASK}`)
    .replace(/\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g, MASK)
    .replace(/\brnd_[A-Za-z0-9]{16,}\b/g, MASK);
}
