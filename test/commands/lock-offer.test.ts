/** The lock file of uv beside the edited pyproject.toml: made anew on somebody's word, or left with the command. */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { parseArguments } from "../../src/answers/arguments.ts";
import { ReportDraft, type Run } from "../../src/commands/run.ts";
import { setup } from "../../src/commands/setup.ts";
import { RolledBack } from "../../src/commands/transaction.ts";
import { undo } from "../../src/commands/undo.ts";
import { Interrupted } from "../../src/lib/failure.ts";
import { BACK } from "../../src/model/terminal.ts";
import { removeTree } from "../support/django-project.ts";
import { fakeLockTool } from "../support/fake-lock-tool.ts";
import { copyFixture, type Fixture } from "../support/fixture.ts";
import { openProofBench, type ProofBench, running } from "../support/proof-bench.ts";
import { KEEP, ScriptedPrompter, type Step } from "../support/scripted-prompter.ts";

const PYPROJECT =
  '[project]\nname = "clinic"\nversion = "1"\nrequires-python = ">=3.10"\ndependencies = ["django>=5.2,<6"]\n';
const LOCK = 'version = 1\nrevision = 3\n\n[[package]]\nname = "django"\nversion = "1"\n';
const APPLY: Step = { select: /^Apply/, label: "Yes" };
const USER: Step = { confirm: /^Make an IAM user for the app alone/, say: false };
const ASK = {
  confirm: /^Your build installs what uv\.lock holds\. Run {2}uv lock {2}for the new pyproject\.toml now\?/,
};

const own = path.join(tmpdir(), `vet-lock-${process.pid}`);
let bench: ProofBench;
let clinic: Fixture;
const at = (name: string) => path.join(clinic.dir, name);

beforeAll(async () => {
  await mkdir(own, { recursive: true });
  vi.stubEnv("TMPDIR", own);
  bench = await openProofBench();
});
afterAll(async () => {
  await bench.close();
  vi.unstubAllEnvs();
  await removeTree(own);
});
beforeEach(async () => {
  await bench.newBucket();
  clinic = await copyFixture("clinic");
  onTestFinished(() => clinic.remove());
  await rm(at("requirements.txt"));
  await writeFile(at("pyproject.toml"), PYPROJECT);
  await writeFile(at("uv.lock"), LOCK);
  await writeFile(at("build.sh"), "uv sync --frozen\n");
  clinic.git("add", "--all");
  clinic.git("commit", "--quiet", "--message", "uv");
});

interface Given {
  readonly body?: string;
  readonly args?: readonly string[];
  readonly signal?: AbortSignal;
}

/** The setup of the clinic with this script of answers (null: nobody can be asked) and a `uv` that does `body`. */
async function runSetup(steps: readonly Step[] | null, { body, args = [], signal }: Given = {}) {
  const prompter = steps === null ? null : new ScriptedPrompter([USER, ...steps]);
  const folder = path.join(own, `tool-${Math.random().toString(36).slice(2)}`);
  const { bin, calls } = await fakeLockTool(folder, "uv", body);
  const run = (argv: readonly string[], who: ScriptedPrompter | null): Run => ({
    invocation: parseArguments([...argv]),
    env: {
      PATH: `${bin}${path.delimiter}${process.env.PATH}`,
      HOME: process.env.HOME,
      AWS_ENDPOINT_URL: bench.aws.url,
      AWS_ACCESS_KEY_ID: bench.aws.root.accessKeyId,
      AWS_SECRET_ACCESS_KEY: bench.aws.root.secretAccessKey,
      DATABASE_URL: "postgres://vet:do-not-pass@db/clinic",
      UV_INDEX_CLINIC_PASSWORD: "for uv alone",
      UV_PROJECT_ENVIRONMENT: "/elsewhere",
    },
    directory: clinic.dir,
    reporter: { emit: () => {}, during: (_, work) => work(() => {}), close: () => {} },
    prompter: who,
    signal: signal ?? new AbortController().signal,
    report: new ReportDraft("setup"),
  });
  const named = ["--provider", "s3", "--bucket", bench.bucket(), "--region", "us-west-2", "--prove", "off"];
  const all = run(["setup", ...named, "--cors-origin", "https://santasofia.onrender.com", ...args], prompter);
  const exit = await setup(all).catch((error: unknown) => error);
  prompter?.done();
  const takeBack = async () => await undo(run(["undo", "--yes"], null));
  const { report } = all;
  const steps_ = report.next.map(({ en }) => en).join("\n");
  return { exit, report, next: steps_, asked: prompter?.asked ?? [], calls: await calls(), takeBack };
}

const lock = async () => await readFile(at("uv.lock"), "utf8");
const leftOvers = async () => (await readdir(own)).filter((name) => name.startsWith("vet-media-setup"));

describe.skipIf(process.platform === "win32")("uv lock", () => {
  test("accepted: a change of the plan, journaled; the tool works in a copy and learns no secret; undo gives the bytes back", async () => {
    const { exit, report, next, calls, asked, takeBack } = await runSetup([{ ...ASK, say: KEEP }, APPLY]);
    expect(exit, String(exit)).toBe(0);
    expect(asked.map(({ initial }) => initial)).toEqual([true, true, "yes"]);
    expect(report.plan.map((change) => (change.type === "file" ? change.path : change.kind))).toEqual(
      expect.arrayContaining(["pyproject.toml", "uv.lock"]),
    );
    expect(report.files).toContain("uv.lock");
    expect(next).not.toContain("uv lock");
    expect(await lock()).toContain('name = "django-storages"');
    expect(await lock()).toContain('name = "boto3"');
    expect(calls).toHaveLength(1);
    const [call] = calls;
    expect(call?.args).toEqual(["lock"]);
    expect(call?.pyproject).toBe(await readFile(at("pyproject.toml"), "utf8"));
    expect(call?.folder.startsWith(clinic.dir)).toBe(false);
    expect(Object.keys(call?.env ?? {}).filter((name) => /AWS|DATABASE|PROJECT_ENV/.test(name))).toEqual([]);
    expect(call?.env).toMatchObject({ UV_INDEX_CLINIC_PASSWORD: "for uv alone", UV_PYTHON_DOWNLOADS: "never" });
    expect(await leftOvers()).toEqual([]);
    expect(await takeBack()).toBe(0);
    expect(await lock()).toBe(LOCK);
    expect(clinic.git("status", "--porcelain")).toBe("");
  });

  test("a run that fails later puts the lock file back byte for byte", async () => {
    const { exit } = await runSetup([{ ...ASK, say: true }, APPLY], { args: ["--env-file", "no/such/.env"] });
    expect(exit).toBeInstanceOf(RolledBack);
    expect(await lock()).toBe(LOCK);
    expect(clinic.git("status", "--porcelain")).toBe("");
  });

  test("asked once: after another answer that leaves pyproject.toml as planned, what was made is used again", async () => {
    const change: readonly Step[] = [
      { select: /^Apply/, label: "Change an answer" },
      { select: /^Which/, label: BACK },
    ];
    const { exit, calls } = await runSetup([{ ...ASK, say: true }, ...change, APPLY]);
    expect(exit, String(exit)).toBe(0);
    expect(calls).toHaveLength(1);
    expect(await lock()).toContain('name = "boto3"');
  });

  test.each([false, BACK] as const)("answered with %s: the lock file stays, and the command is a step", async (say) => {
    const { exit, next, calls } = await runSetup([{ ...ASK, say }, APPLY]);
    expect(exit, String(exit)).toBe(0);
    expect(calls).toEqual([]);
    expect(next).toContain("Run  uv lock  and commit uv.lock");
    expect(await lock()).toBe(LOCK);
  });

  test("it fails: all else is set up, the lock file stays, and the reason stands beside the command", async () => {
    const body =
      'fs.writeFileSync(lock, "half"); console.error("  × No solution found\\n  https://u:pw@x/"); process.exit(1);';
    const { exit, report, next } = await runSetup([{ ...ASK, say: true }, APPLY], { body });
    expect(exit, String(exit)).toBe(0);
    const warning = report.warnings.find(({ code }) => code === "lock-not-made");
    expect(warning?.message.en).toBe("uv lock did not work out, so uv.lock stays as it is: × No solution found");
    expect(warning?.next?.es).toContain("uv lock");
    expect(next).toContain("Run  uv lock  and commit uv.lock");
    expect(await lock()).toBe(LOCK);
  });

  test("stopped while it runs: nothing has been changed, and nothing is left", async () => {
    const controller = new AbortController();
    const started = path.join(own, "started");
    const body = `fs.writeFileSync(lock, "half"); fs.writeFileSync(${JSON.stringify(started)}, ""); setInterval(() => {}, 1000);`;
    const watch = setInterval(
      () =>
        void readFile(started).then(
          () => controller.abort(),
          () => {},
        ),
      20,
    );
    onTestFinished(() => clearInterval(watch));
    const { exit } = await runSetup([{ ...ASK, say: true }], { body, signal: controller.signal });
    expect(exit).toBeInstanceOf(Interrupted);
    expect(clinic.git("status", "--porcelain")).toBe("");
    expect(await leftOvers()).toEqual([]);
    expect(running(path.join(own, "tool-"))).toEqual([]);
  });

  test.each([
    ["nobody can be asked", null, ["--yes"]],
    ["a dry run", [], ["--dry-run"]],
  ] as const)("%s: nothing is run", async (_, steps, args) => {
    const { exit, next, calls } = await runSetup(steps, { args });
    expect(exit, String(exit)).toBe(0);
    expect(calls).toEqual([]);
    expect(await lock()).toBe(LOCK);
    if (args[0] === "--yes") expect(next).toContain("Run  uv lock  and commit uv.lock");
  });
});
