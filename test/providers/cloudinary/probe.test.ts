/** The probe and the sweep: nothing of them stays in the cloud, whatever happens on the way, and nothing else is touched. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { Failure, Interrupted } from "../../../src/lib/failure.ts";
import type { CloudinaryAnswers } from "../../../src/model/answers.ts";
import type { ProviderContext } from "../../../src/model/provider.ts";
import { cloudOf, upload } from "../../../src/providers/cloudinary/api.ts";
import { assetOf } from "../../../src/providers/cloudinary/names.ts";
import { works } from "../../../src/providers/cloudinary/works.ts";
import { startCloudinaryEmulator } from "../../support/cloudinary-emulator.mjs";
import { answersFor, credentialsOf } from "./project.ts";

let emulator: Awaited<ReturnType<typeof startCloudinaryEmulator>>;
beforeAll(async () => {
  emulator = await startCloudinaryEmulator();
});
afterAll(() => emulator.stop());
beforeEach(() => emulator.reset());

const answers = (over: Partial<CloudinaryAnswers> = {}) =>
  answersFor({ cloudName: emulator.cloud.cloudName, uploadPrefix: emulator.url, ...over });
const context = (signal = new AbortController().signal): ProviderContext => ({
  env: {},
  signal,
  credentials: credentialsOf(emulator.cloud.apiKey, emulator.cloud.apiSecret),
});
async function problemOf(asked: Promise<unknown>): Promise<Failure["problem"] & { others: readonly string[] }> {
  const error = await asked.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Failure)) throw new Error(`no Failure: ${String(error)}`);
  return { ...error.problem, others: error.others.map(({ code }) => code) };
}

test.each(["private", "public"] as const)("%s: every step, and nothing left", async (access) => {
  const checks = await works.probe(answers({ access, folder: access === "public" ? "" : "media" }), context());
  expect(checks.filter(({ status }) => status === "fail")).toEqual([]);
  expect(checks.map(({ id }) => id)).toContain("probe-document");
  expect(checks.some(({ id }) => id === "probe-unsigned-link")).toBe(access === "private");
  expect(emulator.assets()).toEqual([]);
  const destroyed = emulator.seen().filter(({ path }) => path.endsWith("/destroy"));
  expect(destroyed.map(({ params }) => params.invalidate)).toEqual(["1", "1"]);
});

test.each([
  [
    "a link that is refused",
    { on: /^GET \/clinic-test\/image/, status: 403, headers: { "x-cld-error": "Restricted media type" } },
    "link-refused",
  ],
  ["other bytes", { on: /^GET \/clinic-test\/image/, status: 200, body: "other bytes" }, "probe-content"],
  [
    "an original that is lost",
    { on: /\/raw\/download/, status: 404, body: '{"error":{"message":"Resource not found"}}' },
    "probe-content",
  ],
  [
    "a file that stays",
    { on: /\/image\/destroy/, status: 200, body: '{"result":"ok"}', times: 1 },
    "probe-not-deleted",
  ],
  [
    "an upload that is refused",
    { on: /\/raw\/upload/, status: 400, body: '{"error":{"message":"Storage quota exceeded"}}' },
    "cloudinary-quota",
  ],
  [
    "an answer that is lost after the upload",
    { on: /\/raw\/upload/, status: 0, hangUp: true, after: true },
    "connection-lost",
  ],
])("%s: the probe fails, and nothing is left", async (_name, fault, code) => {
  emulator.fail(fault);
  expect(await problemOf(works.probe(answers(), context()))).toMatchObject({ code, others: [] });
  expect(emulator.assets()).toEqual([]);
});

test("a file under another public ID than it was given is found again, and taken away", async () => {
  const moved = assetOf("elsewhere.png", "presets");
  const cloud = cloudOf(answers(), context());
  await upload(cloud, { ...moved, type: "authenticated" }, Uint8Array.from([0x89, 0x50, 0x4e, 0x47]));
  emulator.fail({ on: /\/image\/upload/, status: 200, body: JSON.stringify({ public_id: moved.publicId }) });
  expect(await problemOf(works.probe(answers(), context()))).toMatchObject({ code: "public-id-changed", others: [] });
  expect(emulator.assets()).toEqual([]);
});

test("what cannot be taken away again is named", async () => {
  emulator.fail({ on: /\/destroy/, status: 403, body: '{"error":{"message":"forbidden"}}' });
  const problem = await problemOf(works.probe(answers(), context()));
  expect(problem).toMatchObject({ code: "cloudinary-denied", others: ["probe-left-behind"] });
  expect(emulator.assets()).toHaveLength(2);
});

test("Ctrl-C in the middle: nothing is left", async () => {
  const controller = new AbortController();
  const asked = works.probe(answers(), context(controller.signal));
  await expect.poll(() => emulator.assets().length, { interval: 1 }).toBeGreaterThan(0);
  controller.abort();
  await expect(asked).rejects.toBeInstanceOf(Interrupted);
  expect(emulator.assets()).toEqual([]);
});

test("the sweep takes what is ours and nothing else", async () => {
  const cloud = cloudOf(answers(), context());
  const names = [
    ".vet-media-setup-probe/1f/foto nº 1.png",
    ".vet-media-setup-probe-1f.pdf",
    "informe.pdf",
    "vet-media-setup-mine.pdf",
  ];
  for (const name of names) {
    const bytes = name.endsWith("png") ? Uint8Array.from([0x89, 0x50, 0x4e, 0x47]) : Uint8Array.from([1]);
    await upload(cloud, { ...assetOf(name, "media"), type: "authenticated" }, bytes);
  }
  expect(await works.sweep?.(answers(), context())).toEqual([]);
  expect(emulator.assets().map(({ publicId }) => publicId)).toEqual([
    "media/informe.pdf",
    "media/vet-media-setup-mine.pdf",
  ]);
  emulator.fail({ on: /\/resources\//, status: 420, body: '{"error":{"message":"Rate Limit Exceeded"}}' });
  expect(await works.sweep?.(answers(), context())).toMatchObject([{ id: "sweep", status: "warn" }]);
});

test("the survey: few credits are a warning, a key without the Admin API is none the worse", async () => {
  emulator.setUsage({ credits: { usage: 24, limit: 25 } });
  const low = await works.survey(answers(), context());
  expect(low.checks.find(({ id }) => id === "cloudinary-usage")).toMatchObject({ status: "warn" });
  expect(low.warnings).toMatchObject([{ code: "links-never-expire", mustAccept: true }]);
  emulator.fail({ on: /\/usage/, status: 403, body: '{"error":{"message":"forbidden"}}' });
  const closed = await works.survey(answers({ access: "public" }), context());
  expect(closed.checks.find(({ id }) => id === "cloudinary-usage")).toMatchObject({ status: "skip" });
  expect(closed.warnings).toMatchObject([{ code: "links-are-public" }]);
});
