/** Two listings in the order of names, walked together: each name once, with what is there on either side. */
import type { Entry, LeftOut, Store } from "../model/store.ts";
import { Cursor } from "./cursor.ts";
import { compareNames } from "./order.ts";

export interface Pairs {
  /** Wait for ready() before the next take(). */
  readonly mustLoad: boolean;
  ready(): Promise<void>;
  /** null: both listings have ended. Of the pair at least one is there. */
  take(): { readonly source: Entry | null; readonly target: Entry | null } | null;
  close(): Promise<void>;
}

/** `leftOut` is told what the source's listing leaves out; what the target's does is nobody's concern. `keep`: only these names; null: all. */
export function sideBySide(
  from: Store,
  to: Store,
  leftOut: (one: LeftOut) => void,
  keep: ((name: string) => boolean) | null,
): Pairs {
  const left = new Cursor(from, leftOut, keep);
  const right = new Cursor(to, () => {}, keep);
  return {
    get mustLoad() {
      return left.mustLoad || right.mustLoad;
    },
    async ready() {
      await Promise.all([left.ready(), right.ready()]);
    },
    take() {
      const source = left.current;
      const target = right.current;
      if (source === null && target === null) return null;
      const order = source === null ? 1 : target === null ? -1 : compareNames(source.name, target.name);
      if (order <= 0) left.next();
      if (order >= 0) right.next();
      return { source: order <= 0 ? source : null, target: order >= 0 ? target : null };
    },
    async close() {
      await Promise.all([left.close(), right.close()]);
    },
  };
}
