/** Rows in aligned columns that fold, each row for itself, where the terminal is too narrow. */
import { plainPaint } from "./section.ts";
import type { Paint } from "./style.ts";
import { pad, width } from "./width.ts";
import { hang, wrap } from "./wrap.ts";

export interface Cell {
  readonly text: string;
  readonly paint?: Paint;
}

export interface Row {
  /** Never broken: names, paths, counts. */
  readonly cells: readonly Cell[];
  /** The last cell, which may be wrapped: a summary. */
  readonly rest: string;
  readonly restPaint?: Paint;
}

const GAP = "  ";
const INDENT = "    ";
/** A summary narrower than this reads like a column of a newspaper: better on a line of its own. */
const NARROWEST_REST = 16;
/** One very long path must not push the columns of all other rows to the right. */
const WIDEST_CELL = 44;
/** Below this width rows that fold and rows that do not would look like a ransom note: then all of them fold. */
const NARROW = 60;

export function table(columns: number, rows: readonly Row[]): string[] {
  const count = Math.max(0, ...rows.map((row) => row.cells.length));
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(0, ...rows.map((row) => width(row.cells[column]?.text ?? "")).filter((cell) => cell <= WIDEST_CELL)),
  );
  const inColumns = rows.map((row) => aligned(columns, widths, row));
  const allFold = columns < NARROW && inColumns.includes(null);
  return rows.flatMap((row, index) => (allFold ? null : inColumns[index]) ?? folded(columns, row));
}

/** The row in its columns, the summary wrapped within its own; null if it does not fit so. */
function aligned(columns: number, widths: readonly number[], row: Row): string[] | null {
  const start = row.cells.map((cell, column) => {
    const paint = cell.paint ?? plainPaint;
    return paint(cell.text) + " ".repeat(Math.max(0, (widths[column] ?? 0) - width(cell.text)));
  });
  const line = start.join(GAP);
  if (row.rest === "") return width(line.trimEnd()) <= columns ? [line.trimEnd()] : null;
  const margin = width(line) + GAP.length;
  const room = columns - margin;
  if (room < Math.min(NARROWEST_REST, width(row.rest))) return null;
  const rest = wrap(row.rest, room);
  if (rest.some((part) => width(part) > room)) return null;
  const paint = row.restPaint ?? plainPaint;
  return rest.map((part, index) => (index === 0 ? line + GAP : pad("", margin)) + paint(part));
}

/** Cells as far as they fit on a line, the next ones and the summary below, indented. */
function folded(columns: number, row: Row): string[] {
  const lines: string[] = [];
  let line = "";
  for (const { text, paint = plainPaint } of row.cells) {
    if (text === "") continue;
    if (line === "") line = paint(text);
    else if (width(line) + GAP.length + width(text) <= columns) line += GAP + paint(text);
    else {
      lines.push(line);
      line = INDENT + paint(text);
    }
  }
  const paint = row.restPaint ?? plainPaint;
  const rest = row.rest === "" ? [] : hang(INDENT, row.rest, columns).map((part) => paint(part));
  return [...lines, line, ...rest];
}
