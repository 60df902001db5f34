/**
 * `npm test`: everything, on a machine that has only Node, npm and python3. Arguments go to vitest.
 * Installs, builds, checks types, style and import directions, then runs the tests; ends with a line `N passed, N failed`.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { prepare, ROOT } from "./prepare.mjs";

const args = process.argv.slice(2);
const thorough = args.includes("--thorough");
const rest = args.filter((arg) => arg !== "--thorough");

prepare();

const bin = (name) => path.join(ROOT, "node_modules", ".bin", name);
let failedChecks = 0;
let passedChecks = 0;
function check(label, command, commandArgs) {
  process.stdout.write(`${label} … `);
  const done = spawnSync(command, commandArgs, { cwd: ROOT, encoding: "utf8", shell: process.platform === "win32" });
  if (done.status === 0) {
    passedChecks += 1;
    process.stdout.write("ok\n");
    return;
  }
  failedChecks += 1;
  process.stdout.write(`failed\n${done.stdout}${done.stderr}\n`);
}

if (rest.length === 0 && !thorough) {
  check("types", bin("tsc"), ["-p", "."]);
  check("style, import directions, import circles", bin("biome"), ["ci", "--colors=off", "--error-on-warnings", "."]);
}

const folder = mkdtempSync(path.join(tmpdir(), "vet-media-setup-results-"));
const results = path.join(folder, "results.json");
const vitest = spawnSync(
  bin("vitest"),
  ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${results}`, ...rest],
  {
    cwd: ROOT,
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
    env: { ...process.env, ...(thorough ? { VET_TEST_THOROUGH: "1" } : {}) },
  },
);
const counts = existsSync(results)
  ? JSON.parse(readFileSync(results, "utf8"))
  : { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0 };
rmSync(folder, { recursive: true, force: true });
const passed = counts.numPassedTests + passedChecks;
// A test file that does not even load counts as one failure.
const failed = Math.max(counts.numFailedTests, vitest.status === 0 ? 0 : 1) + failedChecks;
const skipped = counts.numPendingTests ?? 0;
process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}\n`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
