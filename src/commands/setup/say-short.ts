/** The last words of a run that leaves nothing to do. */
import type { Text } from "../../lib/text.ts";
import type { Run } from "../run.ts";

export function sayShort(run: Run, title: Text): void {
  run.reporter.emit({ type: "farewell", title, next: [], also: [], unsafe: [] });
}
