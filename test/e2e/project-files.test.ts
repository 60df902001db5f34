/** Projects as people have them: other encodings, no git, folders below the root; and files that must not be touched. File systems that fail: file-faults.test.ts. */
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, realpath, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { benchForThisFile, type Sandbox, treeOf } from "../support/sandbox.ts";

const bench = benchForThisFile();
const SETUP = ["--create-bucket", "--json", "--yes", "--prove", "off"];
const at = (sandbox: Sandbox, file: string) => path.join(sandbox.dir, file);
const outside: string[] = [];
afterAll(() => Promise.all(outside.map((folder) => rm(folder, { recursive: true, force: true }))));

async function elsewhere(): Promise<string> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), "vet-elsewhere-")));
  outside.push(folder);
  return folder;
}

describe("refused with exit 2, before anything is changed", () => {
  const cases: [string, (sandbox: Sandbox) => Promise<unknown>, string, string | RegExp, string[]][] = [
    [
      "an env file that git tracks",
      async (sandbox) => {
        await writeFile(at(sandbox, ".env.render"), "A=1\n");
        sandbox.git("add", "--force", ".env.render");
      },
      "env-file-tracked",
      ".env.render",
      [],
    ],
    [
      "a media_storage.py that somebody else wrote",
      (sandbox) => writeFile(at(sandbox, "veteriaria/media_storage.py"), "# ours\nSTORAGE = None\n"),
      "file-not-generated",
      /^veteriaria\/media_storage\.py/,
      [],
    ],
    ["settings that are not there", async () => {}, "", /--settings|clinica/, ["--settings", "clinica.produccion"]],
    [
      "a settings file that is a link to outside the repository",
      async (sandbox) => {
        const folder = await elsewhere();
        await rename(at(sandbox, "veteriaria/settings.py"), path.join(folder, "settings.py"));
        await symlink(path.join(folder, "settings.py"), at(sandbox, "veteriaria/settings.py"));
      },
      "outside-repository",
      "veteriaria/settings.py",
      [],
    ],
    ["an env file that is a folder", (sandbox) => mkdir(at(sandbox, ".env.render")), "", ".env.render", []],
    [
      "a render.yaml with a key twice",
      (sandbox) =>
        writeFile(
          at(sandbox, "render.yaml"),
          "services:\n  - type: web\n    name: a\n    runtime: python\n    name: b\n",
        ),
      "",
      /^render\.yaml:5/,
      [],
    ],
    ["a folder that is no Django project", async () => {}, "", /./, ["--project", "static"]],
    ["a folder that is not there", async () => {}, "", /./, ["--project", "no-such-folder"]],
  ];

  test.each(cases)("%s", async (_name, arrange, code, place, args) => {
    const sandbox = await bench.sandbox();
    await arrange(sandbox);
    const before = await sandbox.fingerprint();
    const document = (await sandbox.setup([...SETUP, ...args])).json();
    expect(document).toMatchObject({ exitCode: 2, status: "failed" });
    const [error] = document.errors;
    if (code !== "") expect(error?.code).toBe(code);
    expect(error?.code).not.toBe("unexpected");
    if (typeof place === "string") expect(error?.place).toBe(place);
    else expect(`${error?.place ?? ""} ${error?.message}`.trim()).toMatch(place);
    expect(error?.next).toMatch(/\w/);
    expect(await sandbox.fingerprint()).toEqual(before);
  });
});

describe("a file that cannot be written: exit 1, named, and everything as before", () => {
  test("an env file in a folder that is not there", async () => {
    const sandbox = await bench.sandbox();
    const before = await sandbox.fingerprint();
    const document = (await sandbox.setup([...SETUP, "--env-file", "deploy/keys/.env"])).json();
    expect(document).toMatchObject({ exitCode: 1, errors: [{ code: "write-refused", place: "deploy/keys/.env" }] });
    expect(await sandbox.fingerprint()).toEqual(before);
  });
});

/** Encoding, and the lines with their ends, less those that a setup adds, and less blank ones at the end. */
function withoutOurs(bytes: Buffer): { readonly encoding: string; readonly text: string } {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : "utf-8";
  const text = new TextDecoder(encoding, { ignoreBOM: true, fatal: true }).decode(bytes);
  const own = text.replace(/# >>> vet-media-setup[\s\S]*# <<< vet-media-setup <<</, "");
  const lines = own.split(/(?<=\n)/).filter((line) => !/^(?:boto3|django-storages\[s3\])/.test(line));
  return { encoding, text: lines.join("").trimEnd() };
}

describe("projects that are laid out otherwise", () => {
  test("no git at all: everything is written, .gitignore too, and a failure is put back", async () => {
    const sandbox = await bench.sandbox();
    await rm(at(sandbox, ".git"), { recursive: true });
    await rm(at(sandbox, ".gitignore"));
    const before = await sandbox.fingerprint();
    const failed = (await sandbox.setup([...SETUP, "--env-file", "no/such/.env"])).json();
    expect(failed.exitCode).toBe(1);
    expect(await sandbox.fingerprint()).toEqual(before);
    expect((await sandbox.setup(SETUP)).json()).toMatchObject({ exitCode: 0, errors: [] });
    expect(await readFile(at(sandbox, ".gitignore"), "utf8")).toMatch(/^\/\.env\.render$/m);
    expect((await sandbox.setup(SETUP)).json()).toMatchObject({ exitCode: 0, files: [] });
  });

  test("a project below the git root, in a worktree: .gitignore is the root's, all else is below the project", async () => {
    const sandbox = await bench.sandbox();
    const below = await elsewhere();
    const worktree = path.join(below, "tree");
    sandbox.git("worktree", "add", "--quiet", worktree, "-b", "other");
    await mkdir(path.join(worktree, "sitio web"));
    for (const name of [
      "manage.py",
      "veteriaria",
      "clinica",
      "requirements.txt",
      "build.sh",
      "media",
      "static",
      ".env.example",
    ]) {
      await rename(path.join(worktree, name), path.join(worktree, "sitio web", name));
    }
    const run = (args: string[]) =>
      sandbox.run(["setup", "--provider", "s3", "--bucket", sandbox.bucket, ...args], { cwd: worktree });
    const before = await treeOf(worktree);
    const document = (await run([...SETUP, "--project", "sitio web"])).json();
    expect(document).toMatchObject({ exitCode: 0, errors: [] });
    const after = await treeOf(worktree);
    const changed = Object.keys(after).filter(
      (file) => after[file] !== before[file] && !file.includes(".vet-media-setup/"),
    );
    expect(changed).toEqual([
      ".gitignore",
      "sitio web/.env.example",
      "sitio web/.env.render",
      "sitio web/requirements.txt",
      "sitio web/vet-media-setup.json",
      "sitio web/veteriaria/media_storage.py",
      "sitio web/veteriaria/settings.py",
    ]);
    const ignored = spawnSync("git", ["check-ignore", "sitio web/.env.render"], { cwd: worktree });
    expect(ignored.status).toBe(0);
    // From the git root without --project: the one manage.py is found.
    expect((await run(SETUP)).json()).toMatchObject({ exitCode: 0, files: [] });
    sandbox.git("worktree", "remove", "--force", worktree);
  });

  test("no dependency file: everything else is done, and the packages are named in a warning", async () => {
    const sandbox = await bench.sandbox();
    await rm(at(sandbox, "requirements.txt"));
    await rm(at(sandbox, "build.sh"));
    const document = (await sandbox.setup(SETUP)).json();
    expect(document).toMatchObject({ exitCode: 0, errors: [] });
    const warning = document.warnings.find(({ code }) => code === "no-dependency-file");
    expect(`${warning?.message} ${warning?.next ?? ""}`).toContain("django-storages");
    expect(document.files).toContain("veteriaria/media_storage.py");
  });

  test.each([
    ["crlf-settings", 0],
    ["utf16-requirements", 0],
    ["utf16-no-newline", 0],
    ["bom-requirements", 0],
  ])("%s: only lines are added, and a run that fails gives the first bytes back", async (fixture) => {
    const sandbox = await bench.sandbox({ fixture });
    const before = await sandbox.fingerprint();
    const failed = (await sandbox.setup([...SETUP, "--env-file", "no/such/.env"])).json();
    expect(failed).toMatchObject({ exitCode: 1, errors: [{ code: "write-refused" }] });
    expect(await sandbox.fingerprint()).toEqual(before);

    const originals = new Map<string, Buffer>();
    for (const file of Object.keys(before.tree)) {
      if (/\.(?:py|txt)$/.test(file)) originals.set(file, await readFile(at(sandbox, file)));
    }
    const document = (await sandbox.setup(SETUP)).json();
    expect(document).toMatchObject({ exitCode: 0, errors: [] });
    for (const file of document.files) {
      const original = originals.get(file);
      if (original !== undefined) expect(withoutOurs(await readFile(at(sandbox, file)))).toEqual(withoutOurs(original));
    }
    expect((await sandbox.setup(SETUP)).json()).toMatchObject({ exitCode: 0, files: [] });
  });
});
