/**
 * The copy itself. Both stores are listed in the order of names and walked side by side, so that what is missing is known without a
 * question for each object, and copying begins with the first page. What happens is counted; nothing is kept of what went well.
 */
import { Failure, Interrupted, type Problem } from "../lib/failure.ts";
import { partOfName, type Shard } from "../lib/shard.ts";
import * as say from "../messages/migrate.ts";
import type { Amount, Migration, MigrationProgress, Remark } from "../model/migration.ts";
import { ChangedMeanwhile, type Entry, type HeadersRule, NotHere, type Store } from "../model/store.ts";
import type { Budget } from "./budget.ts";
import { sameBytes, sameWhenRead } from "./compare.ts";
import { FatalWatch } from "./fatal.ts";
import type { Ledger } from "./ledger.ts";
import { Limiter } from "./limiter.ts";
import { CappedList } from "./remarks.ts";
import { sideBySide } from "./side-by-side.ts";
import { transfer } from "./transfer.ts";

/** A line of the report file. */
export interface Line extends Partial<Pick<Remark, "code" | "message">> {
  readonly name: string;
  readonly status:
    | "copied"
    | "to-copy"
    | "equal"
    | "skipped"
    | "failed"
    | "different"
    | "missing"
    | "extra"
    // What a database says of names: none of its rows, no file for a row, a row without a name of a file.
    | "no-row"
    | "no-file"
    | "no-name";
  readonly bytes: number | null;
}

export interface MigrateOptions {
  readonly from: Store;
  readonly to: Store;
  readonly ledger: Ledger;
  readonly rule: HeadersRule;
  readonly budget: Budget;
  readonly dryRun: boolean;
  readonly overwrite: boolean;
  /** `bytes`: everything is read again, at both stores. */
  readonly verify: boolean | "bytes";
  /** Only this part of the names, on both sides; null: all. */
  readonly shard: Shard | null;
  /** null: as many as bring more. */
  readonly concurrency: number | null;
  readonly signal: AbortSignal;
  /** Called for every object, in no order. */
  readonly line: (line: Line) => void;
  /** Called once, before the first thing is noted or written. */
  readonly beforeFirst: () => Promise<void>;
}

/** What an object costs besides its bytes, as bytes: a request is worth some. */
const OF_EACH = 32 * 1024;

type Counted = Pick<
  Migration,
  | "copied"
  | "toCopy"
  | "equal"
  | "equalNames"
  | "skipped"
  | "failed"
  | "verified"
  | "differences"
  | "extra"
  | "interrupted"
> & {
  /** Why it stopped before its end; null: it did not, or by Ctrl-C. */
  readonly stopped: Failure | null;
};

interface Tally {
  files: number;
  bytes: number;
}

export class Engine {
  readonly #options: MigrateOptions;
  readonly #limiter: Limiter;
  readonly #fatal = new FatalWatch();
  readonly #copied: Tally = { files: 0, bytes: 0 };
  readonly #toCopy: Tally = { files: 0, bytes: 0 };
  readonly #equal: Tally = { files: 0, bytes: 0 };
  readonly #found: Tally = { files: 0, bytes: 0 };
  readonly #done: Tally = { files: 0, bytes: 0 };
  readonly #equalNames = new CappedList<string>();
  readonly #skipped = new CappedList<Remark>();
  readonly #failed = new CappedList<Remark>();
  readonly #differences = new CappedList<Remark>();
  #extra = 0;
  #counted = false;
  #verifying = false;
  #stopped: unknown = null;
  #first: Promise<void> | null = null;
  readonly #began = performance.now();

  constructor(options: MigrateOptions) {
    this.#options = options;
    this.#limiter = new Limiter(options.concurrency);
    for (const store of [options.from, options.to]) store.onBusy(() => this.#limiter.busy());
  }

  get progress(): MigrationProgress {
    return {
      done: { ...this.#done },
      found: { ...this.#found },
      counted: this.#counted,
      milliseconds: performance.now() - this.#began,
    };
  }

  /** Does not throw for what a single object meets, nor for what stops it: that is in the result. */
  async run(): Promise<Counted> {
    const { signal, from, to, verify, dryRun } = this.#options;
    const stop = () => {
      from.stop();
      to.stop();
    };
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    let verified: boolean | null = null;
    try {
      await this.#walk((source, target) => this.#decide(source, target));
      this.#counted = true;
      await this.#limiter.settled();
      if (verify !== false && !dryRun && !this.#over) verified = await this.#verify();
    } catch (error) {
      this.#halt(error);
      await this.#limiter.settled();
    } finally {
      signal.removeEventListener("abort", stop);
    }
    const stopped = this.#stopped;
    if (stopped !== null && !(stopped instanceof Failure)) throw stopped;
    return {
      copied: this.#copied,
      toCopy: this.#toCopy,
      equal: this.#equal,
      equalNames: this.#equalNames.list.first,
      skipped: this.#skipped.list,
      failed: this.#failed.list,
      differences: this.#differences.list,
      extra: this.#extra,
      verified,
      interrupted: signal.aborted,
      stopped,
    };
  }

  get #over(): boolean {
    return this.#stopped !== null || this.#options.signal.aborted;
  }

  async #walk(decide: (source: Entry | null, target: Entry | null) => (() => Promise<number>) | null): Promise<void> {
    const { from, to, shard } = this.#options;
    const tellLeftOut = this.#counted ? () => {} : (one: Parameters<typeof this.leftOut>[0]) => this.leftOut(one);
    const keep = shard === null ? null : (name: string) => partOfName(name, shard.of) === shard.index;
    const pairs = sideBySide(from, to, tellLeftOut, keep);
    try {
      while (!this.#over) {
        if (pairs.mustLoad) await pairs.ready();
        const pair = pairs.take();
        if (pair === null) return;
        const work = decide(pair.source, pair.target);
        if (work === null) {
          if (!this.#verifying) this.#pass(pair.source);
          continue;
        }
        if (!this.#limiter.free) await this.#limiter.room();
        if (this.#over) return;
        this.#limiter.run(work);
      }
    } finally {
      await pairs.close();
    }
  }

  /** What is to be done about a name; null: nothing more. */
  #decide(source: Entry | null, target: Entry | null): (() => Promise<number>) | null {
    if (source === null) return null;
    this.#found.files += 1;
    this.#found.bytes += source.size;
    const { dryRun, overwrite } = this.#options;
    if (target !== null) {
      if (source.size === target.size) {
        if (this.#isKnownEqual(source, target)) {
          this.#noteEqual(source);
          return null;
        }
        return () => this.#work(source, () => this.#compare(source, target));
      }
      if (!overwrite) {
        this.#skip(source, { name: source.name, code: "different", message: say.differs(source.name) });
        return null;
      }
    }
    if (dryRun) {
      this.#plan(source);
      return null;
    }
    return () => this.#work(source, () => this.#copy(source, target !== null));
  }

  #isKnownEqual(source: Entry, target: Entry): boolean {
    const { from, to, ledger } = this.#options;
    if (source.size === 0) return true;
    const md5 = from.md5Of(source);
    return (md5 !== null && md5 === to.md5Of(target)) || ledger.has(source, target);
  }

  async #compare(source: Entry, target: Entry): Promise<void> {
    const { from, to, ledger, overwrite, dryRun } = this.#options;
    if (!dryRun) await this.#begin();
    if (await sameBytes(from, source, to, target)) {
      ledger.equal(source, target, this.#options.verify !== false);
      this.#noteEqual(source);
    } else if (!overwrite) {
      this.#skip(source, { name: source.name, code: "different", message: say.differs(source.name) });
    } else if (dryRun) this.#plan(source);
    else await this.#copy(source, true);
  }

  async #begin(): Promise<void> {
    this.#first ??= this.#options.beforeFirst();
    await this.#first;
  }

  async #copy(source: Entry, replace: boolean): Promise<void> {
    const { from, to, ledger, rule, budget } = this.#options;
    await this.#begin();
    try {
      const done = await transfer({ from, to, rule, budget, track: ledger }, source, replace);
      if (done === "gone") {
        this.#skip(source, { name: source.name, code: "gone", message: say.goneMeanwhile(source.name) });
        return;
      }
      ledger.equal(done.source, done.target, this.#options.verify !== false);
      this.#noteCopied(done.source);
    } catch (error) {
      if (!(error instanceof NotHere)) throw error;
      const { leftOut } = error;
      if (leftOut.code !== "name-taken" || !(await this.#cameMeanwhile(source))) this.#skip(source, leftOut);
    }
  }

  /** Something is at a name that was free: perhaps the very bytes, by a request whose answer was lost, or by another run. */
  async #cameMeanwhile(source: Entry): Promise<boolean> {
    const { from, to, ledger } = this.#options;
    const target = await to.again(source.name);
    if (target === null || !(await sameBytes(from, source, to, target))) return false;
    ledger.equal(source, target, this.#options.verify !== false);
    this.#noteCopied(source);
    return true;
  }

  /** Runs the work on one object; what it meets is noted, or ends the run. Returns how much it was, for the limiter. */
  async #work(source: Entry, work: () => Promise<void>): Promise<number> {
    try {
      await work();
      this.#fatal.worked();
    } catch (error) {
      this.#trouble(source, error);
    }
    this.#pass(source);
    return source.size + OF_EACH;
  }

  #pass(source: Entry | null): void {
    if (source === null) return;
    this.#done.files += 1;
    this.#done.bytes += source.size;
  }

  #trouble(source: Entry, error: unknown): void {
    if (error instanceof Interrupted) return;
    // While it was compared; a copy tries again by itself.
    if (error instanceof ChangedMeanwhile) {
      const { message } = say.keepsChanging(source.name);
      this.#fail(source.name, source.size, { code: "changed-meanwhile", message });
      return;
    }
    if (!(error instanceof Failure)) {
      // A mistake of ours: it must not look like one of the file.
      this.#halt(error);
      return;
    }
    if (this.#fatal.isFatal(error.problem)) this.#halt(error);
    this.#fail(source.name, source.size, error.problem);
  }

  #halt(error: unknown): void {
    if (!(error instanceof Interrupted)) this.#stopped ??= error;
  }

  /** Both sides are listed anew: everything of the source must be there, and be the version that was copied or the same bytes. */
  async #verify(): Promise<boolean> {
    this.#verifying = true;
    const different = (source: Entry, status: "missing" | "different", message: Remark["message"]) => {
      this.#differences.add({ name: source.name, code: status, message });
      this.#options.line({ name: source.name, status, bytes: source.size, code: status, message });
    };
    await this.#walk((source, target) => {
      if (source === null) {
        this.#extra += 1;
        if (target !== null) this.#options.line({ name: target.name, status: "extra", bytes: target.size });
        return null;
      }
      if (target === null) {
        different(source, "missing", say.missingThere(source.name));
        return null;
      }
      if (source.size !== target.size) {
        different(source, "different", say.differsThere(source.name));
        return null;
      }
      const { from, to, verify } = this.#options;
      const compare = verify === "bytes" ? sameWhenRead : sameBytes;
      if (compare === sameBytes && this.#isKnownEqual(source, target)) return null;
      return async () => {
        try {
          if (!(await compare(from, source, to, target))) different(source, "different", say.differsThere(source.name));
        } catch (error) {
          this.#trouble(source, error);
        }
        return source.size + OF_EACH;
      };
    });
    await this.#limiter.settled();
    return !this.#over && this.#differences.count === 0 && this.#failed.count === 0;
  }

  /** Told by the listings. */
  leftOut(one: {
    readonly name: string;
    readonly code: string;
    readonly message: Remark["message"];
    readonly failed?: boolean;
  }): void {
    if (one.failed === true) this.#fail(one.name, null, { code: one.code, message: one.message });
    else {
      this.#skipped.add({ name: one.name, code: one.code, message: one.message });
      this.#options.line({ name: one.name, status: "skipped", bytes: null, code: one.code, message: one.message });
    }
  }

  #plan({ name, size }: Entry): void {
    add(this.#toCopy, size);
    this.#options.line({ name, status: "to-copy", bytes: size });
  }

  #noteCopied({ name, size }: Entry): void {
    add(this.#copied, size);
    this.#options.line({ name, status: "copied", bytes: size });
  }

  #noteEqual({ name, size }: Entry): void {
    add(this.#equal, size);
    this.#equalNames.add(name);
    this.#options.line({ name, status: "equal", bytes: size });
  }

  #skip({ size }: Entry, { name, code, message }: Remark): void {
    this.#skipped.add({ name, code, message });
    this.#options.line({ name, status: "skipped", bytes: size, code, message });
  }

  #fail(name: string, bytes: number | null, problem: Pick<Problem, "code" | "message">): void {
    const { code, message } = problem;
    this.#failed.add({ name, code, message });
    this.#options.line({ name, status: "failed", bytes, code, message });
  }
}

function add(tally: Tally, bytes: number): Amount {
  tally.files += 1;
  tally.bytes += bytes;
  return tally;
}
