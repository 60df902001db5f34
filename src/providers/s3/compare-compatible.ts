/** What services that speak S3's protocol cost and can do, as far as their own pages were read. */
import * as words from "../../messages/provider-facts.ts";
import type { MonthlyCost, Price, ProviderFacts, Usage } from "../../model/comparison.ts";

const R2_URL = "https://developers.cloudflare.com/r2/pricing/";
const R2_FREE = { gb: 10, writes: 1e6, reads: 1e7 } as const;
const MILLION = 1e6;

const ofR2 = (id: string, amount: number, unit: Price["unit"]): Price => ({
  id,
  amount,
  unit,
  asOf: "2026-11-24",
  url: R2_URL,
  checked: true,
});
const R2_STORAGE = ofR2("storage", 0.015, words.units.gbMonth);
const R2_WRITES = ofR2("writes", 4.5, words.units.millionWrites);
const R2_READS = ofR2("reads", 0.36, words.units.millionReads);

export const COMPATIBLE_FACTS: readonly ProviderFacts[] = [
  {
    ...words.r2,
    id: "r2",
    provider: "s3",
    title: "Cloudflare R2",
    url: R2_URL,
    prices: [R2_STORAGE, R2_WRITES, R2_READS],
    monthly: monthlyOfR2,
  },
  {
    ...words.b2,
    id: "b2",
    provider: "s3",
    title: "Backblaze B2",
    url: "https://www.backblaze.com/cloud-storage/pricing",
    prices: [],
    monthly: notKnown,
  },
  {
    ...words.spaces,
    id: "spaces",
    provider: "s3",
    title: "DigitalOcean Spaces",
    url: "https://www.digitalocean.com/products/spaces",
    prices: [],
    monthly: notKnown,
  },
];

/** Usage is rounded up to the next unit that is billed: a GB, a million requests. Downloads cost nothing. Source: R2_URL. */
function monthlyOfR2({ gb, files, reads }: Usage): MonthlyCost {
  const storage = Math.max(0, Math.ceil(gb) - R2_FREE.gb) * R2_STORAGE.amount;
  const requests =
    millions(files - R2_FREE.writes) * R2_WRITES.amount + millions(files + reads - R2_FREE.reads) * R2_READS.amount;
  return {
    usd: storage + requests,
    instead: null,
    scope: words.scopes.files,
    about: true,
    onTop: false,
    parts: [
      { id: "storage", what: words.parts.storage, usd: storage },
      { id: "requests", what: words.parts.requests, usd: requests },
    ],
    notes: [],
  };
}

function millions(requests: number): number {
  return Math.max(0, Math.ceil(requests / MILLION));
}

function notKnown(): MonthlyCost {
  return {
    usd: null,
    instead: words.notChecked,
    scope: words.scopes.files,
    about: false,
    onTop: false,
    parts: [],
    notes: [words.pricesNotChecked],
  };
}
