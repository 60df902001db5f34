/** `compare` as a person and a script run it: in the clinic, outside of any project, in a pipe, in a terminal, with wrong values. */
import { mkdir, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type JsonDocument, type Outcome, runCli } from "../support/cli.ts";
import { copyFixture, type Fixture } from "../support/fixture.ts";
import { CLI } from "../support/prepare.mjs";
import { openPty } from "../support/pty.mjs";

interface Compared extends JsonDocument {
  readonly usage: { readonly gb: number; readonly files: number; readonly downloadsGb: number };
  readonly comparison: readonly {
    readonly provider: string;
    readonly service: string;
    readonly monthlyUsd: number | null;
    readonly linesToChange: number | null;
    readonly prices: readonly { readonly amount: number; readonly asOf: string; readonly url: string }[];
  }[];
  readonly recommendation: {
    readonly provider: string;
    readonly reasons: readonly string[];
    readonly others: readonly { readonly provider: string; readonly suits: boolean; readonly reason: string }[];
  };
}

let clinic: Fixture;
let outside: string;

beforeAll(async () => {
  clinic = await copyFixture("clinic");
  outside = await mkdtemp(path.join(tmpdir(), "vet-nowhere-"));
});
afterAll(async () => {
  await clinic.remove();
  await rm(outside, { recursive: true, force: true });
});

const compare = (args: readonly string[] = [], cwd = clinic.dir): Promise<Outcome> =>
  runCli(["compare", ...args], { cwd });
async function compared(args: readonly string[] = [], cwd = clinic.dir): Promise<Compared> {
  const done = await compare(["--json", ...args], cwd);
  expect(done.code, done.stderr + done.stdout).toBe(0);
  expect(done.stderr).toBe("");
  return done.json() as Compared;
}
const of = (document: Compared, service: string) => document.comparison.find((one) => one.service === service);

describe("in the clinic", () => {
  test("a fact a line, exit 0, and the project is as it was", async () => {
    const { code, stdout, stderr } = await compare();
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const lines = stdout.trimEnd().split("\n");
    for (const line of lines) expect(line).toMatch(/^[^:]+: \S/);
    expect(lines[0]).toMatch(/^usage: media\/ holds 4 files, 3\.2 KB, on this computer/);
    for (const line of [
      "Amazon S3: a month: less than $0.01",
      "Amazon S3: your code: 4 lines to change",
      "Cloudinary: a month: free",
      "Render disk: a month: $7.25",
      "Render disk: zero downtime: no: a short stop",
      "Cloudflare R2: a month: free",
      "Backblaze B2: a month: not checked",
      "done: Nothing was changed",
      "set up Amazon S3: npx vet-media-setup --provider s3",
    ])
      expect(lines).toContain(line);
    expect(stdout).toMatch(/^Recommended: Amazon S3, private: .*(?:Examen|Documento)\.archivo.* documents too/m);
    expect(stdout).toMatch(/^Render disk: It needs no change of code: the 4 lines/m);
    expect(clinic.git("status", "--porcelain", "--ignored")).toBe("");
  });

  test("Spanish, from the environment", async () => {
    const { stdout, code } = await runCli(["compare"], { cwd: clinic.dir, env: { LANG: "es_CL.UTF-8" } });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^uso: media\/ tiene 4 archivos, 3,2 KB, en este equipo/m);
    expect(stdout).toMatch(/^Render disk: al mes: US\$7,25$/m);
    expect(stdout).toMatch(/^Recomendado: Amazon S3, privado: /m);
    expect(stdout).not.toMatch(/\b(?:month|free|yes|checked|your|the)\b/i);
  });

  test("JSON: what was counted, each provider, and why", async () => {
    const document = await compared();
    expect(document).toMatchObject({ command: "compare", status: "ok", provider: null, plan: [], errors: [] });
    expect(document.values).toMatchObject({
      gb: { source: "project", detail: "media" },
      downloads: { source: "default" },
    });
    expect(document.usage.files).toBe(4);
    expect(document.comparison.map(({ service }) => service)).toEqual([
      "s3",
      "cloudinary",
      "render-disk",
      "r2",
      "b2",
      "spaces",
    ]);
    expect(document.comparison.map(({ monthlyUsd }) => monthlyUsd)).toEqual([
      expect.any(Number),
      0,
      7.25,
      0,
      null,
      null,
    ]);
    expect(document.comparison.map(({ linesToChange }) => linesToChange)).toEqual([4, 4, 0, 4, 4, 4]);
    for (const { prices } of document.comparison) {
      for (const { asOf, url } of prices) expect(`${asOf} ${url}`).toMatch(/^\d{4}-\d\d-\d\d https:\/\//);
    }
    expect(document.recommendation.provider).toBe("s3");
    expect(document.recommendation.reasons[0]).toContain("Documento.archivo");
    expect(document.recommendation.others.filter(({ suits }) => suits).map(({ provider }) => provider)).toEqual([
      "render-disk",
    ]);
  });

  test("the files that are there are counted, sparse ones by their length", async () => {
    const file = path.join(clinic.dir, "media", "big.bin");
    await writeFile(file, "");
    await truncate(file, 12_000_000_000);
    try {
      const document = await compared();
      expect(document.usage.files).toBe(5);
      expect(document.usage.gb).toBeCloseTo(12, 3);
      // 13 GB of disk; 3 GB of R2 beyond its free ten.
      expect(of(document, "render-disk")?.monthlyUsd).toBe(7 + 13 * 0.25);
      expect(of(document, "r2")?.monthlyUsd).toBeCloseTo(0.045, 6);
      expect(of(document, "s3")?.monthlyUsd).toBeCloseTo(0.276, 3);
      // Nearly 12 kept and 12 downloaded: 24 of 25 credits.
      expect(of(document, "cloudinary")?.monthlyUsd).toBe(0);
      expect(of(await compared(["--downloads", "14"]), "cloudinary")?.monthlyUsd).toBe(99);
    } finally {
      await rm(file);
    }
  });

  test("what if", async () => {
    const document = await compared(["--gb", "20", "--downloads=500.5"]);
    expect(document.usage).toMatchObject({ gb: 20, files: 20_000, downloadsGb: 500.5 });
    expect(document.values).toMatchObject({
      gb: { value: 20, source: "flag" },
      downloads: { value: 500.5, source: "flag" },
    });
    expect(of(document, "s3")?.monthlyUsd).toBeCloseTo(0.46 + 36.045 + 0.1 + 0.2082, 6);
    expect(of(document, "s3")?.linesToChange).toBe(4);
  });
});

describe("render.yaml", () => {
  const service = (more: string) =>
    `services:\n  - type: web\n    name: clinic\n    runtime: python\n    startCommand: gunicorn veteriaria.wsgi\n${more}`;

  test.each([
    ["a paid plan", "    plan: starter\n", 0.25, true, /The simplest: clinic pays/],
    ["a free plan", "    plan: free\n", 7.25, false, /clinic is free now/],
    ["several instances", "    plan: pro\n    numInstances: 2\n", 0.25, false, /up to 2 instances/],
    [
      "a worker beside",
      "    plan: starter\n  - type: worker\n    name: mailer\n    runtime: python\n    startCommand: celery\n",
      0.25,
      false,
      /Not if mailer in render.yaml needs/,
    ],
  ])("%s", async (_, more, usd, suits, reason) => {
    const file = path.join(clinic.dir, "render.yaml");
    await writeFile(file, service(more));
    try {
      const document = await compared();
      expect(of(document, "render-disk")?.monthlyUsd).toBe(usd);
      const [about] = document.recommendation.others.filter(({ provider }) => provider === "render-disk");
      expect(about).toMatchObject({ suits, reason: expect.stringMatching(reason) });
    } finally {
      await rm(file);
    }
  });
});

describe("outside of a project", () => {
  test("--gb is enough", async () => {
    const document = await compared(["--gb", "1"], outside);
    expect(document.comparison.map(({ linesToChange }) => linesToChange)).toEqual(Array(6).fill(null));
    expect(document.recommendation.reasons).toHaveLength(1);
  });

  test.each([[[]], [["--downloads", "5"]]])("%j is not: exit 2, and both ways out are named", async (args) => {
    const done = await compare([...args, "--json"], outside);
    expect(done.code).toBe(2);
    expect(done.json().errors[0]).toMatchObject({
      code: "not-a-django-project",
      next: expect.stringMatching(/--project.*compare --gb 20/),
    });
  });

  test("a folder that is not there is a mistake, whatever is asked", async () => {
    const done = await compare(["--gb", "1", "--project", "nowhere", "--json"], outside);
    expect(done.code).toBe(2);
    expect(done.json().errors[0]?.code).toBe("no-such-folder");
  });

  test("of several projects one must be named, and nobody is asked", async () => {
    const both = path.join(outside, "both");
    for (const name of ["a", "b"]) {
      await mkdir(path.join(both, name), { recursive: true });
      await writeFile(path.join(both, name, "manage.py"), "execute_from_command_line(DJANGO_SETTINGS_MODULE)\n");
    }
    const done = await compare(["--json"], both);
    expect(done.code).toBe(3);
    expect(done.json().errors[0]).toMatchObject({
      code: "several-projects",
      next: expect.stringContaining("--project a"),
    });
  });
});

test.each(["-1", "1,5", "50000.001", "\u001b[31m5"])("--gb=%j: exit 2, and the form is named", async (word) => {
  const done = await compare([`--gb=${word}`, "--json"], outside);
  expect(done.code).toBe(2);
  expect(done.json().errors[0]).toMatchObject({ place: "--gb", next: expect.stringContaining("--gb 20") });
  expect(done.stdout).not.toContain(word);
});

test("the flags belong to compare alone", async () => {
  for (const argv of [
    ["--gb", "5"],
    ["policy", "--downloads", "5"],
  ]) {
    const done = await runCli([...argv, "--json"], { cwd: clinic.dir });
    expect(done.code).toBe(2);
    expect(done.json().errors[0]).toMatchObject({ code: "flag-of-another-command" });
  }
});

describe("in a terminal", () => {
  let pty: ReturnType<typeof openPty> | undefined;
  afterEach(async () => {
    await pty?.kill();
    pty = undefined;
  });

  test.each([80, 40])("%d columns: shown and done, without a question", async (cols) => {
    const env = { PATH: process.env.PATH, HOME: outside, LANG: "C.UTF-8", TERM: "xterm-256color", NO_COLOR: "1" };
    pty = openPty(process.execPath, ["--", CLI, "compare"], { cwd: clinic.dir, env, cols, rows: 150 });
    expect(await pty.exited).toEqual({ exitCode: 0, signal: 0 });
    const screen = pty.screen();
    for (const words of ["The providers side by side", "Amazon S3", "$7.25", "Nothing was changed"])
      expect(screen).toContain(words);
    const sideBySide = /Amazon S3 +Cloudinary +Render disk/.test(screen);
    expect(sideBySide).toBe(cols === 80);
  });
});
