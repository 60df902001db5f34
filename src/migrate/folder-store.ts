/** A folder as a store of media: MEDIA_ROOT on somebody's machine, the disk of a Render service, a copy for safe-keeping. */
import { lstat, mkdir, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { EXIT, Failure } from "../lib/failure.ts";
import { isMount } from "../lib/mount.ts";
import { isInside } from "../lib/paths.ts";
import * as say from "../messages/migrate.ts";
import type { Entry, ListedPage, OpenObject, Store, WriteOptions } from "../model/store.ts";
import { codeOf, entryOf, listFolder } from "./folder-list.ts";
import { openFile } from "./folder-read.ts";
import { FolderWriter, roomIn } from "./folder-write.ts";

export class FolderStore implements Store {
  readonly ordered = true;
  readonly keepsHeaders = false;
  #root: string;
  /** As it was given, for messages. */
  readonly #given: string;
  #writer: FolderWriter | null = null;
  #stopped = false;

  readonly #mounted: boolean;

  /** `folder` is absolute; `mounted`: it must be a disk of its own, or files would be written where the next deploy takes them away. */
  constructor(folder: string, given: string, mounted = false) {
    this.#root = path.resolve(folder);
    this.#given = given;
    this.#mounted = mounted;
  }

  get address(): string {
    return this.#root;
  }

  async look(use: "read" | "write"): Promise<void> {
    try {
      this.#root = await realpath(this.#root);
      const facts = await stat(this.#root);
      if (!facts.isDirectory()) throw new Failure(say.notAFolder(this.#given));
      if (this.#mounted && !(await isMount(this.#root))) {
        throw new Failure(say.notMounted(this.#given));
      }
    } catch (error) {
      if (error instanceof Failure) throw error;
      const code = codeOf(error);
      if (code !== "ENOENT")
        throw new Failure(code === "ENOTDIR" ? say.notAFolder(this.#given) : say.folderUnreadable(this.#given, code));
      if (this.#mounted) throw new Failure(say.notMounted(this.#given));
      if (use === "read") throw new Failure(say.folderMissing(this.#given));
      this.#root = await realPathToBe(this.#root, this.#given);
    }
  }

  async prepare(): Promise<void> {
    try {
      await mkdir(this.#root, { recursive: true });
      this.#root = await realpath(this.#root);
    } catch (error) {
      throw new Failure({ code: "write-refused", exit: EXIT.failed, ...say.notWritten(this.#given, codeOf(error)) });
    }
  }

  async *list(): AsyncGenerator<ListedPage, void, undefined> {
    try {
      for await (const page of listFolder(this.#root)) {
        if (this.#stopped) return;
        yield page;
      }
    } catch (error) {
      // A target that is still to be made holds nothing.
      if (codeOf(error) !== "ENOENT")
        throw new Failure(say.folderUnreadable(this.#given, codeOf(error)), { cause: error });
    }
  }

  async open(entry: Entry): Promise<OpenObject> {
    return await openFile(path.join(this.#root, entry.name), entry);
  }

  async again(name: string): Promise<Entry | null> {
    const file = path.join(this.#root, name);
    try {
      const facts = await stat(file);
      if (!facts.isFile()) return null;
      const linked = (await lstat(file)).isSymbolicLink() || !isInside(this.#root, await realpath(file));
      return linked && !isInside(this.#root, await realpath(file)) ? null : entryOf(name, facts);
    } catch {
      return null;
    }
  }

  async write(name: string, source: OpenObject, options: WriteOptions): Promise<Entry> {
    this.#writer ??= new FolderWriter(this.#root);
    return await this.#writer.write(name, source, options);
  }

  /** A file's time says nothing of its bytes. */
  md5Of(): null {
    return null;
  }

  async room(): Promise<number | null> {
    return await roomIn(await nearestFolder(this.#root));
  }

  onBusy(): void {}

  stop(): void {
    this.#stopped = true;
  }

  async tidy(): Promise<void> {
    this.#writer ??= new FolderWriter(this.#root);
    await this.#writer.tidy();
  }

  async close(): Promise<void> {
    await this.#writer?.close();
  }
}

/** Of a folder that is still to be made: through the links that lead to where it will be. Throws Failure where it cannot be made. */
async function realPathToBe(folder: string, given: string): Promise<string> {
  const parent = await nearestFolder(folder);
  const facts = await stat(parent).catch(() => null);
  if (facts === null || !facts.isDirectory()) throw new Failure(say.notAFolder(given));
  return path.join(await realpath(parent), path.relative(parent, folder));
}

async function nearestFolder(folder: string): Promise<string> {
  for (let at = folder; ; at = path.dirname(at)) {
    if ((await lstat(at).catch(() => null)) !== null || at === path.dirname(at)) return at;
  }
}
