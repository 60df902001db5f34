/** The report of a check in one file: a page for whoever owns the files, then the list for the developer. HTML where the name says so, else Markdown. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { Failure } from "../../lib/failure.ts";
import type { Lang, Text } from "../../lib/text.ts";
import { reportRefused, signs, report as words } from "../../messages/check.ts";
import * as owner from "../../messages/owner-page.ts";
import type { Answers } from "../../model/answers.ts";
import type { Check } from "../../model/check.ts";
import type { Project } from "../../model/project.ts";
import { ownerSections } from "./owner-page.ts";
import { asHtml, asMarkdown, type FileTasks, type Part, type Section } from "./report-page.ts";

export interface ReportContent {
  readonly lang: Lang;
  /** null: nothing is set up. */
  readonly answers: Answers | null;
  readonly project: Pick<Project, "name" | "media" | "service" | "bypasses">;
  readonly checks: readonly Check[];
}

/** Pure: the same findings give the same bytes. */
export function reportText(file: string, { lang, answers, project, checks }: ReportContent): string {
  const pages: readonly Part[] = [
    { title: owner.title(project.name), lead: owner.lead, sections: ownerSections({ answers, project, checks }) },
    { title: owner.forDeveloper, sections: developerSections(lang, checks, project.bypasses) },
  ];
  return /\.html?$/i.test(file) ? asHtml(pages, lang) : asMarkdown(pages, lang);
}

function developerSections(lang: Lang, checks: readonly Check[], bypasses: Project["bypasses"]): readonly Section[] {
  const say = (text: Text | undefined) => text?.[lang] ?? "";
  const findings: Section = {
    heading: words.findings,
    table: {
      columns: words.columns.map(say),
      rows: checks.map(({ status, message, next }) => [say(signs[status]), say(message), say(next)]),
    },
  };
  const lines: Section = {
    heading: words.bypasses,
    paragraphs: [words.bypassesWords],
    tasks: { line: say(words.bypassLine), files: byFile(bypasses) },
  };
  return [
    findings,
    ...(bypasses.length === 0 ? [] : [lines]),
    { heading: words.leaving, paragraphs: [words.leavingWords] },
  ];
}

/** In the order in which the files and their lines were found. */
function byFile(bypasses: Project["bypasses"]): readonly FileTasks[] {
  const files = new Map<string, FileTasks["lines"][number][]>();
  for (const { place, code, instead } of bypasses) {
    const lines = files.get(place.file) ?? [];
    files.set(place.file, lines);
    lines.push({ line: place.line, before: code, after: instead });
  }
  return [...files].map(([file, lines]) => ({ file, lines }));
}

/** Throws Failure (exit 1) where the file cannot be written. */
export async function writeReport(file: string, directory: string, content: ReportContent): Promise<void> {
  try {
    await writeFile(path.resolve(directory, file), reportText(file, content));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new Failure(reportRefused(file, code), { cause: error });
  }
}
