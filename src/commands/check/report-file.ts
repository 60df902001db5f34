/** The report of a check as one Markdown page: for a developer to work through, and for the owner of the files to keep. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { Failure } from "../../lib/failure.ts";
import type { Lang, Text } from "../../lib/text.ts";
import { reportRefused, signs, report as words } from "../../messages/check.ts";
import type { Check } from "../../model/check.ts";
import type { Bypass } from "../../model/project.ts";

export interface ReportContent {
  readonly lang: Lang;
  /** null: nothing is set up. */
  readonly provider: string | null;
  readonly checks: readonly Check[];
  readonly bypasses: readonly Bypass[];
}

/** Pure: the same findings give the same bytes. */
function reportText({ lang, provider, checks, bypasses }: ReportContent): string {
  const say = (text: Text | undefined) => cell(text?.[lang] ?? "");
  const lines = [`# ${words.title[lang]}`, ""];
  if (provider !== null) lines.push(words.provider(provider)[lang], "");
  lines.push(`## ${words.findings[lang]}`, "", words.columns[lang], "|---|---|---|");
  for (const { status, message, next } of checks) {
    lines.push(`| ${signs[status][lang]} | ${say(message)} | ${say(next)} |`);
  }
  if (bypasses.length > 0) {
    lines.push("", `## ${words.bypasses[lang]}`, "", words.bypassColumns[lang], "|---|---|---|");
    for (const { place, code, instead } of bypasses) {
      lines.push(`| ${place.file}:${place.line} | ${inCode(code)} | ${inCode(instead)} |`);
    }
  }
  lines.push("", `## ${words.leaving[lang]}`, "", words.leavingWords[lang], "");
  return lines.join("\n");
}

/** Throws Failure (exit 1) where the file cannot be written. */
export async function writeReport(file: string, directory: string, content: ReportContent): Promise<void> {
  try {
    await writeFile(path.resolve(directory, file), reportText(content));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new Failure(reportRefused(file, code), { cause: error });
  }
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replace(/\s*\n\s*/g, " ");
}

/** Code in a table: more backticks around it than it holds. */
function inCode(code: string): string {
  const longest = Math.max(0, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = longest > 0 ? " " : "";
  return `${fence}${pad}${cell(code)}${pad}${fence}`;
}
