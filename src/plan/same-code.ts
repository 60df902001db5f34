/** What a change of the service's variables means for the other services that start from the same code. */
import { otherServicesNeed, otherServicesShare } from "../messages/plan.ts";
import type { Warning } from "../model/change.ts";
import type { BlueprintFile, BlueprintService } from "../model/project.ts";
import { sameCode } from "../render/same-code.ts";

/**
 * What the person must know about them: those that get the variables too, because an anchor makes the list theirs as well, and those that do
 * not have `key` and refuse to start on Render without it. `after`: the file as it will be.
 */
export function sameCodeWarnings(
  before: BlueprintFile,
  after: BlueprintFile,
  service: BlueprintService,
  key: string,
): readonly Warning[] {
  const had = new Set(before.services.filter((one) => key in one.env).map((one) => one.name));
  const others = sameCode(after, service);
  const given = others.filter((one) => key in one.env && !had.has(one.name)).map((one) => one.name);
  const lacking = others.filter((one) => !has(after, one, key)).map((one) => one.name);
  return [
    ...(given.length === 0
      ? []
      : [{ code: "shared-variables", ...otherServicesShare(given, service.name), mustAccept: false }]),
    ...(lacking.length === 0
      ? []
      : [{ code: "services-without-variables", ...otherServicesNeed(lacking, service), mustAccept: false }]),
  ];
}

function has(blueprint: BlueprintFile, service: BlueprintService, key: string): boolean {
  const groups = blueprint.groups.filter((group) => service.envGroups.includes(group.name));
  return key in service.env || groups.some((group) => key in group.env);
}
