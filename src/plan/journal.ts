/**
 * The journal of one run: what is about to be done is on disk before it is done, with the before-image of every file,
 * so that a later process can put everything back. It lives in `.vet-media-setup/runs/<number>/`.
 */
import { randomBytes } from "node:crypto";
import { appendFile, mkdir, open, readdir, readFile, rm, rmdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { readVariables } from "../edit/dotenv.ts";
import { decodeText } from "../edit/text-file.ts";
import { Failure } from "../lib/failure.ts";
import { writeRefused } from "../messages/plan.ts";
import type { Change, FileChange, RemoteChange } from "../model/change.ts";
import { codeOf, hashOf, isMissing, syncFolder } from "./file-image.ts";

export const STATE_FOLDER = ".vet-media-setup";

/** Name of the file that keeps room, and its bytes beside those of the largest file: for the records of putting back. */
const SPARE = "spare";
const SPARE_BYTES = 32_768;

/** A file change as the journal keeps it: hashes in the record, bytes of the before-image in a file of their own. */
export interface JournaledFile {
  readonly type: "file";
  readonly path: string;
  /** Path from the project's root to the file that was really written (a link's target). */
  readonly target: string;
  readonly beforeHash: string | null;
  readonly afterHash: string | null;
  readonly beforeMode: number | null;
  /** Holds secret values: shown masked, and no copy of what was written is kept. */
  readonly sensitive: boolean;
  /** Of a sensitive file: names of the variables that the step set to something else. */
  readonly keys?: readonly string[];
}

export type JournaledChange = JournaledFile | RemoteChange;

export interface JournalStep {
  readonly step: number;
  readonly change: JournaledChange;
  /** `intent`: may or may not have happened. */
  readonly state: "intent" | "done" | "reverted";
}

/** `open`: the run was cut. `committed`: it went well, and undo can take it back. */
export type JournalState = "open" | "committed";

type JournalRecord =
  | { readonly record: "begin"; readonly version: 1; readonly command: string }
  | { readonly record: "intent"; readonly step: number; readonly change: JournaledChange }
  | { readonly record: "done" | "reverted"; readonly step: number }
  | { readonly record: "committed" }
  /** An undo has begun: until it ends, the run is half done again. */
  | { readonly record: "reopened" };

/** A journal of this or an earlier process. */
export class Journal {
  readonly folder: string;
  readonly root: string;
  #steps: JournalStep[];
  #state: JournalState;

  private constructor(root: string, folder: string, steps: JournalStep[], state: JournalState) {
    this.root = root;
    this.folder = folder;
    this.#steps = steps;
    this.#state = state;
  }

  get steps(): readonly JournalStep[] {
    return this.#steps;
  }

  get state(): JournalState {
    return this.#state;
  }

  /**
   * Starts a run's journal. The state folder is made on first use: 0700, ignored by git from within. This and all that writes to the
   * journal throw Failure `write-refused` where the disk does not take it.
   */
  static async begin(root: string, command: string): Promise<Journal> {
    return await keeping(() => Journal.#begin(root, command));
  }

  static async #begin(root: string, command: string): Promise<Journal> {
    const state = path.join(root, STATE_FOLDER);
    await mkdir(path.join(state, "runs"), { recursive: true, mode: 0o700 });
    await writeFile(path.join(state, ".gitignore"), "*\n", { mode: 0o600 });
    const last = (await runFolders(root)).at(-1);
    const number = last === undefined ? 1 : Number.parseInt(path.basename(last), 10) + 1;
    const folder = path.join(state, "runs", String(number).padStart(4, "0"));
    try {
      for (const side of ["before", "after"]) {
        await mkdir(path.join(folder, side), { recursive: true, mode: 0o700 });
      }
      const journal = new Journal(root, folder, [], "open");
      await journal.#append({ record: "begin", version: 1, command });
      await syncFolder(path.dirname(folder));
      return journal;
    } catch (error) {
      // A run that has not begun must not look like one that was cut.
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
      throw error;
    }
  }

  /** Reads a journal back. A last line that was cut in the middle counts as never written. */
  static async read(root: string, folder: string): Promise<Journal> {
    const text = await readFile(path.join(folder, "journal.jsonl"), "utf8").catch((error: unknown) => {
      if (isMissing(error)) return "";
      throw error;
    });
    const steps = new Map<number, JournalStep>();
    let state: JournalState = "open";
    for (const line of text.split("\n")) {
      const record = parseRecord(line);
      if (record === null) continue;
      if (record.record === "committed") state = "committed";
      if (record.record === "reopened") state = "open";
      if (record.record === "intent")
        steps.set(record.step, { step: record.step, change: record.change, state: "intent" });
      if (record.record === "done" || record.record === "reverted") {
        const step = steps.get(record.step);
        if (step) steps.set(record.step, { ...step, state: record.record });
      }
    }
    return new Journal(root, folder, [...steps.values()], state);
  }

  /**
   * Takes room on the disk that putting back will need: a file is restored by writing it anew, and on a full disk that could not be done.
   * `largest`: bytes of the largest file that is about to be changed. Throws Failure `write-refused` where there is not so much.
   */
  async reserve(largest: number): Promise<void> {
    await this.#keep("", SPARE, randomBytes(largest + SPARE_BYTES));
  }

  /** Gives that room back. */
  async release(): Promise<void> {
    await rm(path.join(this.folder, SPARE), { force: true }).catch(() => undefined);
  }

  /** Must be awaited before the change is made. Returns the step's number. */
  async intend(change: Change, facts: { target: string; beforeMode: number | null }): Promise<number> {
    const step = this.#steps.length + 1;
    const journaled: JournaledChange =
      change.type === "remote"
        ? change
        : {
            type: "file",
            path: change.path,
            target: path.relative(this.root, facts.target),
            beforeHash: hashOf(change.before),
            afterHash: hashOf(change.after),
            beforeMode: facts.beforeMode,
            sensitive: change.sensitive,
            ...(change.sensitive ? { keys: changedVariables(change) } : {}),
          };
    if (change.type === "file" && change.before !== null) await this.#keep("before", step, change.before);
    const part = change.type === "file" ? await ownPart(change) : null;
    if (part !== null) await this.#keep("after", step, part);
    await this.#append({ record: "intent", step, change: journaled });
    this.#steps.push({ step, change: journaled, state: "intent" });
    return step;
  }

  async done(step: number): Promise<void> {
    await this.#mark(step, "done");
  }

  async reverted(step: number): Promise<void> {
    await this.#mark(step, "reverted");
  }

  async commit(): Promise<void> {
    await this.#append({ record: "committed" });
    this.#state = "committed";
    await this.release();
  }

  /** Before a committed run is taken back: if that is cut, the next command finds it and goes on. */
  async reopen(): Promise<void> {
    await this.#append({ record: "reopened" });
    this.#state = "open";
  }

  /** Bytes of a file before the step. */
  async before(step: number): Promise<Uint8Array> {
    return readFile(path.join(this.folder, "before", String(step)));
  }

  /** The text of a file as the step wrote it; null: not kept, for it is whole ours or holds secrets. `before`: the text before the step. */
  async after(step: number, before: string): Promise<string | null> {
    try {
      const part = await readFile(path.join(this.folder, "after", String(step)), "utf8");
      const { withPart } = await import("./take-back.ts");
      return withPart(before, JSON.parse(part));
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  /** Forgets the run: it was put back whole, or undone. Leaves no empty state folder behind. */
  async discard(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
    await removeEmptyState(this.root);
  }

  async #mark(step: number, state: "done" | "reverted"): Promise<void> {
    await this.#append({ record: state, step });
    this.#steps = this.#steps.map((known) => (known.step === step ? { ...known, state } : known));
  }

  /** Every image is kept 0600, as protected as the most secret file it could come from. */
  async #keep(side: "before" | "after" | "", step: number | string, bytes: Uint8Array): Promise<void> {
    await keeping(async () => {
      const handle = await open(path.join(this.folder, side, String(step)), "w", 0o600);
      try {
        await handle.writeFile(bytes);
        await handle.sync();
      } finally {
        await handle.close();
      }
    });
  }

  async #append(record: JournalRecord): Promise<void> {
    const line = `${JSON.stringify(record)}\n`;
    const options = { mode: 0o600, flush: true };
    await keeping(() => appendFile(path.join(this.folder, "journal.jsonl"), line, options));
  }
}

/** What the disk refuses to the state folder stops a run as any other refused write does: Failure `write-refused`. */
export async function keeping<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(writeRefused(STATE_FOLDER, codeOf(error)), { cause: error });
  }
}

/** Runs that are on disk, oldest first. */
export async function runFolders(root: string): Promise<readonly string[]> {
  const runs = path.join(root, STATE_FOLDER, "runs");
  const names = await readdir(runs).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  return names
    .filter((name) => /^\d{4,}$/.test(name))
    .sort((a, b) => Number(a) - Number(b))
    .map((name) => path.join(runs, name));
}

/** Removes the state folder if no run is left in it. */
export async function removeEmptyState(root: string): Promise<void> {
  if ((await runFolders(root)).length > 0) return;
  const state = path.join(root, STATE_FOLDER);
  await rmdir(path.join(state, "runs")).catch(() => undefined);
  const left = await readdir(state).catch(() => null);
  if (left?.every((name) => name === ".gitignore")) await rm(state, { recursive: true, force: true });
}

/** Only what we put in: of the person's own lines, which may hold anything, the before-image has the one copy. */
async function ownPart({ before, after, sensitive }: FileChange): Promise<Uint8Array | null> {
  if (before === null || after === null || sensitive) return null;
  const { partOf } = await import("./take-back.ts");
  return Buffer.from(JSON.stringify(partOf(decodeText(before).text, decodeText(after).text)));
}

/** Names alone: the values are secret. */
function changedVariables({ before, after }: FileChange): readonly string[] {
  const [old, now] = [before, after].map((bytes) => readVariables(bytes === null ? "" : decodeText(bytes).text));
  return [...(now ?? [])].filter(([key, value]) => old?.get(key) !== value).map(([key]) => key);
}

function parseRecord(line: string): JournalRecord | null {
  if (line === "") return null;
  try {
    return JSON.parse(line) as JournalRecord;
  } catch {
    return null; // cut in the middle by a crash: the step had not begun
  }
}
