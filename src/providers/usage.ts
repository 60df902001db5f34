/** How much a project keeps and sends, and whether its service pays for an instance: what the monthly sums are made from. Pure. */
import type { InstancePlan, Usage } from "../model/comparison.ts";
import type { Project } from "../model/project.ts";

const GB = 1e9;
/** Where files cannot be counted, each counts as 1 MB: a photo of a phone after upload, a scanned page or two. */
const FILES_PER_GB = 1000;

/** What the person asks «what if» about; absent: as the project has it. */
export interface WhatIf {
  readonly gb?: number;
  readonly downloads?: number;
}

/** Without a word about downloads, every file kept is counted as downloaded once a month. */
export function usageOf(media: Pick<Project["media"], "files" | "bytes"> | null, whatIf: WhatIf = {}): Usage {
  const gb = whatIf.gb ?? (media?.bytes ?? 0) / GB;
  const files = whatIf.gb === undefined ? (media?.files ?? 0) : Math.ceil(whatIf.gb * FILES_PER_GB);
  const { downloads } = whatIf;
  return {
    gb,
    files,
    downloads: downloads ?? gb,
    reads: downloads === undefined ? files : Math.ceil(downloads * FILES_PER_GB),
  };
}

/** A plan that render.yaml does not name may be either: Render has changed what it then takes. */
export function instancePlanOf(project: Pick<Project, "service"> | null): InstancePlan {
  const plan = project?.service?.plan ?? null;
  if (plan === null) return "unknown";
  return plan.trim().toLowerCase() === "free" ? "free" : "paid";
}
