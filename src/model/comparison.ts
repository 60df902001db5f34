/** The providers side by side: what each costs and can do, as facts with their sources. */
import type { Text } from "../lib/text.ts";
import type { ProviderId } from "./answers.ts";

/** How much is kept, and how much goes out in a month. A GB has 10⁹ bytes: never less than what a provider counts as one. */
export interface Usage {
  readonly gb: number;
  /** Files kept; each counts as written once a month. */
  readonly files: number;
  /** GB downloaded in a month. */
  readonly downloads: number;
  /** Files downloaded in a month. */
  readonly reads: number;
}

/** Whether the Django service pays for its instance already: a disk needs that. */
export type InstancePlan = "paid" | "free" | "unknown";

/** A price in US dollars, as it was on a day. Never a promise. */
export interface Price {
  /** For scripts: `storage`, `download`. */
  readonly id: string;
  readonly amount: number;
  /** `per GB a month` */
  readonly unit: Text;
  /** The day we last looked, `2026-11-24`. */
  readonly asOf: string;
  /** Where the provider publishes it. */
  readonly url: string;
  /** false: known from elsewhere, and not read on the provider's own page. */
  readonly checked: boolean;
}

/** One summand of a monthly sum, in US dollars. */
export interface CostPart {
  /** For scripts: `storage`, `plan`. */
  readonly id: string;
  readonly what: Text;
  readonly usd: number;
}

export interface MonthlyCost {
  /** US dollars, before taxes; null: it cannot be said. */
  readonly usd: number | null;
  /** In place of a sum that cannot be said. */
  readonly instead: Text | null;
  /** What the sum stands for: `a month for your files`. */
  readonly scope: Text;
  /** An estimate, where the provider counts what we cannot (requests). */
  readonly about: boolean;
  /** The sum comes on top of what is paid for already: the instance that a disk needs. */
  readonly onTop: boolean;
  readonly parts: readonly CostPart[];
  /** What the sum leaves out, or rests on. */
  readonly notes: readonly Text[];
}

/** `unknown`: we have not checked, and say so. */
export type Standing = "yes" | "partly" | "no" | "unknown";

/** `text` is short enough for a narrow column. */
export interface Aspect {
  readonly is: Standing;
  readonly text: Text;
}

/** In the order in which they are shown. */
export const ASPECTS = [
  "free",
  "permanence",
  "privateFiles",
  "cdn",
  "backups",
  "transformations",
  "scaling",
  "zeroDowntime",
] as const;
export type AspectName = (typeof ASPECTS)[number];

export type ComparedId = ProviderId | "r2" | "b2" | "spaces";

/** What is known of one provider, or of one service that speaks the protocol of S3. Plain and light: the first question reads it too. */
export interface ProviderFacts {
  readonly id: ComparedId;
  /** What `--provider` calls it. */
  readonly provider: ProviderId;
  readonly title: string;
  /** What it is good at, and what it is not: the first line of the choice. */
  readonly goodFor: Text;
  /** The price in a few words, where there are no files to count: the second line of the choice. */
  readonly pricing: Text;
  readonly aspects: Readonly<Record<AspectName, Aspect>>;
  /** What is left for the person to do. */
  readonly effort: Text;
  /** What else is worth knowing before choosing it. */
  readonly notes: readonly Text[];
  readonly prices: readonly Price[];
  /** Where to check all of it. */
  readonly url: string;
  /** Pure. */
  monthly(usage: Usage, plan: InstancePlan): MonthlyCost;
}

/** One provider with what it costs here. */
export interface Compared {
  readonly facts: ProviderFacts;
  readonly cost: MonthlyCost;
  /** Lines of the project that must change for it; null: no project was read. */
  readonly linesToChange: number | null;
}

export interface Recommendation {
  readonly provider: ProviderId;
  readonly title: string;
  readonly access: "private";
  /** One sentence each, the strongest first; at least one. */
  readonly reasons: readonly Text[];
  /** What speaks for (`suits`) or against the others here. */
  readonly others: readonly { readonly provider: ProviderId; readonly suits: boolean; readonly reason: Text }[];
}

export interface Comparison {
  readonly usage: Usage;
  /** How the usage came about, a sentence each. */
  readonly basis: readonly Text[];
  readonly providers: readonly Compared[];
  readonly recommendation: Recommendation;
}
