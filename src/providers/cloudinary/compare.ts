/** What Cloudinary costs and can do. Sources: https://cloudinary.com/documentation/billing_and_plans and https://cloudinary.com/pricing */
import * as words from "../../messages/provider-facts.ts";
import type { MonthlyCost, Price, ProviderFacts, Usage } from "../../model/comparison.ts";

const URL = "https://cloudinary.com/pricing";
/** Credits a month of the free plan; one is 1 GB kept, 1 GB sent or 1,000 transformations. */
const FREE_CREDITS = 25;

interface Plan {
  readonly name: string;
  readonly credits: number;
  readonly price: Price;
}

// Read elsewhere: the page of plans shows them by script.
const plan = (name: string, credits: number, amount: number): Plan => ({
  name,
  credits,
  price: {
    id: name.toLowerCase(),
    amount,
    unit: words.planUnit(name, credits),
    asOf: "2026-11-24",
    url: URL,
    checked: false,
  },
});
/** From the smallest. */
const PLANS: readonly Plan[] = [plan("Plus", 225, 99), plan("Advanced", 600, 249)];

export const cloudinaryFacts: ProviderFacts = {
  ...words.cloudinary,
  id: "cloudinary",
  provider: "cloudinary",
  title: "Cloudinary",
  url: URL,
  prices: PLANS.map(({ price }) => price),
  monthly,
};

/** The plan whose credits are enough for what is kept and sent; how often images are transformed nobody knows yet. */
function monthly({ gb, downloads }: Usage): MonthlyCost {
  const credits = gb + downloads;
  const base = { instead: null, scope: words.scopes.files, about: false, onTop: false };
  if (credits <= FREE_CREDITS) {
    return { ...base, usd: 0, parts: [], notes: [words.creditsUsed(credits, FREE_CREDITS)] };
  }
  const enough = PLANS.find((one) => credits <= one.credits);
  if (enough === undefined) {
    const notes = [words.creditsUsed(credits, null)];
    return { ...base, usd: null, instead: words.largerPlan, parts: [], notes };
  }
  return {
    ...base,
    usd: enough.price.amount,
    scope: words.scopes.plan(enough.name),
    parts: [{ id: "plan", what: words.planPart(enough.name), usd: enough.price.amount }],
    notes: [words.creditsUsed(credits, enough.credits)],
  };
}
