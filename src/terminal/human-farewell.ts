/** The last words: what is left to do, numbered; what is not safe yet; and commands worth keeping, each ready to be copied. */

import * as words from "../messages/terminal.ts";
import type { ReportEvent } from "../model/terminal.ts";
import { printable } from "./printable.ts";
import type { Page } from "./section.ts";
import { paintCode } from "./style.ts";
import { pad, width } from "./width.ts";
import { hang, wrap } from "./wrap.ts";

type Farewell = Extract<ReportEvent, { type: "farewell" }>;

const INDENT = "   ";
const MEASURE = 100;

export function farewellLines(page: Page, farewell: Farewell): string[] {
  const { say, style } = page;
  const columns = Math.min(page.columns + 1, MEASURE);
  const [first = "", ...more] = wrap(say(farewell.title), columns - INDENT.length);
  const paint = (lines: string[]): string[] => lines.map((line) => paintCode(line, style));
  return [
    `${style.quiet(style.signs.end)}  ${style.title(first)}`,
    ...more.map((line) => INDENT + style.title(line)),
    ...farewell.next.flatMap((step, index) => paint(hang(`${INDENT}${index + 1}. `, say(step), columns))),
    ...farewell.unsafe.flatMap((text) => unsafeLines(page, say(text), columns)),
    ...commandLines(page, farewell.also, columns),
    "",
  ];
}

function unsafeLines(page: Page, text: string, columns: number): string[] {
  const { caution } = page.style;
  const label = page.say(words.NOT_SAFE_YET);
  const [first = "", ...more] = hang(`${INDENT}${label} `, text, columns);
  if (width(`${INDENT}${label} `) > columns / 3) {
    return [INDENT + caution(label), ...hang(`${INDENT}  `, text, columns)];
  }
  return [INDENT + caution(label) + first.slice(INDENT.length + label.length), ...more];
}

/** A command is one line, whatever its length: the terminal carries it over, and what is copied is one command. */
function commandLines(page: Page, also: Farewell["also"], columns: number): string[] {
  const { style } = page;
  const rows = also.map(({ label, command }) => ({ label: page.say(label), command: printable(command) }));
  const labelWidth = Math.max(0, ...rows.map(({ label }) => width(label)));
  return rows.flatMap(({ label, command }) =>
    INDENT.length + labelWidth + 2 + width(command) <= columns
      ? [`${INDENT}${pad(label, labelWidth)}  ${style.accent(command)}`]
      : [INDENT + label, `${INDENT}  ${style.accent(command)}`],
  );
}
