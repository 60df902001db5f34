/** Going back, and going away: Esc keeps what was answered, Ctrl-C and «No» leave nothing behind, at every question and in the middle of the work. */
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterEach, describe, expect, test } from "vitest";
import { benchForThisFile } from "../support/sandbox.ts";
import { ENGLISH as ASK, openWizard, TO_CREATE } from "./wizard-support.ts";

const bench = benchForThisFile();
afterEach(() => bench.proxy.clear());
const STOPPED = "◇  Stopped. Nothing was changed.\n└  (exit 130)";

test("Esc goes back question by question, and every answer is still there", async () => {
  const sandbox = await bench.sandbox();
  const before = await sandbox.fingerprint();
  const wizard = openWizard(sandbox);
  await wizard.at(ASK.provider);
  // Before the first question there is none.
  await wizard.press("escape");
  await wizard.waitFor("back to the question before");
  await wizard.accept(ASK.provider);
  await wizard.at(ASK.bucket);
  const proposed = /santasofia-media-[0-9a-f]{8}/.exec(wizard.screen())?.[0];
  await wizard.press("ctrl-u");
  wizard.type(sandbox.bucket);
  await wizard.press("enter");
  await wizard.at(ASK.region);
  await wizard.press("ctrl-u");
  wizard.type("sa-east-1");
  await wizard.press("enter");
  await wizard.at(ASK.origins);

  await wizard.press("escape");
  await wizard.at(ASK.region);
  expect(wizard.shown("◆  Region")).toContain("│  sa-east-1\n");
  await wizard.press("escape");
  await wizard.at(ASK.bucket);
  expect(wizard.shown("◆  Name")).toContain(`│  ${sandbox.bucket}\n`);
  await wizard.press("escape");
  await wizard.at(ASK.provider);
  await wizard.accept(ASK.provider, ASK.bucket, ASK.region, ASK.origins);

  // Back from «create?»: another name. The proposal is the one refused before.
  await wizard.at(ASK.create);
  await wizard.press("escape");
  await wizard.at(ASK.bucket);
  await wizard.press("ctrl-u");
  wizard.type(proposed ?? "");
  await wizard.press("enter");
  await wizard.at(ASK.create);
  expect(wizard.shown("◆  There is no bucket")).toContain("santasofia-media-");
  await wizard.press("enter");

  // Back from the offer of a user: the bucket again, and the offer again.
  await wizard.at(ASK.appUser);
  await wizard.press("escape");
  await wizard.accept(ASK.bucket, ASK.appUser);
  await wizard.at(ASK.apply);
  expect(wizard.shown("◇  Plan")).toContain("sa-east-1 (São Paulo)");

  // Back from the plan, and back again: the plan stands, and AWS is not asked again.
  await wizard.press("escape");
  await wizard.at(ASK.which);
  await wizard.press("escape");
  await wizard.at(ASK.apply);
  expect(wizard.screen().match(/◇ {2}Plan/g)).toHaveLength(1);
  await wizard.press("left", "enter");
  expect(await wizard.exited).toEqual({ exitCode: 130, signal: 0 });
  expect(wizard.shown("◇  Stopped")).toBe(STOPPED);
  expect(await sandbox.fingerprint()).toEqual(before);
  expect(await bench.picture(proposed ?? "")).toBeNull();
});

test("«No» to the plan: nothing was written anywhere", async () => {
  const sandbox = await bench.sandbox();
  await bench.makeBucket(sandbox.bucket);
  const before = await sandbox.fingerprint();
  const wizard = openWizard(sandbox, ["--bucket", sandbox.bucket]);
  await wizard.accept(ASK.provider, ASK.region, ASK.origins, ASK.appUser);
  await wizard.at(ASK.apply);
  await wizard.press("right", "right", "right", "enter");
  expect(await wizard.exited).toEqual({ exitCode: 130, signal: 0 });
  expect(wizard.shown("◇  Apply?")).toBe(`◇  Apply?\n│  No\n│\n${STOPPED}`);
  expect(await sandbox.fingerprint()).toEqual(before);
});

describe("Ctrl-C", () => {
  const before = [...TO_CREATE, "create", "appUser", "apply"] as const;

  test.each(before.map((name, index) => [name, index] as const))("at the question «%s»", async (name, index) => {
    const sandbox = await bench.sandbox();
    const untouched = await sandbox.fingerprint();
    const wizard = openWizard(sandbox);
    await wizard.accept(...before.slice(0, index).map((one) => ASK[one]));
    await wizard.at(ASK[name]);
    await wizard.press("ctrl-c");
    expect(await wizard.exited).toEqual({ exitCode: 130, signal: 0 });
    expect(wizard.shown("◇  Stopped")).toBe(STOPPED);
    expect(wizard.cursor().hidden).toBe(false);
    expect(await sandbox.fingerprint()).toEqual(untouched);
    const bucket = /santasofia-media-[0-9a-f]{8}/.exec(wizard.screen())?.[0];
    if (bucket !== undefined) expect(await bench.picture(bucket)).toBeNull();
  });

  test("while an answer is changed", async () => {
    const sandbox = await bench.sandbox();
    const untouched = await sandbox.fingerprint();
    const wizard = openWizard(sandbox);
    await wizard.accept(...before.slice(0, -1).map((one) => ASK[one]));
    await wizard.at(ASK.apply);
    await wizard.press("right", "right", "enter");
    await wizard.at(ASK.which);
    await wizard.press("enter");
    await wizard.at(ASK.bucket);
    await wizard.press("ctrl-c");
    expect(await wizard.exited).toEqual({ exitCode: 130, signal: 0 });
    expect(await sandbox.fingerprint()).toEqual(untouched);
  });

  const moments: Record<string, { match: Parameters<typeof bench.proxy.add>[0]; label: string }> = {
    "the probe writes": { match: { method: "PUT", path: /-probe-/ }, label: "Trying S3 with a test file" },
    "CORS is set": { match: { method: "PUT", query: /^cors/ }, label: "Applying" },
    "Django saves": { match: { method: "PUT", path: /-probe\// }, label: "Proof: saving and reading a file" },
  };
  test.each(Object.entries(moments))("while %s: put back, tree and bucket as before", async (_, { match, label }) => {
    const sandbox = await bench.sandbox({ faulty: true });
    await bench.makeBucket(sandbox.bucket);
    await bench.s3.send(new PutObjectCommand({ Bucket: sandbox.bucket, Key: "media/toby.pdf", Body: "%PDF" }));
    const untouched = await sandbox.fingerprint();
    const wizard = openWizard(sandbox, ["--bucket", sandbox.bucket]);
    await wizard.accept(ASK.provider, ASK.region, ASK.origins, ASK.appUser);
    await wizard.at(ASK.apply);
    bench.proxy.add(match, { hang: true }, { times: 1 });
    await wizard.press("enter");
    await bench.proxy.hanging(1);
    await wizard.waitFor(label);
    await wizard.press("ctrl-c");
    expect(await wizard.exited).toEqual({ exitCode: 130, signal: 0 });
    expect(wizard.shown("◇  Stopped")).toMatch(
      /^◇ {2}Stopped\n│ {2}Everything is as it was: [\s\S]*└ {2}\(exit 130\)$/,
    );
    expect(wizard.screen()).not.toContain(label);
    expect(wizard.cursor().hidden).toBe(false);
    expect(await sandbox.fingerprint()).toEqual(untouched);
  });
});
