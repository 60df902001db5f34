/** A small clinic with a database of its own, for `migrate --names-from-db`: models of every shape that has a file field, and rows with any name. */
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { type Outcome, runCli } from "../support/cli.ts";
import { type VenvName, venv } from "../support/venv.mjs";

const FILES = {
  "manage.py": `import os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
from django.core.management import execute_from_command_line
execute_from_command_line(sys.argv)
`,
  "clinic/__init__.py": "",
  "clinic/settings.py": `import os
from pathlib import Path
BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = "only for tests"
INSTALLED_APPS = ["pets"]
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
USE_TZ = True
MEDIA_ROOT = BASE_DIR / "media"
MEDIA_URL = "/media/"
LOGGING = {
    "version": 1,
    "handlers": {"file": {"class": "logging.FileHandler", "filename": BASE_DIR / "app.log"}},
    "root": {"handlers": ["file"]},
}
DATABASES = {
    "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite3"},
    "archive": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "archive.sqlite3"},
}
DATABASE_ROUTERS = ["clinic.routers.Router"]
`,
  "clinic/routers.py": `class Router:
    def db_for_read(self, model, **hints):
        return "archive" if model.__name__ == "Old" else None
    db_for_write = db_for_read
    def allow_migrate(self, db, app_label, model_name=None, **hints):
        return (model_name == "old") == (db == "archive")
`,
  "clinic/wsgi.py": `import os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()
`,
  "pets/__init__.py": "",
  "pets/models.py": `from django.core.files.storage import FileSystemStorage
from django.db import models


class Dated(models.Model):
    scan = models.FileField(max_length=1100, blank=True, null=True)

    class Meta:
        abstract = True


class Living(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(hidden=False)


class Pet(Dated):
    photo = models.FileField(max_length=1100)
    hidden = models.BooleanField(default=False)
    objects = Living()

    class Meta:
        base_manager_name = "objects"
        ordering = ["photo"]


class Dog(Pet):
    papers = models.FileField()


class Fast(Dog):
    class Meta:
        proxy = True


class Old(models.Model):
    file = models.FileField()


class Elsewhere(models.Model):
    file = models.FileField(storage=FileSystemStorage(location="/nowhere"))
    same = models.FileField(storage=FileSystemStorage())


class View(models.Model):
    file = models.FileField()

    class Meta:
        managed = False
`,
};

export interface NamesProject {
  readonly dir: string;
  /** Runs Python in the project, after django.setup(). */
  python(script: string, input?: unknown): string;
  run(...args: string[]): Promise<Outcome>;
}

/** With empty tables. */
export async function namesProject(name: VenvName): Promise<NamesProject> {
  const dir = await realpath(await mkdtemp(path.join(tmpdir(), "vet-names-")));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  for (const [file, text] of Object.entries(FILES)) {
    await mkdir(path.dirname(path.join(dir, file)), { recursive: true });
    await writeFile(path.join(dir, file), text);
  }
  const interpreter = await venv(name);
  const python = (script: string, input: unknown = null): string => {
    const set = "import os, sys, json; sys.path.insert(0, os.getcwd())\nimport django; django.setup()\n";
    const done = spawnSync(interpreter, ["-B", "-W", "ignore", "-c", set + script], {
      cwd: dir,
      env: { PATH: process.env.PATH, DJANGO_SETTINGS_MODULE: "clinic.settings" },
      input: JSON.stringify(input),
      encoding: "utf8",
    });
    if (done.status !== 0) throw new Error(done.stderr);
    return done.stdout;
  };
  python(`from django.core.management import call_command
call_command("migrate", run_syncdb=True, verbosity=0)
call_command("migrate", run_syncdb=True, verbosity=0, database="archive")
`);
  await rm(path.join(dir, "app.log"), { force: true });
  return {
    dir,
    python,
    run: (...args) =>
      runCli(["migrate", ...args], { cwd: dir, env: { VIRTUAL_ENV: path.dirname(path.dirname(interpreter)) } }),
  };
}
