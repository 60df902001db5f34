/** The pages of the documentation, and what a test needs to know of them: headings, links, tables, commands. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
export const PAGES: readonly string[] = [
  "README.md",
  "README.es.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...readdirSync(path.join(ROOT, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

export const read = (page: string): string => readFileSync(path.join(ROOT, page), "utf8");

/** Level and words, code blocks left out. */
export function headings(text: string): readonly { readonly level: number; readonly words: string }[] {
  const prose = text.replace(/^```[\s\S]*?^```$/gm, "");
  return [...prose.matchAll(/^(#{1,6}) (.+)$/gm)].map(([, marks = "", words = ""]) => ({ level: marks.length, words }));
}

/** The anchor that GitHub makes of a heading. */
export function anchor(words: string): string {
  const bare = words.replace(/`|\*|\[([^\]]*)\]\([^)]*\)/g, "$1");
  return bare
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_\- ]/gu, "")
    .replaceAll(" ", "-");
}

/** Where links lead that lead to a page or a place of ours. */
export function links(text: string): readonly string[] {
  const prose = text.replace(/^```[\s\S]*?^```$/gm, "").replace(/`[^`\n]*`/g, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/i.test(target));
}

/** Tables as rows of cells; the ruler below the heads is left out. */
export function tables(text: string): readonly (readonly (readonly string[])[])[] {
  return [...text.matchAll(/(?:^\|.*\|$\n?)+/gm)].map(([block]) =>
    block
      .trim()
      .split("\n")
      .filter((line) => !/^\|[-:| ]+\|$/.test(line))
      .map((line) =>
        line
          .slice(1, -1)
          .split(/(?<!\\)\|/)
          .map((cell) => cell.trim()),
      ),
  );
}

/** Every `vet-media-setup …` of a page, as the words after it: in blocks of code, and in code among prose. */
export function commands(text: string): readonly (readonly string[])[] {
  const blocks = [...text.matchAll(/^```\w*\n([\s\S]*?)^```$|((?:^ {4}\S.*\n?)+)/gm)].map(([, a, b]) => a ?? b ?? "");
  const inline = [...text.replace(/^```[\s\S]*?^```$/gm, "").matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code);
  return [...blocks, ...inline].flatMap((code) =>
    [...code.replaceAll(/\\\n\s*/g, "").matchAll(/(?:^|[\s│])(?:npx )?vet-media-setup(?![\w./-])([^\n]*)/gm)].map(
      ([, rest = ""]) => wordsOf(rest),
    ),
  );
}

/** What follows two blanks is a remark; `>`, `|`, `&&` and `#` end the command. */
function wordsOf(rest: string): readonly string[] {
  const line = rest.replace(/^ {2,}.*| {2,}.*| (?:>|\||&&|#|·).*/, "").trim();
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? "");
}
