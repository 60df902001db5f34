/** The door to the person: opens the reporter and the prompter that fit the terminal, the options and the environment. */
import type { Readable, Writable } from "node:stream";
import type { Lang } from "../lib/text.ts";
import type { Prompter, Reporter } from "../model/terminal.ts";
import { FollowReporter } from "./follow.ts";
import { HumanReporter } from "./human.ts";
import { isInteractive, reporterKind, wantsColour } from "./interactive.ts";
import { JsonReporter } from "./json.ts";
import { LineInput } from "./line-input.ts";
import { LinePrompter } from "./line-prompter.ts";
import { PlainReporter } from "./plain.ts";
import { ClackPrompter } from "./prompter.ts";
import { QuietReporter } from "./quiet.ts";
import { Sink } from "./sink.ts";
import { styleFor } from "./style.ts";

export interface TerminalOptions {
  readonly json: boolean;
  readonly plain: boolean;
  readonly yes: boolean;
  readonly jsonLines?: boolean;
  readonly quiet?: boolean;
  readonly lang: Lang;
  readonly verbose: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number };
  readonly stderr: Writable;
  /** Of this tool, for the first line on a terminal. */
  readonly version?: string;
  /** Aborted when the process is told to stop: an open question then ends as Interrupted. */
  readonly signal?: AbortSignal;
}

export interface Terminal {
  readonly reporter: Reporter;
  /** null: nobody can answer, and nothing may wait for an answer. */
  readonly prompter: Prompter | null;
  readonly interactive: boolean;
}

export function openTerminal(options: TerminalOptions): Terminal {
  const { env, lang, verbose, stdin, stdout, signal } = options;
  const around = { env, stdinIsTerminal: stdin.isTTY === true, stdoutIsTerminal: stdout.isTTY === true };
  const interactive = isInteractive(options, around);
  const kind = reporterKind(options, around);
  const out = new Sink(stdout);
  const err = new Sink(options.stderr);
  const style = styleFor({ colour: wantsColour(options, around), term: env.TERM });

  if (kind === "json") {
    const aside = verbose ? new PlainReporter({ out: err, err, style, lang, verbose }) : null;
    return { reporter: new JsonReporter({ out, lang, aside }), prompter: null, interactive };
  }
  if (kind === "json-lines") return { reporter: new FollowReporter(out, lang), prompter: null, interactive };
  if (kind === "quiet") {
    const problems = new PlainReporter({ out: err, err, style: plainStyle(options), lang, verbose: false });
    return { reporter: new QuietReporter(problems), prompter: null, interactive };
  }
  if (kind === "plain") {
    // Off a terminal colour comes only from FORCE_COLOR; standard error follows standard output.
    const prompter = interactive ? new LinePrompter({ input: new LineInput(stdin, signal), out, lang }) : null;
    return {
      reporter: new PlainReporter({ out, err, style: plainStyle(options), lang, verbose }),
      prompter,
      interactive,
    };
  }
  const reporter = new HumanReporter({ sink: out, err, style, lang, verbose, version: options.version });
  const prompter = interactive
    ? new ClackPrompter({ input: stdin, output: stdout, style, lang, reporter, signal })
    : null;
  return { reporter, prompter, interactive };
}

/** Plain means plain on a terminal too (CI with a terminal, TERM=dumb): there only FORCE_COLOR brings colour. */
function plainStyle(options: TerminalOptions): ReturnType<typeof styleFor> {
  const around = { env: options.env, stdinIsTerminal: false, stdoutIsTerminal: false };
  return styleFor({ colour: wantsColour(options, around), term: options.env.TERM });
}
