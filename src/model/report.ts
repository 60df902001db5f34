/** What a command found and did: the JSON document of --json, and the source of what the terminal shows last. */
import type { ExitCode, Problem } from "../lib/failure.ts";
import type { Text } from "../lib/text.ts";
import type { ProviderId, SourcedValue } from "./answers.ts";
import type { Change, Json, Warning } from "./change.ts";
import type { Check } from "./check.ts";
import type { Comparison } from "./comparison.ts";
import type { Migration } from "./migration.ts";
import type { Proof } from "./proof.ts";

export type Status = "ok" | "failed" | "needs-input" | "problems" | "interrupted";

export interface Report {
  readonly command: string;
  readonly status: Status;
  readonly exitCode: ExitCode;
  readonly provider: ProviderId | null;
  readonly values: readonly SourcedValue[];
  readonly plan: readonly Change[];
  readonly checks: readonly Check[];
  readonly proof: Proof | null;
  readonly warnings: readonly Warning[];
  /** Files written, relative to the project's root. */
  readonly files: readonly string[];
  /** What is left for the person to do, in order. */
  readonly next: readonly Text[];
  readonly errors: readonly Problem[];
  /** Of the compare command; no other has one. */
  readonly comparison?: Comparison;
  /** Of the migrate command; no other has one. */
  readonly migrate?: Migration;
  /** The documents of the policy command; no other has them. */
  readonly policy?: Json;
  readonly cors?: Json;
}
