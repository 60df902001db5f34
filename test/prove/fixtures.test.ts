/** The fixtures, set up as the tool does it, and proved: inspection, block, generated module and proof together. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { setBlock } from "../../src/edit/python-block.ts";
import { decodeText, encodeText } from "../../src/edit/text-file.ts";
import type { Project } from "../../src/model/project.ts";
import { inspect } from "../../src/project/inspect.ts";
import { type ProveOptions, prove } from "../../src/prove/prove.ts";
import { describeStaticfiles } from "../../src/prove/staticfiles.ts";
import { expectedStorage, renderMediaStorage } from "../../src/providers/s3/media-storage.ts";
import { managedBlock } from "../../src/providers/settings-block.ts";
import { answersFor } from "../support/django-project.ts";
import { copyFixture, type Fixture } from "../support/fixture.ts";
import { openProofBench, type ProofBench, statuses } from "../support/proof-bench.ts";
import { venv } from "../support/venv.mjs";

let bench: ProofBench;
let fixture: Fixture | null = null;
beforeAll(async () => {
  bench = await openProofBench();
});
afterAll(() => bench.close());
beforeEach(() => bench.newBucket());
afterEach(async () => {
  await fixture?.remove();
  expect(await bench.objects()).toEqual([]);
});

/** Writes the block and the module; answers what static files were before, and what to prove with. */
async function setUp(name: string, django: Parameters<typeof venv>[0], env: Readonly<Record<string, string>>) {
  fixture = await copyFixture(name);
  const project = await inspect({ directory: fixture.dir, env: {} });
  const { options: base } = await bench.clinic();
  const answers = answersFor({ bucket: bench.bucket(), lang: "es" });
  const options: ProveOptions = {
    ...base,
    project,
    python: await venv(django),
    env: { ...base.env, ...env },
    expectation: { ...base.expectation, ...expectedStorage(answers) },
  };
  const staticfilesBefore = await describeStaticfiles(options);
  await write(project, renderMediaStorage(answers, project));
  return { ...options, staticfilesBefore };
}

async function write(project: Project, mediaStorage: string): Promise<void> {
  const { settings } = project;
  if (settings === null) throw new Error("the fixture has no settings");
  const file = join(project.root, settings.file);
  const before = decodeText(await readFile(file));
  const text = setBlock(before.text, managedBlock(project, "es"), before.eol, settings.file);
  await writeFile(file, encodeText({ ...before, text }));
  await writeFile(join(project.root, settings.folder, "media_storage.py"), mediaStorage);
}

test.each([
  ["clinic", "django52", "whitenoise.storage.CompressedManifestStaticFilesStorage"],
  ["settings-package", "django52", "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"],
  ["dead-legacy", "django52", "django.contrib.staticfiles.storage.StaticFilesStorage"],
  ["guide-s3", "django52", "django.contrib.staticfiles.storage.StaticFilesStorage"],
  ["crlf-settings", "django52", "django.contrib.staticfiles.storage.StaticFilesStorage"],
  ["below-root", "django52", "django.contrib.staticfiles.storage.StaticFilesStorage"],
  ["chosen-in-init", "django52", "django.contrib.staticfiles.storage.StaticFilesStorage"],
  ["storages-under-flag", "django52", "whitenoise.storage.CompressedStaticFilesStorage"],
  ["cloudinary-half", "django42", "django.contrib.staticfiles.storage.StaticFilesStorage"],
  ["django32", "django32", "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"],
] as const)("%s on %s", async (name, django, staticfiles) => {
  const options = await setUp(name, django, { SECRET_KEY: "only here" });
  expect(options.staticfilesBefore?.backend).toBe(staticfiles);
  const status = fixture?.git("status", "--porcelain");
  const proof = await prove(options);
  expect(proof, JSON.stringify(proof)).toMatchObject({ status: "passed", mode: "project" });
  expect(statuses(proof)).toMatchObject({ "import-settings": "pass", cors: "pass", staticfiles: "pass" });
  expect(fixture?.git("status", "--porcelain")).toBe(status);
});

test("the clinic without a SECRET_KEY: the generated module alone, and what would let the whole be proved", async () => {
  const options = await setUp("clinic", "django52", {});
  expect(options.staticfilesBefore).toBeNull();
  const proof = await prove(options);
  expect(proof, JSON.stringify(proof)).toMatchObject({ status: "passed", mode: "isolated" });
  expect(proof.reason?.es).toMatch(/SECRET_KEY no está definida \(veteriaria\/settings\.py:\d+\)/);
  expect(proof.next?.es).toContain("SECRET_KEY=… vet-media-setup");
});
