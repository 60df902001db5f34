/** Keeps two runs on one project apart. A lock whose owner is dead is taken over. */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { Failure } from "../lib/failure.ts";
import { anotherRun } from "../messages/plan.ts";
import { codeOf } from "./file-image.ts";
import { keeping, removeEmptyState, STATE_FOLDER } from "./journal.ts";

export interface Lock {
  release(): Promise<void>;
}

/** `name`: work that does not touch the project may have a lock of its own. Throws Failure: `another-run` while a living process holds the lock, `write-refused` where the disk takes nothing. */
export async function takeLock(root: string, name = "lock"): Promise<Lock> {
  try {
    return await keeping(() => take(root, name));
  } catch (error) {
    await removeEmptyState(root).catch(() => undefined);
    throw error;
  }
}

async function take(root: string, name: string): Promise<Lock> {
  const state = path.join(root, STATE_FOLDER);
  const file = path.join(state, name);
  // Not recursive: that calls a read-only file system a folder that does not exist.
  await mkdir(state, { mode: 0o700 }).catch((error: unknown) => {
    if (codeOf(error) !== "EEXIST") throw error;
  });
  await writeFile(path.join(state, ".gitignore"), "*\n", { mode: 0o600 });
  const mine = JSON.stringify({ pid: process.pid, started: await startOf(process.pid) });
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      await writeFile(file, mine, { flag: "wx", mode: 0o600 });
      return {
        async release() {
          // A lock that cannot be removed does no harm: nobody heeds it once this process has ended.
          await rm(file, { force: true }).catch(() => undefined);
          await removeEmptyState(root).catch(() => undefined);
        },
      };
    } catch (error) {
      if (codeOf(error) !== "EEXIST") {
        // On a full disk the file may be there, and empty.
        await rm(file, { force: true }).catch(() => undefined);
        throw error;
      }
      const owner = await ownerOf(file);
      if (owner !== null && (await isAlive(owner))) throw new Failure(anotherRun(owner.pid));
      await rm(file, { force: true });
    }
  }
  throw new Failure(anotherRun(0));
}

/** The living process that holds the lock; null: nobody does. Writes nothing. */
export async function lockHolder(root: string): Promise<number | null> {
  const owner = await ownerOf(path.join(root, STATE_FOLDER, "lock"));
  return owner !== null && (await isAlive(owner)) ? owner.pid : null;
}

interface Owner {
  readonly pid: number;
  readonly started: string | null;
}

async function ownerOf(file: string): Promise<Owner | null> {
  try {
    const owner = JSON.parse(await readFile(file, "utf8")) as Owner;
    return typeof owner.pid === "number" ? owner : null;
  } catch {
    return null; // gone meanwhile, or cut while it was written: nobody's
  }
}

async function isAlive(owner: Owner): Promise<boolean> {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return false;
  }
  // The number may have been given to another process since: on Linux the start time tells.
  const started = await startOf(owner.pid);
  return owner.started === null || started === null || owner.started === started;
}

/** Field 22 of /proc/PID/stat (proc(5)): start time in clock ticks since boot; null where there is no /proc. */
async function startOf(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
}
