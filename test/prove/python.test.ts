/** Which Python is taken, what environment it gets, and what is advised where one is missing. */
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { DependencyFile } from "../../src/model/project.ts";
import { productionEnvironment } from "../../src/prove/environment.ts";
import { installCommand } from "../../src/prove/install.ts";
import { findPython } from "../../src/prove/python.ts";
import { projectAt, removeTree, writeTree } from "../support/django-project.ts";

const roots: string[] = [];
afterAll(() => Promise.all(roots.map(removeTree)));

/** Scripts that say a version when asked for it: a path → what it prints. */
async function pythons(scripts: Readonly<Record<string, string>>): Promise<string> {
  const root = await writeTree({});
  roots.push(root);
  for (const [path, says] of Object.entries(scripts)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), `#!/bin/sh\necho '${says}'\n`);
    await chmod(join(root, path), 0o755);
  }
  return root;
}

describe("which Python", () => {
  const all = {
    "active/bin/python": "python 3.9.1",
    "app/.venv/bin/python": "python 3.9.2",
    "app/venv/bin/python": "python 3.9.3",
    ".venv/bin/python": "python 3.9.4",
    "venv/bin/python3": "python 3.9.5",
    "path/python3": "python 3.9.6",
    "path/python": "python 3.9.7",
  };
  const order = Object.entries(all);

  test("the active environment, then those of the project, of the git root, and the machine's", async () => {
    for (let first = 0; first < order.length; first += 1) {
      const root = await pythons(Object.fromEntries(order.slice(first)));
      const found = await findPython({
        root: join(root, "app"),
        top: root,
        env: { VIRTUAL_ENV: join(root, "active"), PATH: join(root, "path") },
      });
      expect(found?.version).toBe(order[first]?.[1].slice("python ".length));
    }
  });

  test("one that does not run, is broken, is too old or is none is passed over", async () => {
    for (const says of ["python 2.7.18", "python 3.5.9", "Python 3.9.2", "", "no"]) {
      const root = await pythons({ ".venv/bin/python": says, "path/python3": "python 3.12.1" });
      const found = await findPython({ root, env: { PATH: `${join(root, "path")}:/usr/bin:/bin` } });
      expect(found).toMatchObject({ version: "3.12.1", source: "path" });
    }
  });

  test("none at all", async () => {
    expect(await findPython({ root: "/nowhere", env: { PATH: "/nowhere", VIRTUAL_ENV: "" } })).toBeNull();
  });

  test("the named one and no other, from where the tool was started", async () => {
    const root = await pythons({ "named python": "python 3.10.4", ".venv/bin/python": "python 3.9.2" });
    const found = await findPython({ root, python: join(root, "named python"), env: { PATH: "/usr/bin:/bin" } });
    expect(found).toEqual({ path: join(root, "named python"), version: "3.10.4", source: "flag" });
    await expect(findPython({ root, python: "./named python", env: { PATH: "/usr/bin:/bin" } })).rejects.toMatchObject({
      problem: { code: "python-unusable", exit: 2 },
    });
  });
});

describe("the environment of the app", () => {
  test("the shell's, without what production will not have, and the planned variables over it", () => {
    const environment = productionEnvironment({
      env: {
        PATH: "/usr/bin",
        SECRET_KEY: "shell",
        RENDER: "no",
        AWS_PROFILE: "admin",
        AWS_SESSION_TOKEN: "session",
        AWS_ACCESS_KEY_ID: "ADMIN",
        AWS_STORAGE_BUCKET_NAME: "other",
        AWS_ENDPOINT_URL: "http://127.0.0.1:1",
        AWS_ENDPOINT_URL_S3: "http://127.0.0.1:2",
        AWS_CA_BUNDLE: "/ca.pem",
        USE_S3: "true",
        DJANGO_SETTINGS_MODULE: "local",
        NOTHING: undefined,
      },
      planned: { MEDIA_STORAGE: "s3", AWS_ACCESS_KEY_ID: "APP" },
      settings: "clinic.settings",
      onRender: false,
    });
    expect(environment).toEqual({
      PATH: "/usr/bin",
      SECRET_KEY: "shell",
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
      AWS_ENDPOINT_URL_S3: "http://127.0.0.1:2",
      AWS_CA_BUNDLE: "/ca.pem",
      MEDIA_STORAGE: "s3",
      AWS_ACCESS_KEY_ID: "APP",
      DJANGO_SETTINGS_MODULE: "clinic.settings",
    });
  });
});

describe("how to install what is missing", () => {
  const project = (file: string, format: DependencyFile["format"]) =>
    projectAt("/srv/clinic", { dependencies: { file, format, evidence: "", requires: {} } });
  const own = { path: "/srv/clinic/.venv/bin/python", version: "3.11.7", source: ".venv" } as const;
  const machine = { path: "python3", version: "3.11.7", source: "path" } as const;
  const elsewhere = { path: "/home/carla/my envs/x/bin/python", version: "3.11.7", source: "VIRTUAL_ENV" } as const;

  test.each([
    [
      project("requirements.txt", "requirements"),
      machine,
      "python3 -m venv .venv && .venv/bin/pip install -r requirements.txt",
    ],
    [
      project("requirements/prod.txt", "requirements"),
      null,
      "python3 -m venv .venv && .venv/bin/pip install -r requirements/prod.txt",
    ],
    [project("mis requisitos.txt", "requirements"), own, '.venv/bin/python -m pip install -r "mis requisitos.txt"'],
    [
      project("requirements.txt", "requirements"),
      elsewhere,
      '"/home/carla/my envs/x/bin/python" -m pip install -r requirements.txt',
    ],
    [project("pyproject.toml", "pyproject-pep621"), own, ".venv/bin/python -m pip install ."],
    [
      project("pyproject.toml", "pyproject-poetry"),
      machine,
      'poetry install && vet-media-setup --python "$(poetry env info --executable)"',
    ],
    [project("Pipfile", "pipfile"), machine, 'pipenv install && vet-media-setup --python "$(pipenv --py)"'],
    [projectAt("/srv/clinic"), machine, "python3 -m venv .venv && .venv/bin/pip install -r requirements.txt"],
  ])("case %#", (of, python, command) => {
    expect(installCommand(of, python)).toBe(command);
  });

  /** A project on disk: what lies beside its dependency file has a say. */
  const onDisk = async (file: string, format: DependencyFile["format"], files: Readonly<Record<string, string>>) => {
    const root = await writeTree(files);
    roots.push(root);
    const venv = { path: join(root, ".venv/bin/python"), version: "3.11.7", source: ".venv" } as const;
    const of = projectAt(root, { dependencies: { file, format, evidence: "", requires: {} } });
    return installCommand(of, venv);
  };
  const POETRY = 'poetry install && vet-media-setup --python "$(poetry env info --executable)"';

  test.each([
    ["Poetry 2", "# This file is automatically @generated by Poetry 2.1.3 and should not be …\n", "poetry lock && "],
    ["Poetry 1", "# This file is automatically @generated by Poetry 1.8.2 and …\n", "poetry lock --no-update && "],
  ])("a lock file of %s: refreshed first, or Poetry refuses to install", async (_, lock, first) => {
    expect(await onDisk("pyproject.toml", "pyproject-poetry", { "poetry.lock": lock })).toBe(first + POETRY);
  });

  test("uv: by its lock file, or by an environment that it made, which has no pip", async () => {
    expect(await onDisk("pyproject.toml", "pyproject-pep621", { "uv.lock": "" })).toBe("uv sync");
    const uv = { ".venv/pyvenv.cfg": "home = /usr/bin\nuv = 0.8.3\nversion_info = 3.11.7\n" };
    expect(await onDisk("requirements.txt", "requirements", uv)).toBe(
      "uv pip install --python .venv/bin/python -r requirements.txt",
    );
    const venv = { ".venv/pyvenv.cfg": "home = /usr/bin\ncommand = /home/uv/x -m venv\nversion = 3.11.7\n" };
    expect(await onDisk("requirements.txt", "requirements", venv)).toBe(
      ".venv/bin/python -m pip install -r requirements.txt",
    );
  });
});
