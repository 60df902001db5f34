/** A first run: the Python of the clinic has Django and nothing of the provider. Somebody is asked once, or nothing is fetched. */
import { mkdir, readdir } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { parseArguments } from "../../src/answers/arguments.ts";
import { ReportDraft, type Run } from "../../src/commands/run.ts";
import { setup } from "../../src/commands/setup.ts";
import { Interrupted } from "../../src/lib/failure.ts";
import { BACK, type ReportEvent } from "../../src/model/terminal.ts";
import { removeTree } from "../support/django-project.ts";
import { copyFixture, type Fixture } from "../support/fixture.ts";
import {
  indexInReach,
  indexVariables,
  openProofBench,
  type ProofBench,
  pathsBelow,
  running,
} from "../support/proof-bench.ts";
import { KEEP, ScriptedPrompter, type Step } from "../support/scripted-prompter.ts";
import { venv } from "../support/venv.mjs";

const APPLY: Step = { select: /^Apply/, label: "Yes" };
const FETCH = { confirm: /^Your Python lacks django-storages and boto3\. Fetch them/ } as const;

const own = join(tmpdir(), `vet-offer-${process.pid}`);
let bench: ProofBench;
let environment: string;
let online: boolean;
/** May do all with S3 and nothing with IAM: no user is offered to it. */
let keys: Awaited<ReturnType<ProofBench["aws"]["makeUser"]>>;
let clinic: Fixture;

beforeAll(async () => {
  await mkdir(own, { recursive: true });
  vi.stubEnv("TMPDIR", own);
  bench = await openProofBench();
  const statement = { Effect: "Allow", Action: "s3:*", Resource: "*" };
  keys = await bench.aws.makeUser("deploy", { Version: "2012-10-17", Statement: [statement] });
  const python = await venv("djangoonly");
  environment = dirname(dirname(python));
  online = await indexInReach(python, join(own, "asked"));
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
});

/** The setup of the clinic with this script of answers; null: nobody can be asked. */
async function runSetup(
  steps: readonly Step[] | null,
  more: { env?: Run["env"]; args?: readonly string[]; signal?: AbortSignal } = {},
) {
  const events: (ReportEvent | { readonly type: "during"; readonly label: string })[] = [];
  const prompter = steps === null ? null : new ScriptedPrompter(steps);
  const named = ["--provider", "s3", "--bucket", bench.bucket(), "--region", "us-west-2"];
  const report = new ReportDraft("setup");
  const run: Run = {
    invocation: parseArguments([
      "setup",
      ...named,
      "--cors-origin",
      "https://santasofia.onrender.com",
      ...(more.args ?? []),
    ]),
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      AWS_ENDPOINT_URL: bench.aws.url,
      AWS_ACCESS_KEY_ID: keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
      VIRTUAL_ENV: environment,
      SECRET_KEY: "only here",
      ...more.env,
    },
    directory: clinic.dir,
    reporter: {
      emit: (event) => events.push(event),
      during: (label, work) => {
        events.push({ type: "during", label: label.en });
        return work(({ en }) => events.push({ type: "during", label: en }));
      },
      close: () => {},
    },
    prompter,
    signal: more.signal ?? new AbortController().signal,
    report,
  };
  const exit = await setup(run).catch((error: unknown) => error);
  prompter?.done();
  const order = events.map((event) => (event.type === "during" ? event.label : event.type));
  return { exit, report, order, asked: prompter?.asked ?? [] };
}

async function leftOvers(): Promise<readonly string[]> {
  return (await readdir(own)).filter((name) => name.startsWith("vet-media-setup"));
}

// A real fetch: pip's own limit, and some more.
test("accepted: proved in project mode; the Python is as before, and nothing is left", {
  timeout: 240_000,
}, async (context) => {
  if (!online) context.skip("the package index is out of reach");
  const before = await pathsBelow(environment);
  const { exit, report, order, asked } = await runSetup([APPLY, { ...FETCH, say: KEEP }], { env: indexVariables() });
  expect(exit, String(exit)).toBe(0);
  expect(report.proof, JSON.stringify(report.proof)).toMatchObject({ status: "passed", mode: "project" });
  expect(report.proof?.steps.find(({ id }) => id === "packages")?.message.en).toContain("from requirements.txt");
  expect(report.proof?.steps.find(({ id }) => id === "staticfiles")?.status).toBe("pass");
  // After the plan was accepted, and before anything is applied.
  expect(asked.map(({ initial }) => initial)).toEqual(["yes", true]);
  const fetching = order.indexOf("Fetching django-storages and boto3 for the proof");
  expect(fetching).toBeGreaterThan(order.indexOf("plan"));
  expect(fetching).toBeLessThan(order.indexOf("Applying"));
  expect(await pathsBelow(environment)).toEqual(before);
  expect(await leftOvers()).toEqual([]);
  expect(running(own)).toEqual([]);

  // Nothing to change any more: the proof is still worth the question.
  const again = await runSetup([{ ...FETCH, say: false }]);
  expect(again.exit).toBe(0);
  expect(again.report.proof?.status).toBe("skipped");
});

test("refused: set up, and the proof is skipped with the command", async () => {
  const { exit, report, order } = await runSetup([APPLY, { ...FETCH, say: false }]);
  expect(exit, String(exit)).toBe(0);
  expect(order.filter((label) => label.startsWith("Fetching"))).toEqual([]);
  expect(report.proof).toMatchObject({ status: "skipped" });
  expect(report.proof?.next?.en).toContain("-m pip install -r requirements.txt");
  expect(report.warnings.map(({ code }) => code)).toContain("proof-skipped");
});

test("going back from the question leads to the plan, and nothing has been done", async () => {
  const { exit } = await runSetup([APPLY, { ...FETCH, say: BACK }, { select: /^Apply/, label: "No" }]);
  expect(exit).toBeInstanceOf(Interrupted);
  expect(clinic.git("status", "--porcelain")).toBe("");
});

test("no index: set up, and the proof is skipped with the reason", async () => {
  const env = { PIP_CONFIG_FILE: "/dev/null", PIP_INDEX_URL: "http://127.0.0.1:9/simple" };
  const { exit, report } = await runSetup([APPLY, { ...FETCH, say: true }], { env });
  expect(exit, String(exit)).toBe(0);
  expect(report.proof).toMatchObject({ status: "skipped" });
  expect(report.proof?.reason?.en).toMatch(/pip could not fetch .*Connection refused/);
  expect(await leftOvers()).toEqual([]);
});

test("stopped while pip runs: nothing has been changed, nothing is left", async () => {
  const controller = new AbortController();
  const server = createServer((socket) => {
    socket.on("error", () => {});
    controller.abort();
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const env = { PIP_CONFIG_FILE: "/dev/null", PIP_INDEX_URL: `http://127.0.0.1:${port}/simple` };
  const { exit } = await runSetup([APPLY, { ...FETCH, say: true }], { env, signal: controller.signal });
  expect(exit).toBeInstanceOf(Interrupted);
  expect(clinic.git("status", "--porcelain")).toBe("");
  expect(await leftOvers()).toEqual([]);
  expect(running(own)).toEqual([]);
});

test.each([
  ["nobody can be asked", null, ["--yes"]],
  ["no proof is wanted", [APPLY], ["--prove", "off"]],
] as const)("%s: nothing is asked, and nothing is fetched", async (_, steps, args) => {
  const { exit, report, order } = await runSetup(steps, { args });
  expect(exit, String(exit)).toBe(0);
  expect(order.filter((label) => /^(?:Fetching|Asking your Python)/.test(label))).toEqual([]);
  expect(report.proof).toMatchObject({ status: "skipped" });
});

test("nothing is lacking: nothing is asked", async () => {
  const env = { VIRTUAL_ENV: dirname(dirname(bench.python)) };
  const { exit, report } = await runSetup([APPLY], { env });
  expect(exit, String(exit)).toBe(0);
  expect(report.proof).toMatchObject({ status: "passed", mode: "project" });
});
