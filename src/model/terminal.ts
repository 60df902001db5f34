/** The two doors to the person. Rooms below commands/ see only these; terminal/ stands behind them. */

import type { Problem } from "../lib/failure.ts";
import type { Text } from "../lib/text.ts";
import type { SourcedValue } from "./answers.ts";
import type { Change, Warning } from "./change.ts";
import type { Check } from "./check.ts";
import type { Comparison } from "./comparison.ts";
import type { MigrationProgress } from "./migration.ts";
import type { Proof } from "./proof.ts";
import type { Report } from "./report.ts";

/** One file of the plan as a unified diff, secrets masked. */
export interface FileDiff {
  readonly path: string;
  readonly added: number;
  readonly removed: number;
  /** Unified diff lines without the two header lines; empty for a file without changes. */
  readonly lines: readonly string[];
}

export type Following =
  /** `shard`: `2/4`; null: all of it. */
  | {
      readonly event: "start";
      readonly from: string;
      readonly to: string;
      readonly dryRun: boolean;
      readonly shard: string | null;
    }
  | ({ readonly event: "progress" } & MigrationProgress)
  /** `status` as in the report file: failed, missing, different. */
  | {
      readonly event: "failed";
      readonly name: string;
      readonly status: string;
      readonly code: string;
      readonly message: Text;
    };

export type ReportEvent =
  /** `topic` names the line off a terminal: `project: …`. */
  | { readonly type: "facts"; readonly topic: string; readonly title: Text; readonly lines: readonly Text[] }
  | { readonly type: "warning"; readonly warning: Warning }
  | { readonly type: "check"; readonly check: Check }
  | {
      readonly type: "plan";
      readonly changes: readonly Change[];
      readonly diffs: readonly FileDiff[];
      readonly values: readonly SourcedValue[];
    }
  | { readonly type: "diff"; readonly diffs: readonly FileDiff[] }
  | { readonly type: "applied"; readonly changes: number; readonly milliseconds: number }
  | { readonly type: "proof"; readonly proof: Proof }
  /** Something failed; `after` says what was put back. */
  | { readonly type: "problem"; readonly problem: Problem; readonly after: readonly Text[] }
  | { readonly type: "comparison"; readonly comparison: Comparison }
  /** For programs that follow along (--json-lines); people see it in other ways. */
  | { readonly type: "follow"; readonly record: Following }
  /** The whole output of a command whose result is a text for another program; `aside` goes where that program does not read. */
  | { readonly type: "document"; readonly text: string; readonly aside?: readonly Warning[] }
  /** The last words of a run that went well. `next` is numbered; `also` are labelled commands. */
  | {
      readonly type: "farewell";
      readonly title: Text;
      readonly next: readonly Text[];
      readonly also: readonly { readonly label: Text; readonly command: string }[];
      readonly unsafe: readonly Text[];
    };

export interface Reporter {
  emit(event: ReportEvent): void;
  /** Shows that work is going on (a spinner on a terminal, nothing or one line off it). `tell` changes the label. */
  during<T>(label: Text, work: (tell: (label: Text) => void) => Promise<T>): Promise<T>;
  /** Called once, last: the JSON reporter prints its document here. */
  close(report: Report): void;
}

/** What a prompt answers when the person wants the question before this one. */
export const BACK: unique symbol = Symbol("back");
export type Back = typeof BACK;

export interface Choice<T> {
  readonly value: T;
  readonly label: Text;
  readonly hint?: Text;
  /** Shown and not selectable. */
  readonly disabled?: boolean;
}

/** Asks the person. Exists only where standard input and output are terminals. Throws Interrupted on Ctrl-C. */
export interface Prompter {
  select<T>(question: { message: Text; choices: readonly Choice<T>[]; initial?: T }): Promise<T | Back>;
  text(question: {
    message: Text;
    initial?: string;
    placeholder?: string;
    /** null: fine. Called on every key. */
    validate?: (value: string) => Text | null;
  }): Promise<string | Back>;
  /** Typed characters are shown as stars. */
  secret(question: { message: Text; validate?: (value: string) => Text | null }): Promise<string | Back>;
  confirm(question: { message: Text; initial: boolean }): Promise<boolean | Back>;
}
