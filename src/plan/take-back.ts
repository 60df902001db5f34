/** Takes our part out of a file that somebody has edited since, and leaves theirs. */
import { diffArrays } from "diff";
import { readVariables, removeVariables, setVariables } from "../edit/dotenv.ts";
import { joinLines, type Line, splitLines } from "../edit/lines.ts";
import { dominantLineEnd } from "../edit/text-file.ts";

/** Lines `from` up to and without `to` of the text that both sides started from, and what stands there instead. */
interface Region {
  readonly from: number;
  readonly to: number;
  readonly lines: readonly Line[];
}

/** What we changed in a text, alone: the lines that are ours and where they go, and none of the others. */
export type Part = readonly Region[];

export function partOf(before: string, after: string): Part {
  return compared(splitLines(before), splitLines(after)).regions;
}

/** The text as we wrote it: what `partOf` told apart, put together again. */
export function withPart(before: string, part: Part): string {
  const old = splitLines(before);
  const lines: Line[] = [];
  let at = 0;
  for (const region of part) {
    lines.push(...old.slice(at, region.from), ...region.lines);
    at = region.to;
  }
  return joinLines([...lines, ...old.slice(at)]);
}

/**
 * `after`: what we wrote; `before`: what was there until then; `current`: what is there now. The answer is `current` with our change turned
 * round, as a three-way merge gives it; null where somebody has edited the very lines that we would take back. Line ends are not compared,
 * and those of `current` stay.
 */
export function takeBack(before: string, after: string, current: string): string | null {
  const [old, ours, now] = [before, after, current].map(splitLines) as [Line[], Line[], Line[]];
  const back = compared(ours, old).regions;
  const { regions: edits, kept } = compared(ours, now);
  // Where they have taken our lines out by hand already, nothing is left to do.
  const theirs = edits.filter((edit) => !back.some((one) => isSame(one, edit)));
  for (const one of back) if (theirs.some((edit) => clash(one, edit))) return null;
  // At one place ours goes first: what they put behind our lines stays behind what comes back.
  const all = [...back, ...theirs].sort((a, b) => a.from - b.from || a.to - b.to);
  const merged: Line[] = [];
  const stays = (from: number, to: number) => ours.slice(from, to).map((line, index) => kept.get(from + index) ?? line);
  let at = 0;
  for (const { from, to, lines } of all) {
    merged.push(...stays(at, from), ...lines);
    at = to;
  }
  merged.push(...stays(at, ours.length));
  // The end of the file is as it was before, where ours was the last word in it.
  const oursLast = all.at(-1);
  const final = oursLast !== undefined && back.includes(oursLast) && oursLast.to === ours.length ? old : merged;
  return joinLines(ended(merged, dominantLineEnd(current), final.at(-1)?.end !== ""));
}

/** Every line with an end; the last one only where the file has a final newline. */
function ended(lines: readonly Line[], eol: string, final: boolean): readonly Line[] {
  return lines.map(({ body, end }, index) => {
    if (index === lines.length - 1 && !final) return { body, end: "" };
    return { body, end: end === "" ? eol : end };
  });
}

/**
 * The same for a file of variables, whose values are not kept: `keys` are the names that we set. Those that were there before get their value
 * back, the others go; every other line stays.
 */
export function takeBackVariables(before: string, current: string, keys: readonly string[]): string {
  const old = readVariables(before);
  const gone = keys.filter((key) => !old.has(key));
  const back = keys.flatMap((key) => {
    const value = old.get(key);
    return value === undefined ? [] : [{ key, value }];
  });
  return setVariables(removeVariables(current, gone), back, { eol: dominantLineEnd(current) });
}

/** What must be done to `from` to get `to`, and the lines of `to` that are those of `from`, by their number there. */
function compared(
  from: readonly Line[],
  to: readonly Line[],
): { readonly regions: readonly Region[]; readonly kept: ReadonlyMap<number, Line> } {
  const bodies = (lines: readonly Line[]) => lines.map(({ body }) => body);
  const regions: Region[] = [];
  const kept = new Map<number, Line>();
  let left = 0;
  let right = 0;
  let open: { from: number; lines: Line[] } | null = null;
  const close = () => {
    if (open !== null) regions.push({ from: open.from, to: left, lines: open.lines });
    open = null;
  };
  for (const part of diffArrays(bodies(from), bodies(to))) {
    const { length } = part.value;
    if (part.removed === true || part.added === true) open ??= { from: left, lines: [] };
    else close();
    if (part.removed === true) left += length;
    else if (part.added === true) {
      open?.lines.push(...to.slice(right, right + length));
      right += length;
    } else {
      for (const line of to.slice(right, right + length)) kept.set(left++, line);
      right += length;
    }
  }
  close();
  return { regions, kept };
}

function isSame(a: Region, b: Region): boolean {
  const words = ({ lines }: Region) => lines.map(({ body }) => body).join("\n");
  return a.from === b.from && a.to === b.to && words(a) === words(b);
}

/** Both take or replace a line, or one would put something into the middle of what the other takes. */
function clash(a: Region, b: Region): boolean {
  return a.from < b.to && b.from < a.to;
}
