/** The providers side by side for people: a table where there is room, else one provider below the other. */
import { join, type Text } from "../lib/text.ts";
import * as words from "../messages/comparison.ts";
import { ASPECTS, type Aspect, type Compared, type Comparison, type Price } from "../model/comparison.ts";
import { type GridCell, grid } from "./grid.ts";
import { printable } from "./printable.ts";
import { type Page, sentence } from "./section.ts";
import type { Paint, Style } from "./style.ts";
import { table } from "./table.ts";

/** Each is a block of its own, with a sign before its first line. */
export function comparisonBlocks(page: Page, comparison: Comparison): readonly (readonly string[])[] {
  const { providers, recommendation } = comparison;
  const own = providers.filter(({ facts }) => facts.id === facts.provider);
  const compatible = providers.filter(({ facts }) => facts.id !== facts.provider);
  return [
    [...heading(page, words.TITLE), ...basisLines(page, comparison), ...sideBySide(page, own)],
    [...heading(page, words.NOTES), ...noteLines(page, own)],
    [...heading(page, words.COMPATIBLE), ...compatibleLines(page, compatible)],
    [...heading(page, words.PRICES), ...priceLines(page, providers)],
    [...heading(page, words.recommended(recommendation.title)), ...reasonLines(page, comparison)],
  ];
}

const heading = (page: Page, text: Text): string[] => sentence(page, page.say(text), page.style.title);

function basisLines(page: Page, { basis }: Comparison): string[] {
  return [...basis.flatMap((line) => sentence(page, page.say(line), page.style.quiet)), ""];
}

/** What a provider says in each row of the table. */
export function rowsOf({ facts, cost, linesToChange }: Compared): { readonly name: Text; readonly aspect: Aspect }[] {
  return [
    { name: words.COST, aspect: { is: "yes", text: words.sum(cost) } },
    ...ASPECTS.map((name) => ({ name: words.ASPECT_NAMES[name], aspect: facts.aspects[name] })),
    { name: words.EFFORT, aspect: { is: "yes" as const, text: facts.effort } },
    ...(linesToChange === null
      ? []
      : [{ name: words.YOUR_CODE, aspect: { is: "yes" as const, text: words.linesToChange(linesToChange) } }]),
  ];
}

function paintOf(style: Style, { is }: Aspect, row: number): Paint | undefined {
  if (row === 0) return style.title;
  return is === "no" || is === "unknown" ? style.quiet : undefined;
}

function sideBySide(page: Page, providers: readonly Compared[]): string[] {
  const { say, style } = page;
  const columns = providers.map((one) => ({ title: one.facts.title, rows: rowsOf(one) }));
  const names = columns[0]?.rows.map(({ name }) => name) ?? [];
  const cell = (text: string, paint: Paint | undefined): GridCell => (paint === undefined ? { text } : { text, paint });
  const rows = [
    [{ text: "" }, ...columns.map(({ title }) => ({ text: title, paint: style.title }))],
    ...names.map((name, row) => [
      { text: say(name), paint: style.quiet },
      ...columns.map(({ rows }) => {
        const aspect = rows[row]?.aspect;
        return aspect === undefined ? { text: "" } : cell(say(aspect.text), paintOf(style, aspect, row));
      }),
    ]),
  ];
  return grid(page.columns, rows) ?? oneBelowTheOther(page, columns);
}

function oneBelowTheOther(
  page: Page,
  columns: readonly { readonly title: string; readonly rows: ReturnType<typeof rowsOf> }[],
): string[] {
  const { say, style } = page;
  return columns.flatMap(({ title, rows }, index) => [
    ...(index === 0 ? [] : [""]),
    style.title(title),
    ...table(
      page.columns,
      rows.map(({ name, aspect }, row) => {
        const restPaint = paintOf(style, aspect, row);
        return {
          cells: [{ text: say(name), paint: style.quiet }],
          rest: say(aspect.text),
          ...(restPaint === undefined ? {} : { restPaint }),
        };
      }),
    ),
  ]);
}

/** How the sums are made, and what else is worth knowing. */
function noteLines(page: Page, providers: readonly Compared[]): string[] {
  const rows = providers.map(({ facts, cost }) => {
    const parts = words.sumParts(cost);
    const notes = [...(parts === null ? [] : [parts]), ...cost.notes, ...facts.notes];
    return { cells: [{ text: facts.title }], rest: notes.map((note) => page.say(note)).join("\n") };
  });
  return table(page.columns, rows);
}

function compatibleLines(page: Page, providers: readonly Compared[]): string[] {
  const { say, style } = page;
  return table(
    page.columns,
    providers.map(({ facts, cost }) => ({
      cells: [{ text: facts.title }, { text: say(words.sum(cost)), paint: style.title }],
      rest: say(facts.pricing),
    })),
  );
}

/** `$0.25 per GB a month, as of 2026-11-24`; what was not read on the provider's page says so. */
export function priceText(price: Price): Text {
  const parts = [words.price(price), words.asOf(price.asOf), ...(price.checked ? [] : [words.notReadThere])];
  return join(parts, ", ");
}

/** Prices of one provider that are of one day and one kind stand together. */
function priceLines(page: Page, providers: readonly Compared[]): string[] {
  const { say } = page;
  return table(
    page.columns,
    providers.map(({ facts }) => {
      const kinds = new Map<string, Price[]>();
      for (const price of facts.prices) {
        const kind = `${price.asOf} ${price.checked} ${price.url}`;
        kinds.set(kind, [...(kinds.get(kind) ?? []), price]);
      }
      const lines = [...kinds.values()].flatMap((prices) => {
        const [first] = prices;
        if (first === undefined) return [];
        const amounts = prices.map((price) => say(words.price(price))).join(" · ");
        const day = say(words.asOf(first.asOf));
        const source = first.checked ? day : `${day}, ${say(words.notReadThere)}`;
        return [`${amounts} (${source})`, printable(first.url)];
      });
      const rest = lines.length === 0 ? [say(words.NOT_CHECKED), printable(facts.url)] : lines;
      return { cells: [{ text: facts.title }], rest: rest.join("\n") };
    }),
  );
}

function reasonLines(page: Page, { recommendation, providers }: Comparison): string[] {
  const { say, style } = page;
  const title = (id: string): string => providers.find(({ facts }) => facts.id === id)?.facts.title ?? id;
  return [
    ...recommendation.reasons.flatMap((reason) => sentence(page, say(reason))),
    ...table(
      page.columns,
      recommendation.others.map(({ provider, suits, reason }) => ({
        cells: [{ text: title(provider), paint: suits ? style.title : style.quiet }],
        rest: say(reason),
      })),
    ),
  ];
}
