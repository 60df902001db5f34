/**
 * Copies of a disk that `migrate --verify` found whole, noted in the state folder of the machine that made them: what allows setup to take the
 * disk out of render.yaml. A note says what was copied where, and in which state of the repository; it counts for nothing else.
 */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { Failure } from "../lib/failure.ts";
import { git } from "../lib/git.ts";
import { record } from "../lib/record.ts";
import { writeRefused } from "../messages/plan.ts";
import { ANSWERS_FILE } from "../model/answers.ts";
import { codeOf, hashOf, readImage } from "./file-image.ts";
import { STATE_FOLDER } from "./journal.ts";

export interface VerifiedCopy {
  /** Where the disk is mounted, absolute. */
  readonly mountPath: string;
  /** `s3://bucket/prefix`, `cloudinary://cloud/folder` */
  readonly to: string;
  /** Of a service that is not Amazon's. */
  readonly endpointUrl: string | null;
  readonly files: number;
}

/** What the app was set up for when the copy was verified. */
interface Noted extends VerifiedCopy {
  readonly version: 1;
  readonly answers: string;
  /** The commit; null outside of git. */
  readonly commit: string | null;
}

/** Throws Failure where nothing can be written. Returns the file. */
export async function noteVerified(root: string, copy: VerifiedCopy): Promise<string> {
  const folder = folderOf(root);
  const file = path.join(folder, `${hashOf(Buffer.from(copy.mountPath))?.slice(0, 12)}.json`);
  const noted: Noted = { version: 1, ...copy, answers: await answersNow(root), commit: await commitNow(root) };
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(file, `${JSON.stringify(noted, null, 2)}\n`, { mode: 0o600 });
  } catch (error) {
    throw new Failure(writeRefused(STATE_FOLDER, codeOf(error)), { cause: error });
  }
  return file;
}

/**
 * A note of exactly this copy, made since the app has been set up as it is now; null: none. An app that went back to the disk in between, here or
 * in commits of somebody else, has put files there that the note knows nothing of.
 */
export async function verifiedCopy(root: string, wanted: Omit<VerifiedCopy, "files">): Promise<VerifiedCopy | null> {
  for (const name of await readdir(folderOf(root)).catch(() => [])) {
    const noted = parsed(await readFile(path.join(folderOf(root), name), "utf8").catch(() => ""));
    if (noted === null || noted.mountPath !== wanted.mountPath || noted.to !== wanted.to) continue;
    if (noted.endpointUrl !== wanted.endpointUrl || noted.answers !== (await answersNow(root))) continue;
    if (await isUntouched(root, noted.commit)) return noted;
  }
  return null;
}

/** Uploads go to a disk again: what was copied of it is not all of it any more. */
export async function forgetVerified(root: string): Promise<void> {
  await rm(folderOf(root), { recursive: true, force: true }).catch(() => undefined);
}

function folderOf(root: string): string {
  return path.join(root, STATE_FOLDER, "verified");
}

async function answersNow(root: string): Promise<string> {
  const image = await readImage(path.join(root, ANSWERS_FILE));
  return hashOf(image?.bytes ?? null) ?? "";
}

async function commitNow(root: string): Promise<string | null> {
  const { code, stdout } = await git(root, ["rev-parse", "--verify", "--quiet", "HEAD"]);
  return code === 0 ? stdout.toString("utf8").trim() : null;
}

/** No commit since then has changed the answers. */
async function isUntouched(root: string, commit: string | null): Promise<boolean> {
  if (commit === null) return (await commitNow(root)) === null;
  const { code, stdout } = await git(root, ["log", "--format=%H", `${commit}..HEAD`, "--", ANSWERS_FILE]);
  return code === 0 && stdout.toString("utf8").trim() === "";
}

function parsed(text: string): Noted | null {
  try {
    const noted = record(JSON.parse(text));
    if (noted.version !== 1) return null;
    const { mountPath, to, endpointUrl, files, answers, commit } = noted;
    if (typeof mountPath !== "string" || typeof to !== "string" || typeof answers !== "string") return null;
    if (endpointUrl !== null && typeof endpointUrl !== "string") return null;
    if (commit !== null && (typeof commit !== "string" || !/^[0-9a-f]{40,64}$/.test(commit))) return null;
    return { version: 1, mountPath, to, endpointUrl, files: Number(files), answers, commit };
  } catch {
    return null;
  }
}
