/** One thing that was looked at, and what was found. */
import type { Text } from "../lib/text.ts";

export type CheckStatus = "pass" | "warn" | "fail" | "skip";

export interface Check {
  /** Stable, kebab-case: `sts-identity`. */
  readonly id: string;
  readonly status: CheckStatus;
  readonly message: Text;
  readonly next?: Text;
  readonly docsUrl?: string;
  /** `next` is something for the person to do, and is named once more in the last words of a setup. */
  readonly leftToDo?: true;
}
