/** Every change that a run makes to the disk: refused there, and cut there. Nothing is ever half done for good. */
import { readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { benchForThisFile, type Sandbox } from "../support/sandbox.ts";

const bench = benchForThisFile();
const NODE_OPTIONS = `--import=${fileURLToPath(new URL("./sabotage.mjs", import.meta.url))}`;
const SETUP = ["--create-bucket", "--json", "--yes", "--prove", "off"];

const sabotaged = (sandbox: Sandbox, at: number, how: string) =>
  sandbox.setup(SETUP, { env: { NODE_OPTIONS, SABOTAGE_AT: String(at), SABOTAGE_HOW: how } });

/** What a run changes, in order. */
async function changes(): Promise<readonly string[]> {
  const sandbox = await bench.sandbox();
  const SABOTAGE_LOG = path.join(tmpdir(), `${sandbox.bucket}.log`);
  const done = await sandbox.setup(SETUP, { env: { NODE_OPTIONS, SABOTAGE_LOG } });
  expect(done.code).toBe(0);
  const lines = (await readFile(SABOTAGE_LOG, "utf8")).trimEnd().split("\n");
  await rm(SABOTAGE_LOG);
  return lines;
}

const ours = (tree: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(tree).filter(([file]) => !file.startsWith(".vet-media-setup/")));

test("refused at each of them: exit 1 and everything as before, or done before the last of them", {
  timeout: 900_000,
}, async () => {
  const operations = await changes();
  expect(operations.length).toBeGreaterThan(40);
  for (const [index, operation] of operations.entries()) {
    const sandbox = await bench.sandbox();
    const before = await sandbox.fingerprint();
    const done = await sabotaged(sandbox, index + 1, index % 2 === 0 ? "ENOSPC" : "EACCES");
    const document = done.json();
    const where = `change ${index + 1}, ${operation}`;
    const after = await sandbox.fingerprint();
    // What only tidies up may fail without harm.
    if (document.exitCode === 0) {
      expect([where, document.errors]).toEqual([where, []]);
      expect([where, after.tree[".env.render"]]).toEqual([where, expect.stringMatching(/^file 600/)]);
    } else {
      expect([where, document.exitCode, document.errors.map(({ code }) => code)]).toEqual([
        where,
        1,
        ["write-refused"],
      ]);
      expect([where, after]).toEqual([where, before]);
    }
  }
});

test.each(["kill", "torn"])(
  "%s at each of them: the next run puts back, and does what was asked",
  { timeout: 1_500_000 },
  async (how) => {
    const operations = await changes();
    for (const [index, operation] of operations.entries()) {
      // Only what writes bytes can be torn.
      if (how === "torn" && !/^(?:open|writeFile|appendFile) /.test(operation)) continue;
      const sandbox = await bench.sandbox();
      const where = `${how} at change ${index + 1}, ${operation}`;
      const cut = await sabotaged(sandbox, index + 1, how);
      expect([where, cut.signal]).toEqual([where, "SIGKILL"]);
      const next = (await sandbox.setup(SETUP)).json();
      expect([where, next.exitCode, next.errors]).toEqual([where, 0, []]);
      const after = await sandbox.fingerprint();
      expect([where, after.bucket?.objects]).toEqual([where, []]);
      expect([where, Object.keys(after.tree).filter((file) => file.includes(".tmp"))]).toEqual([where, []]);
      const dirty = sandbox.git("status", "--porcelain=v1", "--untracked-files=all").trimEnd().split("\n");
      expect([where, dirty.length]).toEqual([where, 6]);
      expect([where, Object.keys(ours(after.tree)).length]).toEqual([where, 46]);
    }
  },
);
