/** Writes files below a folder: whole or not at all, never over another file unasked, never through a link that leads out. */
import { createHash } from "node:crypto";
import { close, linkSync, lstatSync, open, renameSync, statfs, statSync, unlinkSync, utimesSync, write } from "node:fs";
import { lstat, mkdir, readdir, realpath, rm } from "node:fs/promises";
import { hostname } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { EXIT, Failure } from "../lib/failure.ts";
import { isInside } from "../lib/paths.ts";
import * as say from "../messages/migrate.ts";
import { type Entry, NotHere, type OpenObject, type WriteOptions } from "../model/store.ts";
import { codeOf, entryOf, OWN } from "./folder-list.ts";
import { nameProblem } from "./folder-names.ts";

/** As Django's FILE_UPLOAD_PERMISSIONS. */
const MODE = 0o644;
/** Up to so many bytes are handed over in one piece. */
const SMALL = 4 * 1024 * 1024;
/** With the machine's name: several may write to one folder, and of a process elsewhere nobody here knows whether it lives. */
const PARTIAL = `${OWN}-partial-${createHash("sha256").update(hostname()).digest("hex").slice(0, 12)}-`;

export class FolderWriter {
  readonly #root: string;
  /** Unfinished files are kept here, on the same disk, where a later run finds and removes them. */
  readonly #partial: string;
  /** Folders that were seen to be real ones, below the root. */
  readonly #sure = new Map<string, Promise<void>>();
  #count = 0;
  #made = false;

  /** `root` is a real path. */
  constructor(root: string) {
    this.#root = root;
    this.#partial = path.join(root, `${PARTIAL}${process.pid}`);
  }

  async write(name: string, source: OpenObject, { replace }: WriteOptions): Promise<Entry> {
    const problem = nameProblem(name);
    if (problem !== null) throw new NotHere({ name, ...problem });
    const target = path.join(this.#root, name);
    await this.#folderOf(name);
    if (!this.#made) {
      await mkdir(this.#partial, { recursive: true, mode: 0o700 });
      this.#made = true;
    }
    this.#count += 1;
    const partial = path.join(this.#partial, String(this.#count));
    try {
      await fill(partial, source);
      const { modified } = source.entry;
      utimesSync(partial, modified / 1000, modified / 1000);
      this.#place(partial, target, name, replace);
      return entryOf(name, statSync(target));
    } catch (error) {
      await rm(partial, { force: true }).catch(() => {});
      throw error instanceof Error && "code" in error ? refused(name, error) : error;
    }
  }

  /** Unfinished files of killed runs of this machine. Those of a run that lives, or of another machine, are their own affair. */
  async tidy(): Promise<void> {
    const names = await readdir(this.#root).catch(() => []);
    for (const name of names.filter((one) => one.startsWith(PARTIAL))) {
      if (isAlive(Number(name.slice(PARTIAL.length)))) continue;
      await rm(path.join(this.#root, name), { recursive: true, force: true });
    }
    this.#made = false;
  }

  async close(): Promise<void> {
    if (this.#made) await rm(this.#partial, { recursive: true, force: true });
    this.#made = false;
  }

  /** A link cannot replace a file; where there are no links (FAT), a look must do. */
  #place(partial: string, target: string, name: string, replace: boolean): void {
    if (!replace) {
      try {
        linkSync(partial, target);
        unlinkSync(partial);
        return;
      } catch (error) {
        if (codeOf(error) === "EEXIST") throw new NotHere({ name, code: "name-taken", message: say.nameTaken(name) });
        if (!/^(?:EPERM|ENOTSUP|EOPNOTSUPP|ENOSYS|EMLINK|EACCES)$/.test(codeOf(error))) throw error;
        if (isThere(target)) throw new NotHere({ name, code: "name-taken", message: say.nameTaken(name) });
      }
    }
    renameSync(partial, target);
  }

  /** Makes the folders that lead to a name, and makes sure that each is one, below the root. */
  async #folderOf(name: string): Promise<void> {
    const end = name.lastIndexOf("/");
    if (end !== -1) await this.#sureOf(name.slice(0, end), name);
  }

  #sureOf(folder: string, name: string): Promise<void> {
    let known = this.#sure.get(folder);
    if (known === undefined) {
      known = this.#make(folder, name);
      // Media lie in few folders; should they not, forgetting costs a look more.
      if (this.#sure.size > 10_000) this.#sure.clear();
      this.#sure.set(folder, known);
      known.catch(() => this.#sure.delete(folder));
    }
    return known;
  }

  async #make(folder: string, name: string): Promise<void> {
    await this.#folderOf(folder);
    const absolute = path.join(this.#root, folder);
    try {
      await mkdir(absolute);
      return;
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw refused(name, error);
    }
    const facts = await lstat(absolute);
    if (facts.isDirectory()) return;
    const real = facts.isSymbolicLink() ? await realpath(absolute).catch(() => null) : null;
    if (real === null) throw new NotHere({ name, code: "name-taken", message: say.folderTaken(name, folder) });
    if (!isInside(this.#root, real)) {
      throw new NotHere({ name, code: "name-leaves-the-folder", message: say.folderLeaves(name, folder) });
    }
    if (!(await lstat(real)).isDirectory()) {
      throw new NotHere({ name, code: "name-taken", message: say.folderTaken(name, folder) });
    }
  }
}

async function fill(file: string, source: OpenObject): Promise<void> {
  const handle = await new Promise<number>((resolve, reject) => {
    open(file, "wx", MODE, (error, fd) => (error ? reject(error) : resolve(fd)));
  });
  try {
    if (source.entry.size <= SMALL) await append(handle, await source.whole());
    else {
      for await (const chunk of source.stream()) await append(handle, chunk);
      await source.settle();
    }
  } finally {
    await new Promise<void>((resolve, reject) => close(handle, (error) => (error ? reject(error) : resolve())));
  }
}

async function append(handle: number, bytes: Uint8Array): Promise<void> {
  let at = 0;
  while (at < bytes.length) {
    at += await new Promise<number>((resolve, reject) => {
      write(handle, bytes, at, bytes.length - at, null, (error, count) => (error ? reject(error) : resolve(count)));
    });
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== "ESRCH";
  }
}

function isThere(file: string): boolean {
  try {
    lstatSync(file);
    return true;
  } catch {
    return false;
  }
}

/** What the system said, as a name that cannot be here or as a failure. */
function refused(name: string, error: unknown): Error {
  const code = codeOf(error);
  if (/^(?:ENAMETOOLONG|EINVAL|EILSEQ)$/.test(code)) {
    return new NotHere({ name, code: "name-impossible", message: say.nameImpossible(name) });
  }
  if (/^(?:EISDIR|ENOTDIR|ENOTEMPTY|EEXIST)$/.test(code)) {
    return new NotHere({ name, code: "name-taken", message: say.nameTaken(name) });
  }
  if (/^(?:ENOSPC|EDQUOT)$/.test(code)) return new Failure(say.diskFull(code), { cause: error });
  return new Failure({ code: "write-refused", exit: EXIT.failed, ...say.notWritten(name, code) }, { cause: error });
}

/** Bytes that a person without privileges can still write below this folder. */
export async function roomIn(folder: string): Promise<number | null> {
  const facts = await promisify(statfs)(folder).catch(() => null);
  return facts === null ? null : facts.bavail * facts.bsize;
}
