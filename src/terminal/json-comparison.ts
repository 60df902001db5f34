/** The comparison as data for scripts: amounts as numbers, standings as words that do not change, sentences in the language of the run. */
import type { Text } from "../lib/text.ts";
import type { Json } from "../model/change.ts";
import { ASPECTS, type Comparison } from "../model/comparison.ts";

type Say = (text: Text) => string;

export function comparisonJson(
  { usage, providers, recommendation }: Comparison,
  say: Say,
): { readonly usage: Json; readonly comparison: Json; readonly recommendation: Json } {
  return {
    usage: { gb: rounded(usage.gb), files: usage.files, downloadsGb: rounded(usage.downloads), reads: usage.reads },
    comparison: providers.map(({ facts, cost, linesToChange }) => ({
      provider: facts.provider,
      service: facts.id,
      title: facts.title,
      monthlyUsd: cost.usd === null ? null : rounded(cost.usd),
      estimate: cost.about,
      onTopOfWhatIsPaid: cost.onTop,
      parts: cost.parts.map(({ id, usd }) => ({ id, usd: rounded(usd) })),
      ...Object.fromEntries(
        ASPECTS.map((name) => [name, { is: facts.aspects[name].is, text: say(facts.aspects[name].text) }]),
      ),
      effort: say(facts.effort),
      linesToChange,
      notes: [...cost.notes, ...facts.notes].map(say),
      prices: facts.prices.map(({ id, amount, unit, asOf, url, checked }) => ({
        id,
        amount,
        currency: "USD",
        unit: say(unit),
        asOf,
        url,
        checked,
      })),
      url: facts.url,
    })),
    recommendation: {
      provider: recommendation.provider,
      access: recommendation.access,
      reasons: recommendation.reasons.map(say),
      others: recommendation.others.map(({ provider, suits, reason }) => ({ provider, suits, reason: say(reason) })),
    },
  };
}

/** To a ten-thousandth of a cent: sums of binary fractions have tails that mean nothing. */
function rounded(value: number): number {
  return Number(value.toFixed(6));
}
