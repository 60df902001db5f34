/** `--push-env` on the built tool: Render's service gets its variables one by one, or everything is put back. */
import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { startRenderEmulator } from "../support/render-emulator.mjs";
import { benchForThisFile, type Sandbox } from "../support/sandbox.ts";
import { readTree } from "../support/tree.ts";

const bench = benchForThisFile();
let render: Awaited<ReturnType<typeof startRenderEmulator>>;
let count = 0;

beforeAll(async () => {
  render = await startRenderEmulator();
});
afterAll(() => render.stop());
beforeEach(() => render.calm());

const THEIRS = { DATABASE_URL: "postgres://u:pw-of-the-database@db/x", SECRET_KEY: "django-secret" };

async function scene(variables: Record<string, string> = THEIRS) {
  count += 1;
  const id = `srv-e2e${count}`;
  const service = render.addService({ id, name: `clinic-e2e-${count}`, variables });
  const sandbox = await bench.sandbox({ env: { RENDER_API_URL: render.url, RENDER_API_KEY: render.key } });
  const setup = (...more: string[]) =>
    sandbox.setup(["--create-bucket", "--prove", "off", "--yes", "--json", "--push-env", ...more]);
  return { id, service, sandbox, setup };
}

const planOf = (outcome: Awaited<ReturnType<Sandbox["run"]>>) =>
  outcome.json().plan.filter(({ kind }) => kind.startsWith("render-"));

test("only what differs is set, nothing else at Render changes, and again: nothing to do", async () => {
  const { id, service, sandbox, setup } = await scene({ ...THEIRS, MEDIA_STORAGE: "s3" });
  const done = await setup("--render-service-id", id);
  expect(done.json()).toMatchObject({ status: "ok", exitCode: 0 });
  expect(planOf(done)).toContainEqual(expect.objectContaining({ target: "MEDIA_STORAGE", action: "none" }));
  expect(planOf(done)).toContainEqual(expect.objectContaining({ target: "AWS_SECRET_ACCESS_KEY", action: "create" }));
  expect(Object.fromEntries(service.variables)).toEqual({
    ...THEIRS,
    MEDIA_STORAGE: "s3",
    AWS_ACCESS_KEY_ID: bench.standin.root.accessKeyId,
    AWS_SECRET_ACCESS_KEY: bench.standin.root.secretAccessKey,
    AWS_STORAGE_BUCKET_NAME: sandbox.bucket,
    AWS_S3_REGION_NAME: "us-west-2",
    AWS_LOCATION: "media",
  });
  expect(done.json().next.join("\n")).not.toContain("Add from .env");
  const asked = render.requests.length;
  const again = await setup("--render-service-id", id);
  expect(again.json()).toMatchObject({ status: "ok", files: [] });
  expect(render.requests.slice(asked).every(({ method }) => method === "GET")).toBe(true);
  expect(render.world.replacedAll).toBe(0);
});

test("no value and no key reaches output or journal", async () => {
  const { id, sandbox, setup } = await scene({ ...THEIRS, AWS_SECRET_ACCESS_KEY: "the-secret-before-this-one" });
  const done = await setup("--render-service-id", id, "--verbose");
  expect(done.code).toBe(0);
  const kept = await readTree(path.join(sandbox.dir, ".vet-media-setup"));
  for (const word of [
    render.key,
    "the-secret-before-this-one",
    "pw-of-the-database",
    bench.standin.root.secretAccessKey,
  ]) {
    expect(done.stdout + done.stderr).not.toContain(word);
    expect(kept).not.toContain(word);
  }
});

test("Render refuses one of them: all variables, all files and the bucket are put back", async () => {
  const before = { ...THEIRS, AWS_SECRET_ACCESS_KEY: "the-secret-before-this-one" };
  const { id, service, sandbox, setup } = await scene(before);
  const tree = await sandbox.fingerprint();
  render.fail((method, where) => method === "PUT" && where.endsWith("/AWS_S3_REGION_NAME"), 400, { times: 9 });
  const failed = await setup("--render-service-id", id);
  expect(failed.json()).toMatchObject({ status: "failed", exitCode: 1, errors: [{ code: "render-refused" }] });
  expect(Object.fromEntries(service.variables)).toEqual(before);
  expect(await sandbox.fingerprint()).toEqual(tree);
});

test("undo takes the variables back", async () => {
  const { id, service, sandbox, setup } = await scene({ ...THEIRS, MEDIA_STORAGE: "local" });
  await setup("--render-service-id", id);
  const keyless = await sandbox.run(["undo", "--json"], { env: { RENDER_API_KEY: undefined } });
  expect(keyless.json()).toMatchObject({ exitCode: 3, errors: [{ code: "render-key-missing" }] });
  const undone = await sandbox.run(["undo", "--json"]);
  expect(undone.json()).toMatchObject({ status: "ok", exitCode: 0 });
  expect(Object.fromEntries(service.variables)).toEqual({ ...THEIRS, MEDIA_STORAGE: "local" });
});

test("a secret of before that this tool must not keep is said to be lost: undo ends with exit 5, and all else is back", async () => {
  const before = { ...THEIRS, MEDIA_STORAGE: "local", AWS_SECRET_ACCESS_KEY: "the-secret-before-this-one" };
  const { id, service, sandbox, setup } = await scene(before);
  const first = await sandbox.fingerprint();
  expect((await setup("--render-service-id", id)).code).toBe(0);
  const undone = await sandbox.run(["undo", "--json"]);
  expect(undone.json()).toMatchObject({ exitCode: 5, status: "failed", errors: [{ code: "render-value-lost" }] });
  expect(undone.json().errors[0]?.message).toContain("AWS_SECRET_ACCESS_KEY");
  expect(undone.json().errors[0]?.next).toContain("Environment");
  const { AWS_SECRET_ACCESS_KEY: _, ...others } = before;
  expect(Object.fromEntries(service.variables)).toEqual({
    ...others,
    AWS_SECRET_ACCESS_KEY: bench.standin.root.secretAccessKey,
  });
  expect(await sandbox.fingerprint()).toEqual(first);
  // There is nothing to try again.
  expect((await sandbox.run(["undo", "--json"])).json()).toMatchObject({ exitCode: 0, plan: [] });
});

test("killed while it sets a secret: the next run warns that the one before is lost, and does what was asked", async () => {
  const { id, service, sandbox, setup } = await scene({
    ...THEIRS,
    AWS_SECRET_ACCESS_KEY: "the-secret-before-this-one",
  });
  // Nobody answers any more from the next variable on, and the run waits.
  render.fail((method, where) => method === "PUT" && where.endsWith("/AWS_STORAGE_BUCKET_NAME"), 503, {
    times: 99,
    headers: { "retry-after": "60" },
  });
  const running = sandbox.start(
    ["--create-bucket", "--prove", "off", "--yes", "--json", "--push-env", "--render-service-id", id],
    {},
  );
  while (!render.requests.some(({ path: where }) => where.endsWith(`${id}/env-vars/AWS_STORAGE_BUCKET_NAME`)))
    await new Promise((resolve) => setTimeout(resolve, 20));
  process.kill(running.pid, "SIGKILL");
  await running.ended;
  render.calm();
  const next = await setup("--render-service-id", id);
  expect(next.json()).toMatchObject({ exitCode: 0, status: "ok", errors: [] });
  const warning = next.json().warnings.find(({ code }) => code === "render-value-lost");
  expect(warning?.message).toContain("AWS_SECRET_ACCESS_KEY");
  expect(service.variables.get("AWS_STORAGE_BUCKET_NAME")).toBe(sandbox.bucket);
  expect(service.variables.get("SECRET_KEY")).toBe(THEIRS.SECRET_KEY);
});

test("--deploy: started after the variables and followed; one that fails puts everything back", async () => {
  const { id, service, sandbox, setup } = await scene();
  render.world.deployStatuses = ["live"];
  const done = await setup("--render-service-id", id, "--deploy");
  expect(done.json()).toMatchObject({ status: "ok" });
  const calls = render.requests.filter(({ method, path: where }) => method !== "GET" && where.includes(id));
  expect(calls.at(-1)).toMatchObject({ method: "POST", path: `/services/${id}/deploys` });
  await sandbox.run(["undo", "--json"]);
  render.world.deployStatuses = ["build_failed"];
  const failed = await setup("--render-service-id", id, "--deploy");
  expect(failed.json()).toMatchObject({ exitCode: 1, errors: [{ code: "deploy-failed" }] });
  expect(Object.fromEntries(service.variables)).toEqual(THEIRS);
});

test("the service is found by its name in render.yaml; two of that name are not guessed between", async () => {
  const { id, service, sandbox, setup } = await scene();
  const yaml = `services:\n  - type: web\n    name: ${service.name}\n    runtime: python\n    plan: starter\n`;
  await writeFile(path.join(sandbox.dir, "render.yaml"), yaml);
  render.addService({ id: `${id}-twin`, name: service.name });
  const unclear = await setup();
  expect(unclear.json()).toMatchObject({ exitCode: 3, errors: [{ code: "render-service-unclear" }] });
  const done = await setup("--render-service-id", id);
  expect(done.json()).toMatchObject({ status: "ok" });
  expect(done.json().checks).toContainEqual(expect.objectContaining({ id: "blueprint-valid", status: "pass" }));
  expect(await readFile(path.join(sandbox.dir, "render.yaml"), "utf8")).toContain("MEDIA_STORAGE");
});

test("the render command line judges render.yaml where the API may not be asked, and where nothing is pushed", async () => {
  const { id, service, sandbox } = await scene();
  const yaml = `services:\n  - type: web\n    name: ${service.name}\n    runtime: python\n    plan: starter\n`;
  await writeFile(path.join(sandbox.dir, "render.yaml"), yaml);
  const bin = `${sandbox.dir}-bin`;
  onTestFinished(() => rm(bin, { recursive: true, force: true }));
  await mkdir(bin);
  const answer = JSON.stringify({ valid: false, errors: [{ path: "services[0].plan", error: "too small", line: 5 }] });
  await writeFile(
    path.join(bin, "render"),
    `#!/bin/sh\necho "$@" >> '${bin}/asked'\nenv >> '${bin}/env'\necho '${answer}'\n`,
  );
  await chmod(path.join(bin, "render"), 0o755);
  const env = { PATH: `${bin}:${process.env.PATH}` };
  const run = (...more: string[]) =>
    sandbox.setup(["--create-bucket", "--prove", "off", "--yes", "--json", ...more], { env });
  const judged = {
    id: "blueprint-valid",
    status: "warn",
    message: expect.stringContaining("render.yaml:5 too small"),
  };

  expect((await run("--dry-run")).json().checks.map(({ id }) => id)).not.toContain("blueprint-valid");
  render.fail((method, where) => method === "POST" && where === "/blueprints/validate", 403);
  expect((await run("--push-env", "--render-service-id", id)).json().checks).toContainEqual(
    expect.objectContaining(judged),
  );
  await sandbox.run(["undo", "--json"]);
  expect((await run()).json().checks).toContainEqual(expect.objectContaining(judged));
  expect((await readFile(path.join(bin, "asked"), "utf8")).trimEnd().split("\n")).toEqual([
    `blueprints validate render.yaml --output json --workspace ${service.ownerId}`,
    "blueprints validate render.yaml --output json",
  ]);
  expect(await readFile(path.join(bin, "env"), "utf8")).not.toMatch(/^AWS_/m);
});

test("no key, a refused key, an unknown service, an address that is none: a sentence each, and nothing is changed", async () => {
  const { id, sandbox, setup } = await scene();
  const before = await sandbox.fingerprint();
  const run = (env: Record<string, string | undefined>, ...more: string[]) =>
    sandbox.setup(["--create-bucket", "--prove", "off", "--yes", "--json", "--push-env", ...more], { env });
  expect((await run({ RENDER_API_KEY: undefined })).json()).toMatchObject({
    exitCode: 3,
    errors: [{ code: "render-key-missing" }],
  });
  expect((await run({ RENDER_API_KEY: "rnd_otherotherotherother" }, "--render-service-id", id)).json()).toMatchObject({
    exitCode: 1,
    errors: [{ code: "render-key-refused" }],
  });
  expect((await setup("--render-service-id", "srv-nobody")).json()).toMatchObject({
    exitCode: 3,
    errors: [{ code: "render-service-missing" }],
  });
  expect((await setup()).json()).toMatchObject({ exitCode: 3, errors: [{ code: "render-service-unclear" }] });
  expect((await run({ RENDER_API_URL: "http://api.example.com/v1" })).json()).toMatchObject({ exitCode: 2 });
  expect(await sandbox.fingerprint()).toEqual(before);
});

test("Ctrl-C while the deploy is waited for: exit 130, and the variables and all else are put back", async () => {
  const { id, service, sandbox } = await scene();
  const before = await sandbox.fingerprint();
  render.world.deployStatuses = Array.from({ length: 100 }, () => "build_in_progress");
  const asked = render.requests.length;
  const running = sandbox.start([
    ...["--create-bucket", "--prove", "off", "--yes", "--json", "--push-env", "--deploy", "--render-service-id", id],
  ]);
  const waiting = () => render.requests.slice(asked).some(({ path: where }) => where.includes(`${id}/deploys/dep-`));
  while (!waiting()) await new Promise((resolve) => setTimeout(resolve, 20));
  process.kill(running.pid, "SIGINT");
  const stopped = await running.ended;
  expect(stopped.json()).toMatchObject({ status: "interrupted", exitCode: 130, errors: [] });
  expect(Object.fromEntries(service.variables)).toEqual(THEIRS);
  expect(await sandbox.fingerprint()).toEqual(before);
});
