/** The fixtures, set up for a Render disk as the tool does it, and proved: inspection, both blocks, generated module and proof together. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { setBlock } from "../../src/edit/python-block.ts";
import { decodeText, encodeText } from "../../src/edit/text-file.ts";
import { withoutUrls } from "../../src/model/proof.ts";
import { inspect } from "../../src/project/inspect.ts";
import { prove } from "../../src/prove/prove.ts";
import { expectedStorage, renderMediaStorage } from "../../src/providers/render-disk/media-storage.ts";
import { urlsBlock } from "../../src/providers/render-disk/urls.ts";
import { managedBlock } from "../../src/providers/settings-block.ts";
import { diskAnswers } from "../support/disk-project.ts";
import { copyFixture, type Fixture } from "../support/fixture.ts";
import { statuses } from "../support/proof-bench.ts";
import { venv } from "../support/venv.mjs";

let fixture: Fixture | null = null;
afterEach(async () => {
  await fixture?.remove();
});

async function setLines(file: string, lines: readonly string[]): Promise<void> {
  const before = decodeText(await readFile(file));
  await writeFile(file, encodeText({ ...before, text: setBlock(before.text, lines, before.eol) }));
}

/** Sets the fixture up and proves it. */
async function proved(name: string, django: Parameters<typeof venv>[0]) {
  fixture = await copyFixture(name);
  const project = await inspect({ directory: fixture.dir, env: {} });
  const { settings, urlConf } = project;
  if (settings === null || !urlConf) throw new Error("the fixture has no settings, or no URL configuration");
  const answers = diskAnswers({ lang: "es" });
  const block = urlsBlock(answers, project);
  await setLines(join(project.root, settings.file), managedBlock(project, "es"));
  if (block !== null) await setLines(join(project.root, urlConf.file), block);
  await writeFile(join(project.root, settings.folder, "media_storage.py"), renderMediaStorage(answers, project));
  const status = fixture.git("status", "--porcelain");
  const environment = { MEDIA_STORAGE: "disk", MEDIA_ROOT: answers.mountPath };
  const proof = await prove({
    project,
    python: await venv(django),
    env: { PATH: process.env.PATH, HOME: process.env.HOME, SECRET_KEY: "only here" },
    signal: new AbortController().signal,
    staticfilesBefore: null,
    tell: () => {},
    expectation: { environment, origins: [], ...expectedStorage(answers, project) },
  });
  expect(fixture.git("status", "--porcelain")).toBe(status);
  return { proof, block };
}

test.each([
  ["clinic", "django52"],
  ["settings-package", "django52"],
  ["dead-legacy", "django52"],
  ["guide-s3", "django52"],
  ["crlf-settings", "django52"],
  ["below-root", "django52"],
  ["chosen-in-init", "django52"],
  ["storages-under-flag", "django52"],
  ["asgi-uvicorn", "django52"],
  ["apps-comprehension", "django52"],
  ["base-dir-string", "django52"],
  ["django41", "django42"],
  ["django32", "django32"],
] as const)("%s on %s", async (name, django) => {
  const { proof, block } = await proved(name, django);
  expect(block).not.toBeNull();
  expect(proof, JSON.stringify(proof)).toMatchObject({ status: "passed", mode: "project" });
  expect(statuses(proof)).toMatchObject({
    guard: "pass",
    "import-urls": "pass",
    "view-signed-in": "pass",
    // But for the clinic's, the only sign-in is the admin's, and LOGIN_URL does not say so.
    "view-anonymous": name === "clinic" ? "pass" : "warn",
    "view-traversal": "pass",
  });
});

test.each([
  ["cloudinary-half", "django42", "cloudinary_storage"],
  ["bypasses", "django52", "PIL"],
] as const)(
  "%s on %s, which lacks %s: the URL configuration is not proved, and it says so",
  async (name, django, lacks) => {
    const { proof } = await proved(name, django);
    expect(proof, JSON.stringify(proof)).toMatchObject({ status: "passed", mode: "isolated" });
    expect(withoutUrls(proof)).toBe(true);
    expect(proof.reason?.en).toContain(`this Python has no ${lacks}`);
  },
);
