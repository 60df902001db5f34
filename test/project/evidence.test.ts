/** Finding production: what each piece of evidence counts for, against the others. */
import { describe, expect, test } from "vitest";
import { Failure } from "../../src/lib/failure.ts";
import type { InspectOptions } from "../../src/project/inspect.ts";
import { publicOrigin } from "../../src/project/origins.ts";
import { simpleCommands } from "../../src/project/shell.ts";
import { inspectProject, MANAGE, projectWith } from "./project-folder.ts";

type Files = Record<string, string | Uint8Array | null>;

const SPLIT: Files = {
  "config/settings.py": null,
  "config/settings/__init__.py": "",
  "config/settings/a.py": "A = 1\n",
  "config/settings/b.py": "B = 1\n",
};
const wsgi = (module: string, how = "os.environ.setdefault('DJANGO_SETTINGS_MODULE', '%s')") =>
  `import os\n${how.replace("%s", module)}\n`;
const service = (lines: string) => `services:\n  - type: web\n    name: site\n    runtime: python\n${lines}`;

async function chosen(files: Files, options: Partial<InspectOptions> = {}) {
  const project = await inspectProject(files, options);
  return project.settings?.module ?? project.candidates.map((one) => one.module).sort();
}

async function problem(files: Files, options: Partial<InspectOptions> = {}) {
  try {
    await inspectProject(files, options);
  } catch (error) {
    if (error instanceof Failure) return error.problem;
    throw error;
  }
  throw new Error("was not refused");
}

describe("the settings module", () => {
  test.each<[string, Files, string | string[]]>([
    ["only manage.py", {}, "config.settings"],
    [
      "wsgi before manage.py",
      {
        ...SPLIT,
        "config/wsgi.py": wsgi("config.settings.a"),
        "manage.py": MANAGE.replace("config.settings", "config.settings.b"),
      },
      "config.settings.a",
    ],
    [
      "an assignment in wsgi beats the environment",
      {
        ...SPLIT,
        "config/wsgi.py": wsgi("config.settings.a", "os.environ['DJANGO_SETTINGS_MODULE'] = '%s'"),
        "render.yaml": service(
          "    startCommand: gunicorn config.wsgi\n    envVars:\n      - key: DJANGO_SETTINGS_MODULE\n        value: config.settings.b\n",
        ),
      },
      "config.settings.a",
    ],
    [
      "the environment beats setdefault",
      {
        ...SPLIT,
        "config/wsgi.py": wsgi("config.settings.a"),
        "render.yaml": service(
          "    startCommand: gunicorn config.wsgi\n    envVars:\n      - key: DJANGO_SETTINGS_MODULE\n        value: config.settings.b\n",
        ),
      },
      "config.settings.b",
    ],
    [
      "the start command beats the environment",
      {
        ...SPLIT,
        "render.yaml": service(
          "    startCommand: env DJANGO_SETTINGS_MODULE=config.settings.a gunicorn config.wsgi\n    envVars:\n      - key: DJANGO_SETTINGS_MODULE\n        value: config.settings.b\n",
        ),
      },
      "config.settings.a",
    ],
    [
      "gunicorn --env",
      { ...SPLIT, Procfile: "web: gunicorn --env DJANGO_SETTINGS_MODULE=config.settings.b config.wsgi\n" },
      "config.settings.b",
    ],
    [
      "runserver --settings",
      { ...SPLIT, Procfile: "web: python manage.py runserver 0.0.0.0:$PORT --settings=config.settings.b\n" },
      "config.settings.b",
    ],
    [
      "export in the start script",
      {
        ...SPLIT,
        "start.sh": "#!/bin/sh\nexport DJANGO_SETTINGS_MODULE=config.settings.a\nexec gunicorn config.wsgi\n",
        "render.yaml": service("    startCommand: ./start.sh\n"),
      },
      "config.settings.a",
    ],
    [
      "another wsgi module that the start command loads",
      {
        ...SPLIT,
        "config/wsgi.py": wsgi("config.settings.a"),
        "config/wsgi_live.py": wsgi("config.settings.b"),
        Procfile: "web: gunicorn config.wsgi_live:application -w 2\n",
      },
      "config.settings.b",
    ],
    [
      "build.sh where nothing starts",
      {
        ...SPLIT,
        "build.sh": "python manage.py collectstatic --settings config.settings.b\n",
        "manage.py": MANAGE.replace("config.settings", "config.settings.a"),
      },
      "config.settings.b",
    ],
    [
      "the build and the process that starts disagree",
      {
        ...SPLIT,
        "build.sh": "export DJANGO_SETTINGS_MODULE=config.settings.b\npython manage.py migrate\n",
        "config/wsgi.py": wsgi("config.settings.a"),
        Procfile: "web: gunicorn config.wsgi\n",
      },
      ["config.settings", "config.settings.a", "config.settings.b"],
    ],
    [
      "two scripts disagree",
      {
        ...SPLIT,
        "build.sh":
          "python manage.py migrate --settings=config.settings.a\npython manage.py collectstatic --settings=config.settings.b\n",
      },
      ["config.settings", "config.settings.a", "config.settings.b"],
    ],
    [
      "a choice in wsgi that only the server can make",
      {
        ...SPLIT,
        "config/wsgi.py":
          "import os\nname = 'a' if os.environ.get('LIVE') else 'b'\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', f'config.settings.{name}')\n",
      },
      ["config.settings", "config.settings.a", "config.settings.b"],
    ],
    [
      "a choice in wsgi that Render decides",
      {
        ...SPLIT,
        "config/wsgi.py":
          "import os\nif 'RENDER' in os.environ:\n    os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'config.settings.a')\nelse:\n    os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'config.settings.b')\n",
      },
      "config.settings.a",
    ],
    [
      "a helper function in manage.py",
      {
        ...SPLIT,
        "manage.py":
          "import os\ndef module():\n    return 'config.settings.a'\ndef main():\n    os.environ.setdefault('DJANGO_SETTINGS_MODULE', module())\n    execute_from_command_line([])\n",
      },
      "config.settings.a",
    ],
    [
      "a Dockerfile's ENV in the old form",
      {
        ...SPLIT,
        Dockerfile: "FROM python:3.12\nENV DJANGO_SETTINGS_MODULE config.settings.b\nCMD gunicorn config.wsgi\n",
      },
      "config.settings.b",
    ],
    [
      "the service of --service",
      {
        ...SPLIT,
        "render.yaml": `${service("    envVars:\n      - key: DJANGO_SETTINGS_MODULE\n        value: config.settings.a\n")}${service("    envVars:\n      - key: DJANGO_SETTINGS_MODULE\n        value: config.settings.b\n").replace("services:\n", "").replace("site", "other")}`,
      },
      ["config.settings", "config.settings.a", "config.settings.b"],
    ],
    [
      "nothing at all: modules recognised by what they set",
      {
        ...SPLIT,
        "manage.py": "execute_from_command_line([])\n",
        "config/settings/a.py": "ROOT_URLCONF = 'config.urls'\n",
        "config/settings d.py": "ROOT_URLCONF = 'x'\n",
      },
      ["config.settings.a"],
    ],
  ])("%s", async (_, files, expected) => {
    expect(await chosen(files)).toEqual(expected);
  });

  test("--settings takes a path or a dotted name, and refuses what Python cannot import", async () => {
    for (const settings of ["config.settings.a", "config/settings/a.py", "./config/settings/a.py"]) {
      expect(await chosen(SPLIT, { settings })).toBe("config.settings.a");
    }
    expect(await chosen(SPLIT, { settings: "config/settings" })).toBe("config.settings");
    expect(await problem(SPLIT, { settings: "config.nowhere" })).toMatchObject({
      exit: 2,
      code: "settings-missing",
      place: "--settings",
    });
    expect(await problem({ ...SPLIT, "config/a b.py": "" }, { settings: "config/a b.py" })).toMatchObject({
      exit: 2,
      code: "settings-not-importable",
    });
    expect(await problem(SPLIT, { settings: "../elsewhere.py" })).toMatchObject({ exit: 2 });
    expect(await problem(SPLIT, { settings: "" })).toMatchObject({ exit: 2 });
  });

  test("settings that do not parse are refused with file and line, also in the chain", async () => {
    expect(await problem({ "config/settings.py": "A = 1\nB = (\nC = 2\n" })).toMatchObject({
      exit: 2,
      code: "settings-do-not-parse",
      place: "config/settings.py:3",
    });
    expect(
      await problem({ "config/settings.py": "from .base import *\n", "config/base.py": "A = 'x\n" }),
    ).toMatchObject({ place: "config/base.py:1" });
    // What is not part of the settings may be broken.
    expect(await chosen({ "app/models.py": "class (\n" })).toBe("config.settings");
  });
});

describe("the project's folder", () => {
  test("not a folder, not Django, several", async () => {
    await expect(inspectProject({}, { directory: "/nowhere/at/all" })).rejects.toMatchObject({
      problem: { exit: 2, code: "no-such-folder" },
    });
    expect(await problem({ "manage.py": null })).toMatchObject({ exit: 2, code: "not-a-django-project" });
    expect(await problem({ "manage.py": "from flask_script import Manager\n" })).toMatchObject({ exit: 2 });
    const several = await problem({
      "manage.py": null,
      "b/manage.py": MANAGE,
      "a/manage.py": MANAGE,
      ".venv/x/manage.py": MANAGE,
      "node_modules/manage.py": MANAGE,
    });
    expect(several).toMatchObject({ exit: 3, code: "several-projects" });
    expect(several.message.en).toMatch(/: a, b$/);
  });

  test("one below is found; a virtual environment of any name is not looked into", async () => {
    const folder = await projectWith({
      "manage.py": null,
      "web/manage.py": MANAGE,
      "web/config/settings.py": "",
      "env/pyvenv.cfg": "",
      "env/manage.py": MANAGE,
    });
    try {
      expect((await folder.inspect()).root).toBe(`${folder.dir}/web`);
    } finally {
      await folder.remove();
    }
  });

  test("without git, everything else is still found", async () => {
    const project = await inspectProject({ "config/settings.py": "MEDIA_ROOT = 'media'\n", "media/a.txt": "abc" });
    expect(project.git).toBeNull();
    expect(project.media).toEqual({ root: "media", url: null, files: 1, bytes: 3, tracked: 0 });
  });
});

describe("media", () => {
  test.each([
    ["MEDIA_ROOT = '/opt/render/project/src/media'", "media", 1],
    ["import os\nMEDIA_ROOT = os.environ.get('MEDIA_ROOT', 'media')", "media", 1],
    ["MEDIA_ROOT = '/var/data/media'", "/var/data/media", 0],
    ["from pathlib import Path\nBASE_DIR = Path(__file__).resolve().parent.parent\nMEDIA_ROOT = BASE_DIR", "", 0],
    ["MEDIA_ROOT = somewhere()", null, 0],
    ["", null, 0],
  ])("%s", async (settings, root, files) => {
    const project = await inspectProject({
      "config/settings.py": settings,
      "media/a.txt": "abc",
      "media/.gitkeep": "",
    });
    expect([project.media.root, project.media.files]).toEqual([root, files]);
    expect(project.notes.length).toBe(root === "" ? 1 : 0);
  });
});

describe("storage today", () => {
  const on = (django: string, settings: string) =>
    inspectProject({ "requirements.txt": `Django${django}\n`, "config/settings.py": settings });
  test.each([
    ["==4.2.1", "DEFAULT_FILE_STORAGE = 'storages.backends.s3boto3.S3Boto3Storage'", "s3", false],
    ["==5.0", "DEFAULT_FILE_STORAGE = 'storages.backends.gcloud.GoogleCloudStorage'", "google", false],
    ["==5.1", "DEFAULT_FILE_STORAGE = 'storages.backends.s3boto3.S3Boto3Storage'", "filesystem", true],
    [">=5.1", "DEFAULT_FILE_STORAGE = 'storages.backends.s3boto3.S3Boto3Storage'", "filesystem", true],
    [">=4.2", "DEFAULT_FILE_STORAGE = 'storages.backends.s3boto3.S3Boto3Storage'", "unknown", false],
    ["", "DEFAULT_FILE_STORAGE = 'storages.backends.s3boto3.S3Boto3Storage'", "unknown", false],
    ["==3.2", "STORAGES = {'default': {'BACKEND': 'storages.backends.s3.S3Storage'}}", "filesystem", true],
    ["==5.2", "STORAGES = {'staticfiles': {'BACKEND': 'x.Y'}}", "unknown", false],
    ["==5.2", "STORAGES = {'default': {'BACKEND': 'config.stores.Media'}}", "s3", false],
    ["==5.2", "STORAGES = make()", "unknown", false],
  ])("Django%s: %s", async (django, settings, kind, dead) => {
    const project = await inspectProject({
      "requirements.txt": `Django${django}\n`,
      "config/settings.py": settings,
      "config/stores.py":
        "from storages.backends.s3boto3 import S3Boto3Storage\nclass Base(S3Boto3Storage):\n    pass\nclass Media(Base):\n    location = 'media'\n",
    });
    expect(project.storage.default).toBe(kind);
    expect(project.storage.lines.map((line) => line.deadToday)).toEqual([dead]);
  });

  test("no secret that somebody wrote into the settings is shown", async () => {
    const project = await on(
      "==5.2",
      "import os\nAWS_SECRET_ACCESS_KEY = 'wJalrXUtnFEMI'\nAWS_ACCESS_KEY_ID = os.environ.get('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE')\nCLOUDINARY_STORAGE = {'CLOUD_NAME': 'demo', 'API_SECRET': 'abcdEFGH', 'API_KEY': os.getenv('API_KEY', f'12345')}\nAWS_STORAGE_BUCKET_NAME = 'shown'\n",
    );
    const codes = project.storage.lines.map((line) => line.code);
    expect(codes).toEqual([
      'AWS_SECRET_ACCESS_KEY = "***"',
      "AWS_ACCESS_KEY_ID = os.environ.get('AWS_ACCESS_KEY_ID', \"***\")",
      "CLOUDINARY_STORAGE = {'CLOUD_NAME': 'demo', 'API_SECRET': \"***\", 'API_KEY': os.getenv('API_KEY', \"***\")}",
      "AWS_STORAGE_BUCKET_NAME = 'shown'",
    ]);
    expect(JSON.stringify(project)).not.toMatch(/wJalr|AKIA|abcdEF|12345/);
  });
});

test("origins: only concrete hosts that can be a public https origin", () => {
  const good = {
    "santasofia.onrender.com": "https://santasofia.onrender.com",
    "https://a.example.org:8443/": "https://a.example.org:8443",
    "HTTPS://Clínica.cl": "https://xn--clnica-4va.cl",
    "a.co.": "https://a.co",
  };
  for (const [given, origin] of Object.entries(good)) expect(publicOrigin(given)).toBe(origin);
  for (const bad of [
    "",
    "*",
    ".onrender.com",
    "*.example.org",
    "https://*.x.org",
    "localhost",
    "127.0.0.1",
    "[::1]",
    "10.0.0.1",
    "web",
    "testserver",
    "http://a.example.org",
    "a.local",
    "x.test",
    "https://u:p@a.org",
    "a b.org",
    "ftp://a.org",
    "javascript:alert(1)",
    "a..org",
    "-a.org",
  ]) {
    expect(publicOrigin(bad), bad).toBeNull();
  }
});

test("shell: quotes, comments, continuations, operators", () => {
  const words = (source: string) =>
    simpleCommands(source).map((one) => [one.line, [...one.assignments].join(";"), ...one.words]);
  expect(words("A=1 b 'c d' && e \\\n f # g && h\n\n(i; j) | k 2>&1 &")).toEqual([
    [1, "A,1", "b", "c d"],
    [1, "", "e", "f"],
    [4, "", "i"],
    [4, "", "j"],
    [4, "", "k", "2>&1"],
  ]);
  expect(words('if [ -f x ]; then\r\n  export B="a $C"\r\nfi')).toEqual([
    [1, "", "[", "-f", "x", "]"],
    [2, "", "export", "B=a $C"],
  ]);
  expect(words("'unclosed && x")).toEqual([[1, "", "unclosed && x"]]);
  expect(words("echo $(date && x) a#b")).toHaveLength(2);
});
