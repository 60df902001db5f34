/**
 * `npm test`: everything, on a machine that has only Node, npm and python3. Arguments go to vitest.
 * Installs, builds, checks types, style, import directions, dead code and the package, then runs the tests; ends with a line `N passed, N failed`.
 */
import { spawn, spawnSync } from "node:child_process";
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

/** Runs a command to its end; resolves to its exit code and what it said. */
function said(command, commandArgs) {
  return new Promise((resolve) => {
    const child = spawn(command, commandArgs, { cwd: ROOT, shell: process.platform === "win32" });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text) => (output += text));
    child.on("error", (error) => resolve({ code: 1, output: String(error) }));
    child.on("close", (code) => resolve({ code, output }));
  });
}

if (rest.length === 0 && !thorough) {
  const checks = [
    ["types", bin("tsc"), ["-p", "."]],
    ["style, import directions, import circles", bin("biome"), ["ci", "--colors=off", "--error-on-warnings", "."]],
    ["no dead export, file or dependency", bin("knip"), ["--no-progress"]],
    ["the package as npm will serve it", bin("publint"), ["--strict"]],
  ];
  const ended = checks.map(([, command, commandArgs]) => said(command, commandArgs));
  for (const [index, [label]] of checks.entries()) {
    process.stdout.write(`${label} … `);
    const { code, output } = await ended[index];
    if (code === 0) passedChecks += 1;
    else failedChecks += 1;
    process.stdout.write(code === 0 ? "ok\n" : `failed\n${output}\n`);
  }
}

const folder = mkdtempSync(path.join(tmpdir(), "vet-media-setup-results-"));

/** One run of vitest. Never throws: a run that left no result counts as one failed test. */
function vitest(name, vitestArgs) {
  const file = path.join(folder, `${name}.json`);
  const done = spawnSync(
    bin("vitest"),
    ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`, ...vitestArgs],
    {
      cwd: ROOT,
      stdio: ["ignore", "inherit", "inherit"],
      shell: process.platform === "win32",
      env: { ...process.env, ...(thorough ? { VET_TEST_THOROUGH: "1" } : {}) },
    },
  );
  const counts = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
  // A test file that does not even load has no failed test, and counts as one.
  const failed = Math.max(counts?.numFailedTests ?? 1, done.status === 0 ? 0 : 1);
  const passed = counts?.numPassedTests ?? 0;
  return { failed, passed, skipped: counts?.numPendingTests ?? 0, files: counts?.testResults ?? [] };
}

/** The failures of a run by file, as paths from the project's root with the names of what failed and the first line of why. */
function failuresOf(run) {
  return run.files
    .filter((file) => file.status === "failed")
    .map((file) => ({
      file: path.relative(ROOT, file.name),
      tests: file.assertionResults
        .filter((test) => test.status === "failed")
        .map((test) => `${test.fullName}: ${test.failureMessages[0]?.split("\n", 1)[0] ?? "?"}`),
    }));
}

const first = vitest("first", rest);
const failures = failuresOf(first);
let failed = first.failed;
let passed = first.passed;
const told = [];
for (const { file, tests } of failures) {
  for (const test of tests.length > 0 ? tests : ["does not load"]) told.push(`failed: ${file} > ${test}`);
}

// What fails for a reason fails again. A file that failed in the crowd is run once more alone, and said to have needed it.
const SECOND_CHANCES = 3;
if (process.env.CI && rest.length === 0 && failures.length > 0 && failures.length <= SECOND_CHANCES) {
  for (const [index, { file, tests }] of failures.entries()) {
    const again = vitest(`again-${index}`, [file]);
    if (again.failed > 0) continue;
    failed -= Math.max(tests.length, 1);
    passed += tests.length;
    told.push(`passed when run again alone: ${file}`);
  }
}
rmSync(folder, { recursive: true, force: true });

passed += passedChecks;
failed = Math.max(failed, 0) + failedChecks;
for (const line of told) process.stdout.write(`${line}\n`);
process.stdout.write(`${passed} passed, ${failed} failed${first.skipped > 0 ? `, ${first.skipped} skipped` : ""}\n`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
