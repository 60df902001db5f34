/** Every hostile value through every door. */
import { beforeAll, expect, test } from "vitest";
import { benchForThisFile, type Fingerprint, type Sandbox } from "../support/sandbox.ts";
import { DOORS, HOSTILE, knock } from "./hostile.ts";

const bench = benchForThisFile();
let sandbox: Sandbox;
let before: Fingerprint;

beforeAll(async () => {
  sandbox = await bench.sandbox();
  before = await sandbox.fingerprint();
});

test.each(DOORS.map((door) => ({ door, name: door.name })))("$name", { timeout: 300_000 }, async ({ door }) => {
  await knock(sandbox, door, Object.entries(HOSTILE));
  expect(await sandbox.fingerprint()).toEqual(before);
});
