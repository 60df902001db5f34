/** The providers side by side for one project, or for none: who there is, what each costs here, and the words for the first question. Pure. */
import type { Text } from "../lib/text.ts";
import { join } from "../lib/text.ts";
import * as say from "../messages/comparison.ts";
import type { Compared, Comparison, ProviderFacts, Usage } from "../model/comparison.ts";
import type { Project } from "../model/project.ts";
import { recommend } from "./recommend.ts";
import { PROVIDERS } from "./registry.ts";
import { COMPATIBLE_FACTS } from "./s3/compare-compatible.ts";
import { instancePlanOf, usageOf, type WhatIf } from "./usage.ts";

/** In the order in which they are shown: the providers, then the services that speak S3's protocol. */
export const ALL_FACTS: readonly ProviderFacts[] = [...PROVIDERS.map(({ compare }) => compare), ...COMPATIBLE_FACTS];

export function compareProviders(project: Project | null, whatIf: WhatIf): Comparison {
  const usage = usageOf(project?.media ?? null, whatIf);
  const plan = instancePlanOf(project);
  return {
    usage,
    basis: basis(project, usage, whatIf),
    providers: ALL_FACTS.map((facts) => ({
      facts,
      cost: facts.monthly(usage, plan),
      linesToChange: linesToChange(facts, project),
    })),
    recommendation: recommend(project, usage),
  };
}

/** The two lines of a choice: what it is good at, and what it costs with the files of this project. */
export function choiceHint(facts: ProviderFacts, project: Project): Text {
  const usage = usageOf(project.media);
  const cost = facts.monthly(usage, instancePlanOf(project));
  return join([facts.goodFor, say.hint(cost, usage.files, facts.pricing)], "\n");
}

/** What opens files by path goes on working where they lie in a folder. */
function linesToChange({ provider }: ProviderFacts, project: Project | null): Compared["linesToChange"] {
  if (project === null) return null;
  return provider === "render-disk" ? 0 : project.bypasses.length;
}

function basis(project: Project | null, usage: Usage, { gb, downloads }: WhatIf): readonly Text[] {
  const media = project?.media;
  const kept =
    gb !== undefined || media === undefined
      ? say.asked(usage)
      : media.files === 0
        ? say.nothingHere
        : say.countedHere(media.root ?? "media", media.files, media.bytes);
  return [
    kept,
    downloads === undefined ? say.eachDownloadedOnce : say.askedDownloads(usage),
    ...(gb === undefined && downloads === undefined ? [say.askWhatIf] : []),
  ];
}
