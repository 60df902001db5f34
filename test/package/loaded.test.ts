/** What is loaded, and when: the help is one small file; the first question waits for nothing that only later steps need. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { copyFixture } from "../support/fixture.ts";
import { CLI } from "../support/prepare.mjs";
import { openPty } from "../support/pty.mjs";
import { bundled, packageOf } from "./bundled.ts";

function emptyFolder(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "vet-loaded-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const environment = (coverage: string) => ({
  PATH: process.env.PATH,
  HOME: coverage,
  LANG: "C.UTF-8",
  NODE_V8_COVERAGE: coverage,
});

/** Of the files that a process loaded, as it noted them for NODE_V8_COVERAGE: below dist/. https://nodejs.org/api/cli.html#node_v8_coveragedir */
function loaded(coverage: string): readonly string[] {
  const urls = readdirSync(coverage)
    .filter((file) => file.startsWith("coverage-"))
    .flatMap((file) => JSON.parse(readFileSync(path.join(coverage, file), "utf8")).result)
    .map(({ url }: { url: string }) => url)
    .filter((url) => url.startsWith("file:"));
  const files = urls.map((url) => path.relative(path.dirname(CLI), fileURLToPath(url)).split(path.sep).join("/"));
  return [...new Set(files)].sort();
}

const packagesIn = (files: readonly string[]) => {
  const sources = bundled();
  const names = files.flatMap((file) => (sources[file] ?? []).map(packageOf));
  return [...new Set(names.filter((name) => name !== null))].sort();
};

for (const args of [["--version"], ["--help"], ["migrate", "--help"]]) {
  test(`${args.join(" ")} loads the entry, and nothing else`, () => {
    const coverage = emptyFolder();
    const done = spawnSync(process.execPath, [CLI, ...args], { env: environment(coverage), encoding: "utf8" });
    expect([done.status, done.stderr]).toEqual([0, ""]);
    expect(loaded(coverage)).toEqual(["cli.js"]);
  });
}

test("the first question waits for Python's parser, for prompts and for TOML; not for the AWS SDK, YAML, templates, zod or diff", async () => {
  const coverage = emptyFolder();
  const project = await copyFixture("clinic");
  onTestFinished(() => project.remove());
  const pty = openPty(process.execPath, [CLI], { cwd: project.dir, env: environment(coverage) });
  onTestFinished(() => pty.kill());
  await pty.waitFor("Where should uploads live?");
  await pty.press("ctrl-c");
  await pty.exited;
  const files = loaded(coverage);
  expect(files).toContain("main.mjs");
  expect(packagesIn(files)).toEqual([
    "@clack/core",
    "@lezer/common",
    "@lezer/highlight",
    "@lezer/lr",
    "@lezer/python",
    "fast-string-truncated-width",
    "fast-string-width",
    "fast-wrap-ansi",
    "picocolors",
    "sisteransi",
    "smol-toml",
  ]);
});

test("each provider, migrate and check stand in files of their own", () => {
  const sources = bundled();
  const owners = (source: string) => Object.keys(sources).filter((file) => sources[file]?.includes(source));
  for (const source of [
    "src/providers/s3/works.ts",
    "src/providers/cloudinary/works.ts",
    "src/providers/render-disk/works.ts",
    "src/commands/migrate.ts",
    "src/commands/check.ts",
  ]) {
    const [file = "none", ...more] = owners(source);
    expect([file, more], source).toEqual([expect.stringMatching(/^chunks\//), []]);
  }
});
