/** The wizard's pictures: sound XML that loads nothing, shows nothing of a machine and no key, and the same run as the transcript of their README. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { type Run, terminalSvg } from "../support/terminal-svg.mjs";

const read = (file: string) => readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), "utf8");

const UNESCAPED: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&" };
const plain = (text: string) => text.replace(/&(?:lt|gt|quot|amp);/g, (sign) => UNESCAPED[sign] ?? sign);

/** The element's names in the order of their opening. Throws where tags do not close one another, or a sign is not escaped. */
function elementsOf(xml: string): string[] {
  const open: string[] = [];
  const all: string[] = [];
  for (const [, text, tag] of xml.matchAll(/([^<]*)(<[^>]*>|$)/g)) {
    if (/&(?!(?:lt|gt|quot|amp);)/.test(text ?? "")) throw new Error(`an & that is not escaped: ${text}`);
    if (tag === undefined || tag === "") continue;
    const [, closing, name = "", empty] = /^<(\/?)([a-z]+)(?: [a-zA-Z:-]+="[^"<&]*")*(\/?)>$/.exec(tag) ?? [];
    if (name === "") throw new Error(`no tag: ${tag}`);
    if (closing === "/") {
      if (open.pop() !== name) throw new Error(`${tag} closes another element`);
      continue;
    }
    all.push(name);
    if (empty !== "/") open.push(name);
  }
  if (open.length > 0) throw new Error(`left open: ${open.join(", ")}`);
  return all;
}

/** What the picture says, a line each, without the spaces of its columns. */
const linesOf = (svg: string) =>
  [...svg.matchAll(/<text [^>]*>(.*)<\/text>/g)].map(([, spans = ""]) =>
    [...spans.matchAll(/<tspan [^>]*>([^<]*)<\/tspan>/g)].map(([, text = ""]) => plain(text)).join(" "),
  );
const dense = (line: string) => line.replace(/\s+/g, "");

describe.each([
  ["docs/wizard.svg", "README.md"],
  ["docs/wizard.es.svg", "README.es.md"],
])("%s", (file, readme) => {
  const picture = read(file);

  test("is sound, and nothing in it comes from elsewhere or runs", () => {
    expect(new Set(elementsOf(picture))).toEqual(new Set(["svg", "title", "desc", "style", "rect", "text", "tspan"]));
    expect(picture.replace('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/href=|url\(|@import|@font-face/);
    expect(picture).toContain("prefers-color-scheme: dark");
  });

  test("holds no path of a machine and no key", () => {
    expect(picture).not.toMatch(/\/(?:tmp|root|home|work|Users)\/|AKIA[0-9A-Z]|127\.0\.0\.1|localhost/);
  });

  test("shows the run that its README tells: run `npm run screenshots` after a change of the wizard's words", () => {
    const transcript = /<!-- transcript:begin -->\n```text\n([\s\S]*?)\n```/.exec(read(readme))?.[1] ?? "";
    expect(read(readme)).toContain(`(${file})`);
    expect(transcript.split("\n").length).toBeGreaterThan(50);
    // A command that is longer than the terminal goes over its edge in the picture alone.
    expect(dense(linesOf(picture).join(""))).toBe(dense(transcript));
  });
});

test("a screen becomes rows of text in its place, with its colours, and the same one each time", () => {
  const run = (text: string, look: Partial<Run> = {}): Run => ({
    ...{ text, width: text.length, colour: null, bold: false, dim: false, inverse: false },
    ...look,
  });
  const rows = [
    [run("◇  ", { colour: 2 }), run(`a < b & "c"`, { bold: true })],
    [run("   ")],
    [run("  é", { dim: true })],
  ];
  const words = { columns: 20, title: "t", description: "d" };
  const svg = terminalSvg(rows, words);
  expect(elementsOf(svg).filter((name) => name === "text")).toHaveLength(2);
  expect(svg).toContain('class="c2">◇</tspan>');
  expect(svg).toContain('class="b">a &lt; b &amp; &quot;c&quot;</tspan>');
  expect(svg).toMatch(/<text y="70"><tspan x="34.8" textLength="8.4" [^>]*class="q">é</);
  expect(terminalSvg(rows, words)).toBe(svg);
});
