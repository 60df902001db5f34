/** Places in files, each with its code and, behind an arrow, what to write instead. */
import { printable } from "./printable.ts";
import { type Page, sentence } from "./section.ts";
import { pad, width } from "./width.ts";
import { hang } from "./wrap.ts";

interface Shown {
  readonly place: string;
  readonly code: string;
  /** `→  field.open("rb")`; "" where there is nothing to write instead. */
  readonly instead: string;
}

const GAP = "  ";
const INDENT = "    ";
const NARROW = 60;

/** Each place on one line where all of them fit so; else the replacement on a second line, for all alike; else folded further. */
export function placeLines(page: Page, places: readonly { readonly place: string; readonly text: string }[]): string[] {
  const { style, columns } = page;
  const shown = places.map(({ place, text }) => split(printable(place), printable(text)));
  const placeWidth = Math.max(0, ...shown.map(({ place }) => width(place)));
  const fits = (one: Shown, parts: readonly string[]): boolean =>
    (parts.join("") === "" ? width(one.place) : placeWidth + GAP.length + width(parts.join(GAP))) <= columns;
  const codeOf = ({ code, instead }: Shown): string[] => [code, instead].filter((part) => part !== "");
  if (shown.every((one) => fits(one, codeOf(one)))) {
    return shown.map((one) => {
      const code = codeOf(one).join(GAP);
      return code === "" ? style.accent(one.place) : style.accent(pad(one.place, placeWidth)) + GAP + code;
    });
  }
  // On a narrow terminal all of them fold alike; on a wide one only the long ones.
  const allBeside = shown.every((one) => fits(one, [one.code]));
  const beside = (one: Shown): boolean => (columns < NARROW ? allBeside : fits(one, [one.code]));
  return shown.flatMap((one) => [
    ...(beside(one) && one.code !== ""
      ? [style.accent(pad(one.place, placeWidth)) + GAP + one.code]
      : [...sentence(page, one.place, style.accent), ...(one.code === "" ? [] : hang(INDENT, one.code, columns))]),
    ...(one.instead === "" ? [] : hang(INDENT, one.instead.replace(/^→ +/, "→\u00a0\u00a0"), columns)),
  ]);
}

function split(place: string, text: string): Shown {
  const arrow = text.indexOf("→");
  if (arrow === -1) return { place, code: text.trim(), instead: "" };
  return { place, code: text.slice(0, arrow).trim(), instead: `→  ${text.slice(arrow + 1).trim()}` };
}
