/** What a persistent disk at Render costs and can do. Sources: https://render.com/docs/disks and https://render.com/pricing */
import * as words from "../../messages/provider-facts.ts";
import type { InstancePlan, MonthlyCost, Price, ProviderFacts, Usage } from "../../model/comparison.ts";

const URL = "https://render.com/pricing";
const SMALLEST_GB = 1;

const STORAGE: Price = {
  id: "disk",
  amount: 0.25,
  unit: words.units.gbMonth,
  asOf: "2026-11-24",
  url: URL,
  checked: true,
};
const STARTER: Price = {
  id: "instance",
  amount: 7,
  unit: words.units.starter,
  asOf: "2026-11-24",
  url: URL,
  checked: true,
};
const OUTBOUND: Price = {
  id: "download",
  amount: 0.15,
  unit: words.units.gbOutbound,
  asOf: "2026-11-24",
  url: "https://render.com/docs/outbound-bandwidth",
  checked: false,
};

export const renderDiskFacts: ProviderFacts = {
  ...words.renderDisk,
  id: "render-disk",
  provider: "render-disk",
  title: "Render disk",
  url: URL,
  prices: [STORAGE, STARTER, OUTBOUND],
  monthly,
};

/** Sold in whole GB. An instance that is paid for already is no cost of the disk. */
function monthly({ gb }: Usage, plan: InstancePlan): MonthlyCost {
  const sizeGB = Math.max(SMALLEST_GB, Math.ceil(gb));
  const disk = { id: "disk", what: words.parts.disk, usd: sizeGB * STORAGE.amount };
  const instance = { id: "instance", what: words.parts.instance, usd: STARTER.amount };
  const parts = plan === "paid" ? [disk] : [disk, instance];
  return {
    usd: parts.reduce((sum, { usd }) => sum + usd, 0),
    instead: null,
    scope: plan === "paid" ? words.scopes.instancePaid : words.scopes.withInstance,
    about: false,
    onTop: plan === "paid",
    parts,
    notes: [words.diskSum[plan](sizeGB), words.outboundNotCounted],
  };
}
