/** Values that are each fine and do not go together. */
import { Failure } from "../lib/failure.ts";
import * as say from "../messages/answers.ts";
import type { Warning } from "../model/change.ts";
import { awsRegionProblem } from "../providers/s3/regions.ts";
import { type GatheredValues, listValue, textValue } from "./gathered.ts";
import { questionOf } from "./questions.ts";

export interface Together {
  readonly values: GatheredValues;
  readonly warnings: readonly Warning[];
  /** Codes of the warnings that another answer may make untrue: they are taken back before these are added. */
  readonly codes: readonly string[];
}

const NO_ORIGINS = "direct-upload-without-origins";
const DOMAIN_IGNORED = "custom-domain-ignored";

/** Throws Failure, exit 2, where the person asked for both; drops, with a warning, what only the project says. */
export function checkTogether(values: GatheredValues): Together {
  const warnings: Warning[] = [];
  let checked = values;
  const { customDomain, region } = values;
  if (customDomain !== undefined && textValue(values, "access") === "private") {
    const place = customDomain.detail?.en ?? questionOf("customDomain").flag;
    if (customDomain.source !== "project") {
      const access = questionOf("access");
      const publicIsBuilt = access.kind === "choice" && !access.unbuilt.includes("public");
      throw new Failure(say.customDomainPrivate(place, publicIsBuilt));
    }
    const { customDomain: _, ...rest } = values;
    checked = rest;
    warnings.push({ code: DOMAIN_IGNORED, message: say.customDomainIgnored(place), mustAccept: false });
  }
  if (region !== undefined && values.endpointUrl === undefined) {
    const problem = awsRegionProblem(String(region.value));
    if (problem !== null) {
      throw new Failure(say.badValue(region.detail?.en ?? questionOf("region").flag, problem, null));
    }
  }
  if (values.directUpload?.value === true && listValue(values, "corsOrigin").length === 0) {
    warnings.push({
      code: NO_ORIGINS,
      message: say.directUploadWithoutOrigins,
      next: say.giveOrigins,
      mustAccept: false,
    });
  }
  return { values: checked, warnings, codes: [NO_ORIGINS] };
}
