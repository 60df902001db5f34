/** Keys typed at the wizard's prompt: hidden from the screen, asked again where AWS refuses them, written to the env file and nowhere else. */
import { lstat, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { benchForThisFile } from "../support/sandbox.ts";
import { ENGLISH as ASK, openWizard, TO_CREATE } from "./wizard-support.ts";

const bench = benchForThisFile();
const WRONG = "Zq7/planted+wrong+secret+planted/0123456";
const questions = TO_CREATE.map((name) => ASK[name]);

test("no keys anywhere: steps to make one, a wrong secret asked again, the right one taken", async () => {
  const sandbox = await bench.sandbox({ keys: null });
  const { accessKeyId, secretAccessKey } = bench.standin.root;
  const wizard = openWizard(sandbox);
  await wizard.accept(...questions);

  await wizard.at(ASK.keyId);
  expect(wizard.shown("No AWS keys were found")).toMatchInlineSnapshot(`
    "◇  No AWS keys were found on this computer. How to make one:
    │  1. Create an IAM user for this app, without console access:
    │  https://console.aws.amazon.com/iam/home#/users/create
    │  2. Give it permission for S3 on the bucket alone:
    │  https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-policies-s3.html
    │  3. Open the user › Security credentials › Create access key › Application
    │  running outside AWS.
    │  4. Paste both values here. AWS shows the secret only once. They go into the
    │  env file and nowhere else.
    │
    ◆  Access key ID
    │  Typed characters are hidden.
    │
    └  Enter accept · Esc back"
  `);
  // A secret in the place of the key's name is seen before AWS is asked.
  wizard.type(WRONG);
  await wizard.waitFor(/Access key ID[\s\S]*\*{40}/);
  await wizard.press("enter");
  await wizard.waitFor(/▲ {2}Access key ID[\s\S]*are swapped/);
  await wizard.press("ctrl-u");
  wizard.type(accessKeyId);
  await wizard.press("enter");
  await wizard.at(ASK.secret);
  wizard.type(WRONG);
  await wizard.waitFor(/Secret access key\n│ {2}\*{40}/);
  await wizard.press("enter");

  await wizard.waitFor("The secret does not belong to this access key");
  await wizard.at(ASK.keyId);
  expect(wizard.screen().match(/No AWS keys were found/g)).toHaveLength(1);
  wizard.type(accessKeyId);
  await wizard.press("enter");
  await wizard.at(ASK.secret);
  // Esc goes one prompt back, and the key has to be typed again: it is not kept on the screen.
  await wizard.press("escape");
  await wizard.at(ASK.keyId);
  wizard.type(accessKeyId);
  await wizard.press("enter");
  await wizard.at(ASK.secret);
  wizard.type(secretAccessKey);
  await wizard.press("enter");

  await wizard.accept(ASK.create);
  await wizard.decline(ASK.appUser);
  await wizard.at(ASK.apply);
  expect(wizard.screen()).toContain("AWS says you are arn:aws:iam::123456789012:user/administrator (keys from");
  await wizard.press("right", "enter");
  await wizard.waitFor("Where uploads live: s3");
  await wizard.accept(ASK.apply);
  expect(await wizard.exited).toEqual({ exitCode: 0, signal: 0 });

  for (const secret of [accessKeyId, secretAccessKey, WRONG]) expect(wizard.transcript()).not.toContain(secret);
  expect(await filesWith(sandbox.dir, secretAccessKey)).toEqual([".env.render"]);
  expect(await filesWith(sandbox.dir, accessKeyId)).toEqual([".env.render"]);
  expect(await filesWith(sandbox.dir, WRONG)).toEqual([]);
  expect(((await lstat(path.join(sandbox.dir, ".env.render"))).mode & 0o777).toString(8)).toBe("600");
});

test("keys in the environment that AWS does not know: said so, and others asked for", async () => {
  const { accessKeyId, secretAccessKey } = bench.standin.root;
  const sandbox = await bench.sandbox({ keys: { accessKeyId: "AKIAIOSFODNN7UNKNOWN", secretAccessKey: WRONG } });
  const wizard = openWizard(sandbox);
  await wizard.accept(...questions);
  await wizard.waitFor("AWS does not know this access key");
  await wizard.at(ASK.keyId);
  expect(wizard.screen()).not.toContain("No AWS keys were found");
  wizard.type(accessKeyId);
  await wizard.press("enter");
  await wizard.at(ASK.secret);
  wizard.type(secretAccessKey);
  await wizard.press("enter");
  await wizard.accept(ASK.create);
  await wizard.decline(ASK.appUser);
  await wizard.accept(ASK.apply);
  expect(await wizard.exited).toEqual({ exitCode: 0, signal: 0 });
  expect(await filesWith(sandbox.dir, WRONG)).toEqual([]);
  expect(await filesWith(sandbox.dir, secretAccessKey)).toEqual([".env.render"]);
  expect(wizard.transcript()).not.toContain(WRONG);
});

test("an administrator's keys: a user for the app, under another name at will; their own keys are in no file, then and later", async () => {
  const { accessKeyId, secretAccessKey } = bench.standin.root;
  const sandbox = await bench.sandbox();
  const wizard = openWizard(sandbox, ["--prove", "off"]);
  await wizard.accept(...questions, ASK.create, ASK.appUser);
  await wizard.at(ASK.apply);
  await wizard.press("right", "right", "enter");
  await wizard.at(ASK.which);
  await wizard.press("down", "down", "down", "down", "down", "down", "enter");
  await wizard.at("IAM user for the app alone");
  await wizard.press("ctrl-u");
  wizard.type("administrator");
  await wizard.press("enter");
  await wizard.waitFor("There is an IAM user administrator that this tool did not make");
  await wizard.at("IAM user for the app alone");
  await wizard.press("ctrl-u");
  wizard.type("clinic app");
  await wizard.waitFor("A user name has 1 to 64 letters");
  await wizard.press("ctrl-u");
  wizard.type("clinic-app");
  await wizard.accept("IAM user for the app alone", ASK.apply);
  expect(await wizard.exited).toEqual({ exitCode: 0, signal: 0 });
  expect(wizard.shown("◇  Plan")).toContain("│  IAM user       create  clinic-app");
  expect(await filesWith(sandbox.dir, accessKeyId)).toEqual([]);
  expect(await filesWith(sandbox.dir, secretAccessKey)).toEqual([]);
  expect(await readFile(path.join(sandbox.dir, ".env.render"), "utf8")).toMatch(/^AWS_ACCESS_KEY_ID=\w+$/m);

  // Run again, by hand and in a script: the app keeps its key.
  const after = await sandbox.fingerprint();
  const again = openWizard(sandbox);
  await again.accept(ASK.whatNext);
  expect(await again.exited).toEqual({ exitCode: 0, signal: 0 });
  expect(again.screen()).toContain("└  Nothing to do: everything is already as you want it.");
  const script = await sandbox.run(["--yes", "--json", "--prove", "off"]);
  expect(script.json().plan.filter(({ action }) => action !== "none")).toEqual([]);
  expect(await sandbox.fingerprint()).toEqual(after);
  expect(await sandbox.run(["undo", "--json"])).toMatchObject({ code: 0 });
});

test("Ctrl-C and Esc at the prompt for keys: exit 130, nothing written", async () => {
  const sandbox = await bench.sandbox({ keys: null });
  const before = await sandbox.fingerprint();
  for (const key of ["ctrl-c", "escape"] as const) {
    const wizard = openWizard(sandbox);
    await wizard.accept(...questions);
    await wizard.at(ASK.keyId);
    wizard.type("AKIA");
    await wizard.press(key);
    expect(await wizard.exited).toEqual({ exitCode: 130, signal: 0 });
    expect(wizard.shown("◇  Stopped")).toBe("◇  Stopped. Nothing was changed.\n└  (exit 130)");
  }
  expect(await sandbox.fingerprint()).toEqual(before);
});

/** Files below the folder, git's objects and the journal included, that hold these bytes. */
async function filesWith(folder: string, words: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    if ((await readFile(file)).includes(words)) found.push(path.relative(folder, file));
  }
  return found.sort();
}
