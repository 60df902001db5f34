/** The README says what is true: every flag and exit code of this version, from the same table that the tool reads. UPDATE_README=1 rewrites the flags. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { hasNoForm, noForm } from "../../src/answers/flags.ts";
import { QUESTION_NAMES, questionOf } from "../../src/answers/questions.ts";
import { OPTION_NAMES, optionOf } from "../../src/answers/run-options.ts";
import { EXIT } from "../../src/lib/failure.ts";

const FILE = fileURLToPath(new URL("../../README.md", import.meta.url));
const readme = () => readFileSync(FILE, "utf8");

/** What stands between two marker comments. */
function section(name: string): string {
  const found = new RegExp(`<!-- ${name}:begin -->\n([\\s\\S]*?)<!-- ${name}:end -->`).exec(readme());
  if (found === null) throw new Error(`the README has no section ${name}`);
  return found[1] ?? "";
}

const cell = (words: string) => words.replaceAll("|", "\\|");

function flagTable(): string {
  const rows = QUESTION_NAMES.map((name) => {
    const question = questionOf(name);
    const value = question.kind === "choice" ? question.choices.join("|") : question.placeholder;
    const flag = `\`${[question.flag, value].filter((part) => part !== "").join(" ")}\``;
    const opposite = hasNoForm(name) ? `, \`${noForm(question.flag)}\`` : "";
    const variables = question.env.map((variable) => `\`${variable}\``).join(", ");
    const fixed = "default" in question && question.default !== undefined ? `\`${String(question.default)}\`` : "";
    const fallback = question.defaultText?.en ?? fixed;
    return `| ${cell(flag)}${opposite} | ${variables} | ${cell(fallback)} | ${cell(question.description.en)} |`;
  });
  const options = OPTION_NAMES.map((name) => {
    const { flag, short, placeholder, description } = optionOf(name);
    const words = `\`${[flag, placeholder ?? ""].filter((part) => part !== "").join(" ")}\`${short === undefined ? "" : `, \`${short}\``}`;
    return `| ${words} | | | ${cell(description.en)} |`;
  });
  return ["| flag | environment | default | what |", "|---|---|---|---|", ...rows, ...options, ""].join("\n");
}

test("the table of flags is the table of questions", () => {
  if (process.env.UPDATE_README === "1") {
    const text = readme().replace(
      /(<!-- flags:begin -->\n)[\s\S]*?(<!-- flags:end -->)/,
      (_, begin, end) => begin + flagTable() + end,
    );
    writeFileSync(FILE, text);
  }
  expect(section("flags")).toBe(flagTable());
});

test("every exit code is explained", () => {
  for (const code of Object.values(EXIT)) expect(readme()).toMatch(new RegExp(`^\\| ${code} \\|`, "m"));
});

test("the transcript is there, and holds no path of a machine", () => {
  expect(section("transcript").length).toBeGreaterThan(200);
  expect(section("transcript")).not.toMatch(/\/(?:tmp|root|home|work)\//);
  expect(section("bench").length).toBeGreaterThan(50);
});
