/** Render's own command line, where it is installed and logged in: its word on a Blueprint. It is never downloaded. Source: https://render.com/docs/cli */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import { Interrupted } from "../lib/failure.ts";
import { record } from "../lib/record.ts";
import { type BlueprintVerdict, verdictOf } from "./verdict.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** Milliseconds for its answer, and the most that is read of it. */
const ANSWER_LIMIT = 20_000;
const MOST_OUTPUT = 1_000_000;
/** What it gets of the environment: where programs and its login are, its own key, and the way through a proxy. Nothing of a provider. */
const PASSED_ON =
  /^(?:PATH|HOME|USERPROFILE|APPDATA|LOCALAPPDATA|SystemRoot|TEMP|TMP|TMPDIR|LANG|RENDER_API_KEY|RENDER_CLI_CONFIG_PATH|RENDER_WORKSPACE|SSL_CERT_(?:FILE|DIR)|(?:HTTPS?|ALL|NO)_PROXY)$/i;

export interface CliQuestion {
  /** The text of render.yaml as it would be. */
  readonly text: string;
  /** `tea-…`; null: the one that the login has chosen. */
  readonly workspace: string | null;
  readonly env: Env;
  readonly signal: AbortSignal;
}

/** null: it is not there, has no workspace, is older than this command, or gave no verdict. Throws Interrupted after an abort. */
export async function askRenderCli({ text, workspace, env, signal }: CliQuestion): Promise<BlueprintVerdict | null> {
  if (signal.aborted) throw new Interrupted();
  const folder = await mkdtemp(path.join(tmpdir(), "vet-media-setup-blueprint-"));
  try {
    await writeFile(path.join(folder, "render.yaml"), text, { mode: 0o600 });
    // Below JSON it asks nothing, and before 2.25.0 an invalid file could end it with 0: `valid` decides.
    const args = ["blueprints", "validate", "render.yaml", "--output", "json"];
    const said = await outputOf(
      [...args, ...(workspace === null ? [] : ["--workspace", workspace])],
      folder,
      env,
      signal,
    );
    return said === null ? null : verdictIn(said);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Somebody has logged in with it, or has a key for it. */
export function renderCliHasLogin(env: Env): boolean {
  if ((env.RENDER_API_KEY?.trim() ?? "") !== "") return true;
  return existsSync(env.RENDER_CLI_CONFIG_PATH || path.join(env.HOME || homedir(), ".render", "cli.yaml"));
}

/** Started in a folder of our own, so that no program of the project is taken for it. */
function outputOf(args: readonly string[], folder: string, env: Env, signal: AbortSignal): Promise<string | null> {
  const passed = Object.entries(env).filter(([name]) => PASSED_ON.test(name));
  return new Promise((resolve, reject) => {
    const options = {
      cwd: folder,
      env: { ...Object.fromEntries(passed), CI: "true" },
      timeout: ANSWER_LIMIT,
      killSignal: "SIGKILL",
      maxBuffer: MOST_OUTPUT,
      signal,
    } as const;
    const child = execFile("render", args, options, (_error, stdout) =>
      signal.aborted ? reject(new Interrupted()) : resolve(stdout === "" ? null : stdout),
    );
    child.stdin?.end();
  });
}

/** Not every output that is JSON is a verdict: an error is an object too. */
function verdictIn(output: string): BlueprintVerdict | null {
  try {
    const answer: unknown = JSON.parse(output);
    return typeof record(answer).valid === "boolean" ? verdictOf(answer) : null;
  } catch {
    return null;
  }
}
