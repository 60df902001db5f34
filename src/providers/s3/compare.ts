/** What Amazon S3 costs and can do. Prices of us-east-1, Standard. Source: https://aws.amazon.com/s3/pricing/ */
import * as words from "../../messages/provider-facts.ts";
import type { MonthlyCost, Price, ProviderFacts, Usage } from "../../model/comparison.ts";

const URL = "https://aws.amazon.com/s3/pricing/";
/** GB a month that go out for nothing; of a whole AWS account. */
const FREE_DOWNLOADS = 100;

// The page fills its numbers in by script, so these are from second hands.
const price = (id: string, amount: number, unit: Price["unit"]): Price => ({
  id,
  amount,
  unit,
  asOf: "2026-11-24",
  url: URL,
  checked: false,
});
const STORAGE = price("storage", 0.023, words.units.gbMonthOfRegion);
const WRITES = price("writes", 0.005, words.units.thousandWrites);
const READS = price("reads", 0.0004, words.units.thousandReads);
const DOWNLOAD = price("download", 0.09, words.units.gbDownloaded);

export const s3Facts: ProviderFacts = {
  ...words.s3,
  id: "s3",
  provider: "s3",
  title: "Amazon S3",
  url: URL,
  prices: [STORAGE, DOWNLOAD, WRITES, READS],
  monthly,
};

/** Before every write Django asks whether the name is taken, which is a read. */
function monthly({ gb, files, downloads, reads }: Usage): MonthlyCost {
  const storage = gb * STORAGE.amount;
  const requests = (files * WRITES.amount + (files + reads) * READS.amount) / 1000;
  const download = Math.max(0, downloads - FREE_DOWNLOADS) * DOWNLOAD.amount;
  return {
    usd: storage + requests + download,
    instead: null,
    scope: words.scopes.files,
    about: true,
    onTop: false,
    parts: [
      { id: "storage", what: words.parts.storage, usd: storage },
      { id: "requests", what: words.parts.requests, usd: requests },
      { id: "downloads", what: words.parts.downloads, usd: download },
    ],
    notes: [words.s3Estimate],
  };
}
