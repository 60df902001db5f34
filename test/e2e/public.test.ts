/**
 * `--access public`, the whole way: opened, proved, again without a change, closed as if it had been private from the start, and undone.
 * What the stand-in does not do (a block of the account, a list for strangers) the fault proxy says in its stead; that S3 enforces policy
 * and block is shown on radosgw, in radosgw.thorough.test.ts.
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Outcome } from "../support/cli.ts";
import { benchForThisFile, type Fingerprint, type Sandbox, type Tree } from "../support/sandbox.ts";

const bench = benchForThisFile();
afterEach(() => bench.proxy.clear());

const ALL_ON = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};
const POLICY_DECIDES = { ...ALL_ON, BlockPublicPolicy: false, RestrictPublicBuckets: false };
const PUBLIC = ["--access", "public", "--json", "--yes"];
const read = (sandbox: Sandbox, file: string) => readFile(path.join(sandbox.dir, file), "utf8");
/** Journals aside, which remember each run. */
const files = (tree: Tree) => Object.entries(tree).filter(([name]) => !name.startsWith(".vet-media-setup/"));
const policyIn = (print: Fingerprint) => JSON.parse(String(print.bucket?.policy)) as { Statement: object[] };
const statuses = (done: Outcome) => new Map(done.json().proof?.steps.map(({ id, status }) => [id, status]));
const changed = (done: Outcome) =>
  done
    .json()
    .plan.filter(({ action }) => action !== "none")
    .map(({ kind, target, action }) => `${action} ${kind === "file" ? target : kind}`);

describe("public, again, private, and back", () => {
  let sandbox: Sandbox;
  let before: Fingerprint;
  let opened: Fingerprint;
  let first: Outcome;

  beforeAll(async () => {
    sandbox = await bench.sandbox();
    before = await sandbox.fingerprint();
    first = await sandbox.setup([...PUBLIC, "--create-bucket", "--prove", "required"]);
    opened = await sandbox.fingerprint();
  });

  test("goes through: anybody opens the link of the proof, nobody lists the folder", () => {
    const document = first.json();
    expect(document).toMatchObject({
      status: "ok",
      exitCode: 0,
      errors: [],
      proof: { status: "passed", mode: "project" },
    });
    for (const id of [
      "url",
      "fetch-public",
      "content-type",
      "range",
      "cors",
      "list-anonymous",
      "no-overwrite",
      "gone",
    ]) {
      expect([id, statuses(first).get(id)]).toEqual([id, "pass"]);
    }
    expect(statuses(first).has("fetch-signed")).toBe(false);
  });

  test("the plan has block and policy as entries of their own, in the order in which S3 takes them", () => {
    const remote = first.json().plan.filter(({ kind }) => kind !== "file");
    expect(remote.map(({ kind, action }) => [kind, action])).toEqual([
      ["bucket", "create"],
      ["public-access-block", "create"],
      ["policy", "create"],
      ["cors", "create"],
    ]);
    expect(remote.find(({ kind }) => kind === "policy")?.summary).toBe(`anybody may read ${sandbox.bucket}/media/*`);
  });

  test("the warning says it plainly, and must be accepted", async () => {
    const [warning] = first.json().warnings.filter(({ code }) => code === "public-files");
    expect(warning?.message).toMatch(/anybody who has a link.*without signing in/);
    expect(warning?.next).toMatch(/[Mm]edical documents.*--access private/);
    const asked = await (await bench.sandbox()).setup(["--access", "public", "--create-bucket", "--json"]);
    expect(asked.code).toBe(3);
    expect(asked.json().warnings.map(({ code }) => code)).toContain("public-files");
  });

  test("the bucket: our statement for the folder alone, two switches off and no more, and no test file", () => {
    expect(opened.bucket).toMatchObject({ publicAccessBlock: POLICY_DECIDES, objects: [] });
    expect(policyIn(opened).Statement).toEqual([
      {
        Sid: "PublicReadMedia",
        Effect: "Allow",
        Principal: "*",
        Action: "s3:GetObject",
        Resource: `arn:aws:s3:::${sandbox.bucket}/media/*`,
      },
    ]);
  });

  test("the module makes plain links, and lets caches keep files for a day", async () => {
    const module = await read(sandbox, "veteriaria/media_storage.py");
    expect(module).toContain('"querystring_auth": False,');
    expect(module).toContain('"object_parameters": {"CacheControl": "public, max-age=86400"},');
    expect(module).toContain('"custom_domain": _env("AWS_S3_CUSTOM_DOMAIN"),');
    expect(module).not.toMatch(/Private|private/);
    expect(JSON.parse(await read(sandbox, "vet-media-setup.json"))).toMatchObject({ access: "public" });
  });

  test("a second run changes nothing, and proves it again", async () => {
    const again = await sandbox.run(["--json"]);
    expect(changed(again)).toEqual([]);
    expect(again.json()).toMatchObject({ exitCode: 0, proof: { status: "passed" } });
    expect(await sandbox.fingerprint()).toEqual(opened);
  });

  test("private: closed again, project and bucket as if they had been so from the start; undone, they are public", async () => {
    const closed = await sandbox.run(["--access", "private", "--json", "--yes"]);
    expect(closed.json()).toMatchObject({ exitCode: 0, proof: { status: "passed" } });
    expect(statuses(closed).get("fetch-unsigned")).toBe("pass");
    expect(changed(closed)).toEqual([
      "delete policy",
      "modify public-access-block",
      "modify veteriaria/media_storage.py",
      "modify vet-media-setup.json",
    ]);
    const now = await sandbox.fingerprint();
    expect(now.bucket).toMatchObject({ publicAccessBlock: ALL_ON, policy: null, objects: [] });

    const other = await bench.sandbox();
    await other.run([
      "setup",
      "--provider",
      "s3",
      "--bucket",
      sandbox.bucket,
      "--json",
      "--yes",
      "--prove",
      "required",
    ]);
    const fromTheStart = await other.fingerprint();
    expect(files(now.tree)).toEqual(files(fromTheStart.tree));
    expect(await bench.picture(sandbox.bucket)).toEqual(now.bucket);

    const undone = await sandbox.run(["undo", "--json"]);
    expect(undone.json()).toMatchObject({ exitCode: 0 });
    const back = await sandbox.fingerprint();
    expect(back.bucket).toEqual(opened.bucket);
    expect(files(back.tree)).toEqual(files(opened.tree));
  });

  test("undone to the end: the bucket is gone, and git sees nothing", async () => {
    expect((await sandbox.run(["undo", "--json"])).json()).toMatchObject({ exitCode: 0 });
    expect(await sandbox.fingerprint()).toEqual(before);
    expect(sandbox.git("status", "--porcelain", "--ignored")).toBe("");
  });
});

describe("a domain before the bucket", () => {
  const domain = "media.clinic.invalid";

  test("that cannot be reached fails the proof, which names it; everything is as before", async () => {
    const sandbox = await bench.sandbox();
    const before = await sandbox.fingerprint();
    const done = await sandbox.setup([...PUBLIC, "--create-bucket", "--custom-domain", domain]);
    expect(done.json()).toMatchObject({ exitCode: 4, proof: { status: "failed" } });
    expect(statuses(done).get("fetch-public")).toBe("fail");
    expect(done.json().proof?.reason).toMatch(/media\.clinic\.invalid.*cannot be reached/);
    expect(done.json().proof?.next).toMatch(/DNS.*--prove off/);
    expect(await sandbox.fingerprint()).toEqual(before);
  });

  test("without the proof it is written, with a warning; private takes its variable out again", async () => {
    const sandbox = await bench.sandbox();
    const done = await sandbox.setup([...PUBLIC, "--create-bucket", "--custom-domain", domain, "--prove", "off"]);
    expect(done.json()).toMatchObject({ exitCode: 0 });
    expect(done.json().checks.find(({ id }) => id === "probe-domain")).toMatchObject({ status: "warn" });
    for (const file of [".env.render", ".env.example"]) {
      expect(await read(sandbox, file), file).toMatch(/^AWS_S3_CUSTOM_DOMAIN=/m);
    }
    expect(JSON.parse(await read(sandbox, "vet-media-setup.json"))).toMatchObject({ customDomain: domain });

    const closed = await sandbox.run(["--access", "private", "--json", "--yes"]);
    expect(closed.json()).toMatchObject({ exitCode: 0, proof: { status: "skipped" } });
    expect(closed.json().warnings.map(({ code }) => code)).toContain("custom-domain-ignored");
    const other = await bench.sandbox();
    await other.run(["setup", "--provider", "s3", "--bucket", sandbox.bucket, "--json", "--yes", "--prove", "off"]);
    expect(files((await sandbox.fingerprint()).tree)).toEqual(files((await other.fingerprint()).tree));
  });

  test("with private files it is refused before anything is asked: exit 2", async () => {
    const sandbox = await bench.sandbox();
    const done = await sandbox.setup(["--json", "--yes", "--custom-domain", domain]);
    expect(done.json()).toMatchObject({ exitCode: 2, errors: [{ code: "custom-domain-is-not-private" }] });
    expect(done.json().errors[0]?.next).toContain("--access public");
  });
});

describe("what stands in the way is named, and everything is as before", () => {
  const refused = async (code: number) => {
    const sandbox = await bench.sandbox({ faulty: true });
    const before = await sandbox.fingerprint();
    const done = await sandbox.setup([...PUBLIC, "--create-bucket"]);
    expect(done.code, done.stdout).toBe(code);
    expect(await sandbox.fingerprint()).toEqual(before);
    return done.json();
  };

  test("no folder: exit 2", async () => {
    const sandbox = await bench.sandbox();
    const done = await sandbox.setup([...PUBLIC, "--prefix", ""]);
    expect(done.json()).toMatchObject({ exitCode: 2, errors: [{ code: "public-needs-prefix", place: "--prefix" }] });
  });

  test("the account refuses the policy: exit 1", async () => {
    const message = "because public policies are blocked by the BlockPublicPolicy block public access setting.";
    bench.proxy.add({ method: "PUT", query: /^policy/ }, { status: 403, code: "AccessDenied", message });
    const { errors } = await refused(1);
    expect(errors).toMatchObject([{ code: "account-blocks-public-access" }]);
    expect(errors[0]?.next).toContain("Block Public Access settings for this account");
  });

  test("the account refuses strangers: exit 1", async () => {
    bench.proxy.add({ method: "GET", path: /probe-[0-9a-f]{8}$/, query: "" }, { status: 403, code: "AccessDenied" });
    const { errors } = await refused(1);
    expect(errors).toMatchObject([{ code: "account-blocks-public-access" }]);
    expect(errors[0]?.message).toContain("whole account");
  });

  test("strangers may list, seen by the probe: exit 1; seen by the proof alone: exit 4", async () => {
    const list = { body: "<ListBucketResult></ListBucketResult>" };
    bench.proxy.add({ method: "GET", query: /^list-type=2&max-keys=1/ }, list);
    expect((await refused(1)).errors).toMatchObject([{ code: "list-public" }]);
    bench.proxy.clear();
    bench.proxy.add({ method: "GET", query: /^list-type=2&max-keys=1/ }, list, { skip: 2 });
    const { proof } = await refused(4);
    expect(proof).toMatchObject({ status: "failed" });
    expect(proof?.steps.find(({ id }) => id === "list-anonymous")).toMatchObject({ status: "fail" });
    expect(proof?.next).toContain("s3:ListBucket");
  });
});
