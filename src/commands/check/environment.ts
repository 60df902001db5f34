/** On Render itself: does the running service have the variables, and is the disk mounted? */
import { isMount } from "../../lib/mount.ts";
import { Secret } from "../../lib/secrets.ts";
import * as words from "../../messages/check.ts";
import type { Check } from "../../model/check.ts";
import type { EnvVar } from "../../model/provider.ts";

/** Nothing where RENDER is not set. Secrets are looked at for being there, never compared or shown. */
export async function checkEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  wanted: readonly EnvVar[],
): Promise<readonly Check[]> {
  if ((env.RENDER ?? "") === "") return [];
  const checks = wanted.flatMap((variable) => variableCheck(variable, env[variable.key]?.trim() ?? ""));
  const whole: Check = { id: "environment", status: "pass", message: words.environmentWhole(wanted.length) };
  const folder = env.MEDIA_STORAGE === "disk" ? env.MEDIA_ROOT : undefined;
  return [...(checks.length === 0 ? [whole] : checks), ...(folder === undefined ? [] : [await mountCheck(folder)])];
}

function variableCheck({ key, value }: EnvVar, found: string): readonly Check[] {
  if (found === "") return [{ id: "environment", status: "fail", ...words.environmentLacks(key) }];
  if (value instanceof Secret || value === "" || value === found) return [];
  return [{ id: "environment", status: "fail", ...words.environmentDiffers(key, value) }];
}

async function mountCheck(folder: string): Promise<Check> {
  const mounted = await isMount(folder).catch(() => false);
  if (mounted) return { id: "disk-mounted", status: "pass", message: words.diskMounted(folder) };
  return { id: "disk-mounted", status: "fail", ...words.diskNotMounted(folder) };
}
