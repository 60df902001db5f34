/** How well lines that bypass the storage API are found: real forms and look-alikes, each line labelled in the file; precision and recall are told. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import type { Bypass } from "../../src/model/project.ts";
import { inspectProject } from "./project-folder.ts";

const FORMS = path.join(import.meta.dirname, "bypass-forms");
const SETTINGS = `import os
BASE_DIR = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROOT_URLCONF = "clinic.urls"
INSTALLED_APPS = ["clinic", "shop"]
STATIC_ROOT = os.path.join(BASE_DIR, "static")
MEDIA_URL = "/media/"
MEDIA_ROOT = os.path.join(BASE_DIR, "media")
`;

const names = readdirSync(FORMS, { recursive: true, encoding: "utf8" })
  .map((name) => name.split(path.sep).join("/"))
  .filter((name) => /\.(?:py|html)$/.test(name))
  .sort();
const texts = Object.fromEntries(names.map((name) => [name, readFileSync(path.join(FORMS, name), "utf8")]));

const labelled = names.flatMap((name) =>
  (texts[name] ?? "").split("\n").flatMap((line, at) => (line.includes("BYPASS") ? [`${name}:${at + 1}`] : [])),
);

/** The labels are no part of what is looked at. */
const bare = Object.fromEntries(
  names.map((name) => [name, (texts[name] ?? "").replace(/\s*(?:# BYPASS|<!-- BYPASS -->)/g, "")]),
);

async function found(): Promise<readonly Bypass[]> {
  return (await inspectProject({ "config/settings.py": SETTINGS, ...bare })).bypasses;
}

test("of what is found at least 9 of 10 are true, of what is there at least 9 of 10 are found", async () => {
  const places = (await found()).map(({ place }) => `${place.file}:${place.line}`);
  const wrong = places.filter((one) => !labelled.includes(one));
  const missed = labelled.filter((one) => !places.includes(one));
  const precision = (places.length - wrong.length) / places.length;
  const recall = (labelled.length - missed.length) / labelled.length;
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  process.stdout.write(
    `bypassing lines: ${labelled.length} labelled, ${places.length} found; precision ${percent(precision)}, recall ${percent(recall)}\n`,
  );
  expect(labelled.length).toBeGreaterThan(85);
  expect(precision, `wrong: ${wrong.join(" ")}`).toBeGreaterThanOrEqual(0.95);
  expect(recall, `missed: ${missed.join(" ")}`).toBeGreaterThanOrEqual(0.95);
});

test("each says what to write instead, and that is no bypass itself", async () => {
  for (const { code, instead, place } of await found()) {
    expect(instead, `${place.file}:${place.line} ${code}`).not.toBe("");
    expect(instead, code).not.toMatch(/\.path\b(?!\.)|MEDIA_ROOT|undefined|null/);
  }
});
