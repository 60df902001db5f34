/** The disk of the service in the plan of files: put in, kept when its provider is left, taken out when that is said. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { planBlueprint } from "../../src/plan/blueprint.ts";
import { type Left, NOTHING_LEFT } from "../../src/plan/left.ts";
import { inspect } from "../../src/project/inspect.ts";
import { copyFixture } from "../support/fixture.ts";

const DISK = { name: "media", mountPath: "/var/data/media", sizeGB: 2 };
const SERVICE = "services:\n- type: web\n  name: clinic\n  runtime: python # 3\n  startCommand: gunicorn core.wsgi\n";
const THERE = `${SERVICE}  envVars:\n  - key: MEDIA_STORAGE\n    value: disk\n  - key: MEDIA_ROOT\n    value: /var/data/media\n  disk: {name: media, mountPath: /var/data/media, sizeGB: 1}\n`;
const DISK_ENV = [
  { key: "MEDIA_STORAGE", value: "disk" },
  { key: "MEDIA_ROOT", value: "/var/data/media" },
];
const LEFT: Left = { ...NOTHING_LEFT, variables: ["MEDIA_ROOT"] };

async function planned(yaml: string, wanted: Partial<Parameters<typeof planBlueprint>[1]>) {
  const { dir, remove } = await copyFixture("apps-comprehension");
  onTestFinished(remove);
  await writeFile(path.join(dir, "render.yaml"), yaml);
  const project = await inspect({ directory: dir, env: {} });
  const plan = await planBlueprint(project, { env: [], left: NOTHING_LEFT, disk: null, ...wanted });
  const text = Buffer.from(plan.changes[0]?.after ?? []).toString("utf8");
  return { plan, text, service: parse(text).services[0] };
}

test("a new disk, with the plan that the person has chosen", async () => {
  const { plan, text, service } = await planned(SERVICE, { env: DISK_ENV, disk: DISK, servicePlan: "starter" });
  expect(service).toMatchObject({ plan: "starter", disk: DISK });
  expect(text).toContain("  runtime: python # 3\n  plan: starter\n");
  expect(plan.changes[0]?.summary.en).toBe("2 variables · plan starter · a disk of 2 GB at /var/data/media");
});

test("one that grows, and one that is as wanted", async () => {
  const grown = await planned(THERE, { env: DISK_ENV, disk: DISK });
  expect(grown.text).toBe(THERE.replace("sizeGB: 1", "sizeGB: 2"));
  expect(grown.plan.changes[0]?.summary.es).toBe("2 variables · su disco crece de 1 a 2 GB");
  const same = await planned(THERE, { env: DISK_ENV, disk: { ...DISK, sizeGB: 1 } });
  expect(same.plan.changes[0]).toMatchObject({ action: "none", summary: { en: "2 variables" } });
});

test("another provider leaves the disk where it is, without MEDIA_ROOT, and says so", async () => {
  const env = [{ key: "MEDIA_STORAGE", value: "s3" }];
  const { plan, service } = await planned(THERE, { env, left: LEFT });
  expect(service).toMatchObject({ disk: { name: "media" }, envVars: env });
  expect(plan.warnings).toMatchObject([
    { code: "disk-kept", mustAccept: false, places: [{ place: "render.yaml:11" }] },
  ]);
  const kept = await planned(THERE, { env, left: { ...LEFT, variables: [], kept: ["MEDIA_ROOT"] } });
  expect(kept.plan.warnings.map(({ code }) => code)).toEqual(["disk-kept"]);
});

test("--drop-disk takes it out, and must be accepted", async () => {
  const env = [{ key: "MEDIA_STORAGE", value: "s3" }];
  const { plan, service } = await planned(THERE, { env, left: { ...LEFT, dropDisk: true } });
  expect(service.disk).toBeUndefined();
  expect(plan.warnings).toMatchObject([{ code: "disk-dropped", mustAccept: true }]);
});

test("a disk of the project's own is nobody's to speak of", async () => {
  const { plan, service } = await planned(THERE, { env: [{ key: "MEDIA_STORAGE", value: "s3" }] });
  expect(service.disk.name).toBe("media");
  expect(plan.warnings).toEqual([]);
});
