/** What every command is given, and the report it fills as it goes, so that a failure at any point still tells what was known. */
import type { Invocation } from "../answers/arguments.ts";
import { EXIT, type ExitCode, type Problem } from "../lib/failure.ts";
import type { Text } from "../lib/text.ts";
import type { ProviderId, SourcedValue } from "../model/answers.ts";
import type { Change, Json, Warning } from "../model/change.ts";
import type { Check } from "../model/check.ts";
import type { Comparison } from "../model/comparison.ts";
import type { Migration } from "../model/migration.ts";
import type { Proof } from "../model/proof.ts";
import type { Report, Status } from "../model/report.ts";
import type { Prompter, Reporter } from "../model/terminal.ts";

export interface Run {
  readonly invocation: Invocation;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute: the folder that relative flags count from. */
  readonly directory: string;
  readonly reporter: Reporter;
  /** null: nobody can be asked. */
  readonly prompter: Prompter | null;
  /** Aborted by Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
  readonly report: ReportDraft;
}

/** The report while it is being made. */
export class ReportDraft {
  provider: ProviderId | null = null;
  values: readonly SourcedValue[] = [];
  plan: readonly Change[] = [];
  checks: readonly Check[] = [];
  proof: Proof | null = null;
  warnings: readonly Warning[] = [];
  /** What a run that was cut has left, told before this one began. */
  recovery: readonly Warning[] = [];
  files: readonly string[] = [];
  next: readonly Text[] = [];
  errors: readonly Problem[] = [];
  comparison: Comparison | null = null;
  migrate: Migration | null = null;
  policy: Json | null = null;
  cors: Json | null = null;
  readonly command: string;

  constructor(command: string) {
    this.command = command;
  }

  finish(exitCode: ExitCode): Report {
    return {
      command: this.command,
      status: STATUS[exitCode],
      exitCode,
      provider: this.provider,
      values: this.values,
      plan: this.plan,
      checks: this.checks,
      proof: this.proof,
      warnings: [...this.recovery, ...this.warnings],
      files: this.files,
      next: this.next,
      errors: this.errors,
      ...(this.comparison === null ? {} : { comparison: this.comparison }),
      ...(this.migrate === null ? {} : { migrate: this.migrate }),
      ...(this.policy === null ? {} : { policy: this.policy }),
      ...(this.cors === null ? {} : { cors: this.cors }),
    };
  }
}

const STATUS: Record<ExitCode, Status> = {
  [EXIT.ok]: "ok",
  [EXIT.failed]: "failed",
  [EXIT.usage]: "failed",
  [EXIT.needsInput]: "needs-input",
  [EXIT.problems]: "problems",
  [EXIT.notPutBack]: "failed",
  [EXIT.interrupted]: "interrupted",
};
