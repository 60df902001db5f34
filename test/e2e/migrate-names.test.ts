/** `migrate --names-from-db`: what the rows name beside what the stores hold, through the project's own Django, which is only read. */
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { HOSTILE, writeFiles } from "../migrate/hostile.ts";
import type { Outcome } from "../support/cli.ts";
import { treeOf } from "../support/sandbox.ts";
import { type NamesProject, namesProject } from "./migrate-names-support.ts";

interface Named {
  readonly settings: string;
  readonly databases: readonly { readonly alias: string; readonly engine: string; readonly name: string }[];
  readonly rows: number;
  readonly files: number;
  readonly counts: Readonly<Record<string, number | null>>;
  readonly orphans: readonly { readonly name: string; readonly code: string }[];
  readonly missing: readonly Row[];
  readonly missingAtSource: readonly Row[];
  readonly unsafe: readonly Row[];
  readonly apart: readonly { readonly model: string; readonly field: string; readonly storage: string }[];
  readonly notRead: readonly { readonly model: string; readonly message: string }[];
}
interface Row {
  readonly model: string;
  readonly field: string;
  readonly name: string;
  readonly code: string;
}
const named = (done: Outcome): Named => (done.json() as unknown as { migrate: { names: Named } }).migrate.names;
const names = (rows: readonly { readonly name: string }[]) => rows.map(({ name }) => name).sort();

const FILL = `
from pets.models import Pet, Dog, Old, Elsewhere
from django.db.models import QuerySet
given = json.load(sys.stdin)
QuerySet(Pet).bulk_create([Pet(photo=name, hidden=True) for name in given["photos"]])
Dog(photo=given["dog"][0], papers=given["dog"][1], scan="").save()
Old(file=given["old"]).save()
Elsewhere(file="elsewhere.txt", same="same.txt").save()
`;
const UNSAFE = ["/app/media/a.jpg", "https://cdn.example/x.jpg", "../../etc/passwd", "C:\\media\\x.jpg"];

async function filled(project: NamesProject): Promise<void> {
  const { dir, python } = project;
  const files = {
    ...HOSTILE,
    "orphan.txt": Buffer.from("o"),
    "CACHE/thumb.jpg": Buffer.from("t"),
    "same.txt": Buffer.from("s"),
  };
  await writeFiles(path.join(dir, "media"), files);
  // A copy by way of macOS: the file has its accents apart, the row does not.
  await writeFiles(path.join(dir, "media"), { "form/canci\u006f\u0301n.txt": Buffer.from("f") });
  const photos = [
    ...Object.keys(HOSTILE),
    ...UNSAFE,
    "gone/first.jpg",
    "gone/first.jpg",
    "form/canci\u00f3n.txt",
    "mascotas//2024/./firulais.jpg",
  ];
  python(FILL, { photos, dog: ["a/b", "gone/papers.pdf"], old: "a.b" });
  // As production's often is: a log file is beside it while somebody has it open, and nobody has.
  python("import sqlite3; db = sqlite3.connect('db.sqlite3'); db.execute('PRAGMA journal_mode=WAL'); db.close()");
  await rm(path.join(dir, "app.log"), { force: true });
}
const HOW_MANY = Object.keys(HOSTILE).length;

describe("hostile names, by the project's own Django", () => {
  test.each(["django32", "django52"] as const)("%s", async (version) => {
    const project = await namesProject(version);
    const { dir, run } = project;
    await filled(project);
    const before = await treeOf(dir);
    const dry = await run("--from", "media", "--to", "../copy", "--names-from-db", "--dry-run", "--json");
    expect(dry.code, dry.stdout).toBe(0);
    expect(await treeOf(dir)).toEqual(before);

    const done = await run(
      "--from",
      "media",
      "--to",
      "copy",
      "--names-from-db",
      "--verify",
      "--report",
      "report.json",
      "--json",
    );
    expect(done.code, done.stdout).toBe(0);
    const found = named(done);
    expect(found.settings).toBe("clinic.settings");
    expect(found.databases.map(({ engine, name }) => [engine, name]).sort()).toEqual([
      ["sqlite", "archive.sqlite3"],
      ["sqlite", "db.sqlite3"],
    ]);
    expect(found.rows).toBe(HOW_MANY + UNSAFE.length + 4 + 2 + 1 + 1);
    expect(names(found.orphans)).toEqual(["CACHE/thumb.jpg", "form/canci\u006f\u0301n.txt", "orphan.txt"]);
    expect(found.orphans.find(({ name }) => name.startsWith("form/"))?.code).toBe("other-form");
    expect(names(found.missing)).toEqual([
      "form/canci\u00f3n.txt",
      "gone/first.jpg",
      "gone/first.jpg",
      "gone/papers.pdf",
    ]);
    expect(found.missing).toEqual(
      found.missingAtSource.map((row) => ({ ...row, code: "not-at-target", message: expect.any(String) })),
    );
    expect(found.missing).toContainEqual(
      expect.objectContaining({ model: "pets.Dog", field: "papers", name: "gone/papers.pdf" }),
    );
    expect(names(found.unsafe)).toEqual([...UNSAFE].sort());
    expect(found.apart).toEqual([
      { model: "pets.Elsewhere", field: "file", storage: expect.stringContaining("FileSystemStorage") },
    ]);
    expect(found.notRead.map(({ model }) => model)).toEqual(["pets.View"]);
    expect(done.json().warnings.map(({ code }) => code)).toEqual([
      "rows-without-file",
      "names-unsafe",
      "model-not-read",
    ]);
    const lines = JSON.parse(await readFile(path.join(dir, "report.json"), "utf8")) as {
      name: string;
      status: string;
      code?: string;
    }[];
    const told = (status: string, code?: string) =>
      lines.filter((line) => line.status === status && (code === undefined || line.code === code));
    expect(told("no-row")).toHaveLength(3);
    expect(told("no-file", "not-at-source")).toHaveLength(4);
    expect(told("no-file", "not-at-target")).toHaveLength(4);
    expect(told("no-name")).toHaveLength(UNSAFE.length);

    // Beside the copy, its report and our own folder nothing was made: no log, no write-ahead log, no .pyc.
    const ours = /^(?:copy|report\.json|\.vet-media-setup)/;
    expect(Object.fromEntries(Object.entries(await treeOf(dir)).filter(([file]) => !ours.test(file)))).toEqual(before);
  });
});

describe("what stands in the way is said, and nothing is touched", () => {
  test("settings, database, tables, project", async () => {
    const project = await namesProject("django52");
    const { dir } = project;
    await filled(project);
    const settings = await readFile(path.join(dir, "clinic/settings.py"), "utf8");
    const attempt = async (change: (text: string) => string, ...args: string[]) => {
      await writeFile(path.join(dir, "clinic/settings.py"), change(settings));
      const before = await treeOf(dir);
      const done = await project.run("--from", "media", "--to", "copy", "--names-from-db", "--json", ...args);
      expect(await treeOf(dir)).toEqual(before);
      const [error] = done.json().errors;
      return { code: done.code, error: error?.code, message: error?.message ?? "", next: error?.next ?? "" };
    };
    const needs = await attempt((text) => `${text}\nKEY = os.environ["PAYMENTS_KEY"]\n`);
    expect(needs).toMatchObject({ code: 1, error: "app-not-loaded", next: expect.stringContaining("--settings") });
    expect(needs.message).toContain("PAYMENTS_KEY is not set (clinic/settings.py:");

    // A file that is not there stays so: SQLite would make one.
    const noFile = await attempt((text) => text.replace('"db.sqlite3"', '"other.sqlite3"'));
    expect(noFile).toMatchObject({ code: 1, error: "database-missing" });
    expect(noFile.message).toContain("other.sqlite3");

    await writeFile(path.join(dir, "empty.sqlite3"), "");
    const noTables = await attempt((text) => text.replace(/"(?:db|archive)\.sqlite3"/g, '"empty.sqlite3"'));
    expect(noTables).toMatchObject({ code: 1, error: "names-not-read" });
    expect(noTables.message).toContain("no such table");

    const noBackend = await attempt((text) =>
      text.replace(
        /"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR \/ "db.sqlite3"/,
        '"ENGINE": "django.db.backends.none"',
      ),
    );
    expect(noBackend).toMatchObject({ code: 1, error: "app-not-loaded" });

    expect(await attempt((text) => text, "--settings", "clinic.nowhere")).toMatchObject({ code: 2 });
    expect(await attempt((text) => text, "--python", "/nowhere/python")).toMatchObject({
      code: 2,
      error: "python-unusable",
    });
    expect(await attempt((text) => text, "--project", "media")).toMatchObject({ code: 2 });
    // What the apps print when they are loaded disturbs nothing.
    await writeFile(
      path.join(dir, "pets/apps.py"),
      "from django.apps import AppConfig\n\nclass PetsConfig(AppConfig):\n    name = 'pets'\n    def ready(self):\n        print('noise on standard output')\n",
    );

    await rm(path.join(dir, "app.log"), { force: true });
    expect(await attempt((text) => text, "--dry-run")).toMatchObject({ code: 0, error: undefined });
  });
});
