/** Streams to hand to openTerminal: they remember what was written, and are as wide as a test wants. */
import { PassThrough } from "node:stream";
import type { Report } from "../../src/model/report.ts";
import type { ReportEvent } from "../../src/model/terminal.ts";
import { openTerminal, type TerminalOptions } from "../../src/terminal/terminal.ts";

export interface Recorded {
  readonly stdout: string;
  readonly stderr: string;
}

type Setting = Partial<Pick<TerminalOptions, "json" | "plain" | "yes" | "lang" | "verbose" | "env" | "version">> & {
  readonly columns?: number;
  /** Standard output (and input) are a terminal. */
  readonly terminal?: boolean;
};

export function stream(facts: {
  isTTY: boolean;
  columns?: number;
}): PassThrough & { isTTY: boolean; columns: number; text(): string } {
  const chunks: Buffer[] = [];
  const through = new PassThrough();
  through.on("data", (chunk: Buffer) => chunks.push(chunk));
  return Object.assign(through, { columns: 80, ...facts, text: () => Buffer.concat(chunks).toString("utf8") });
}

/** Hands the events to the reporter that fits, closes it, and returns what was written. */
export function record(setting: Setting, events: readonly ReportEvent[], report: Report | null): Recorded {
  const { columns = 80, terminal = true, ...options } = setting;
  const stdin = stream({ isTTY: terminal });
  const stdout = stream({ isTTY: terminal, columns });
  const stderr = stream({ isTTY: terminal, columns });
  const { reporter } = openTerminal({
    json: false,
    plain: false,
    yes: false,
    lang: "en",
    verbose: false,
    env: { TERM: "xterm-256color" },
    version: "1.0.0",
    ...options,
    stdin,
    stdout,
    stderr,
  });
  for (const event of events) reporter.emit(event);
  if (report !== null) reporter.close(report);
  return { stdout: stdout.text(), stderr: stderr.text() };
}

/** A terminal without colour: what is written can be read in a test. */
export const UNCOLOURED = { TERM: "xterm-256color", NO_COLOR: "1" };
