/** What lands on standard output and standard error: plain lines without a cursor code, or one JSON document, however the run ends. */
import { stripVTControlCharacters } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import type { Outcome } from "../support/cli.ts";
import { benchForThisFile, type Sandbox } from "../support/sandbox.ts";

const bench = benchForThisFile();
const QUICK = ["--create-bucket", "--yes", "--prove", "off"];

/** Control characters other than the end of a line: an escape, a carriage return, a bell, what hides the cursor. */
function controls(text: string): readonly string[] {
  return [...text].filter((char) => /\p{Cc}/u.test(char) && char !== "\n");
}

describe("off a terminal", () => {
  let sandbox: Sandbox;

  beforeAll(async () => {
    sandbox = await bench.sandbox();
  });

  test("lines without control characters, each with its topic; nothing on standard error when it goes well", async () => {
    const done = await sandbox.setup([...QUICK, "--verbose"]);
    expect(done.code).toBe(0);
    expect(controls(done.stdout)).toEqual([]);
    expect(done.stderr).toBe("");
    const topics = new Set(
      done.stdout
        .trimEnd()
        .split("\n")
        .map((line) => /^[\p{L}, ]+:/u.exec(line)?.[0]),
    );
    expect(topics.has(undefined)).toBe(false);
    for (const topic of ["project:", "check:", "plan:", "applied:", "proof:", "next:", "done:"]) {
      expect([...topics]).toContain(topic);
    }
  });

  test("in the colours of a CI that forces them, still nothing that moves the cursor", async () => {
    const done = await sandbox.setup(QUICK, { env: { FORCE_COLOR: "1", CI: "true" } });
    expect(done.code).toBe(0);
    const colours = done.stdout.split("\u001b").slice(1);
    expect(colours.length).toBeGreaterThan(0);
    expect(colours.filter((rest) => !/^\[[\d;]*m/.test(rest))).toEqual([]);
    expect(controls(stripVTControlCharacters(done.stdout))).toEqual([]);
    const without = await sandbox.setup(QUICK, { env: { FORCE_COLOR: "1", NO_COLOR: "1" } });
    expect(controls(without.stdout)).toEqual([]);
  });

  test("what fails is told on standard error, with the next step and the exit code", async () => {
    const other = await bench.sandbox();
    const failed = await other.setup(["--yes", "--prove", "off"]);
    expect(failed.code).toBe(3);
    expect(controls(failed.stdout + failed.stderr)).toEqual([]);
    expect(failed.stderr).toContain(`error: --bucket: There is no bucket ${other.bucket}.`);
    expect(failed.stderr).toMatch(/^next: .*--create-bucket/m);
    expect(failed.stderr).toMatch(/^exit: 3$/m);
  });

  test("in Spanish on request, and the project remembers its language", async () => {
    const spanish = await bench.sandbox();
    const done = await spanish.setup([...QUICK, "--lang", "es"]);
    expect(done.code).toBe(0);
    expect(done.stdout).toContain("proyecto:");
    expect(done.stdout).toContain("Las subidas quedaron configuradas");
    const again = await spanish.run(["--dry-run"]);
    expect(again.stdout).toContain("Simulación: no se cambió nada");
  });
});

describe("one JSON document and nothing else on standard output", () => {
  /** Each outcome that a script can meet, and how to get it. */
  const outcomes: Record<string, { exit: number; status: string; run: () => Promise<Outcome> }> = {
    success: {
      exit: 0,
      status: "ok",
      run: async () => (await bench.sandbox()).setup([...QUICK, "--json"]),
    },
    "success, with --verbose": {
      exit: 0,
      status: "ok",
      run: async () => (await bench.sandbox()).setup([...QUICK, "--json", "--verbose"]),
    },
    "a dry run": {
      exit: 0,
      status: "ok",
      run: async () => (await bench.sandbox()).setup([...QUICK, "--json", "--dry-run"]),
    },
    "refused keys": {
      exit: 1,
      status: "failed",
      run: async () =>
        (await bench.sandbox({ keys: { accessKeyId: "AKIAQQQQQQQQQQQQQQQQ", secretAccessKey: "x".repeat(40) } })).setup(
          [...QUICK, "--json", "--verbose"],
        ),
    },
    "an unknown flag": {
      exit: 2,
      status: "failed",
      run: async () => (await bench.sandbox()).setup(["--json", "--bukket", "x"]),
    },
    "an unknown command": {
      exit: 2,
      status: "failed",
      run: async () => (await bench.sandbox()).run(["steup", "--json"]),
    },
    "a folder without Django": {
      exit: 2,
      status: "failed",
      run: async () => (await bench.sandbox()).setup(["--json", "--project", "static"]),
    },
    "missing answers": {
      exit: 3,
      status: "needs-input",
      run: async () => (await bench.sandbox({ keys: null })).run(["--json"]),
    },
    "a proof that is not enough": {
      exit: 4,
      status: "problems",
      run: async () =>
        (await bench.sandbox()).setup(["--create-bucket", "--yes", "--prove", "required", "--json"], {
          env: { SECRET_KEY: undefined },
        }),
    },
  };

  test.each(Object.entries(outcomes))("%s", async (_name, { exit, status, run }) => {
    const done = await run();
    const document = done.json();
    expect({ code: done.code, status: document.status }).toEqual({ code: exit, status });
    expect(document.schemaVersion).toBe(1);
    expect(Object.keys(document)).toEqual([
      "schemaVersion",
      "command",
      "status",
      "provider",
      "exitCode",
      "values",
      "plan",
      "checks",
      "proof",
      "warnings",
      "files",
      "next",
      "errors",
    ]);
    expect(done.stdout.endsWith("}\n")).toBe(true);
    expect(controls(done.stdout)).toEqual([]);
    // Every problem has a code for scripts and a next step for people.
    if (exit === 0) expect(document.errors).toEqual([]);
    else expect(document.errors.length).toBeGreaterThan(0);
    for (const error of document.errors) {
      expect(error.code).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
      expect(error.code).not.toBe("unexpected");
      expect([error.code, error.next]).not.toEqual([error.code, undefined]);
    }
    expect(done.stderr).not.toMatch(/^\s+at /m);
  });
});

test("a reader that goes away does not leave the run half done", async () => {
  const sandbox = await bench.sandbox();
  const running = sandbox.start(QUICK);
  running.child.stdout?.destroy();
  running.child.stderr?.destroy();
  const done = await running.ended;
  expect(done.code).toBe(0);
  const { tree } = await sandbox.fingerprint();
  expect(tree[".env.render"]).toMatch(/^file 600/);
});
