/** The proof decides: what Django does not do is put back whole, with the link that broke; what could not be proved is told. */
import { appendFile, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { benchForThisFile, type Sandbox } from "../support/sandbox.ts";

const bench = benchForThisFile();
const SETUP = ["--create-bucket", "--json", "--yes"];

async function withSettings(code: string): Promise<Sandbox> {
  const sandbox = await bench.sandbox();
  await appendFile(path.join(sandbox.dir, "veteriaria/settings.py"), code);
  return sandbox;
}

describe("a link that breaks: exit 4, named, and everything as before", () => {
  const broken: [string, string, string, RegExp][] = [
    [
      "settings that replace their own module, so that the block comes too late",
      [
        "",
        "import sys as _sys",
        "import types as _types",
        "",
        "_frozen = _types.ModuleType(__name__)",
        "_frozen.__dict__.update({k: v for k, v in globals().items() if k.isupper()})",
        "_sys.modules[__name__] = _frozen",
        "",
      ].join("\n"),
      "default-storage",
      /FileSystemStorage.*S3Storage/,
    ],
    [
      "a storage whose links are not signed",
      [
        "",
        "from storages.backends.s3 import S3Storage as _S3",
        "",
        "_S3.url = lambda self, name, **kwargs: 'https://cdn.example/' + name",
        "",
      ].join("\n"),
      "url",
      /cdn\.example/,
    ],
    [
      "a storage that does not delete",
      "\nfrom storages.backends.s3 import S3Storage as _S3\n\n_S3.delete = lambda self, name: None\n",
      "gone",
      /./,
    ],
    [
      "a storage that cannot save",
      [
        "",
        "from storages.backends.s3 import S3Storage as _S3",
        "",
        "",
        "def _refuse(self, name, content):",
        "    raise PermissionError('el disco dijo que no')",
        "",
        "",
        "_S3._save = _refuse",
        "",
      ].join("\n"),
      "save",
      /el disco dijo que no/,
    ],
  ];

  test.each(broken)("%s", async (_name, code, link, words) => {
    const sandbox = await withSettings(code);
    const before = await sandbox.fingerprint();
    const document = (await sandbox.setup(SETUP)).json();
    expect(document).toMatchObject({ exitCode: 4, status: "problems", proof: { status: "failed", mode: "project" } });
    const failed = document.proof?.steps.filter(({ status }) => status === "fail").map(({ id }) => id);
    expect(failed).toEqual([link]);
    expect(document.errors).toMatchObject([{ code: "proof-failed" }]);
    expect(document.errors[0]?.message).toMatch(words);
    expect(document.files).toEqual([]);
    expect(await sandbox.fingerprint()).toEqual(before);
  });

  test("settings that could be imported before, and cannot be any more", async () => {
    const sandbox = await withSettings(
      "\nif (BASE_DIR / 'veteriaria' / 'media_storage.py').exists():\n    raise RuntimeError('no cabe otro módulo')\n",
    );
    const before = await sandbox.fingerprint();
    const document = (await sandbox.setup(SETUP)).json();
    expect(document).toMatchObject({ exitCode: 4, proof: { status: "failed" }, errors: [{ code: "proof-failed" }] });
    expect(document.errors[0]?.message).toContain("no cabe otro módulo");
    expect(await sandbox.fingerprint()).toEqual(before);
  });
});

test("a package that would shadow the generated module: exit 2, before anything is changed", async () => {
  const sandbox = await bench.sandbox();
  await mkdir(path.join(sandbox.dir, "veteriaria/media_storage"));
  await writeFile(path.join(sandbox.dir, "veteriaria/media_storage/__init__.py"), "COLORES = ['rojo']\n");
  const before = await sandbox.fingerprint();
  const document = (await sandbox.setup(SETUP)).json();
  expect(document).toMatchObject({ exitCode: 2, errors: [{ code: "file-not-generated" }] });
  expect(document.errors[0]?.place).toContain("veteriaria/media_storage/__init__.py");
  expect(await sandbox.fingerprint()).toEqual(before);
});

test("what wsgi runs is what is edited: an override after a star import comes before the block, and the proof passes", async () => {
  const sandbox = await bench.sandbox();
  const at = (file: string) => path.join(sandbox.dir, file);
  await writeFile(
    at("veteriaria/production.py"),
    "from .settings import *  # noqa: F403\n\nDEBUG = False\nSTORAGES = {**STORAGES, 'default': {'BACKEND': 'django.core.files.storage.InMemoryStorage'}}\n",
  );
  await writeFile(
    at("veteriaria/wsgi.py"),
    "import os\n\nfrom django.core.wsgi import get_wsgi_application\n\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'veteriaria.production')\napplication = get_wsgi_application()\n",
  );
  await writeFile(
    at("veteriaria/asgi.py"),
    "import os\n\nfrom django.core.asgi import get_asgi_application\n\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'veteriaria.production')\napplication = get_asgi_application()\n",
  );
  const before = await sandbox.fingerprint();
  const document = (await sandbox.setup(SETUP)).json();
  expect(document).toMatchObject({ exitCode: 0, proof: { status: "passed", mode: "project" } });
  expect(document.values.settings).toMatchObject({ value: "veteriaria.production", source: "project" });
  const now = await sandbox.fingerprint();
  expect(now.tree["veteriaria/settings.py"]).toBe(before.tree["veteriaria/settings.py"]);
  expect(now.tree["veteriaria/production.py"]).not.toBe(before.tree["veteriaria/production.py"]);
});

describe("settings that cannot be imported here, for want of SECRET_KEY", () => {
  const env = { SECRET_KEY: undefined };

  test("--prove auto: the generated module is proved alone, with a warning that names the variable", async () => {
    const sandbox = await bench.sandbox({ env });
    const document = (await sandbox.setup(SETUP)).json();
    expect(document).toMatchObject({ exitCode: 0, status: "ok", proof: { status: "passed", mode: "isolated" } });
    const warning = document.warnings.find(({ code }) => code === "proof-isolated");
    expect(`${warning?.message} ${warning?.next}`).toContain("SECRET_KEY");
    expect((await bench.picture(sandbox.bucket))?.objects).toEqual([]);
  });

  test("--prove required: exit 4, and everything as before", async () => {
    const sandbox = await bench.sandbox({ env });
    const before = await sandbox.fingerprint();
    const document = (await sandbox.setup([...SETUP, "--prove", "required"])).json();
    expect(document).toMatchObject({ exitCode: 4, status: "problems", proof: { status: "passed", mode: "isolated" } });
    expect(document.errors).toMatchObject([{ code: "proof-not-passed", place: "--prove" }]);
    expect(JSON.stringify(document.errors)).toContain("SECRET_KEY");
    expect(document.files).toEqual([]);
    expect(await sandbox.fingerprint()).toEqual(before);
  });
});

describe("a Python without Django", () => {
  /** The machine's own: what starts the environments of these tests, and must not have Django itself. */
  const env = { VIRTUAL_ENV: undefined };

  test("--prove auto: skipped, with a warning and the command that would allow it", async () => {
    const sandbox = await bench.sandbox({ env });
    const document = (await sandbox.setup([...SETUP, "--python", "python3"])).json();
    expect(document).toMatchObject({ exitCode: 0, status: "ok", proof: { status: "skipped" } });
    expect(document.proof?.next).toContain("pip install -r requirements.txt");
    expect(document.warnings.map(({ code }) => code)).toContain("proof-skipped");
    expect(document.checks.find(({ id }) => id === "probe-delete")?.status).toBe("pass");
  });

  test("--prove required: exit 4, and everything as before", async () => {
    const sandbox = await bench.sandbox({ env });
    const before = await sandbox.fingerprint();
    const document = (await sandbox.setup([...SETUP, "--prove", "required"])).json();
    expect(document).toMatchObject({ exitCode: 4, errors: [{ code: "proof-not-passed" }] });
    expect(await sandbox.fingerprint()).toEqual(before);
  });

  test("--python that is no Python: exit 2, and everything as before", async () => {
    const sandbox = await bench.sandbox();
    const before = await sandbox.fingerprint();
    const document = (await sandbox.setup([...SETUP, "--python", "./manage-not-there"])).json();
    expect(document.exitCode).toBe(2);
    expect(document.errors[0]?.place).toBe("--python");
    expect(await sandbox.fingerprint()).toEqual(before);
  });
});

test("--prove off: the provider's own probe still runs, and nobody is told that it was proved", async () => {
  const sandbox = await bench.sandbox();
  const document = (await sandbox.setup([...SETUP, "--prove", "off"])).json();
  expect(document).toMatchObject({ exitCode: 0, proof: { status: "skipped", steps: [] } });
  expect(document.checks.filter(({ id }) => id.startsWith("probe-")).length).toBeGreaterThan(5);
  const plain = await sandbox.setup(["--yes", "--prove", "off"]);
  expect(plain.stdout).not.toMatch(/proof: passed|Uploads are safe/);
});

test("--prove off after a run that demanded a proof: required refuses what is not proved", async () => {
  const sandbox = await bench.sandbox();
  const document = (await sandbox.setup([...SETUP, "--prove", "required"])).json();
  expect(document).toMatchObject({ exitCode: 0, proof: { status: "passed", mode: "project" } });
  // The demand is an answer, and kept: a run from the answers file alone asks for the same proof.
  const { tree } = await sandbox.fingerprint();
  const again = (await sandbox.run(["--json", "--yes"], { env: { SECRET_KEY: undefined } })).json();
  expect(again).toMatchObject({ exitCode: 4, errors: [{ code: "proof-not-passed" }] });
  expect(again.values.prove).toMatchObject({ value: "required", source: "answers" });
  expect((await sandbox.fingerprint()).tree).toEqual(tree);
});
