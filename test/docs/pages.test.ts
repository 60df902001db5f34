/** The pages say what is true: every command parses, every flag is there, every link leads somewhere, and the Spanish README is the English one in Spanish. */
import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { parseArguments } from "../../src/answers/arguments.ts";
import { targetOf } from "../../src/answers/flags.ts";
import { questionOf } from "../../src/answers/questions.ts";
import { examples } from "../../src/messages/help.ts";
import { anchor, commands, headings, links, PAGES, ROOT, read, tables } from "./pages.ts";

/** Flags of other tools that the pages speak of. */
const OTHERS = new Set(["--chdir"]);

const PARTS: Readonly<Record<string, string>> = { ACCOUNT_ID: "0".repeat(32), PROJECT_REF: "abcdefgh", REGION: "nyc3" };

/** A word in capitals, or dots, stands for a value of the reader's own: here for the one that the table gives as an example. */
function filledIn(argv: readonly string[]): readonly string[] {
  return argv.map((given, at) => {
    const word = given.replace(/(?<=\/|\.)(?:ACCOUNT_ID|PROJECT_REF|REGION)(?=\.)/, (part) => PARTS[part] ?? part);
    if (!/^(?:[A-ZÁÉÍÓÚ_]+|…)$/.test(word)) return word;
    const target = targetOf(argv[at - 1] ?? "");
    if (target?.is !== "value") return word;
    const question = questionOf(target.name);
    return question.kind === "choice" ? (question.choices[0] ?? word) : question.example;
  });
}

describe.each(PAGES.filter((page) => page !== "CHANGELOG.md"))("%s", (page) => {
  test("every command that it shows can be run", () => {
    for (const argv of commands(read(page))) {
      // `vet-media-setup 0.1.0` is the tool naming itself.
      if (/^\d/.test(argv[0] ?? "")) continue;
      if (argv.at(-1) === "…") continue;
      expect(() => parseArguments(filledIn(argv)), argv.join(" ")).not.toThrow();
    }
  });

  test("every flag that it names exists", () => {
    const code = [...read(page).matchAll(/`(--[a-z][a-z-]*)(?:[= |][^`]*)?`/g)].map(([, flag = ""]) => flag);
    for (const flag of code.filter((one) => !OTHERS.has(one))) expect(targetOf(flag), flag).toBeDefined();
  });

  test("every link leads somewhere", () => {
    for (const target of links(read(page))) {
      const [file = "", place] = target.split("#");
      const named = file === "" ? page : path.posix.join(path.posix.dirname(page), file);
      expect(existsSync(path.join(ROOT, named)), `${target}: no such file`).toBe(true);
      if (place === undefined) continue;
      expect(headings(read(named)).map(({ words }) => anchor(words))).toContain(decodeURIComponent(place));
    }
  });
});

test("there are commands to look at", () => {
  expect(PAGES.flatMap((page) => commands(read(page))).length).toBeGreaterThan(40);
});

test("every example of --help can be run", () => {
  for (const { command } of Object.values(examples).flat()) {
    const [argv = []] = commands(`    ${command.replaceAll("\n", "\n    ")}\n`);
    expect(() => parseArguments(argv), command).not.toThrow();
  }
});

describe("README.es.md is README.md in Spanish", () => {
  const [en, es] = [read("README.md"), read("README.es.md")];

  test("the same headings in the same order", () => {
    expect(headings(es).map(({ level }) => level)).toEqual(headings(en).map(({ level }) => level));
  });

  test("the same commands, in the same order", () => {
    const own = (text: string) =>
      commands(text.replace(/<!-- transcript:begin -->[\s\S]*?<!-- transcript:end -->/, ""));
    expect(own(es)).toEqual(own(en));
  });

  test("the same tables: rows, columns, and what stands in code in their first column", () => {
    const codes = (cell: string | undefined) => [...(cell ?? "").matchAll(/`[^`]+`/g)].map(([code]) => code);
    const shape = (text: string) => tables(text).map((rows) => rows.map((row) => [row.length, ...codes(row[0])]));
    expect(shape(es)).toEqual(shape(en));
  });

  test("the same pages are linked to", () => {
    const pages = (text: string) =>
      links(text)
        .map((target) => target.split("#")[0])
        .filter((file) => !/^README/.test(file ?? ""))
        // A picture is that of the page's language.
        .map((file) => file?.replace(/\.es\.svg$/, ".svg"));
    expect(pages(es)).toEqual(pages(en));
  });
});
