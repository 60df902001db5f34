/** A disk that refuses at some moment of a run: exit 1, the file is named, and everything is as before. */
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { benchForThisFile } from "../support/sandbox.ts";

const bench = benchForThisFile();
const SABOTAGE = fileURLToPath(new URL("./sabotage.mjs", import.meta.url));

/** Counted from the first change to the file system. The thorough test goes through all of them. */
test.each([
  ["ENOSPC", 3],
  ["ENOSPC", 22],
  ["EACCES", 30],
])("%s at change %i to the disk", async (code, change) => {
  const sandbox = await bench.sandbox();
  const before = await sandbox.fingerprint();
  const env = { NODE_OPTIONS: `--import=${SABOTAGE}`, SABOTAGE_AT: String(change), SABOTAGE_HOW: code };
  const done = await sandbox.setup(["--create-bucket", "--json", "--yes", "--prove", "off"], { env });
  const document = done.json();
  expect(document).toMatchObject({ exitCode: 1, status: "failed", files: [] });
  expect(document.errors).toMatchObject([{ code: "write-refused" }]);
  expect(await sandbox.fingerprint()).toEqual(before);
});
