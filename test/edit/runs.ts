/** How many cases an editor's properties are tried on: the thousands told here, and at least ten thousand in the thorough run; told at the end of its file. */
import fc from "fast-check";
import type { RunnerTask } from "vitest";
import { afterAll, expect } from "vitest";

const THOROUGH = process.env.VET_TEST_THOROUGH === "1";

/** What a file of tests says of its editors: the cases of one usual run. */
const usual = new Map<string, number>();

/** `cases` of the usual run; as many times more in the thorough one as bring its editor to ten thousand. */
export function runs(editor: string, cases: number): number {
  return THOROUGH ? cases * Math.ceil(10_000 / (usual.get(editor) ?? 1000)) : cases;
}

/** Cases that were really tried, by editor. */
const tried = new Map<string, number>();

/** `cases` (as `runs` multiplies them) of the property, counted for `editor`. Throws as fc.assert does. */
export function holds<T>(editor: string, property: fc.IPropertyWithHooks<T>, cases: number): void {
  const details = fc.check(property, { numRuns: runs(editor, cases) });
  if (details.failed) throw new Error(fc.defaultReportMessage(details));
  tried.set(editor, (tried.get(editor) ?? 0) + details.numRuns);
}

/**
 * `editors`: each with the cases of a usual run of this file. At its end prints what was counted, and fails where it is less
 * than was said. Only some tests of the file (`-t`) may have none.
 */
export function tellCounts(editors: Readonly<Record<string, number>>): void {
  for (const [editor, cases] of Object.entries(editors)) usual.set(editor, cases);
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the pattern to know what to hand in.
  afterAll(({}, suite) => {
    const some = "tasks" in suite && JSON.stringify(suite.tasks.map(modesOf)).includes("skip");
    for (const [editor, said] of Object.entries(editors)) {
      const cases = tried.get(editor) ?? 0;
      process.stdout.write(`properties: ${editor}: ${cases.toLocaleString("en")} cases\n`);
      if (!some) expect(cases, editor).toBeGreaterThanOrEqual(THOROUGH ? 10_000 : Math.max(said, 1000));
    }
  });
}

function modesOf(task: RunnerTask): readonly unknown[] {
  return [task.mode, ...("tasks" in task ? task.tasks.map(modesOf) : [])];
}
