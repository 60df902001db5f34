/** What a prompt looks like in each of its states: text for the prompt engine to draw, already wrapped. Pure. */
import * as words from "../messages/terminal.ts";
import { printable } from "./printable.ts";
import { type Page, sentence } from "./section.ts";
import type { Style } from "./style.ts";
import { chop, pad, width } from "./width.ts";
import { wrap } from "./wrap.ts";

/** `back` and `interrupted` are what the engine calls cancelled. */
export type PromptState = "asking" | "refused" | "answered" | "back" | "interrupted";

interface Asked {
  /** First line: the question. Further lines: what helps to answer it. */
  readonly message: string;
  readonly state: PromptState;
}

const signOf = (style: Style, state: PromptState): string =>
  ({
    asking: style.accent(style.signs.asking),
    refused: style.caution(style.signs.warning),
    answered: style.good(style.signs.done),
    back: style.quiet(style.signs.notChosen),
    interrupted: style.bad(style.signs.problem),
  })[state];

/** Bar, question, body; while it is open also its keys. Once answered the help goes, and the answer stays. */
function frame(page: Page, asked: Asked, open: readonly string[], answer: string, keys: string): string {
  const { style, say } = page;
  const live = asked.state === "asking" || asked.state === "refused";
  const bar = (live ? style.accent : style.quiet)(style.signs.bar);
  const [question = "", ...help] = asked.message.split("\n");
  const closed = asked.state === "back" ? say(words.WENT_BACK) : answer;
  const body = live
    ? [...help.flatMap((line) => sentence(page, line)), ...open]
    : closed === ""
      ? []
      : sentence(page, closed, style.quiet);
  const title = sentence(page, question, live ? style.title : undefined);
  return [
    style.quiet(style.signs.bar),
    ...title.map((line, index) => `${index === 0 ? signOf(style, asked.state) : bar}  ${line}`),
    ...body.map((line) => `${bar}  ${line}`),
    ...(live
      ? wrap(keys, page.columns).map(
          (line, index) => `${index === 0 ? style.accent(style.signs.end) : " "}  ${style.quiet(line)}`,
        )
      : []),
  ].join("\n");
}

export interface ShownChoice {
  readonly label: string;
  readonly hint: string;
  readonly disabled: boolean;
}

/** A hint column narrower than this is worse than a line below the label. */
const NARROWEST_HINT = 28;

/** What helps to choose, a line each; that a choice cannot be made is said at its end. A line may break before a dot, not after it. */
function hintsOf(page: Page, choice: ShownChoice): string[] {
  const lines = choice.hint.split("\n").filter((line) => line !== "");
  if (!choice.disabled) return lines;
  const last = lines.pop();
  const unavailable = page.say(words.NOT_SELECTABLE);
  return [...lines, last === undefined ? unavailable : `${last} ·\u00a0${unavailable}`];
}

/** Hints stand beside the labels where there is room for prose, or where each of them needs no more than what there is. */
function hintsBeside(page: Page, choices: readonly ShownChoice[], labelWidth: number): boolean {
  const room = page.columns - labelWidth - 5;
  const hints = choices.flatMap((choice) => hintsOf(page, choice));
  return hints.every((hint) => width(hint) <= room) || (labelWidth <= page.columns / 3 && room >= NARROWEST_HINT);
}

function choiceLines(page: Page, choice: ShownChoice, chosen: boolean, labelWidth: number, beside: boolean): string[] {
  const { style } = page;
  const sign = choice.disabled
    ? style.quiet("-")
    : chosen
      ? style.good(style.signs.chosen)
      : style.quiet(style.signs.notChosen);
  const label = choice.disabled ? style.quiet(choice.label) : chosen ? style.title(choice.label) : choice.label;
  const hint = hintsOf(page, choice).join("\n");
  if (hint === "") return [`${sign} ${label}`];
  const margin = 2 + labelWidth + 3;
  const lines = wrap(hint, beside ? page.columns - margin : page.columns - 4).map((line) => style.quiet(line));
  if (!beside) return [`${sign} ${label}`, ...lines.map((line) => `    ${line}`)];
  return lines.map((line, index) =>
    index === 0 ? `${sign} ${label}${" ".repeat(labelWidth - width(choice.label))}   ${line}` : pad("", margin) + line,
  );
}

/** A few short choices stand beside one another; null: they need a line each. */
function inOneLine(page: Page, choices: readonly ShownChoice[], cursor: number): string | null {
  if (choices.length > 5 || choices.some(({ hint, disabled }) => hint !== "" || disabled)) return null;
  const plain = choices.map(({ label }) => `${page.style.signs.chosen} ${label}`).join(BETWEEN);
  if (width(plain) > page.columns) return null;
  return choices.map(({ label }, index) => marked(page, label, index === cursor)).join(BETWEEN);
}

const BETWEEN = "   ";

function marked({ style }: Page, label: string, chosen: boolean): string {
  return chosen
    ? `${style.good(style.signs.chosen)} ${style.title(label)}`
    : `${style.quiet(style.signs.notChosen)} ${style.quiet(label)}`;
}

/** The choices round the chosen one that fit on the screen, with an ellipsis where some are hidden. */
function visible(blocks: readonly (readonly string[])[], cursor: number, room: number): string[] {
  const all = blocks.flat();
  if (all.length <= room) return all;
  let first = cursor;
  let last = cursor;
  let used = (blocks[cursor]?.length ?? 0) + 2;
  for (let grown = true; grown; ) {
    grown = false;
    for (const candidate of [last + 1, first - 1]) {
      const block = blocks[candidate];
      if (block === undefined || used + block.length > room) continue;
      used += block.length;
      if (candidate > last) last = candidate;
      else first = candidate;
      grown = true;
    }
  }
  return [
    ...(first > 0 ? ["…"] : []),
    ...blocks.slice(first, last + 1).flat(),
    ...(last < blocks.length - 1 ? ["…"] : []),
  ];
}

export function selectFrame(
  page: Page,
  asked: Asked & { readonly choices: readonly ShownChoice[]; readonly cursor: number; readonly rows: number },
): string {
  const answer = asked.choices[asked.cursor]?.label ?? "";
  const line = inOneLine(page, asked.choices, asked.cursor);
  if (line !== null) return frame(page, asked, [line], answer, page.say(words.CHOOSE_BESIDE_KEYS));
  const labelWidth = Math.max(0, ...asked.choices.map((choice) => width(choice.label)));
  const beside = hintsBeside(page, asked.choices, labelWidth);
  const blocks = asked.choices.map((choice, index) =>
    choiceLines(page, choice, index === asked.cursor, labelWidth, beside),
  );
  const above = asked.message.split("\n").flatMap((line) => wrap(line, page.columns)).length;
  const room = Math.max(3, asked.rows - above - 4);
  return frame(page, asked, visible(blocks, asked.cursor, room), answer, page.say(words.CHOOSE_KEYS));
}

export function confirmFrame(page: Page, asked: Asked & { readonly value: boolean }): string {
  const yes = page.say(words.CONFIRM_YES);
  const no = page.say(words.CONFIRM_NO);
  const open = marked(page, yes, asked.value) + BETWEEN + marked(page, no, !asked.value);
  return frame(page, asked, [open], asked.value ? yes : no, page.say(words.CONFIRM_KEYS));
}

export interface TextAsked extends Asked {
  readonly value: string;
  /** Index in `value` of the character under the text cursor. */
  readonly cursor: number;
  readonly placeholder: string;
  readonly problem: string | null;
}

export function textFrame(page: Page, asked: TextAsked): string {
  const empty = asked.value === "" && asked.placeholder !== "";
  const open = empty
    ? withCursor(page, asked.placeholder, 0, page.style.quiet)
    : withCursor(page, asked.value, asked.cursor);
  return frame(
    page,
    asked,
    [...open, ...problemLines(page, asked.problem)],
    asked.value === "" && asked.state === "answered" ? page.say(words.LEFT_EMPTY) : printable(asked.value),
    page.say(words.TYPE_KEYS),
  );
}

/** What is typed is shown as stars, one for each character; once answered, not even how many there were. */
export function secretFrame(page: Page, asked: Omit<TextAsked, "placeholder">): string {
  const star = page.style.signs.star;
  const open = withCursor(page, star.repeat(asked.value.length), asked.cursor);
  const answer = asked.value === "" ? "" : star.repeat(8);
  return frame(page, asked, [...open, ...problemLines(page, asked.problem)], answer, page.say(words.TYPE_KEYS));
}

const problemLines = (page: Page, problem: string | null): string[] =>
  problem === null ? [] : sentence(page, problem, page.style.caution);

/**
 * Typed text with its cursor, cut hard at the edge as a terminal would. Where it cannot be shown as typed (a known secret in the wrong
 * field is starred) the cursor stands behind it.
 */
function withCursor(
  page: Page,
  value: string,
  cursor: number,
  paint: (words: string) => string = (words) => words,
): string[] {
  const shown = printable(value);
  const at = shown === value ? cursor : shown.length;
  let passed = 0;
  return chop(at === shown.length ? `${shown} ` : shown, page.columns).map((line) => {
    const inside = at - passed;
    passed += line.length;
    if (inside < 0 || inside >= line.length) return paint(line);
    const [under = " "] = line.slice(inside);
    return paint(line.slice(0, inside)) + page.style.inverse(under) + paint(line.slice(inside + under.length));
  });
}
