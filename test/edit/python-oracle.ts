/** Python's own readers as independent judges: many cases, one python3 process, the standard library alone. */
import { spawnSync } from "node:child_process";

/** Runs `script` with `cases` as JSON on its standard input (name `cases`); it leaves its answer in `answer`. Lone surrogates survive. */
export function askPython<T>(script: string, cases: unknown): T {
  const program = `import ast, json, sys, tokenize\ncases = json.load(sys.stdin)\n${script}\njson.dump(answer, sys.stdout)\n`;
  const run = spawnSync("python3", ["-X", "utf8", "-c", program], {
    input: JSON.stringify(cases),
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (run.error !== undefined) throw run.error;
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout) as T;
}
