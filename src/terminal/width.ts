/** How many columns a piece of text takes on a terminal. */

/** Blocks that Unicode's EastAsianWidth.txt calls Wide or Fullwidth; emoji are asked of the regular expression engine. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x20000, 0x3fffd],
];

// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence begins with one
const COLOUR = /\u001b\[[0-9;]*m/g;
const ZERO = /^[\p{Mn}\p{Me}\p{Cf}]/u;
const EMOJI = /\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f/u;

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/** What a person sees as characters: a letter with its accents, a flag, a family emoji. */
function graphemes(text: string): string[] {
  return Array.from(segmenter.segment(text), (part) => part.segment);
}

function graphemeWidth(grapheme: string): 0 | 1 | 2 {
  const code = grapheme.codePointAt(0) ?? 0;
  if (code < 0x7f) return 1;
  if (EMOJI.test(grapheme)) return 2;
  if (ZERO.test(grapheme)) return 0;
  return WIDE.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}

/** Columns of a single line; colour codes take none. */
export function width(text: string): number {
  const bare = text.replace(COLOUR, "");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: plain ASCII needs no segmenter
  if (/^[\u0000-\u007e]*$/.test(bare)) return bare.length;
  return graphemes(bare).reduce((sum, grapheme) => sum + graphemeWidth(grapheme), 0);
}

/** Filled with spaces up to `columns`; longer text stays as it is. */
export function pad(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - width(text)));
}

/** Cut to `columns`, with an ellipsis where something was cut. Only for the spinner's label and typed text, never for facts. */
export function cut(text: string, columns: number): string {
  if (width(text) <= columns) return text;
  let kept = "";
  let used = 0;
  for (const grapheme of graphemes(text)) {
    const next = graphemeWidth(grapheme);
    if (used + next > columns - 1) break;
    kept += grapheme;
    used += next;
  }
  return `${kept}…`;
}

/** Cut hard every `columns`, for text without spaces that is being typed. At least one line. */
export function chop(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = "";
  let used = 0;
  for (const grapheme of graphemes(text)) {
    const next = graphemeWidth(grapheme);
    if (used + next > columns && line !== "") {
      lines.push(line);
      line = "";
      used = 0;
    }
    line += grapheme;
    used += next;
  }
  return [...lines, line];
}
