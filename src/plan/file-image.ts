/** Bytes of files on disk: read whole, written whole. A write is atomic (temporary file beside it, fsync, rename) and keeps mode and owner. */
import { createHash } from "node:crypto";
import { realpathSync } from "node:fs";
import { chmod, chown, lstat, open, readFile, rename, stat, unlink } from "node:fs/promises";
import path from "node:path";

export interface FileImage {
  readonly bytes: Uint8Array;
  /** Permission bits. */
  readonly mode: number;
}

/** SHA-256 in hex; of `null` (no file) it is null. */
export function hashOf(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : createHash("sha256").update(bytes).digest("hex");
}

/** null: there is no such file. Throws what the file system says otherwise. */
export async function readImage(file: string): Promise<FileImage | null> {
  try {
    const [bytes, facts] = await Promise.all([readFile(file), stat(file)]);
    return { bytes, mode: facts.mode & 0o777 };
  } catch (error) {
    if (isMissing(error)) return null;
    // What reading says of a folder does not name it.
    throw error instanceof Error ? Object.assign(error, { path: file }) : error;
  }
}

/**
 * The file a link points to, so that the link stays and its target is edited; the path itself if no link leads there. Links among its folders count,
 * also for a file that is not there yet.
 */
export async function targetOf(file: string): Promise<string> {
  try {
    const isLink = (await lstat(file)).isSymbolicLink();
    return isLink ? realpathSync(file) : behindLinks(file);
  } catch (error) {
    if (isMissing(error)) return behindLinks(file);
    throw error;
  }
}

function behindLinks(file: string): string {
  try {
    return path.join(realpathSync(path.dirname(file)), path.basename(file));
  } catch {
    return file;
  }
}

/** Where the bytes wait until they are complete. Same folder, so that the rename stays on one file system; a fixed name, so that a later run finds a left-over. */
export function temporaryFor(target: string): string {
  return path.join(path.dirname(target), `.${path.basename(target)}.vet-media-setup.tmp`);
}

/** Replaces the file's content. `mode` is for a new file, or for an existing one when `enforceMode` is set. */
export async function writeImage(
  target: string,
  bytes: Uint8Array,
  options: { mode?: number; enforceMode?: boolean } = {},
): Promise<void> {
  const existing = await stat(target).catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
  const mode = existing && !options.enforceMode ? existing.mode & 0o777 : (options.mode ?? 0o666 & ~process.umask());
  const temporary = temporaryFor(target);
  await unlink(temporary).catch(ignoreMissing);
  try {
    // 0600 until complete: the bytes may be secret, and the final mode is set before the name is.
    const handle = await open(temporary, "wx", 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (existing && (existing.uid !== process.getuid?.() || existing.gid !== process.getgid?.())) {
      await chown(temporary, existing.uid, existing.gid).catch(() => undefined); // only root may; the bytes matter more
    }
    await chmod(temporary, mode);
    await rename(temporary, target);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
  await syncFolder(path.dirname(target));
}

export async function removeImage(target: string): Promise<void> {
  await unlink(target).catch(ignoreMissing);
  await syncFolder(path.dirname(target));
}

/** Makes a rename or unlink in the folder survive a power cut. Windows cannot open folders: there it does nothing. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } catch {
    // Some file systems (network mounts) refuse fsync on a folder.
  } finally {
    await handle.close();
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}

function ignoreMissing(error: unknown): void {
  if (!isMissing(error)) throw error;
}

/** `ENOSPC`; the error's words where it has no code. */
export function codeOf(error: unknown): string {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  return error instanceof Error ? error.message : String(error);
}
