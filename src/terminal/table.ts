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
const NARROWEST_REST = 24;
/** One very long path must not push the columns of all other rows to the right. */
const WIDEST_CELL = 44;

export function table(columns: number, rows: readonly Row[]): string[] {
  const count = Math.max(0, ...rows.map((row) => row.cells.length));
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(0, ...rows.map((row) => width(row.cells[column]?.text ?? "")).filter((cell) => cell <= WIDEST_CELL)),
  );
  return rows.flatMap((row) => rowLines(columns, widths, row));
}

function rowLines(columns: number, widths: readonly number[], row: Row): string[] {
  const painted = row.cells.map((cell, column) => {
    const paint = cell.paint ?? plainPaint;
    return paint(cell.text) + " ".repeat(Math.max(0, (widths[column] ?? 0) - width(cell.text)));
  });
  const start = painted.join(GAP);
  const paintRest = row.restPaint ?? plainPaint;
  if (row.rest === "") {
    return width(start.trimEnd()) <= columns ? [start.trimEnd()] : folded(columns, row, paintRest);
  }
  const margin = width(start) + GAP.length;
  const lines = wrap(row.rest, columns - margin);
  const fits =
    columns - margin >= Math.min(NARROWEST_REST, width(row.rest)) &&
    lines.every((line) => width(line) <= columns - margin);
  if (!fits) return folded(columns, row, paintRest);
  return lines.map((line, index) => (index === 0 ? start + GAP : pad("", margin)) + paintRest(line));
}

/** Cells as far as they fit on a line, the next ones and the summary below, indented. */
function folded(columns: number, row: Row, paintRest: Paint): string[] {
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
  const rest = row.rest === "" ? [] : hang(INDENT, row.rest, columns).map((part) => paintRest(part));
  return [...lines, line, ...rest];
}
