/** One object from one store to the other: within the service where it can be, else through here; again if it changed meanwhile. */
import { EXIT, Failure } from "../lib/failure.ts";
import * as say from "../messages/migrate.ts";
import {
  ChangedMeanwhile,
  type Entry,
  type HeadersRule,
  type ObjectHeaders,
  type Store,
  type Tracker,
} from "../model/store.ts";
import type { Budget } from "./budget.ts";
import { needsStart, START } from "./content-type.ts";

const TRIES = 3;
/** Objects up to this size are held whole on their way; what is larger passes in pieces. */
const WHOLE = 32 * 1024 * 1024;

export interface Ways {
  readonly from: Store;
  readonly to: Store;
  readonly rule: HeadersRule;
  readonly budget: Budget;
  readonly track: Tracker;
}

/** "gone": it was deleted meanwhile. Throws NotHere, Failure, Interrupted. */
export async function transfer(
  ways: Ways,
  listed: Entry,
  replace: boolean,
): Promise<{ readonly source: Entry; readonly target: Entry } | "gone"> {
  let source = listed;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return { source, target: await once(ways, source, replace) };
    } catch (error) {
      if (!(error instanceof ChangedMeanwhile)) throw error;
      const now = await ways.from.again(source.name);
      if (now === null) return "gone";
      if (attempt === TRIES) {
        const words = say.keepsChanging(source.name);
        throw new Failure({ code: "changed-meanwhile", exit: EXIT.failed, ...words }, { cause: error });
      }
      source = now;
    }
  }
}

async function once(ways: Ways, source: Entry, replace: boolean): Promise<Entry> {
  const { from, to, rule, budget, track } = ways;
  const copied = await to.copyFrom?.(from, source, rule, { replace, track });
  if (copied !== undefined && copied !== null) return copied;
  const give = source.size <= WHOLE ? await budget.take(source.size) : () => {};
  try {
    const opened = await from.open(source);
    try {
      const headers = to.keepsHeaders ? await headersFor(ways, source, opened) : NONE;
      return await to.write(source.name, opened, { headers, replace, track });
    } finally {
      await opened.close();
    }
  } finally {
    give();
  }
}

const NONE: ObjectHeaders = { contentType: null, cacheControl: null };

async function headersFor(
  ways: Ways,
  source: Entry,
  opened: Awaited<ReturnType<Store["open"]>>,
): Promise<ObjectHeaders> {
  const said = await opened.headers();
  if (!needsStart(source.name, said) || source.size === 0) return ways.rule(source.name, said, null);
  const start = source.size <= WHOLE ? await opened.whole() : await opened.slice(0, START);
  return ways.rule(source.name, said, start.subarray(0, START));
}
