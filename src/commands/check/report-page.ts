/** A page of sections, as Markdown or as HTML that prints: the same words in both. Pure: the same sections give the same bytes. */
import type { Lang, Text } from "../../lib/text.ts";

/** A cell of a table: words, or code. */
export type Cell = string | { readonly code: string };

export interface Section {
  readonly heading: Text;
  readonly paragraphs?: readonly Text[];
  readonly items?: readonly Text[];
  /** Numbered. */
  readonly steps?: readonly Text[];
  /** To work through, by file: a line, what stands there, and what is to stand there. */
  readonly tasks?: { readonly line: string; readonly files: readonly FileTasks[] };
  readonly table?: { readonly columns: readonly string[]; readonly rows: readonly (readonly Cell[])[] };
}

export interface FileTasks {
  readonly file: string;
  readonly lines: readonly { readonly line: number; readonly before: string; readonly after: string }[];
}

/** A page of its own when printed. */
export interface Part {
  readonly title: Text;
  readonly lead?: Text;
  readonly sections: readonly Section[];
}

export function asMarkdown(parts: readonly Part[], lang: Lang): string {
  const lines = parts.flatMap(({ title, lead, sections }) => [
    `# ${plain(title[lang])}`,
    "",
    ...(lead === undefined ? [] : [plain(lead[lang]), ""]),
    ...sections.flatMap((section) => markdownSection(section, lang)),
  ]);
  return lines.join("\n");
}

function markdownSection(section: Section, lang: Lang): string[] {
  const { heading, paragraphs = [], items = [], steps = [], table, tasks } = section;
  const list = [
    ...items.map((text) => `- ${plain(text[lang])}`),
    ...steps.map((text, at) => `${at + 1}. ${plain(text[lang])}`),
  ];
  const rows =
    table === undefined
      ? []
      : [row(table.columns), row(table.columns.map(() => "---")).replaceAll(" ", ""), ...table.rows.map(row)];
  return [
    `## ${plain(heading[lang])}`,
    "",
    ...paragraphs.flatMap((text) => [plain(text[lang]), ""]),
    ...(list.length === 0 ? [] : [...list, ""]),
    ...(rows.length === 0 ? [] : [...rows, ""]),
    ...(tasks?.files ?? []).flatMap(({ file, lines }) => [
      `### ${inCode(file)}`,
      "",
      ...lines.flatMap((one) => markdownTask(tasks?.line ?? "", one)),
    ]),
  ];
}

/** A box to tick, with the change as a diff below it. */
function markdownTask(word: string, { line, before, after }: FileTasks["lines"][number]): string[] {
  const fence = "`".repeat(Math.max(3, longestRun(before + after) + 1));
  const flat = (code: string) => code.replace(/\s*[\r\n]\s*/g, " ");
  const block = [`${fence}diff`, `- ${flat(before)}`, `+ ${flat(after)}`, fence].map((one) => `  ${one}`);
  return [`- [ ] ${word} ${line}`, "", ...block, ""];
}

function row(cells: readonly Cell[]): string {
  return `| ${cells.map((one) => (typeof one === "string" ? cell(plain(one)) : inCode(one.code))).join(" | ")} |`;
}

/** Words of others (a folder's name, a server's answer) make no HTML. */
function plain(text: string): string {
  return text.replaceAll("<", "&lt;");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replace(/\s*\n\s*/g, " ");
}

/** Code in a table: more backticks around it than it holds. */
function inCode(code: string): string {
  const longest = longestRun(code);
  const fence = "`".repeat(longest + 1);
  const pad = longest > 0 ? " " : "";
  return `${fence}${pad}${cell(code)}${pad}${fence}`;
}

/** Of backticks. */
function longestRun(code: string): number {
  return Math.max(0, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
}

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
h1{font-size:1.6rem;line-height:1.2}h2{font-size:1.15rem;margin:1.6rem 0 .4rem}p{margin:.4rem 0}
table{border-collapse:collapse;width:100%;font-size:.9rem}td,th{border-top:1px solid #bbb;padding:.35rem .5rem .35rem 0;text-align:left;vertical-align:top}
code{font:.9em ui-monospace,monospace;overflow-wrap:anywhere}section+section{margin-top:3rem}
@media print{@page{margin:18mm}body{font-size:11pt;margin:0;max-width:none;padding:0}section+section{break-before:page;margin:0}h2,tr{break-inside:avoid;break-after:avoid-page}}`;

/** One file without scripts, pictures or addresses to fetch from. */
export function asHtml(parts: readonly Part[], lang: Lang): string {
  const body = parts.map(({ title, lead, sections }) =>
    [
      "<section>",
      `<h1>${safe(title[lang])}</h1>`,
      ...(lead === undefined ? [] : [`<p>${safe(lead[lang])}</p>`]),
      ...sections.map((section) => htmlSection(section, lang)),
      "</section>",
    ].join("\n"),
  );
  const name = safe(parts[0]?.title[lang] ?? "");
  return [
    "<!doctype html>",
    `<html lang="${lang}">`,
    `<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${name}</title>`,
    `<style>${STYLE}</style></head>`,
    "<body>",
    ...body,
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

function htmlSection(section: Section, lang: Lang): string {
  const { heading, paragraphs = [], items = [], steps = [], table, tasks } = section;
  const list = (tag: "ul" | "ol", texts: readonly Text[]) =>
    texts.length === 0 ? [] : [`<${tag}>`, ...texts.map((text) => `<li>${safe(text[lang])}</li>`), `</${tag}>`];
  const cells = (tag: "td" | "th", all: readonly Cell[]) =>
    `<tr>${all.map((one) => `<${tag}>${typeof one === "string" ? safe(one) : `<code>${safe(one.code)}</code>`}</${tag}>`).join("")}</tr>`;
  return [
    `<h2>${safe(heading[lang])}</h2>`,
    ...paragraphs.map((text) => `<p>${safe(text[lang])}</p>`),
    ...list("ul", items),
    ...list("ol", steps),
    ...(table === undefined
      ? []
      : ["<table>", cells("th", table.columns), ...table.rows.map((one) => cells("td", one)), "</table>"]),
    ...(tasks?.files ?? []).flatMap(({ file, lines }) => [
      `<h3><code>${safe(file)}</code></h3>`,
      "<ul>",
      ...lines.map(
        ({ line, before, after }) =>
          `<li>\u2610 ${safe(tasks?.line ?? "")} ${line}<br><code>${safe(before)}</code><br>\u2192 <code>${safe(after)}</code></li>`,
      ),
      "</ul>",
    ]),
  ].join("\n");
}

function safe(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
