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
