/** Values that are each fine and do not go together. */
import { Failure } from "../lib/failure.ts";
import * as say from "../messages/answers.ts";
import { perhapsItsName, regionInHost, regionRefused, regionReplaced } from "../messages/s3-services.ts";
import type { Warning } from "../model/change.ts";
import { awsRegionProblem } from "../providers/s3/regions.ts";
import { bucketInEndpoint } from "../providers/s3/service-endpoint.ts";
import { regionOf, serviceOf, takesRegion } from "../providers/s3/services.ts";
import { checkAccess } from "./access.ts";
import { type GatheredValue, type GatheredValues, listValue, textValue } from "./gathered.ts";
import { questionOf } from "./questions.ts";

export interface Together {
  readonly values: GatheredValues;
  readonly warnings: readonly Warning[];
  /** Codes of the warnings that another answer may make untrue: they are taken back before these are added. */
  readonly codes: readonly string[];
}

const NO_ORIGINS = "direct-upload-without-origins";
const REGION_REPLACED = "region-replaced";
const BUCKET_IN_ENDPOINT = "bucket-in-endpoint";

/** Throws Failure, exit 2, where the person asked for both; drops, with a warning, what only the project says. */
export function checkTogether(values: GatheredValues): Together {
  const access = checkAccess(values);
  const warnings: Warning[] = [...access.warnings];
  let checked = access.values;
  const { region } = values;
  const endpoint = textValue(values, "endpointUrl");
  if (region !== undefined && values.endpointUrl === undefined) {
    const problem = awsRegionProblem(String(region.value));
    if (problem !== null) {
      throw new Failure(say.badValue(region.detail?.en ?? questionOf("region").flag, problem, null));
    }
  }
  if (endpoint !== undefined) {
    const around = checkEndpoint(endpoint, checked);
    checked = around.values;
    warnings.push(...around.warnings);
  }
  if (values.directUpload?.value === true && listValue(values, "corsOrigin").length === 0) {
    warnings.push({
      code: NO_ORIGINS,
      message: say.directUploadWithoutOrigins,
      next: say.giveOrigins,
      mustAccept: false,
    });
  }
  return { values: checked, warnings, codes: [NO_ORIGINS, BUCKET_IN_ENDPOINT] };
}

/** The endpoint of another service beside the bucket and the region. */
function checkEndpoint(endpoint: string, values: GatheredValues): Omit<Together, "codes"> {
  const { bucket, region } = values;
  const service = serviceOf(endpoint);
  const warnings: Warning[] = [];
  // The host of a known service has been judged already.
  const held = bucket === undefined || service !== null ? null : bucketInEndpoint(endpoint, String(bucket.value));
  if (held?.where === "path") throw new Failure(say.badValue(placeOf(values, "endpointUrl"), held.problem, null));
  if (held?.where === "host") {
    warnings.push({ code: BUCKET_IN_ENDPOINT, message: held.problem, next: perhapsItsName, mustAccept: false });
  }
  const right = regionOf(endpoint);
  if (service === null || right === null || region === undefined || takesRegion(endpoint, String(region.value))) {
    return { values, warnings };
  }
  const place = placeOf(values, "region");
  const said = String(region.value);
  if (!isWeak(region)) throw new Failure(say.badValue(place, regionRefused(service.title, said, right), right));
  if (region.source !== "default") {
    warnings.push({
      code: REGION_REPLACED,
      ...regionReplaced(place, said, service.title, right),
      mustAccept: false,
    });
  }
  const detail = regionInHost(service.title);
  return { values: { ...values, region: { value: right, source: "default", detail } }, warnings };
}

/** AWS_REGION is the shell's, for whatever else runs there; the project's word may be from before the service was chosen. */
function isWeak({ source, detail }: GatheredValue): boolean {
  return source === "project" || source === "default" || (source === "env" && detail?.en === "AWS_REGION");
}

function placeOf(values: GatheredValues, name: "region" | "endpointUrl"): string {
  return values[name]?.detail?.en ?? questionOf(name).flag;
}
