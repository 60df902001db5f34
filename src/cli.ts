#!/usr/bin/env node
/** The entry: reads the command line with Node's own means, loads what the command needs, and turns what happened into an exit code. */
import type { Run } from "./commands/run.ts";
import { EXIT, type ExitCode } from "./lib/failure.ts";

/** Replaced by the build. */
declare const __VERSION__: string;
const VERSION = typeof __VERSION__ === "undefined" ? "development" : __VERSION__;

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<ExitCode> {
  // Asked alone, the version needs no table of questions.
  if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-v")) {
    process.stdout.write(`${VERSION}\n`);
    return EXIT.ok;
  }
  const [{ glance, parseArguments }, { screenLanguage }, { helpText }] = await Promise.all([
    import("./answers/arguments.ts"),
    import("./answers/language.ts"),
    import("./answers/help.ts"),
  ]);
  const asked = glance(argv);
  const lang = screenLanguage({ flag: asked.lang ?? undefined, env: process.env });
  if (asked.version) {
    process.stdout.write(asked.json ? `${JSON.stringify({ version: VERSION })}\n` : `${VERSION}\n`);
    return EXIT.ok;
  }
  if (asked.help) {
    const { command, named } = parseArguments(argv);
    process.stdout.write(helpText(named ? command : null, lang));
    return EXIT.ok;
  }
  return await runCommand(argv);
}

async function runCommand(argv: readonly string[]): Promise<ExitCode> {
  const { glance, parseArguments } = await import("./answers/arguments.ts");
  const { isCommand } = await import("./answers/command-names.ts");
  const { screenLanguage } = await import("./answers/language.ts");
  const asked = glance(argv);
  const { openTerminal } = await import("./terminal/terminal.ts");
  const { ReportDraft } = await import("./commands/run.ts");
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onSignal);

  const { storedLanguage } = await import("./commands/stored-language.ts");
  const lang = screenLanguage({ flag: asked.lang ?? undefined, stored: await storedLanguage(argv), env: process.env });
  const { reporter, prompter } = openTerminal({
    json: asked.json,
    plain: asked.plain,
    yes: asked.yes,
    verbose: asked.verbose,
    lang,
    env: process.env,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    version: VERSION,
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
    const { explain } = await import("./commands/explain.ts");
    exit = explain(error, report, reporter, asked.verbose);
  }
  reporter.close(report.finish(exit));
  return exit;
}

async function perform(run: Run): Promise<ExitCode> {
  switch (run.invocation.command) {
    case "setup":
      return await (await import("./commands/setup.ts")).setup(run);
    case "undo":
      return await (await import("./commands/undo.ts")).undo(run);
    case "policy":
      return await (await import("./commands/policy.ts")).policy(run);
    default:
      throw new Error(`${run.invocation.command} is not in this version`);
  }
}
