/** What is not the project's own is not looked into: every path that the inspection asks the disk for is written down. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { type Folder, projectWith } from "./project-folder.ts";

const asked = vi.hoisted(() => [] as string[]);

vi.mock("node:fs", async (importOriginal) => {
  const fs = await importOriginal<typeof import("node:fs")>();
  const noted =
    <Args extends readonly unknown[], Result>(call: (...args: Args) => Result) =>
    (...args: Args): Result => {
      asked.push(String(args[0]));
      return call(...args);
    };
  return {
    ...fs,
    readdirSync: noted(fs.readdirSync as (...args: readonly unknown[]) => unknown),
    readFileSync: noted(fs.readFileSync as (...args: readonly unknown[]) => unknown),
    openSync: noted(fs.openSync as (...args: readonly unknown[]) => unknown),
  };
});

const FOREIGN = [
  ".venv/lib/python3.12/site-packages/pkg",
  "node_modules/pkg",
  "env39/lib/pkg",
  ".history/app",
  ".tox/x",
];
const CODE =
  "from django.db import models\nclass Thing(models.Model):\n    scan = models.FileField()\nopen(Thing().scan.path)\n";

let folder: Folder | null = null;
afterEach(async () => {
  await folder?.remove();
  folder = null;
});

test("nothing below virtual environments, node_modules and folders with a dot is opened or listed; uploads are counted, never opened", async () => {
  folder = await projectWith({
    "config/settings.py": 'MEDIA_ROOT = "media"\nMEDIA_URL = "/media/"\n',
    "app/models.py": CODE,
    // A virtual environment of any name.
    "env39/pyvenv.cfg": "home = /usr/bin\n",
    "media/scan.pdf": "x",
    "media/notes.py": CODE,
  });
  const { dir } = folder;
  for (const below of FOREIGN) {
    mkdirSync(path.join(dir, below), { recursive: true });
    writeFileSync(path.join(dir, below, "models.py"), CODE);
    writeFileSync(path.join(dir, below, "manage.py"), "");
  }
  asked.length = 0;
  const project = await folder.inspect();
  const below = asked
    .filter((one) => one.startsWith(dir))
    .map((one) => path.relative(dir, one).split(path.sep).join("/"));
  // The mock sees what is asked.
  expect(below).toContain("app/models.py");
  expect(project.bypasses.map(({ place }) => place.file)).toEqual(["app/models.py"]);
  expect(project.fileFields.map(({ place }) => place.file)).toEqual(["app/models.py"]);
  // A virtual environment is known by what its first folder lists.
  expect(below.filter((one) => /^(?:\.venv|node_modules|env39\/|\.history|\.tox|media\/)/.test(one))).toEqual([]);
});
