/** Runs a program of somebody's machine: quietly, within a limit, and gone with all that it started when the run is stopped. */
import { spawn } from "node:child_process";
import { Interrupted } from "./failure.ts";
import { endGroup, IN_OWN_GROUP } from "./process-group.ts";

/** Characters of its output that are kept, from the end. */
const OUTPUT_KEPT = 20_000;

export interface QuietRun {
  /** Absolute, or a name for the PATH of `env`. */
  readonly program: string;
  readonly args: readonly string[];
  /** Where it runs. */
  readonly folder: string;
  /** All that it gets to know. */
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Milliseconds. */
  readonly limit: number;
}

export interface Ended {
  /** The exit code, the name of the signal, or why it could not be started. */
  readonly how: number | string;
  /** It was ended because it took longer than the limit. */
  readonly late: boolean;
  /** What it wrote on both streams. */
  readonly output: string;
}

/** Throws Interrupted after an abort. Either way no process of it is left. */
export async function runQuietly({ program, args, folder, env, signal, limit }: QuietRun): Promise<Ended> {
  if (signal.aborted) throw new Interrupted();
  const child = spawn(program, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"], ...IN_OWN_GROUP });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      output = (output + chunk).slice(-OUTPUT_KEPT);
    });
  }
  let late = false;
  let lingering: NodeJS.Timeout | undefined;
  const stop = () => endGroup(child);
  const timer = setTimeout(() => {
    late = true;
    stop();
  }, limit);
  signal.addEventListener("abort", stop, { once: true });
  try {
    const how = await new Promise<number | string>((resolve) => {
      child.once("error", (error) => resolve(error.message));
      child.once("close", (code, by) => resolve(code ?? by ?? ""));
      // A process that it left behind could hold the pipes open for ever.
      child.once("exit", () => {
        lingering = setTimeout(stop, 500);
      });
    });
    if (signal.aborted) throw new Interrupted();
    return { how, late, output };
  } finally {
    clearTimeout(timer);
    clearTimeout(lingering);
    signal.removeEventListener("abort", stop);
    stop();
  }
}
