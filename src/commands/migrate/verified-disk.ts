/** A disk whose every file was found in the store that the app uses now: it is noted, and said how the disk goes. */
import { realpath } from "node:fs/promises";
import path from "node:path";
import { explicitText, type Said } from "../../answers/gather.ts";
import { isMount } from "../../lib/mount.ts";
import { addressAt } from "../../lib/store-address.ts";
import type { Text } from "../../lib/text.ts";
import { diskMayGo } from "../../messages/verified-disk.ts";
import type { Migration } from "../../model/migration.ts";
import { noteVerified } from "../../plan/verified-copies.ts";
import type { Run } from "../run.ts";

/** What is left to do; empty where this was no whole and verified copy of a disk to where uploads go by now. Throws Failure. */
export async function noteDisk(run: Run, root: string, said: Said, migration: Migration): Promise<readonly Text[]> {
  const { from, to, verified, failed, skipped, copied, equal, dryRun, interrupted } = migration;
  // What was left out by rule is on the disk alone.
  if (verified !== true || failed.count + skipped.count > 0 || dryRun || interrupted) return [];
  // While uploads go to the disk, more may arrive behind the copy's back.
  if (to !== configuredStore(said) || !path.isAbsolute(from) || !(await isMount(from).catch(() => false))) return [];
  const files = copied.files + equal.files;
  const endpointUrl = explicitText("endpointUrl", said) ?? null;
  for (const mountPath of new Set([from, await asNamed(run, from)])) {
    await noteVerified(root, { mountPath, to, endpointUrl: to.startsWith("s3:") ? endpointUrl : null, files });
  }
  return [diskMayGo(from, to)];
}

/** The address of the store that the answers file names; null: a disk, or none. */
function configuredStore({ answersFile }: Said): string | null {
  const { provider, bucket, prefix = "media", cloudName, folder = "media" } = answersFile?.values ?? {};
  if (provider === "s3" && typeof bucket === "string") return addressAt("s3", bucket, String(prefix));
  return provider === "cloudinary" && typeof cloudName === "string"
    ? addressAt("cloudinary", cloudName, String(folder))
    : null;
}

/** As --from names the folder, if that is a way to it: render.yaml may name the disk so. */
async function asNamed({ invocation, directory }: Run, folder: string): Promise<string> {
  const given = path.resolve(directory, String(invocation.values.from));
  return (await realpath(given).catch(() => null)) === folder ? given : folder;
}
