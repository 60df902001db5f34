/** The first link of the chain that does not hold: ends the proof, which then names it. */
import type { Text } from "../lib/text.ts";
import type { Broken } from "../messages/broken-links.ts";
import type { ProofStep } from "../model/proof.ts";

export class BrokenLink extends Error {
  override readonly name = "BrokenLink";
  /** Id of the step. */
  readonly step: string;
  readonly broken: Broken;

  constructor(step: string, broken: Broken) {
    super(broken.reason.en);
    this.step = step;
    this.broken = broken;
  }
}

/** The steps so far, in order. */
export class Steps {
  readonly #steps: ProofStep[] = [];

  add(id: string, status: ProofStep["status"], message: Text): void {
    this.#steps.push({ id, status, message });
  }

  pass(id: string, message: Text): void {
    this.add(id, "pass", message);
  }

  get all(): readonly ProofStep[] {
    return [...this.#steps];
  }
}
