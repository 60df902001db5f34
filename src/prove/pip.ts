/** Runs the pip of somebody's Python: quietly, without our secrets, within a limit, and gone with all that it started when the run is stopped. */
import { runQuietly } from "../lib/quiet-process.ts";
import { MASK, mask } from "../lib/secrets.ts";
import type { Text } from "../lib/text.ts";
import * as say from "../messages/prove.ts";
import { hiding, holdsPassword, namesSecret, shorten } from "./words.ts";

/** Milliseconds for one run: 30 MB over a slow line. */
const LIMIT = 180_000;

type Env = Readonly<Record<string, string | undefined>>;

export interface PipRun {
  readonly python: string;
  readonly args: readonly string[];
  /** Where it runs, and keeps what it needs on its way. */
  readonly folder: string;
  readonly env: Env;
  readonly signal: AbortSignal;
  /** Milliseconds; 180,000 unless said. */
  readonly limit?: number;
}

/** null: it went well; else why not, in one line. Throws Interrupted after an abort. Either way no process of it is left. */
export async function runPip({ python, args, folder, env, signal, limit = LIMIT }: PipRun): Promise<Text | null> {
  const { how, late, output } = await runQuietly({
    program: python,
    args: ["-B", "-m", "pip", ...args],
    folder,
    env: { ...environmentForPip(env), TMPDIR: folder, TEMP: folder, TMP: folder },
    signal,
    limit,
  });
  if (how === 0) return null;
  if (late) return say.timedOut(Math.ceil(limit / 1000));
  return whyPipFailed(output, hiding(env)) ?? say.pipEnded(String(how));
}

/** pip obeys these, and each would send the packages somewhere else, or hide why it fails. */
const MISLEADING = /^PIP_(?:TARGET|PREFIX|ROOT|PYTHON|REQUIREMENT|EDITABLE|DRY_RUN|NO_DEPS|PLATFORM|QUIET|VERBOSE)$/i;

const OF_A_PROVIDER = /^(?:AWS|CLOUDINARY|RENDER|VET_MEDIA)(?:_|$)/;

/** Where the packages come from may need a password, which is pip's own business. */
const OF_PIP = /^PIP_|_PROXY$/i;

/** The caller's variables without anybody's secrets: pip runs code that is not ours. */
export function environmentForPip(env: Env): Readonly<Record<string, string>> {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || MISLEADING.test(name)) continue;
    const secret = OF_A_PROVIDER.test(name) || namesSecret(name) || holdsPassword(value) || mask(value) === MASK;
    if (OF_PIP.test(name) || !secret) environment[name] = value;
  }
  // These two may also stand in a pip.conf, which the environment overrules.
  return { ...environment, PIP_USER: "0", PIP_REQUIRE_VIRTUALENV: "0", PYTHONDONTWRITEBYTECODE: "1" };
}

/** The one line of pip's output that says why; null: there is none. */
export function whyPipFailed(output: string, hide: (text: string) => string): Text | null {
  const lines = output.split(/\r?\n|\r/).flatMap((line) => (line.trim() === "" ? [] : [line.trim()]));
  const clean = (text: string) => shorten(hide(text.replace(/(\w:\/\/)[^/\s@]+@/g, "$1")));
  const refused = lines.flatMap((line) => /connection broken by '(.*)': \S*$/.exec(line)?.[1] ?? []).at(-1);
  if (refused !== undefined) {
    // `NewConnectionError('<urllib3.connection.HTTPSConnection object at 0x7f…>: Failed to …')`
    const bare = refused.replace(/<[^>]*>:?\s*/g, "").replace(/^\w+\(["']?(.*?)["']?\)$/, "$1");
    return say.indexOutOfReach(clean(bare));
  }
  const errors = lines.filter((line) => line.startsWith("ERROR: ") && !/^ERROR: Exception:?$/.test(line));
  const told = (errors[0] ?? lines.at(-1))?.replace(/^ERROR: /, "");
  return told === undefined ? null : say.raised(clean(told), null);
}
