/** Policies as the tool prints them, less one action, and what a setup says that had to do without it. */
import { expect } from "vitest";
import { type JsonDocument, runCli } from "../support/cli.ts";

export interface Policy {
  readonly Version: string;
  readonly Statement: readonly {
    readonly Sid: string;
    readonly Effect: string;
    readonly Action: readonly string[];
    readonly Resource: string | readonly string[];
  }[];
}

/** Run where there is no project: the flags say everything. */
export async function printed(...args: string[]): Promise<Policy> {
  const done = await runCli(["policy", ...args], { cwd: "/" });
  expect(done.code, done.stderr).toBe(0);
  return JSON.parse(done.stdout) as Policy;
}

export function without(whole: Policy, ...actions: readonly string[]): Policy {
  return {
    ...whole,
    // A statement without actions is no statement.
    Statement: whole.Statement.map((one) => ({
      ...one,
      Action: one.Action.filter((each) => !actions.includes(each)),
    })).filter(({ Action }) => Action.length > 0),
  };
}

/** Every sentence that could name a permission. */
export function said({ errors, checks }: JsonDocument): string {
  const told = [...errors, ...checks.filter(({ status }) => status !== "pass")];
  return told.map(({ message, next }) => `${message} ${next ?? ""}`).join("\n");
}
