/** `undo` on the built tool: the repository and the bucket come back, one setup at a time, or nothing is touched. */
import { appendFile, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { DeleteBucketCommand, GetBucketCorsCommand, PutBucketCorsCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { benchForThisFile, type Sandbox } from "../support/sandbox.ts";

const bench = benchForThisFile();

const setUp = async (sandbox: Sandbox, ...more: string[]) => {
  const done = await sandbox.setup(["--create-bucket", "--prove", "off", "--yes", "--json", ...more]);
  expect(done.json().errors).toEqual([]);
};

test("takes back everything: files, CORS, public access block, and the bucket that it made", async () => {
  const sandbox = await bench.sandbox();
  const before = await sandbox.fingerprint();
  await setUp(sandbox);
  const undone = await sandbox.run(["undo", "--json"]);
  expect(undone.json()).toMatchObject({ command: "undo", status: "ok", exitCode: 0 });
  expect(undone.json().plan.map(({ kind, action }) => `${action} ${kind}`)).toContain("delete bucket");
  expect(await sandbox.fingerprint()).toEqual(before);
  const again = await sandbox.run(["undo", "--json"]);
  expect(again.json()).toMatchObject({ status: "ok", plan: [], files: [] });
  expect(await sandbox.fingerprint()).toEqual(before);
});

test("each undo goes one setup deeper", async () => {
  const sandbox = await bench.sandbox();
  const first = await sandbox.fingerprint();
  await setUp(sandbox);
  const second = await sandbox.fingerprint();
  await setUp(sandbox, "--prefix", "archivos", "--cors-origin", "https://otra.example.com");
  await sandbox.run(["undo", "--json"]);
  const back = await sandbox.fingerprint();
  expect(back.bucket).toEqual(second.bucket);
  expect(await readFile(path.join(sandbox.dir, "vet-media-setup.json"), "utf8")).not.toContain("archivos");
  await sandbox.run(["undo", "--json"]);
  expect(await sandbox.fingerprint()).toEqual(first);
});

test("a bucket that was there before stays, with the rules of others in their order", async () => {
  const sandbox = await bench.sandbox();
  await bench.makeBucket(sandbox.bucket, { region: "us-west-2" });
  const theirs = [{ ID: "theirs", AllowedMethods: ["GET"], AllowedOrigins: ["https://other.example.com"] }];
  await bench.s3.send(new PutBucketCorsCommand({ Bucket: sandbox.bucket, CORSConfiguration: { CORSRules: theirs } }));
  const before = await sandbox.fingerprint();
  await setUp(sandbox);
  const { CORSRules } = await bench.s3.send(new GetBucketCorsCommand({ Bucket: sandbox.bucket }));
  expect(CORSRules?.map((rule) => rule.ID)).toEqual(["theirs", "vet-media-setup"]);
  await sandbox.run(["undo", "--json"]);
  expect(await sandbox.fingerprint()).toEqual(before);
});

test("a bucket that it made and that is not empty any more is left, and said; exit 0", async () => {
  const sandbox = await bench.sandbox();
  const { tree } = await sandbox.fingerprint();
  await setUp(sandbox);
  await bench.s3.send(new PutObjectCommand({ Bucket: sandbox.bucket, Key: "media/examen.pdf", Body: "un examen" }));
  const undone = await sandbox.run(["undo", "--json"]);
  expect(undone.json()).toMatchObject({ status: "ok", exitCode: 0 });
  expect(undone.json().next.join(" ")).toContain(sandbox.bucket);
  const after = await sandbox.fingerprint();
  expect(after.tree).toEqual(tree);
  expect(after.bucket?.objects).toHaveLength(1);
});

test("a bucket that somebody has deleted since keeps nothing from coming back, and is named; exit 0", async () => {
  const sandbox = await bench.sandbox();
  const before = await sandbox.fingerprint();
  await setUp(sandbox);
  await bench.s3.send(new DeleteBucketCommand({ Bucket: sandbox.bucket }));
  const undone = await sandbox.run(["undo", "--json"]);
  expect(undone.json()).toMatchObject({ status: "ok", exitCode: 0 });
  expect(undone.json().next.join(" ")).toContain(sandbox.bucket);
  expect(await sandbox.fingerprint()).toEqual(before);
});

test("of a file that was edited since only our part goes; where that cannot be told, it is left and named", async () => {
  const sandbox = await bench.sandbox();
  const inProject = (file: string) => path.join(sandbox.dir, file);
  const text = (file: string) => readFile(inProject(file), "utf8");
  const before = { requirements: await text("requirements.txt"), settings: await text("veteriaria/settings.py") };
  await setUp(sandbox);
  await appendFile(inProject("requirements.txt"), "pillow\n");
  await appendFile(inProject("veteriaria/settings.py"), "\nLATER = True\n");
  await appendFile(inProject("veteriaria/media_storage.py"), "# mine\n");
  await appendFile(inProject(".env.render"), "\nMINE=1\n");
  const module = await text("veteriaria/media_storage.py");
  const undone = await sandbox.run(["undo", "--json"]);
  const said = undone.json().next.join("\n");
  for (const file of ["requirements.txt", "settings.py", "media_storage.py", ".env.render"])
    expect(said).toContain(file);
  expect(await text("requirements.txt")).toBe(`${before.requirements}pillow\n`);
  expect(await text("veteriaria/settings.py")).toBe(`${before.settings}\nLATER = True\n`);
  expect(await text("veteriaria/media_storage.py")).toBe(module);
  const variables = await text(".env.render");
  expect(variables).toContain("MINE=1");
  expect(variables).not.toContain("AWS_");
});

test("without keys nothing is touched: exit 3; with keys that are refused: exit 1, and nothing is touched either", async () => {
  const sandbox = await bench.sandbox();
  await setUp(sandbox);
  // The keys that setup left in the env file would be found otherwise.
  const envFile = path.join(sandbox.dir, ".env.render");
  const written = await readFile(envFile, "utf8");
  await writeFile(envFile, "OTHER=1\n");
  const state = await sandbox.fingerprint();
  const none = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
  const missing = await sandbox.run(["undo", "--json"], { env: none });
  expect(missing.json()).toMatchObject({ exitCode: 3, errors: [{ code: "credentials-missing" }] });
  expect(await sandbox.fingerprint()).toEqual(state);
  const wrong = await sandbox.run(["undo", "--json"], { env: { AWS_SECRET_ACCESS_KEY: "x".repeat(40) } });
  expect(wrong.json()).toMatchObject({ exitCode: 1, errors: [{ code: "wrong-secret" }] });
  expect(await sandbox.fingerprint()).toEqual(state);
  await writeFile(envFile, written);
});

test("where nothing was ever set up: exit 0; in no Django project: exit 2", async () => {
  const sandbox = await bench.sandbox();
  const before = await sandbox.fingerprint();
  const done = await sandbox.run(["undo", "--json"]);
  expect(done.json()).toMatchObject({ status: "ok", exitCode: 0 });
  expect(await sandbox.fingerprint()).toEqual(before);
  const nowhere = await sandbox.run(["undo", "--json", "--project", "media"]);
  expect(nowhere.json()).toMatchObject({ exitCode: 2 });
});
