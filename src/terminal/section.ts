/** The building block of the human layout: a sign with a title, and lines that hang from a bar below it. */
import type { Say } from "./printable.ts";
import { type Paint, paintCode, type Style } from "./style.ts";
import { wrap } from "./wrap.ts";

/** What a rendering function needs to know. */
export interface Page {
  readonly say: Say;
  readonly style: Style;
  /** Columns for content: the terminal's, less the bar and one column of air. */
  readonly columns: number;
  readonly verbose: boolean;
}

/** Prose is hard to read across a very wide window. */
const MEASURE = 100;

const prose = (page: Page, text: string): string[] =>
  wrap(text, Math.min(page.columns, MEASURE)).map((line) => line.trimEnd());

export const plainPaint: Paint = (words) => words;

/** `◇  Title` and the bar below it: the sign stands before the first line only. */
export function headed(page: Page, sign: string, lines: readonly string[]): string[] {
  const { bar } = page.style.signs;
  return lines.map((line, index) =>
    index === 0 ? `${sign}  ${line}` : line === "" ? page.style.quiet(bar) : `${page.style.quiet(bar)}  ${line}`,
  );
}

/** Lines that hang from the bar, without a sign. */
export function hanging(page: Page, lines: readonly string[]): string[] {
  return headed(page, "", ["", ...lines]).slice(1);
}

/** A sentence as painted lines. */
export function sentence(page: Page, text: string, paint: Paint = plainPaint): string[] {
  return prose(page, text).map((line) => paint(paintCode(line, page.style)));
}
