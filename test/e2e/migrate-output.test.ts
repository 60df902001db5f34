/** What programs and cron jobs get of `migrate`: lines while it runs, or nothing at all unless something is wrong. */
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeFiles } from "../migrate/hostile.ts";
import { runCli } from "../support/cli.ts";

let home = "";

beforeAll(async () => {
  home = await realpath(await mkdtemp(path.join(tmpdir(), "vet-migrate-output-")));
  await writeFiles(path.join(home, "media"), { "a.txt": Buffer.from("abc"), "b/c.txt": Buffer.from("de") });
});
afterAll(() => rm(home, { recursive: true, force: true }));

const run = (args: readonly string[]) => runCli(["migrate", ...args], { cwd: home });

test("--json-lines: start, progress, and the document of --json at the end, each on its line", async () => {
  const done = await run(["--from", "media", "--to", "out", "--json-lines", "--verify"]);
  expect(done.code, done.stderr).toBe(0);
  const lines = done.stdout
    .trimEnd()
    .split("\n")
    .map((line): Record<string, unknown> => JSON.parse(line));
  expect(lines[0]).toEqual({
    event: "start",
    from: path.join(home, "media"),
    to: path.join(home, "out"),
    dryRun: false,
    shard: null,
  });
  const total = { files: 2, bytes: 5 };
  expect(lines.filter(({ event }) => event === "progress").at(-1)).toMatchObject({
    done: total,
    found: total,
    counted: true,
  });
  expect(lines.at(-1)).toMatchObject({
    event: "end",
    command: "migrate",
    status: "ok",
    migrate: { copied: total, verified: true },
  });
  const again = await run(["--from", "media", "--to", "out2", "--json"]);
  expect(Object.keys(lines.at(-1) ?? {}).filter((key) => key !== "event")).toEqual(Object.keys(again.json()));
});

test("--json-lines: bad input ends in one line, too", async () => {
  const done = await run(["--from", "missing", "--to", "out", "--json-lines"]);
  expect(done.code).toBe(2);
  expect(JSON.parse(done.stdout)).toMatchObject({ event: "end", exitCode: 2, errors: [{ code: "folder-missing" }] });
});

test("--quiet: not a word while all is well; problems go to standard error, with the same exit code", async () => {
  const done = await run(["--from", "media", "--to", "quiet", "-q"]);
  expect([done.code, done.stdout, done.stderr]).toEqual([0, "", ""]);
  const wrong = await run(["--from", "missing", "--to", "quiet", "--quiet"]);
  expect([wrong.code, wrong.stdout]).toEqual([2, ""]);
  expect(wrong.stderr).toContain("missing");
});

test.each(["--json-lines", "--quiet"])("%s is migrate's", async (flag) => {
  const done = await runCli(["check", flag, "--json"], { cwd: home });
  expect(done.code).toBe(2);
  expect(done.json().errors[0]?.message).toContain(flag);
});
