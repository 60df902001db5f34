/** An item put into a TOML array, in the style that the array has. */
import { insertLines, lineHead, lineStop, splice, startsLine } from "./splice.ts";
import type { TomlValue } from "./toml-places.ts";

/** Indentation of items where no sibling shows one: that of `uv add` and of most projects. */
const INDENT = "    ";

/** The text with `literal` as an item of the array: in front of the item at `index`, or at the end (null, or their number). */
export function addToArray(text: string, array: TomlValue, literal: string, index: number | null, eol: string): string {
  const last = array.items.at(-1);
  if (last === undefined) return addToEmpty(text, array, literal, eol);
  const next = index === null ? undefined : array.items[index];
  const previous = index === null ? undefined : array.items[index - 1];
  if (next !== undefined) {
    if (!startsLine(text, next.start)) return splice(text, next.start, next.start, `${literal}, `);
    const line = `${lineHead(text, next.start)}${literal},`;
    if (previous !== undefined && startsLine(text, previous.start)) return insertLines(text, previous.end, [line], eol);
    return splice(text, next.start, next.start, `${literal},${eol}${lineHead(text, next.start)}`);
  }
  const closing = array.end - 1;
  if (!startsLine(text, last.start)) return splice(text, last.end, last.end, `, ${literal}`);
  const indent = lineHead(text, last.start);
  if (lineStop(text, last.end) > closing) return splice(text, last.end, last.end, `,${eol}${indent}${literal}`);
  if (array.trailingComma !== null) return insertLines(text, array.trailingComma + 1, [`${indent}${literal},`], eol);
  return splice(insertLines(text, last.end, [indent + literal], eol), last.end, last.end, ",");
}

function addToEmpty(text: string, array: TomlValue, literal: string, eol: string): string {
  const closing = array.end - 1;
  // Only comments inside: they stay in front.
  if (startsLine(text, closing)) {
    const start = closing - lineHead(text, closing).length;
    return splice(text, start, start, `${lineHead(text, closing)}${INDENT}${literal},${eol}`);
  }
  return splice(text, array.start + 1, closing, `${eol}${INDENT}${literal},${eol}`);
}

/** The text without the item at `index`, its comma, and its line where it stands alone on one. */
export function removeFromArray(text: string, array: TomlValue, index: number): string {
  const item = array.items[index];
  if (item === undefined) return text;
  const previous = array.items[index - 1];
  const next = array.items[index + 1];
  const rest = /^[ \t]*,?[ \t]*(?:#.*)?$/.test(text.slice(item.end, lineStop(text, item.end)));
  if (startsLine(text, item.start) && rest && lineStop(text, item.end) < array.end - 1) {
    const start = item.start - lineHead(text, item.start).length;
    const stop = lineStop(text, item.end);
    const shorter = splice(text, start, stop + (/^\r?\n|^\r/.exec(text.slice(stop))?.[0].length ?? 0), "");
    // A list without a trailing comma stays one.
    if (next !== undefined || previous === undefined || array.trailingComma !== null) return shorter;
    const comma = /^\s*,/.exec(shorter.slice(previous.end))?.[0].length ?? 0;
    return splice(shorter, previous.end, previous.end + comma, "");
  }
  if (previous !== undefined) return splice(text, previous.end, item.end, "");
  return splice(
    text,
    item.start,
    next?.start ?? (array.trailingComma === null ? item.end : array.trailingComma + 1),
    "",
  );
}
