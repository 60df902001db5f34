/** The built binary sets up every fixture on S3: what `git diff` shows afterwards is what a careful colleague would have written by hand. */
import { readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { VersionFact } from "../../src/model/project.ts";
import { renderMediaStorage } from "../../src/providers/s3/media-storage.ts";
import { answersFor, projectAt } from "../support/django-project.ts";
import { benchForThisFile, treeOf } from "../support/sandbox.ts";
import { bucketOf, type Case, FIXTURES, REFUSED, SPANISH } from "./cases.ts";
import { expectGolden, golden } from "./golden.ts";
import { repositoryDiff } from "./repository-diff.ts";

const bench = benchForThisFile();

const django = (minimum: readonly [number, number]): VersionFact => ({
  specifier: `>=${minimum.join(".")}`,
  minimum,
  place: { file: "requirements.txt", line: 1 },
});

/** The generated module as a whole, for each Django that it is written for. The goldens of the fixtures refer to these. */
const MODULES = [
  { name: "django32", minimum: [3, 2], lang: "en" },
  { name: "django42", minimum: [4, 2], lang: "en" },
  { name: "django52", minimum: [5, 2], lang: "en" },
  { name: "django52.es", minimum: [5, 2], lang: "es" },
] as const;
const moduleFile = (name: string) => `modules/${name}.py`;

/** These go the whole way there and back; *.thorough.test.ts does it with all. */
const THERE_AND_BACK = ["below-root", "crlf-settings", "poetry", "render-anchors", "utf16-no-newline"];

test("every fixture is in one of the tables", () => {
  const all = readdirSync(fileURLToPath(new URL("../fixtures", import.meta.url)));
  const known = new Set([...FIXTURES, ...REFUSED].map(({ fixture }) => fixture));
  expect(all.filter((name) => !known.has(name))).toEqual([]);
});

test.each(MODULES)("media_storage.py for $name", ({ name, minimum, lang }) => {
  const project = projectAt("/project", { django: django(minimum) });
  expectGolden(moduleFile(name), renderMediaStorage(answersFor({ lang }), project));
});

describe.concurrent("git diff; a second run changes nothing, and undo puts everything back", () => {
  test.each([...FIXTURES, SPANISH])("$name", async (one) => {
    const { sandbox, run, before } = await setUp(one);
    const known = Object.fromEntries(
      MODULES.map(({ name }) => [`test/golden/${moduleFile(name)}`, golden(moduleFile(name))]),
    );
    const ignored = [path.posix.join(one.root, ".env.render")];
    expectGolden(`${one.name}.diff`, repositoryDiff(sandbox.dir, { ignored, known }));
    if (process.env.VET_TEST_THOROUGH !== "1" && !THERE_AND_BACK.includes(one.name)) return;

    const after = await treeOf(sandbox.dir);
    const again = await run();
    expect(again.code, again.stdout).toBe(0);
    expect(again.json().plan.filter(({ action }) => action !== "none")).toEqual([]);
    expect(again.json().files).toEqual([]);
    expect(await treeOf(sandbox.dir)).toEqual(after);

    sandbox.git("reset", "--quiet");
    const undone = await sandbox.run(["undo", "--project", path.join(sandbox.dir, one.root), "--yes", "--json"]);
    expect(undone.code, undone.stdout).toBe(0);
    expect(withoutJournal(await treeOf(sandbox.dir), one)).toEqual(withoutJournal(before, one));
    expect(sandbox.git("status", "--porcelain")).toBe("");
  });
});

describe.concurrent("what must be refused is refused, and nothing has changed", () => {
  test.each(REFUSED)("$fixture $args", async ({ fixture, args, exit, errors, names }) => {
    const sandbox = await bench.sandbox({ fixture });
    const before = await treeOf(sandbox.dir);
    const run = await sandbox.setup([...args, "--create-bucket", "--prove", "off", "--yes", "--json"]);
    expect(run.code, run.stdout).toBe(exit);
    const document = run.json();
    expect(document.errors).toMatchObject(errors);
    expect(document.errors).toHaveLength(errors.length);
    const said = document.errors.map(({ message, place, next }) => `${message}\n${place}\n${next}`).join("\n");
    for (const name of names) expect(said).toContain(name);
    for (const error of document.errors) expect(error.next).toBeTruthy();
    expect(await treeOf(sandbox.dir)).toEqual(before);
    expect(await bench.picture(sandbox.bucket)).toBeNull();
  });
});

async function setUp(one: Case) {
  const sandbox = await bench.sandbox({ fixture: one.fixture });
  const before = await treeOf(sandbox.dir);
  const project = path.join(sandbox.dir, one.root);
  const answers = [
    "--provider",
    "s3",
    "--bucket",
    bucketOf(one.name),
    "--create-bucket",
    "--prove",
    "off",
    ...one.args,
  ];
  const run = () => sandbox.run(["setup", "--project", project, ...answers, "--yes", "--json"]);
  const first = await run();
  expect(first.code, first.stdout).toBe(0);
  return { sandbox, before, run };
}

/** The journal's own folder stays; git does not see it. */
function withoutJournal(tree: Readonly<Record<string, string>>, { root }: Case): Readonly<Record<string, string>> {
  const journal = path.posix.join(root, ".vet-media-setup/");
  return Object.fromEntries(Object.entries(tree).filter(([file]) => !file.startsWith(journal)));
}
