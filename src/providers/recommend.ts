/** Which provider suits a project, from facts of it alone, each reason a sentence. Pure. */
import * as say from "../messages/recommendation.ts";
import type { Recommendation, Usage } from "../model/comparison.ts";
import type { BlueprintService, Project } from "../model/project.ts";
import { renderDiskFacts } from "./render-disk/compare.ts";
import { s3Facts } from "./s3/compare.ts";
import { instancePlanOf } from "./usage.ts";

type Other = Recommendation["others"][number];

/** S3 throughout: the only one that is private with an end, and open to every instance. What speaks for another is said beside it. */
export function recommend(project: Project | null, usage: Usage): Recommendation {
  const documents = documentFields(project);
  return {
    provider: s3Facts.provider,
    title: s3Facts.title,
    access: "private",
    reasons: [
      documents.length > 0 ? say.documentsNeedPrivacy(documents) : say.privateByDefault,
      ...(severalReaders(project) ? [say.anyInstances] : []),
    ],
    others: [aboutCloudinary(project, documents), ...aboutDisk(project, usage)],
  };
}

/** A field that takes any file takes documents. One with a storage of its own is nobody's business here. */
function documentFields(project: Project | null): readonly string[] {
  return fieldsHere(project).flatMap(({ image, model, field }) => (image === true ? [] : [`${model}.${field}`]));
}

function fieldsHere(project: Project | null): Project["fileFields"] {
  return (project?.fileFields ?? []).filter(({ ownStorage }) => !ownStorage);
}

function aboutCloudinary(project: Project | null, documents: readonly string[]): Other {
  const fields = fieldsHere(project);
  const provider = "cloudinary";
  if (documents.length > 0) return { provider, suits: false, reason: say.linksNeverExpire };
  if (fields.length > 0) return { provider, suits: true, reason: say.imagesOnly(fields.length) };
  return { provider, suits: false, reason: say.forImages };
}

function aboutDisk(project: Project | null, usage: Usage): readonly Other[] {
  const provider = "render-disk";
  const lines = project?.bypasses.length ?? 0;
  const code: readonly Other[] = lines > 0 ? [{ provider, suits: true, reason: say.noCodeChange(lines) }] : [];
  return [{ provider, ...verdictOnDisk(project, usage) }, ...code];
}

function verdictOnDisk(project: Project | null, usage: Usage): Pick<Other, "suits" | "reason"> {
  const service = project?.service ?? null;
  const others = otherServices(project);
  const plan = instancePlanOf(project);
  if (service !== null && service.mostInstances > 1) {
    return { suits: false, reason: say.severalInstances(service.name, service.mostInstances) };
  }
  if (others.length > 0) {
    const names = others.map(({ name }) => name);
    return { suits: false, reason: say.otherServices(names, project?.blueprint?.file ?? "render.yaml") };
  }
  if (service !== null && plan === "paid") {
    return { suits: true, reason: say.simplest(service.name, renderDiskFacts.monthly(usage, plan).usd ?? 0) };
  }
  return { suits: false, reason: say.needsPaidPlan(plan === "free" ? (service?.name ?? null) : null) };
}

function severalReaders(project: Project | null): boolean {
  return otherServices(project).length > 0 || (project?.service?.mostInstances ?? 1) > 1;
}

/** Services with code of their own, which might read uploads; a static site, a database or a Redis does not. */
function otherServices(project: Project | null): readonly BlueprintService[] {
  const { blueprint, service } = project ?? { blueprint: null, service: null };
  if (blueprint === null || service === null) return [];
  return blueprint.services.filter(
    (one) =>
      one.name !== service.name && ["web", "worker", "pserv", "cron"].includes(one.type) && one.runtime !== "static",
  );
}
