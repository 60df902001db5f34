import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { describe, expect, test } from "vitest";
import { parseArguments } from "../../src/answers/arguments.ts";
import { COMMAND_NAMES } from "../../src/answers/command-names.ts";
import { FLAGS } from "../../src/answers/flags.ts";
import { helpText } from "../../src/answers/help.ts";
import { QUESTION_NAMES, questionOf } from "../../src/answers/questions.ts";
import { SECRETS } from "../../src/answers/secret-names.ts";
import { LANGUAGES } from "../../src/lib/text.ts";
import { examples } from "../../src/messages/help.ts";

const PAGES = LANGUAGES.flatMap((lang) => [null, ...COMMAND_NAMES].map((command) => ({ command, lang })));

describe.each(PAGES)("help of $command in $lang", ({ command, lang }) => {
  const help = helpText(command, lang);

  test("reads as reviewed", async () => {
    await expect(help).toMatchFileSnapshot(`help/${command ?? "all"}.${lang}.txt`);
  });

  test("fits into 80 columns, without blanks at line ends", () => {
    const lines = help.split("\n");
    expect(lines.filter((line) => [...line].length > 80)).toEqual([]);
    expect(lines.filter((line) => /\s$/.test(line))).toEqual([]);
    expect(help).toMatch(/[^\n]\n$/);
  });

  test("has three examples", () => {
    expect(help.split("\n").filter((line) => line.startsWith("  # "))).toHaveLength(3);
  });
});

describe.each(LANGUAGES)("the whole help in %s", (lang) => {
  const help = helpText(null, lang);

  test("names every flag, variable, secret, command and exit code", () => {
    const words = new Set(help.split(/[\s,[\]()]+/));
    for (const flag of FLAGS) expect(words, flag).toContain(flag);
    for (const name of QUESTION_NAMES) {
      for (const variable of [...questionOf(name).env, ...(questionOf(name).alsoReads ?? [])])
        expect(words).toContain(variable);
    }
    for (const { env } of SECRETS) expect(words).toContain(env);
    for (const command of COMMAND_NAMES) expect(words).toContain(command);
    for (const code of ["0", "1", "2", "3", "4", "5", "130"]) expect(help).toMatch(new RegExp(`^  ${code} `, "m"));
  });

  test("names every fixed default", () => {
    for (const name of QUESTION_NAMES) {
      const question = questionOf(name);
      if (!("default" in question) || question.default === undefined || question.defaultText !== undefined) continue;
      expect(help, name).toContain(`: ${question.default}]`);
    }
  });
});

test("examples are commands that parse, of what is built", () => {
  for (const { command } of examples.setup) {
    const argv = command.replace(/\\\n/g, "").split(/\s+/).slice(2);
    expect(() => parseArguments(argv), command).not.toThrow();
  }
  for (const command of COMMAND_NAMES) {
    for (const { command: line } of examples[command]) {
      for (const flag of line.split(/\s+/).filter((word) => word.startsWith("--"))) expect(FLAGS).toContain(flag);
    }
  }
});

test("English and Spanish name the same flags in the same order", () => {
  const flagsOf = (lang: "en" | "es") => helpText(null, lang).match(/^ {2}(?:-\w, )?--[a-z-]+/gm);
  expect(flagsOf("es")).toEqual(flagsOf("en"));
  expect(QUESTION_NAMES.length).toBeGreaterThan(30);
});

test("arguments and help load no package: not zod, not the SDK", async () => {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const entries = ["arguments", "help", "language", "flags"].map((name) => `src/answers/${name}.ts`);
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: entries,
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    metafile: true,
    write: false,
    outdir: "none",
    logLevel: "error",
    packages: "external",
  });
  const outputs = new Map(Object.entries(metafile.outputs));
  const seen = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const { path, kind, external } of outputs.get(file)?.imports ?? []) {
      if (kind === "dynamic-import") continue;
      if (external === true) packages.add(path);
      else visit(path);
    }
  };
  for (const [file, output] of outputs)
    if (output.entryPoint !== undefined && entries.includes(output.entryPoint)) visit(file);
  expect(seen.size).toBeGreaterThanOrEqual(entries.length);
  expect([...packages].filter((name) => !name.startsWith("node:"))).toEqual([]);
});

test("the built tool ships the help of the table, word for word", async () => {
  const file = fileURLToPath(new URL("../../dist/help.json", import.meta.url));
  const shipped = JSON.parse(await readFile(file, "utf8")) as Record<string, string>;
  const expected = LANGUAGES.flatMap((lang) =>
    [null, ...COMMAND_NAMES].map((command) => [`${lang} ${command ?? ""}`, helpText(command, lang)] as const),
  );
  expect(shipped).toEqual(Object.fromEntries(expected));
});
