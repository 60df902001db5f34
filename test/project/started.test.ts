/** What production starts, through the files that stand between a start command and Django; and settings that a block could not change. */
import { describe, expect, test } from "vitest";
import { Failure } from "../../src/lib/failure.ts";
import { inspectProject, MANAGE } from "./project-folder.ts";

type Files = Record<string, string | null>;

const DJANGO = 'INSTALLED_APPS = []\nROOT_URLCONF = "config.urls"\n';
const PACKAGE: Files = {
  "manage.py": MANAGE.replace("config.settings", "config.settings.dev"),
  "config/settings.py": null,
  "config/settings/__init__.py": "",
  "config/settings/base.py": DJANGO,
  "config/settings/dev.py": "from .base import *\nDEBUG = True\n",
  "config/settings/live.py": "from .base import *\nDEBUG = False\n",
  "config/wsgi.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'config.settings.dev')\n",
};
const LIVE = "DJANGO_SETTINGS_MODULE=config.settings.live";
const service = (start: string, more = "") =>
  `services:\n  - type: web\n    name: site\n    runtime: python\n    startCommand: ${start}\n${more}`;

async function found(files: Files) {
  const { settings, candidates } = await inspectProject({ ...PACKAGE, ...files });
  const [first] = settings?.evidence ?? [];
  return settings === null
    ? candidates.map(({ module }) => module)
    : `${settings.module} ${first?.place.file}:${first?.place.line}`;
}

describe("from the start command to the settings", () => {
  test.each<[string, Files, string]>([
    [
      "an entrypoint that COPY brought to the image's root, with a case",
      {
        Dockerfile:
          'FROM python:3.12\nWORKDIR /app\nCOPY . .\nCOPY --chown=app ./docker/start /start\nENTRYPOINT ["/usr/bin/tini", "--", "/start"]\nCMD ["web"]\n',
        "docker/start": `#!/bin/sh\ncase "$1" in\n  web)\n    export ${LIVE}\n    exec gunicorn config.wsgi\n    ;;\nesac\n`,
      },
      "config.settings.live docker/start:4",
    ],
    [
      "a script below the image's WORKDIR",
      {
        Dockerfile: 'FROM python:3.12\nWORKDIR /app\nCOPY . .\nCMD ["sh", "-ec", "/app/docker/start.sh"]\n',
        "docker/start.sh": `${LIVE} gunicorn config.wsgi\n`,
      },
      "config.settings.live docker/start.sh:1",
    ],
    [
      "supervisord",
      {
        "render.yaml": service("supervisord -c deploy/supervisord.conf"),
        "deploy/supervisord.conf": `[supervisord]\nnodaemon=true\n\n[program:web]\nenvironment=A="1",DJANGO_SETTINGS_MODULE="config.settings.live"\ncommand=gunicorn config.wsgi\n`,
      },
      "config.settings.live deploy/supervisord.conf:6",
    ],
    [
      "honcho",
      {
        "render.yaml": service("honcho start"),
        Procfile: `worker: celery -A config worker\nweb: ${LIVE} gunicorn config.wsgi\n`,
      },
      "config.settings.live Procfile:2",
    ],
    [
      "a gunicorn configuration",
      {
        "render.yaml": service("gunicorn -c deploy/gunicorn.conf.py"),
        "deploy/gunicorn.conf.py": `workers = 2\nraw_env = ["${LIVE}"]\nwsgi_app = "config.wsgi:application"\n`,
      },
      "config.settings.live deploy/gunicorn.conf.py:2",
    ],
    [
      "uwsgi.ini",
      {
        "render.yaml": service("uwsgi --ini uwsgi.ini"),
        "uwsgi.ini": `[uwsgi]\nmodule = config.wsgi:application\nenv = ${LIVE}\n`,
      },
      "config.settings.live uwsgi.ini:2",
    ],
    [
      "a default in the shell",
      {
        "render.yaml": service("bash start.sh"),
        "start.sh": `export DJANGO_SETTINGS_MODULE=\${DJANGO_SETTINGS_MODULE:-config.settings.live}\ngunicorn config.wsgi\n`,
      },
      "config.settings.live start.sh:1",
    ],
    [
      "the environment beats a default in the shell",
      {
        "render.yaml": service(
          "bash start.sh",
          "    envVars:\n      - key: DJANGO_SETTINGS_MODULE\n        value: config.settings.live\n",
        ),
        "start.sh": `: "\${DJANGO_SETTINGS_MODULE:=config.settings.dev}"\ngunicorn config.wsgi\n`,
      },
      "config.settings.live render.yaml:7",
    ],
    [
      "what stands behind a script that waits",
      {
        "render.yaml": service(`./wait.sh db -- env ${LIVE} gunicorn config.wsgi`),
        "wait.sh": "sleep 1\n",
      },
      "config.settings.live render.yaml:5",
    ],
    [
      "wsgi chooses by a variable whose value is a secret",
      {
        "render.yaml": service(
          "gunicorn config.wsgi",
          "    envVars:\n      - key: DATABASE_URL\n        fromDatabase:\n          name: db\n          property: connectionString\n",
        ),
        "config/wsgi.py":
          "import os\nif os.getenv('DATABASE_URL'):\n    os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'config.settings.live')\nelse:\n    os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'config.settings.dev')\n",
      },
      "config.settings.live config/wsgi.py:3",
    ],
  ])("%s", async (_, files, expected) => {
    expect(await found(files)).toBe(expected);
  });
});

describe("a default with DEBUG on, and settings beside it with DEBUG off", () => {
  test("nothing is chosen: Render's Dashboard may say which", async () => {
    expect(await found({})).toEqual(["config.settings.live", "config.settings.dev"]);
  });
  test.each<[string, Files, string]>([
    [
      "the environment says which",
      {
        "render.yaml": service(
          "gunicorn config.wsgi",
          "    envVars:\n      - key: DJANGO_SETTINGS_MODULE\n        value: config.settings.dev\n",
        ),
      },
      "config.settings.dev",
    ],
    [
      "settings for tests are no site",
      { "config/settings/live.py": null, "config/settings/test.py": "from .base import *\nDEBUG = False\n" },
      "config.settings.dev",
    ],
    [
      "a variable decides",
      { "config/settings/dev.py": "import os\nfrom .base import *\nDEBUG = os.environ.get('DEBUG', '1') == '1'\n" },
      "config.settings.dev",
    ],
  ])("%s", async (_, files, expected) => {
    expect((await inspectProject({ ...PACKAGE, ...files })).settings?.module).toBe(expected);
  });
});

test("django-split-settings: what it includes stands in the module", async () => {
  const project = await inspectProject({
    "config/settings.py": null,
    "config/settings/__init__.py":
      "from split_settings.tools import include, optional\ninclude('base.py', 'parts/*.py', optional('mine.py'))\n",
    "config/settings/base.py": "INSTALLED_APPS = ['a']\nMEDIA_URL = '/media/'\n",
    "config/settings/parts/10_apps.py": "INSTALLED_APPS += ['b']\n",
    "config/settings/parts/20_media.py": "STORAGES = {'default': {'BACKEND': 'storages.backends.s3.S3Storage'}}\n",
    "requirements.txt": "Django==5.2.7\n",
  });
  expect(project.installedApps).toEqual({ names: ["a", "b"], complete: true });
  expect(project.storage.default).toBe("s3");
  expect(project.notes).toEqual([]);
  expect(project.settings?.chain).toEqual([
    "config/settings/__init__.py",
    "config/settings/base.py",
    "config/settings/parts/10_apps.py",
    "config/settings/parts/20_media.py",
  ]);
});

test.each([
  [
    "settings-in-classes",
    "config/settings.py:4",
    "from configurations import Configuration\n\n\nclass Live(Configuration):\n    DEBUG = False\n",
  ],
  ["settings-in-dynaconf", "config/settings.py:3", `${DJANGO}settings = dynaconf.DjangoDynaconf(__name__)\n`],
])("%s is refused where it stands", async (code, place, text) => {
  const refused = await inspectProject({ "config/settings.py": text }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Failure);
  expect((refused as Failure).problem).toMatchObject({ code, place, exit: 2 });
});
