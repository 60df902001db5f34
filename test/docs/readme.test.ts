/** The READMEs say what is true: every flag and exit code of this version, from the same table that the tool reads. UPDATE_README=1 rewrites the flags. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { hasNoForm, noForm } from "../../src/answers/flags.ts";
import { QUESTION_NAMES, questionOf } from "../../src/answers/questions.ts";
import { OPTION_NAMES, optionOf } from "../../src/answers/run-options.ts";
import { EXIT } from "../../src/lib/failure.ts";
import type { Lang } from "../../src/lib/text.ts";
import { ROOT, read } from "./pages.ts";

/** What stands between two marker comments. */
function section(page: string, name: string): string {
  const found = new RegExp(`<!-- ${name}:begin -->\n([\\s\\S]*?)<!-- ${name}:end -->`).exec(read(page));
  if (found === null) throw new Error(`${page} has no section ${name}`);
  return found[1] ?? "";
}

const cell = (words: string) => words.replaceAll("|", "\\|");

const HEADS = { en: "| flag | environment | default | what |", es: "| opción | entorno | por defecto | qué |" };

function flagTable(lang: Lang): string {
  const rows = QUESTION_NAMES.map((name) => {
    const question = questionOf(name);
    const value = question.kind === "choice" ? question.choices.join("|") : question.placeholder;
    const words = question.kind === "switch" && question.words.length > 0 ? `[=${question.words.join("|")}]` : "";
    const flag = `\`${[question.flag + words, value].filter((part) => part !== "").join(" ")}\``;
    const opposite = hasNoForm(name) ? `, \`${noForm(question.flag)}\`` : "";
    const variables = question.env.map((variable) => `\`${variable}\``).join(", ");
    const fixed = "default" in question && question.default !== undefined ? `\`${String(question.default)}\`` : "";
    const fallback = question.defaultText?.[lang] ?? fixed;
    return `| ${cell(flag)}${opposite} | ${variables} | ${cell(fallback)} | ${cell(question.description[lang])} |`;
  });
  const options = OPTION_NAMES.map((name) => {
    const { flag, short, placeholder, description } = optionOf(name);
    const words = `\`${[flag, placeholder ?? ""].filter((part) => part !== "").join(" ")}\`${short === undefined ? "" : `, \`${short}\``}`;
    return `| ${words} | | | ${cell(description[lang])} |`;
  });
  return [HEADS[lang], "|---|---|---|---|", ...rows, ...options, ""].join("\n");
}

describe.each([
  ["README.md", "en"],
  ["README.es.md", "es"],
] as const)("%s", (page, lang) => {
  test("the table of flags is the table of questions", () => {
    if (process.env.UPDATE_README === "1") {
      const text = read(page).replace(
        /(<!-- flags:begin -->\n)[\s\S]*?(<!-- flags:end -->)/,
        (_, begin, end) => begin + flagTable(lang) + end,
      );
      writeFileSync(path.join(ROOT, page), text);
    }
    expect(section(page, "flags")).toBe(flagTable(lang));
  });

  test("every exit code is explained", () => {
    for (const code of Object.values(EXIT)) expect(read(page)).toMatch(new RegExp(`^\\| ${code} \\|`, "m"));
  });

  test("the transcript is there, and holds no path of a machine", () => {
    expect(section(page, "transcript").length).toBeGreaterThan(200);
    expect(section(page, "transcript")).not.toMatch(/\/(?:tmp|root|home|work)\//);
    expect(section(page, "bench").length).toBeGreaterThan(50);
  });
});
