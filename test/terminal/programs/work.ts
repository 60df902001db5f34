/** A small program for the tests: works for as long as it is let, under a spinner, and says when its own handler got SIGINT. */
import { openTerminal } from "../../../src/terminal/terminal.ts";

const { reporter } = openTerminal({
  json: false,
  plain: process.argv.includes("--plain"),
  yes: true,
  lang: "en",
  verbose: false,
  env: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
});

process.on("SIGINT", () => {
  process.stdout.write("\nhandler got SIGINT\n");
  process.exit(130);
});

const result = await reporter.during({ en: "Looking at the bucket", es: "Mirando el bucket" }, async (tell) => {
  reporter.emit({ type: "applied", changes: 3, milliseconds: 2100 });
  const inner = reporter.during({ en: "Inside", es: "Dentro" }, async () => {
    await new Promise((resolve) => setTimeout(resolve, 200));
  });
  await inner;
  tell({ en: "Still looking", es: "Sigo mirando" });
  if (process.argv.includes("--forever")) await new Promise((resolve) => setTimeout(resolve, 60_000));
  await new Promise((resolve) => setTimeout(resolve, process.argv.includes("--long") ? 2000 : 300));
  return "worked";
});
console.log(`the work gave: ${result}`);
