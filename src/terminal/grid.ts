/** A table whose cells are wrapped within their columns: for comparing things side by side. */
import { plainPaint } from "./section.ts";
import type { Paint } from "./style.ts";
import { pad, width } from "./width.ts";
import { wrap } from "./wrap.ts";

export interface GridCell {
  readonly text: string;
  readonly paint?: Paint;
}

/** The first cell names the row. */
export type GridRow = readonly GridCell[];

const GAP = "  ";
/** A column narrower than this breaks nearly every word. */
const NARROWEST = 16;
/** Wider columns would only drift apart. */
const WIDEST = 30;

/** null: it does not fit into so many columns, and should be told in another form. */
export function grid(columns: number, rows: readonly GridRow[]): string[] | null {
  const count = Math.max(0, ...rows.map((row) => row.length)) - 1;
  if (count < 1) return [];
  const names = Math.max(0, ...rows.map(([name]) => width(name?.text ?? "")));
  const room = Math.min(WIDEST, Math.floor((columns - names - count * GAP.length) / count));
  if (room < NARROWEST) return null;
  const lines: string[] = [];
  for (const row of rows) {
    const cells = row.map(({ text }, column) => (column === 0 ? [text] : wrap(text, room)));
    if (cells.some((parts, column) => column > 0 && parts.some((part) => width(part) > room))) return null;
    const height = Math.max(...cells.map((parts) => parts.length));
    for (let line = 0; line < height; line += 1) {
      const painted = cells.map((parts, column) => {
        const part = parts[line] ?? "";
        const space = column === 0 ? names : room;
        const paint = row[column]?.paint ?? plainPaint;
        return (part === "" ? "" : paint(part)) + pad("", space - width(part));
      });
      lines.push(painted.join(GAP).trimEnd());
    }
  }
  return lines;
}
