/** One run of the command line: help, or a command with its terminal, its signals, and what happened as an exit code. */
import { glance, parseArguments } from "../answers/arguments.ts";
import { isCommand } from "../answers/command-names.ts";
import { helpText } from "../answers/help.ts";
import { screenLanguage } from "../answers/language.ts";
import { EXIT, type ExitCode } from "../lib/failure.ts";
import type { Run } from "./run.ts";

/** Imports the terminal and the command when they are needed: --help must not wait for them. */
export async function main(argv: readonly string[], version: string): Promise<ExitCode> {
  const asked = glance(argv);
  if (asked.version) {
    process.stdout.write(asked.json ? `${JSON.stringify({ version })}\n` : `${version}\n`);
    return EXIT.ok;
  }
  if (asked.help) {
    const { command, named } = parseArguments(argv);
    const lang = screenLanguage({ flag: asked.lang ?? undefined, env: process.env });
    process.stdout.write(helpText(named ? command : null, lang));
    return EXIT.ok;
  }
  return await runCommand(argv, version);
}

async function runCommand(argv: readonly string[], version: string): Promise<ExitCode> {
  const asked = glance(argv);
  const { openTerminal } = await import("../terminal/terminal.ts");
  const { ReportDraft } = await import("./run.ts");
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onSignal);

  const { storedLanguage } = await import("./stored-language.ts");
  const lang = screenLanguage({ flag: asked.lang ?? undefined, stored: await storedLanguage(argv), env: process.env });
  const { reporter, prompter } = openTerminal({
    json: asked.json,
    jsonLines: asked.jsonLines,
    quiet: asked.quiet,
    plain: asked.plain,
    yes: asked.yes,
    verbose: asked.verbose,
    lang,
    env: process.env,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    version,
    signal: stop.signal,
  });
  // What was meant, for the report of a command line that cannot be read.
  let report = new ReportDraft(argv.find(isCommand) ?? "setup");
  let exit: ExitCode;
  try {
    const invocation = parseArguments(argv);
    report = new ReportDraft(invocation.command);
    const run: Run = {
      invocation,
      env: process.env,
      directory: process.cwd(),
      reporter,
      prompter,
      signal: stop.signal,
      report,
    };
    exit = await perform(run);
  } catch (error) {
    const { explain } = await import("./explain.ts");
    exit = explain(error, report, reporter, asked.verbose);
  }
  reporter.close(report.finish(exit));
  return exit;
}

async function perform(run: Run): Promise<ExitCode> {
  switch (run.invocation.command) {
    case "setup":
      return await (await import("./setup.ts")).setup(
        run,
        async (same) => await (await import("./check.ts")).check(same),
      );
    case "check":
      return await (await import("./check.ts")).check(run);
    case "undo":
      return await (await import("./undo.ts")).undo(run);
    case "compare":
      return await (await import("./compare.ts")).compare(run);
    case "migrate":
      return await (await import("./migrate.ts")).migrate(run);
    case "policy":
      return await (await import("./policy.ts")).policy(run);
    default:
      throw new Error(`${run.invocation.command} is not in this version`);
  }
}
