/** `--create-app-user` on the built tool: the app's own keys, proved under exactly their policy, or nothing of them stays. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  IAMClient,
  ListAccessKeysCommand,
} from "@aws-sdk/client-iam";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readVariables } from "../../src/edit/dotenv.ts";
import { benchForThisFile, type Sandbox } from "../support/sandbox.ts";
import { readTree } from "../support/tree.ts";

const bench = benchForThisFile();
let iam: IAMClient;
let count = 0;

beforeAll(() => {
  iam = new IAMClient({ endpoint: bench.standin.url, region: "us-east-1", credentials: bench.standin.root });
});
afterAll(() => iam.destroy());

const fresh = () => `clinic-app-${++count}`;
const keysOf = async (UserName: string) =>
  (await iam.send(new ListAccessKeysCommand({ UserName }))).AccessKeyMetadata ?? [];
const exists = (UserName: string) =>
  iam.send(new GetUserCommand({ UserName })).then(
    () => true,
    () => false,
  );
const stored = async (sandbox: Sandbox) => readVariables(await readFile(path.join(sandbox.dir, ".env.render"), "utf8"));

test("a user with the app's policy alone; its key, not the administrator's, is written and proved", async () => {
  const sandbox = await bench.sandbox();
  const name = fresh();
  const done = await sandbox.setup([
    ...["--create-bucket", "--create-app-user", name, "--prove", "required", "--yes", "--json"],
  ]);
  expect(done.json()).toMatchObject({ status: "ok", exitCode: 0, proof: { status: "passed", mode: "project" } });
  expect(done.json().plan).toContainEqual(
    expect.objectContaining({ kind: "iam-user", target: name, action: "create" }),
  );
  const [key, second] = await keysOf(name);
  expect(second).toBeUndefined();
  const variables = await stored(sandbox);
  expect(variables.get("AWS_ACCESS_KEY_ID")).toBe(key?.AccessKeyId);
  expect(variables.get("AWS_SECRET_ACCESS_KEY")).not.toBe(bench.standin.root.secretAccessKey);
  const found = await iam.send(new GetUserPolicyCommand({ UserName: name, PolicyName: "vet-media-setup" }));
  const printed = await sandbox.run(["policy", "--for", "app", "--bucket", sandbox.bucket, "--region", "us-west-2"]);
  expect(JSON.parse(decodeURIComponent(found.PolicyDocument ?? ""))).toEqual(JSON.parse(printed.stdout));
  const kept = await readTree(path.join(sandbox.dir, ".vet-media-setup"));
  for (const word of [variables.get("AWS_SECRET_ACCESS_KEY") ?? "-", variables.get("AWS_ACCESS_KEY_ID") ?? "-"]) {
    expect(done.stdout + done.stderr).not.toContain(word);
    expect(kept).not.toContain(word);
  }

  const again = await sandbox.setup(["--create-app-user", name, "--yes", "--json"]);
  expect(again.json()).toMatchObject({ status: "ok", files: [] });
  expect(again.json().plan.filter(({ action }) => action !== "none")).toEqual([]);
  expect(await keysOf(name)).toHaveLength(1);

  await sandbox.run(["undo", "--json"]);
  expect(await exists(name)).toBe(false);
});

test("no proof where one is required: user, key and policy are gone again, and everything else as before", async () => {
  const sandbox = await bench.sandbox();
  const before = await sandbox.fingerprint();
  const name = fresh();
  const failed = await sandbox.setup(
    ["--create-bucket", "--create-app-user", name, "--prove", "required", "--yes", "--json"],
    { env: { VIRTUAL_ENV: "/nonexistent", PATH: path.dirname(process.execPath) } },
  );
  expect(failed.code).toBe(4);
  expect(await exists(name)).toBe(false);
  expect(await sandbox.fingerprint()).toEqual(before);
});

test("a user of somebody else is left alone; no room for a key; no right to make users: a sentence each", async () => {
  const sandbox = await bench.sandbox();
  const before = await sandbox.fingerprint();
  const theirs = fresh();
  await iam.send(new CreateUserCommand({ UserName: theirs }));
  const run = (name: string, more: readonly string[] = [], env = {}) =>
    sandbox.setup(["--create-bucket", "--create-app-user", name, "--prove", "off", "--yes", "--json", ...more], {
      env,
    });
  expect((await run(theirs)).json()).toMatchObject({ exitCode: 1, errors: [{ code: "iam-user-taken" }] });
  const full = fresh();
  await iam.send(new CreateUserCommand({ UserName: full, Tags: [{ Key: "made-by", Value: "vet-media-setup" }] }));
  for (let made = 0; made < 2; made += 1) await iam.send(new CreateAccessKeyCommand({ UserName: full }));
  expect((await run(full)).json()).toMatchObject({ exitCode: 1, errors: [{ code: "iam-key-limit" }] });
  const poor = await bench.standin.makeUser(`poor-${count}`, {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }],
  });
  const refused = await run(fresh(), [], {
    AWS_ACCESS_KEY_ID: poor.accessKeyId,
    AWS_SECRET_ACCESS_KEY: poor.secretAccessKey,
  });
  expect(refused.json()).toMatchObject({ exitCode: 1, errors: [{ code: "iam-denied" }] });
  expect(refused.json().errors[0]?.message).toContain("iam:GetUser");
  expect((await run("not a name")).json()).toMatchObject({ exitCode: 2 });
  expect((await run(fresh(), ["--endpoint-url", bench.standin.url])).json()).toMatchObject({ exitCode: 2 });
  expect(await sandbox.fingerprint()).toEqual(before);
});

test("--rotate-key: a second key is proved and put in place, the first switched off; undo switches it on again", async () => {
  const sandbox = await bench.sandbox();
  const name = fresh();
  const nothing = await sandbox.setup(["--create-bucket", "--rotate-key", "--prove", "off", "--yes", "--json"]);
  expect(nothing.json()).toMatchObject({ exitCode: 2, errors: [{ code: "nothing-to-rotate" }] });
  await sandbox.setup(["--create-bucket", "--create-app-user", name, "--prove", "off", "--yes", "--json"]);
  const first = (await stored(sandbox)).get("AWS_ACCESS_KEY_ID");
  const rotated = await sandbox.setup(["--rotate-key", "--prove", "required", "--yes", "--json"]);
  expect(rotated.json()).toMatchObject({ status: "ok", proof: { status: "passed" } });
  expect(rotated.json().next.join(" ")).toContain(name);
  const second = (await stored(sandbox)).get("AWS_ACCESS_KEY_ID");
  expect(second).not.toBe(first);
  const status = new Map((await keysOf(name)).map((key) => [key.AccessKeyId, key.Status]));
  expect(status).toEqual(
    new Map([
      [first, "Inactive"],
      [second, "Active"],
    ]),
  );
  expect((await sandbox.setup(["--rotate-key", "--prove", "off", "--yes", "--json"])).json()).toMatchObject({
    errors: [{ code: "iam-key-limit" }],
  });
  await sandbox.run(["undo", "--json"]);
  expect((await keysOf(name)).map((key) => [key.AccessKeyId, key.Status])).toEqual([[first, "Active"]]);
  expect((await stored(sandbox)).get("AWS_ACCESS_KEY_ID")).toBe(first);
});
