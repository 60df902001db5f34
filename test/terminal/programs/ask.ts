/** A small program for the tests: asks one question of each kind that its arguments name, and prints the answers as JSON. */
import { Interrupted } from "../../../src/lib/failure.ts";
import type { Lang, Text } from "../../../src/lib/text.ts";
import { BACK, type Prompter } from "../../../src/model/terminal.ts";
import { openTerminal } from "../../../src/terminal/terminal.ts";

const options = JSON.parse(process.argv[2] ?? "{}") as { lang?: Lang; plain?: boolean; yes?: boolean };
const questions = process.argv.slice(3);

const both = (words: string): Text => ({ en: words, es: `${words} (es)` });

const stop = new AbortController();
process.on("SIGTERM", () => stop.abort());

const { prompter, interactive, reporter } = openTerminal({
  json: false,
  plain: options.plain ?? false,
  yes: options.yes ?? false,
  lang: options.lang ?? "en",
  verbose: false,
  env: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  version: "9.9.9",
  signal: stop.signal,
});

const ASK: Record<string, (prompter: Prompter) => Promise<unknown>> = {
  select: (ask) =>
    ask.select({
      message: both("Where should uploads live?"),
      choices: [
        { value: "s3", label: both("Amazon S3"), hint: both("private links, versioned\nabout $0.02 a month for you") },
        { value: "cloudinary", label: both("Cloudinary"), hint: both("resizes images"), disabled: true },
        { value: "disk", label: both("Render disk"), hint: both("simplest") },
      ],
    }),
  initial: (ask) =>
    ask.select({
      message: both("Which one?"),
      initial: "disk",
      choices: ["s3", "cloudinary", "disk"].map((value) => ({ value, label: both(value) })),
    }),
  none: (ask) =>
    ask.select({ message: both("None?"), choices: [{ value: "a", label: both("Only one"), disabled: true }] }),
  many: (ask) =>
    ask.select({
      message: both("Which region?"),
      choices: Array.from({ length: 60 }, (_, index) => ({ value: index, label: both(`region-${index}`) })),
    }),
  text: (ask) =>
    ask.text({
      message: both("Bucket\nThree to 63 small letters."),
      placeholder: "my-bucket",
      validate: (value) => (/^[a-z0-9-]{3,63}$/.test(value) ? null : both("Only small letters, digits and hyphens")),
    }),
  prefilled: (ask) => ask.text({ message: both("Prefix"), initial: "media" }),
  secret: (ask) =>
    ask.secret({
      message: both("Secret access key"),
      validate: (value) => (value.length >= 8 ? null : both("Too short")),
    }),
  work: () =>
    reporter.during(both("Working hard"), async () => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
    }),
  confirm: (ask) => ask.confirm({ message: both("Create it?"), initial: true }),
};

try {
  if (prompter === null) {
    console.log(`cannot ask (interactive: ${interactive})`);
  } else {
    for (const name of questions) {
      const answer = await ASK[name]?.(prompter);
      // Hex, so that a test can tell the answer from an echo of what was typed.
      const shown = answer === BACK ? "BACK" : Buffer.from(JSON.stringify(answer ?? null)).toString("hex");
      process.stdout.write(`answer ${name}: ${shown}\n`);
    }
  }
  reporter.close({
    command: "setup",
    status: "ok",
    exitCode: 0,
    provider: null,
    values: [],
    plan: [],
    checks: [],
    proof: null,
    warnings: [],
    files: [],
    next: [],
    errors: [],
  });
  console.log("the end");
} catch (error) {
  if (!(error instanceof Interrupted)) throw error;
  console.log("interrupted");
  process.exitCode = 130;
}
