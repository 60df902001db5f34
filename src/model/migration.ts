/** What a run of `migrate` did: for the screen, for --json, for its exit code. */
import type { Text } from "../lib/text.ts";
import type { Capped, NamesFound } from "./named.ts";

export interface Amount {
  readonly files: number;
  readonly bytes: number;
}

/** One object that was not simply copied, and why. */
export interface Remark {
  readonly name: string;
  readonly code: string;
  readonly message: Text;
}

export type Remarks = Capped<Remark>;

export interface Migration {
  readonly from: string;
  readonly to: string;
  readonly dryRun: boolean;
  readonly copied: Amount;
  /** A dry run's. */
  readonly toCopy: Amount;
  /** There already. */
  readonly equal: Amount;
  /** Names of the first of those. */
  readonly equalNames: readonly string[];
  /** By rule: links that lead out, what differs at the target. */
  readonly skipped: Remarks;
  readonly failed: Remarks;
  /** null: nobody asked. */
  readonly verified: boolean | null;
  readonly differences: Remarks;
  /** At the target, and not at the source; counted by --verify. */
  readonly extra: number;
  /** Paths as they are shown; null: none. */
  readonly ledger: string | null;
  readonly report: string | null;
  readonly milliseconds: number;
  readonly interrupted: boolean;
  /** What the database's rows say; absent: nobody asked. */
  readonly names?: NamesFound;
}

/** While it runs. */
export interface MigrationProgress {
  readonly done: Amount;
  /** Of what has been listed so far. */
  readonly found: Amount;
  /** Everything has been listed. */
  readonly counted: boolean;
  readonly milliseconds: number;
}
