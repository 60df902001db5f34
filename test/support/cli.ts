/** The built tool as a script runs it: a process of its own, without a terminal, in an environment that holds nothing of the caller's. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { CLI } from "./prepare.mjs";

/** The document of --json, as far as tests read it. */
export interface JsonDocument {
  readonly schemaVersion: number;
  readonly command: string;
  readonly status: string;
  readonly provider: string | null;
  readonly exitCode: number;
  readonly values: Readonly<
    Record<string, { readonly value: unknown; readonly source: string; readonly detail?: string }>
  >;
  readonly plan: readonly {
    readonly kind: string;
    readonly target: string;
    readonly action: string;
    readonly summary: string;
  }[];
  readonly checks: readonly {
    readonly id: string;
    readonly status: string;
    readonly message: string;
    readonly next?: string;
    readonly docsUrl?: string;
  }[];
  readonly proof: {
    readonly status: string;
    readonly mode: string;
    readonly python: string | null;
    readonly django: string | null;
    readonly steps: readonly { readonly id: string; readonly status: string; readonly message: string }[];
    readonly reason?: string;
    readonly next?: string;
  } | null;
  readonly warnings: readonly {
    readonly code: string;
    readonly message: string;
    readonly places?: readonly { readonly place: string; readonly text: string }[];
    readonly next?: string;
  }[];
  readonly files: readonly string[];
  readonly next: readonly string[];
  readonly errors: readonly {
    readonly code: string;
    readonly message: string;
    readonly place?: string;
    readonly next?: string;
    readonly docsUrl?: string;
  }[];
}

export interface Outcome {
  /** null: it was ended by `signal`. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output as one JSON document. Throws if it holds anything else, or is ended otherwise than it says. */
  json(): JsonDocument;
}

export interface RunOptions {
  readonly cwd: string;
  /** All that the child gets besides PATH, LANG, an empty HOME and what keeps git and the SDK to themselves. undefined takes one of these away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Written to standard input through a pipe; not given: standard input is /dev/null. */
  readonly stdin?: string;
}

/** A run that has not ended yet. */
export interface Running {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly ended: Promise<Outcome>;
}

/** Milliseconds after which a run counts as hanging: longer than any answer that the tool itself waits for. */
const LIMIT = 300_000;

/** The home of somebody who has just made an account on this machine: no profiles, no git identity, no shell settings. */
const HOME = realpathSync(mkdtempSync(path.join(tmpdir(), "vet-home-")));
process.once("exit", () => rmSync(HOME, { recursive: true, force: true }));

export function startCli(args: readonly string[], options: RunOptions): Running {
  // Without "--", Node takes --env-file for its own, wherever it stands: https://github.com/nodejs/node/issues/54232
  const child = spawn(process.execPath, ["--", CLI, ...args], {
    cwd: options.cwd,
    env: environment(options.env ?? {}),
    stdio: [options.stdin === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error("the tool could not be started");
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.setEncoding("utf8").on("data", (chunk: string) => {
      output[name] += chunk;
    });
  }
  if (options.stdin !== undefined) {
    child.stdin?.on("error", () => {});
    child.stdin?.end(options.stdin);
  }
  const ended = new Promise<Outcome>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`it still ran after ${LIMIT} ms: ${args.join(" ")}\n${output.stdout}${output.stderr}`));
    }, LIMIT);
    child.once("error", reject);
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, ...output, json: () => documentIn(code, output) });
    });
  });
  return { child, pid, ended };
}

export function runCli(args: readonly string[], options: RunOptions): Promise<Outcome> {
  return startCli(args, options).ended;
}

function environment(given: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const all: Record<string, string | undefined> = {
    PATH: process.env.PATH,
    HOME,
    LANG: "C.UTF-8",
    TMPDIR: process.env.TMPDIR,
    AWS_EC2_METADATA_DISABLED: "true",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    ...given,
  };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function documentIn(code: number | null, { stdout, stderr }: { stdout: string; stderr: string }): JsonDocument {
  let document: JsonDocument;
  try {
    document = JSON.parse(stdout) as JsonDocument;
  } catch (cause) {
    throw new Error(`exit ${code}, and this is no JSON document:\n${stdout}\n--- standard error:\n${stderr}`, {
      cause,
    });
  }
  if (document.exitCode !== code) throw new Error(`exit ${code}, but the document says ${document.exitCode}`);
  return document;
}
