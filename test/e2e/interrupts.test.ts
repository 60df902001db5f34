/** Ctrl-C, SIGTERM and kill -9 in the middle of a run: put back at once, or by the next run; never half of it for good. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterEach, describe, expect, test } from "vitest";
import { benchForThisFile, type Fingerprint, type Sandbox } from "../support/sandbox.ts";

const bench = benchForThisFile();
type Match = Parameters<typeof bench.proxy.add>[0];
const SETUP = ["--json", "--yes"];
const SABOTAGE = fileURLToPath(new URL("./sabotage.mjs", import.meta.url));

afterEach(() => bench.proxy.clear());

/** Where a run can stand when it is told to stop; `after`: AWS has done it, and only the answer is on its way. */
const moments: Record<string, { match: Match; after?: boolean; create?: boolean; prove?: boolean }> = {
  "asking STS": { match: { service: "sts" } },
  "looking at the bucket": { match: { method: "HEAD" } },
  "making the bucket": { match: { method: "PUT", query: /^(?!cors|publicAccess)/ }, after: true, create: true },
  "closing it to the public": { match: { method: "PUT", query: /^publicAccessBlock/ } },
  "writing CORS rules": { match: { method: "PUT", query: /^cors/ }, after: true },
  "writing the test file": { match: { method: "PUT", path: /-probe-/ }, after: true },
  "reading the test file": { match: { method: "GET", path: /-probe-/ }, create: true },
  "deleting the test file": { match: { method: "DELETE", path: /-probe-/ } },
  "saving a file through Django": { match: { method: "PUT", path: /-probe\// }, after: true, prove: true },
};

async function sandboxFor(moment: { create?: boolean }): Promise<Sandbox> {
  const sandbox = await bench.sandbox({ faulty: true });
  if (moment.create) return sandbox;
  await bench.makeBucket(sandbox.bucket);
  await bench.s3.send(new PutObjectCommand({ Bucket: sandbox.bucket, Key: "media/toby.pdf", Body: "%PDF" }));
  return sandbox;
}

describe("told to stop: exit 130, and everything as before", () => {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const cases = Object.entries(moments).map(([name, moment], index) => ({
    name,
    moment,
    signal: signals[index % signals.length] ?? "SIGINT",
  }));

  test.each(cases)("$signal while it is $name", async ({ moment, signal }) => {
    const sandbox = await sandboxFor(moment);
    const before = await sandbox.fingerprint();
    bench.proxy.add(moment.match, { hang: true, after: moment.after ?? false }, { times: 1 });
    const args = [...SETUP, "--create-bucket", ...(moment.prove ? [] : ["--prove", "off"])];
    const running = sandbox.start(args);
    await bench.proxy.hanging(1);
    process.kill(running.pid, signal);
    const done = await running.ended;
    expect({ code: done.code, signal: done.signal }).toEqual({ code: 130, signal: null });
    expect(done.json()).toMatchObject({ status: "interrupted", exitCode: 130, files: [], errors: [] });
    expect(await sandbox.fingerprint()).toEqual(before);
  });

  test("a file of the proof that cannot be taken away any more is something not put back: exit 5, and named", async () => {
    const sandbox = await sandboxFor({});
    const { tree } = await sandbox.fingerprint();
    bench.proxy.add({ method: "PUT", path: /-probe\// }, { hang: true, after: true }, { times: 1 });
    bench.proxy.add({ method: "DELETE", path: /-probe\// }, { code: "AccessDenied" });
    const running = sandbox.start(SETUP);
    await bench.proxy.hanging(1);
    process.kill(running.pid, "SIGINT");
    const done = await running.ended;
    expect(done.json()).toMatchObject({ exitCode: 5, status: "failed", errors: [{ code: "probe-left-behind" }] });
    expect((await sandbox.fingerprint()).tree).toEqual(tree);
  });

  test("an impatient person presses it again and again while it puts back", async () => {
    const sandbox = await sandboxFor({ create: true });
    const before = await sandbox.fingerprint();
    bench.proxy.add({ method: "PUT", path: /-probe-/ }, { hang: true, after: true }, { times: 1 });
    const running = sandbox.start(["--yes", "--create-bucket"]);
    await bench.proxy.hanging(1);
    const again = setInterval(() => process.kill(running.pid, "SIGINT"), 20);
    running.child.once("exit", () => clearInterval(again));
    const done = await running.ended;
    clearInterval(again);
    // Node drops its handlers when it has nothing left to do: a key pressed in that very moment ends it by the signal, which shells call 130 too.
    expect(done.code ?? done.signal).toBe(done.code === null ? "SIGINT" : 130);
    expect(done.stderr + done.stdout).toContain("Everything is as it was");
    expect(await sandbox.fingerprint()).toEqual(before);
  });
});

describe("killed: the next run says so, puts back, and does what was asked", () => {
  /** A whole setup of the same kind, to compare with. */
  async function straight(sandbox: Sandbox): Promise<Fingerprint["tree"]> {
    const other = await bench.sandbox();
    const done = await other.run([
      "setup",
      "--provider",
      "s3",
      "--bucket",
      sandbox.bucket,
      "--region",
      "us-west-2",
      ...SETUP,
      "--prove",
      "off",
    ]);
    expect(done.code).toBe(0);
    return ours((await other.fingerprint()).tree);
  }

  /** The tree without the journal, which counts runs. */
  const ours = (tree: Fingerprint["tree"]) =>
    Object.fromEntries(Object.entries(tree).filter(([file]) => !file.startsWith(".vet-media-setup/")));

  async function recovers(sandbox: Sandbox, before: Fingerprint): Promise<void> {
    const cut = await sandbox.fingerprint();
    const unattended = (await sandbox.setup(["--create-bucket", "--json", "--prove", "off"])).json();
    expect(unattended).toMatchObject({ exitCode: 3, errors: [{ code: "interrupted-run", place: "--yes" }] });
    expect(await sandbox.fingerprint()).toEqual(cut);

    const next = (await sandbox.setup([...SETUP, "--create-bucket", "--region", "us-west-2", "--prove", "off"])).json();
    expect(next).toMatchObject({ exitCode: 0, status: "ok", errors: [] });
    const after = await sandbox.fingerprint();
    expect(after.bucket?.objects).toEqual(before.bucket?.objects ?? []);
    expect(Object.keys(after.tree).filter((file) => file.includes(".tmp"))).toEqual([]);
    expect(ours(after.tree)).toEqual(await straight(sandbox));
    // One finished run in the journal, and none that is still open.
    const runs = Object.keys(after.tree).filter((file) => /runs\/\d+\/$/.test(file));
    expect(runs).toHaveLength(1);
  }

  test.each([
    ["making the bucket", moments["making the bucket"]],
    ["writing CORS rules", moments["writing CORS rules"]],
    ["saving a file through Django", moments["saving a file through Django"]],
  ])("while it is %s", async (_name, moment) => {
    if (moment === undefined) throw new Error("no such moment");
    const sandbox = await sandboxFor(moment);
    const before = await sandbox.fingerprint();
    bench.proxy.add(moment.match, { hang: true, after: moment.after ?? false }, { times: 1 });
    const running = sandbox.start([...SETUP, "--create-bucket", ...(moment.prove ? [] : ["--prove", "off"])]);
    await bench.proxy.hanging(1);
    process.kill(running.pid, "SIGKILL");
    expect((await running.ended).signal).toBe("SIGKILL");
    bench.proxy.clear();
    await recovers(sandbox, before);
  });

  /** Counted from the first change to the file system. The thorough test goes through all of them. */
  test.each([
    ["torn", 20],
    ["kill", 33],
  ])("%s at change %i to the disk", async (how, change) => {
    const sandbox = await sandboxFor({});
    const before = await sandbox.fingerprint();
    const env = { NODE_OPTIONS: `--import=${SABOTAGE}`, SABOTAGE_AT: String(change), SABOTAGE_HOW: how };
    const cut = await sandbox.setup([...SETUP, "--prove", "off"], { env });
    expect(cut.signal).toBe("SIGKILL");
    await recovers(sandbox, before);
  });

  test("--dry-run after a killed run says so, and still changes nothing", async () => {
    const sandbox = await sandboxFor({});
    const env = { NODE_OPTIONS: `--import=${SABOTAGE}`, SABOTAGE_AT: "20", SABOTAGE_HOW: "kill" };
    expect((await sandbox.setup([...SETUP, "--prove", "off"], { env })).signal).toBe("SIGKILL");
    const cut = await sandbox.fingerprint();
    const dry = await sandbox.setup(["--dry-run"]);
    expect(dry.code).toBe(0);
    expect(dry.stdout).toContain("An earlier run was cut before it ended");
    expect(await sandbox.fingerprint()).toEqual(cut);
  });

  test("what somebody edited since is left as it is, and said", async () => {
    const sandbox = await sandboxFor({});
    bench.proxy.add({ method: "PUT", path: /-probe\// }, { hang: true }, { times: 1 });
    const running = sandbox.start([...SETUP]);
    await bench.proxy.hanging(1);
    process.kill(running.pid, "SIGKILL");
    await running.ended;
    bench.proxy.clear();
    const requirements = path.join(sandbox.dir, "requirements.txt");
    await writeFile(requirements, "Django==5.2.7\n");
    const next = await sandbox.setup(["--yes", "--prove", "off"]);
    expect(next.code).toBe(0);
    expect(next.stdout).toContain("requirements.txt was edited since");
  });

  test("two runs at once: the second one stops and says so", async () => {
    const sandbox = await sandboxFor({});
    bench.proxy.add({ method: "PUT", query: /^cors/ }, { hang: true }, { times: 1 });
    const first = sandbox.start([...SETUP, "--prove", "off"]);
    await bench.proxy.hanging(1);
    const second = (await sandbox.setup([...SETUP, "--prove", "off"])).json();
    expect(second.exitCode).toBe(1);
    expect(second.errors).toMatchObject([{ code: "another-run" }]);
    process.kill(first.pid, "SIGINT");
    expect((await first.ended).code).toBe(130);
  });
});
