/** What goes with private access and what with public: a domain without signatures, and a folder that everybody may read. */
import { Failure } from "../lib/failure.ts";
import * as say from "../messages/answers.ts";
import { publicNeedsPrefix } from "../messages/s3-public.ts";
import type { Warning } from "../model/change.ts";
import { type GatheredValue, type GatheredValues, textValue } from "./gathered.ts";
import { questionOf } from "./questions.ts";

/**
 * Throws Failure, exit 2, where the person asked for both: a custom domain with private files, or the whole bucket in public. Drops the
 * domain, with a warning, where only the project says it, or an older answer than the one that made the files private.
 */
export function checkAccess(values: GatheredValues): { values: GatheredValues; warnings: readonly Warning[] } {
  const { access, customDomain, prefix } = values;
  const isS3 = (textValue(values, "provider") ?? "s3") === "s3";
  if (isS3 && access?.value === "public" && prefix?.value === "") {
    throw new Failure(say.publicWithoutPrefix(prefix.detail?.en ?? questionOf("prefix").flag, publicNeedsPrefix));
  }
  if (customDomain === undefined || access?.value !== "private") return { values, warnings: [] };
  const place = customDomain.detail?.en ?? questionOf("customDomain").flag;
  if (!isOlder(customDomain, access)) throw new Failure(say.customDomainPrivate(place));
  const { customDomain: _, ...rest } = values;
  const warning = { code: "custom-domain-ignored", message: say.customDomainIgnored(place), mustAccept: false };
  return { values: rest, warnings: [warning] };
}

function isOlder(domain: GatheredValue, access: GatheredValue): boolean {
  if (domain.source === "project") return true;
  return domain.source === "answers" && ["flag", "env", "prompt"].includes(access.source);
}
