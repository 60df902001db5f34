/** Which other services of render.yaml start from the same code. */
import type { BlueprintFile, BlueprintService } from "../model/project.ts";

/** Types that run a program; the others keep data or serve files. */
const PROGRAMS = new Set(["web", "worker", "pserv", "cron"]);

/** The other services that are built from the same folder in the same way: they load the same settings. */
export function sameCode(blueprint: BlueprintFile, service: BlueprintService): readonly BlueprintService[] {
  return blueprint.services.filter(
    (other) =>
      other.name !== service.name &&
      PROGRAMS.has(other.type) &&
      other.runtime === service.runtime &&
      (other.rootDir ?? "") === (service.rootDir ?? "") &&
      (other.dockerfilePath ?? "") === (service.dockerfilePath ?? ""),
  );
}
