/** Looks at the cloud without changing it: are the keys good, which plan is it, what are its limits? */
import { EXIT, Failure } from "../../lib/failure.ts";
import type { Text } from "../../lib/text.ts";
import * as say from "../../messages/cloudinary.ts";
import type { CloudinaryAnswers } from "../../model/answers.ts";
import type { Warning } from "../../model/change.ts";
import type { Check } from "../../model/check.ts";
import type { ProviderContext, Survey } from "../../model/provider.ts";
import { admin, type Cloud, cloudOf } from "./api.ts";
import { notCloudinary } from "./errors.ts";
import { cloudNameProblem, folderProblem, uploadPrefixProblem } from "./forms.ts";

const LIMITS_DOCS = "https://cloudinary.com/documentation/developer_onboarding_faq";
/** The part of the credits that is left, below which it is said. */
const LOW = 0.1;

/** Throws Failure: 2 for a value that cannot be right, 1 for keys that are refused and a host that is not reached. */
export async function survey(answers: CloudinaryAnswers, context: ProviderContext): Promise<Survey<CloudinaryAnswers>> {
  refuseBadForms(answers);
  const cloud = cloudOf(answers, context);
  const ping = await admin(cloud, "ping");
  if (!ping.ok) throw ping.failure;
  const host = new URL(cloud.host).host;
  // https://cloudinary.com/documentation/admin_api#ping
  if (ping.answer.json.status !== "ok") throw notCloudinary({ host, operation: "ping", cloud: answers.cloudName });
  const message = say.pinged(answers.cloudName, host, context.credentials.detail);
  const checks: Check[] = [{ id: "cloudinary-ping", status: "pass", message }, await usage(cloud)];
  return { answers, corrections: [], checks, warnings: [accessWarning(answers)], changes: [] };
}

/** What is private here is less private than elsewhere: said where it is decided, and accepted with the plan. */
function accessWarning({ access }: CloudinaryAnswers): Warning {
  const words = access === "private" ? say.linksNeverExpire : say.everybodyReads;
  const code = access === "private" ? "links-never-expire" : "links-are-public";
  return { code, ...words, mustAccept: true };
}

async function usage(cloud: Cloud): Promise<Check> {
  const outcome = await admin(cloud, "usage");
  if (!outcome.ok) {
    const { status } = outcome.refusal;
    // The app itself never asks: a key without this right is good enough.
    if (status === 401 || status === 403 || status === 404) {
      return { id: "cloudinary-usage", status: "skip", message: say.usageUnreadable(status) };
    }
    throw outcome.failure;
  }
  const found = usageIn(outcome.answer.json);
  const { used, limit } = found;
  const low = used !== null && limit !== null && limit - used < limit * LOW;
  return {
    id: "cloudinary-usage",
    status: low ? "warn" : "pass",
    message: say.usageIs(found),
    ...(low ? { next: say.creditsLow } : {}),
    docsUrl: LIMITS_DOCS,
  };
}

/** https://cloudinary.com/documentation/admin_api#get_product_environment_usage_details; fields may be missing on some plans. */
export function usageIn(json: Readonly<Record<string, unknown>>): say.Usage {
  return {
    plan: typeof json.plan === "string" && json.plan !== "" ? json.plan : "?",
    used: numberAt(json, "credits", "usage"),
    limit: numberAt(json, "credits", "limit"),
    largestImage: numberAt(json, "media_limits", "image_max_size_bytes"),
    largestVideo: numberAt(json, "media_limits", "video_max_size_bytes"),
    largestRaw: numberAt(json, "media_limits", "raw_max_size_bytes"),
  };
}

function numberAt(json: Readonly<Record<string, unknown>>, group: string, name: string): number | null {
  const inner = json[group];
  const value = typeof inner === "object" && inner !== null ? Reflect.get(inner, name) : undefined;
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** Answers were checked where they were given; whoever calls this with others (a hand-made answers file) is told the same here. */
function refuseBadForms({ cloudName, folder, uploadPrefix }: CloudinaryAnswers): void {
  const problems: readonly (readonly [string, Text | null])[] = [
    ["--cloud-name", cloudNameProblem(cloudName)],
    ["--folder", folderProblem(folder)],
    ["--upload-prefix", uploadPrefix === undefined ? null : uploadPrefixProblem(uploadPrefix)],
  ];
  for (const [place, message] of problems) {
    if (message === null) continue;
    throw new Failure({ code: "invalid-value", exit: EXIT.usage, message, place, next: say.giveAnother(place) });
  }
}
