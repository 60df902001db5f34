/** `check` on the built tool: a healthy setup passes, and whatever is broken is named, with what it means and the next step. */
import { appendFile, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { DeleteBucketCommand, PutBucketCorsCommand } from "@aws-sdk/client-s3";
import { expect, onTestFinished, test } from "vitest";
import type { Outcome } from "../support/cli.ts";
import { benchForThisFile, type Sandbox, type SandboxOptions } from "../support/sandbox.ts";

const bench = benchForThisFile();

async function healthy(options?: SandboxOptions): Promise<Sandbox> {
  const sandbox = await bench.sandbox(options);
  const done = await sandbox.setup(["--create-bucket", "--prove", "off", "--yes", "--json"]);
  expect(done.json().errors).toEqual([]);
  return sandbox;
}

const statuses = (outcome: Outcome) =>
  Object.fromEntries(outcome.json().checks.map(({ id, status }) => [id, status])) as Record<string, string>;

const failed = (outcome: Outcome) =>
  outcome
    .json()
    .checks.filter(({ status }) => status === "fail")
    .map(({ id }) => id);

test("nothing is set up: says that uploads are lost, exit 4, and touches nothing", async () => {
  const sandbox = await bench.sandbox();
  const before = await sandbox.fingerprint();
  const outcome = await sandbox.run(["check", "--json"]);
  expect(outcome.json()).toMatchObject({ command: "check", status: "problems", exitCode: 4 });
  expect(failed(outcome)).toEqual(["not-set-up"]);
  expect(outcome.json().errors[0]?.next).toContain("npx vet-media-setup");
  expect(await sandbox.fingerprint()).toEqual(before);
});

test("an app without uploads has nothing to lose", async () => {
  const sandbox = await bench.sandbox({ fixture: "no-uploads" });
  expect((await sandbox.run(["check", "--json"])).json()).toMatchObject({ status: "ok", exitCode: 0, checks: [] });
});

test("a healthy setup passes, with the proof, and leaves repository and bucket as they are", async () => {
  const sandbox = await healthy();
  await rm(path.join(sandbox.dir, "vet-media-setup.json"));
  await sandbox.setup(["--yes", "--json"]);
  const before = await sandbox.fingerprint();
  const outcome = await sandbox.run(["check", "--json"]);
  expect(failed(outcome)).toEqual([]);
  expect(outcome.json()).toMatchObject({ status: "ok", exitCode: 0, provider: "s3", proof: { status: "passed" } });
  expect(statuses(outcome)).toMatchObject({
    "file-module": "pass",
    "file-settings": "pass",
    "file-requirements": "pass",
    "file-env-file": "pass",
    "settings-order": "pass",
    "storage-api": "warn",
    "remote-bucket": "pass",
    "remote-cors": "pass",
    "remote-public-access-block": "pass",
    proof: "pass",
  });
  expect(await sandbox.fingerprint()).toEqual(before);
});

test("in CI without keys and without the env file: what can be checked is, and the rest is said", async () => {
  const sandbox = await healthy({ env: { AWS_EC2_METADATA_DISABLED: "true" } });
  await rm(path.join(sandbox.dir, ".env.render"));
  const outcome = await sandbox.run(["check", "--json"], {
    env: { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined, CI: "true" },
  });
  expect(outcome.json()).toMatchObject({ status: "ok", exitCode: 0 });
  expect(statuses(outcome)).toMatchObject({ "file-env-file": "skip", credentials: "skip", "file-module": "pass" });
});

test("files out of step are named with what they mean, and --fix mends them", async () => {
  const sandbox = await healthy();
  const inProject = (file: string) => path.join(sandbox.dir, file);
  const first = await sandbox.fingerprint();
  await appendFile(inProject("veteriaria/media_storage.py"), "# mine\n");
  await writeFile(inProject("requirements.txt"), "Django==5.2.7\n");
  await rm(inProject(".env.example"));
  const outcome = await sandbox.run(["check", "--json", "--prove", "off"]);
  expect(outcome.code).toBe(4);
  expect(failed(outcome).sort()).toEqual(["file-module", "file-requirements"]);
  expect(statuses(outcome)["file-env-example"]).toBe("warn");
  const module = outcome.json().checks.find(({ id }) => id === "file-module");
  expect(module?.message).toContain("veteriaria/media_storage.py");
  expect(module?.next).toContain("--fix");

  const unaccepted = await sandbox.run(["check", "--fix", "--json", "--prove", "off"]);
  expect(unaccepted.code).toBe(3);
  const fixed = await sandbox.run(["check", "--fix", "--yes", "--json", "--prove", "off"]);
  expect(fixed.json()).toMatchObject({ command: "check", status: "ok", exitCode: 0 });
  expect(failed(fixed)).toEqual([]);
  const after = await sandbox.fingerprint();
  expect(after.tree["veteriaria/media_storage.py"]).toBe(first.tree["veteriaria/media_storage.py"]);
});

test("a later line that overrides the block is named with its place", async () => {
  const sandbox = await healthy();
  const settings = path.join(sandbox.dir, "veteriaria/settings.py");
  const lines = (await readFile(settings, "utf8")).split("\n").length;
  await appendFile(settings, 'DEFAULT_FILE_STORAGE = "django.core.files.storage.FileSystemStorage"\n');
  const outcome = await sandbox.run(["check", "--json", "--prove", "off"]);
  const order = outcome.json().checks.find(({ id }) => id === "settings-order");
  expect(order).toMatchObject({ status: "fail" });
  expect(order?.message).toContain(`veteriaria/settings.py:${lines}`);
});

test("rules that somebody changed at the bucket, and a bucket that is gone", async () => {
  const sandbox = await healthy();
  const theirs = [{ ID: "theirs", AllowedMethods: ["GET"], AllowedOrigins: ["https://other.example.com"] }];
  await bench.s3.send(new PutBucketCorsCommand({ Bucket: sandbox.bucket, CORSConfiguration: { CORSRules: theirs } }));
  expect(failed(await sandbox.run(["check", "--json", "--prove", "off"]))).toEqual(["remote-cors"]);
  await bench.s3.send(new DeleteBucketCommand({ Bucket: sandbox.bucket }));
  const gone = await sandbox.run(["check", "--json", "--prove", "off"]);
  expect(gone.code).toBe(4);
  expect(failed(gone)).toEqual(["bucket-missing"]);
});

test("keys that are refused are a finding; the files are checked all the same", async () => {
  const sandbox = await healthy();
  const outcome = await sandbox.run(["check", "--json"], { env: { AWS_SECRET_ACCESS_KEY: "x".repeat(40) } });
  expect(outcome.code).toBe(4);
  expect(failed(outcome)).toEqual(["wrong-secret"]);
  expect(statuses(outcome)["file-module"]).toBe("pass");
  expect(outcome.stdout + outcome.stderr).not.toContain("x".repeat(40));
});

test("on Render the running environment is checked, without showing a value of it", async () => {
  const sandbox = await healthy();
  const whole = {
    RENDER: "true",
    MEDIA_STORAGE: "s3",
    AWS_STORAGE_BUCKET_NAME: sandbox.bucket,
    AWS_S3_REGION_NAME: "us-west-2",
    AWS_LOCATION: "media",
  };
  const well = await sandbox.run(["check", "--json", "--prove", "off"], { env: whole });
  expect(statuses(well).environment).toBe("pass");
  const lacking = await sandbox.run(["check", "--json", "--prove", "off"], {
    env: { ...whole, MEDIA_STORAGE: undefined },
  });
  expect(lacking.code).toBe(4);
  expect(lacking.json().checks.find(({ id }) => id === "environment")?.message).toContain("MEDIA_STORAGE");
});

test("the live site: up or down, its media opened as a browser would, CORS for its origin", async () => {
  const sandbox = await healthy();
  const requests: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    requests.push(request.headers.origin);
    if (request.url === "/down") return response.writeHead(502).end();
    if (request.url?.startsWith("/files/")) {
      return response.writeHead(request.url.includes("gone") ? 403 : 200, { "content-type": "image/png" }).end("png");
    }
    response.writeHead(200, { "content-type": "text/html" });
    const name = request.url === "/broken" ? "gone.png" : "a.png";
    return response.end(`<img alt="x" src="/files/${sandbox.bucket}/${name}?X-Amz-Signature=abc&amp;b=1">`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const site = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  const run = (where: string) => sandbox.run(["check", "--json", "--prove", "off", "--deployed", where]);
  expect(statuses(await run(site))).toMatchObject({ "deployed-site": "pass", "deployed-media": "pass" });
  expect(requests).toContain(site);
  const broken = await run(`${site}/broken`);
  expect(failed(broken)).toEqual(["deployed-media"]);
  expect(broken.stdout).not.toContain("X-Amz-Signature");
  expect(failed(await run(`${site}/down`))).toEqual(["deployed-site"]);
  server.close();
  server.closeAllConnections();
  expect(failed(await run(site))).toEqual(["deployed-site"]);
  expect((await run("not a site")).code).toBe(2);
});

test("--report: every finding, and each line that goes round the storage API with what to write instead", async () => {
  const sandbox = await healthy();
  const outcome = await sandbox.run(["check", "--report", "informe.md", "--prove", "off", "--lang", "es"]);
  expect(outcome.code).toBe(0);
  const text = await readFile(path.join(sandbox.dir, "informe.md"), "utf8");
  expect(text).toContain("### `clinica/views.py`\n");
  expect(text).toContain(
    "- [ ] línea 72\n\n  ```diff\n  - open(documento.archivo.path, 'rb')\n  + documento.archivo.open(\"rb\")\n  ```\n",
  );
  const refused = await sandbox.run(["check", "--report", "no/such/folder/a.md", "--prove", "off", "--json"]);
  expect(refused.json()).toMatchObject({ exitCode: 1, errors: [{ code: "report-refused" }] });
});
