/** How many cases a property is tried on, ten times as many in the thorough run; and how many each editor has had, told at the end of its file. */
import fc from "fast-check";
import type { RunnerTask } from "vitest";
import { afterAll, expect } from "vitest";

const THOROUGH = process.env.VET_TEST_THOROUGH === "1";

export function runs(cases: number): number {
  return THOROUGH ? cases * 10 : cases;
}

/** Cases that were really tried, by editor. */
const tried = new Map<string, number>();

/** `cases` (times ten in the thorough run) of the property, counted for `editor`. Throws as fc.assert does. */
export function holds<T>(editor: string, property: fc.IPropertyWithHooks<T>, cases: number): void {
  const details = fc.check(property, { numRuns: runs(cases) });
  if (details.failed) throw new Error(fc.defaultReportMessage(details));
  count(editor, details.numRuns);
}

/** Cases that another reader (Python, pip, git) has judged in one go. */
function count(editor: string, cases: number): void {
  tried.set(editor, (tried.get(editor) ?? 0) + cases);
}

/** At the end of a test file: prints what was counted, and fails where an editor had too few. Only some tests of the file (`-t`) may have none. */
export function tellCounts(...editors: readonly string[]): void {
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the pattern to know what to hand in.
  afterAll(({}, suite) => {
    const some = "tasks" in suite && JSON.stringify(suite.tasks.map(modesOf)).includes("skip");
    for (const editor of editors) {
      const cases = tried.get(editor) ?? 0;
      process.stdout.write(`properties: ${editor}: ${cases.toLocaleString("en")} cases\n`);
      if (!some) expect(cases, editor).toBeGreaterThanOrEqual(runs(1000));
    }
  });
}

function modesOf(task: RunnerTask): readonly unknown[] {
  return [task.mode, ...("tasks" in task ? task.tasks.map(modesOf) : [])];
}
