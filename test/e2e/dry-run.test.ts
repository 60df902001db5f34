/** --dry-run: the whole plan with its diffs, and nothing but questions to AWS; not a byte of the project changes. */
import { appendFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { benchForThisFile, type Sandbox } from "../support/sandbox.ts";

const bench = benchForThisFile();

/** Everything that was asked and is no question. */
function writes(): readonly string[] {
  return bench.proxy.requests
    .filter(({ method, headers }) => {
      const sts = /\/sts\/aws4_request/.test(headers.authorization ?? "");
      return !(method === "GET" || method === "HEAD" || (method === "POST" && sts));
    })
    .map(({ method, path: target, query }) => `${method} ${target}?${query}`);
}

async function dryRun(sandbox: Sandbox, args: readonly string[] = []) {
  bench.proxy.clear();
  return await sandbox.setup(["--create-bucket", "--dry-run", ...args]);
}

test("asks only, writes nothing anywhere, shows every file's diff with secrets masked, and exits 0", async () => {
  const sandbox = await bench.sandbox({ faulty: true });
  await appendFile(path.join(sandbox.dir, ".env.render"), "OTHER_TOKEN=planted-elsewhere-19\n");
  sandbox.git("config", "core.excludesFile", "/dev/null");
  const before = await sandbox.fingerprint();

  const done = await dryRun(sandbox);
  expect(done.code).toBe(0);
  expect(done.stderr).toBe("");
  expect(await sandbox.fingerprint()).toEqual(before);
  expect(before.bucket).toBeNull();
  expect(bench.proxy.requests.length).toBeGreaterThan(1);
  expect(writes()).toEqual([]);

  const shown = done.stdout.match(/^diff: (\S+)/gm);
  expect(shown).toEqual([
    "diff: veteriaria/media_storage.py",
    "diff: veteriaria/settings.py",
    "diff: requirements.txt",
    "diff: .gitignore",
    "diff: .env.render",
    "diff: .env.example",
    "diff: vet-media-setup.json",
  ]);
  expect(done.stdout).toContain("+AWS_SECRET_ACCESS_KEY=***");
  expect(done.stdout).toContain(`+AWS_STORAGE_BUCKET_NAME=${sandbox.bucket}`);
  expect(done.stdout).not.toContain(bench.standin.root.secretAccessKey);
  expect(done.stdout).not.toContain(bench.standin.root.accessKeyId);
  expect(done.stdout).not.toContain("planted-elsewhere-19");
});

test("skips the proof even under --prove required, and the plan is that of the real run", async () => {
  const sandbox = await bench.sandbox({ faulty: true });
  const before = await sandbox.fingerprint();
  const planned = (await dryRun(sandbox, ["--json", "--prove", "required", "--yes"])).json();
  expect(planned).toMatchObject({ status: "ok", exitCode: 0, files: [] });
  expect(planned.proof?.status ?? "skipped").toBe("skipped");
  expect(writes()).toEqual([]);
  expect(await sandbox.fingerprint()).toEqual(before);

  const real = (await sandbox.setup(["--create-bucket", "--json", "--yes", "--prove", "off"])).json();
  // --prove is an answer like others: it is in the answers file, and nowhere else in the plan.
  expect(planned.plan).toEqual(real.plan);
});

test("over a finished setup: nothing to change, and still nothing written", async () => {
  const sandbox = await bench.sandbox({ faulty: true });
  expect((await sandbox.setup(["--create-bucket", "--yes", "--prove", "off"])).code).toBe(0);
  const before = await sandbox.fingerprint();
  const { plan, status } = (await dryRun(sandbox, ["--json"])).json();
  expect(status).toBe("ok");
  expect(plan.filter(({ action }) => action !== "none")).toEqual([]);
  expect(writes()).toEqual([]);
  expect(await sandbox.fingerprint()).toEqual(before);
});

test("what the real run would refuse, it refuses too", async () => {
  const sandbox = await bench.sandbox({ faulty: true });
  const missing = await sandbox.setup(["--dry-run", "--json"]);
  expect(missing.json()).toMatchObject({ exitCode: 3, errors: [{ code: "bucket-missing" }] });
});
