/** The comparison off a terminal: one fact a line, each with the name of its provider first. */
import { join, type Text, verbatim } from "../lib/text.ts";
import * as words from "../messages/comparison.ts";
import type { Compared, Comparison } from "../model/comparison.ts";
import { priceText, rowsOf } from "./human-comparison.ts";

export interface PlainFact {
  readonly label: Text;
  readonly text: Text;
}

export function comparisonFacts({ basis, providers, recommendation }: Comparison): readonly PlainFact[] {
  return [
    ...basis.map((text) => ({ label: words.BASIS, text })),
    ...providers.flatMap(factsOf),
    ...recommendation.reasons.map((text) => ({ label: words.recommended(recommendation.title), text })),
    ...recommendation.others.map(({ provider, reason }) => ({
      label: verbatim(providers.find(({ facts }) => facts.id === provider)?.facts.title ?? provider),
      text: reason,
    })),
  ];
}

function factsOf(compared: Compared): readonly PlainFact[] {
  const { facts, cost } = compared;
  const label = verbatim(facts.title);
  const parts = words.sumParts(cost);
  const prices =
    facts.prices.length === 0
      ? [join([words.NOT_CHECKED, verbatim(facts.url)], ", ")]
      : facts.prices.map((price) => join([priceText(price), verbatim(price.url)], ", "));
  return [
    ...rowsOf(compared).map(({ name, aspect }) => ({ label, text: named(name, aspect.text) })),
    ...(parts === null ? [] : [{ label, text: named(words.COST, parts) }]),
    ...[...cost.notes, ...facts.notes].map((text) => ({ label, text })),
    ...prices.map((text) => ({ label, text: named(words.PRICE, text) })),
  ];
}

/** `backups: versions, if you turn them on` */
function named(name: Text, text: Text): Text {
  return join([lower(name), text], ": ");
}

function lower({ en, es }: Text): Text {
  const first = (words: string): string => words.replace(/^\p{Lu}(?=[\p{Ll}\s])/u, (letter) => letter.toLowerCase());
  return { en: first(en), es: first(es) };
}
