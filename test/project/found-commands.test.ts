/** How a project without render.yaml says that it is built and started, and which variables it cannot load without. */
import { expect, test } from "vitest";
import { inspectProject } from "./project-folder.ts";

const WSGI = 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")\n';

async function commands(files: Readonly<Record<string, string>>) {
  return (await inspectProject({ "config/wsgi.py": WSGI, ...files })).commands;
}

test("build scripts and Procfile first", async () => {
  const files = {
    "build.sh": "pip install -r requirements.txt\n",
    Procfile: "release: x\nweb: gunicorn config.wsgi -w 2\n",
  };
  expect(await commands(files)).toEqual({ build: "bash build.sh", start: "gunicorn config.wsgi -w 2" });
});

test("else what the packages and the applications tell", async () => {
  expect(await commands({ "requirements.txt": "Django==5.2\ngunicorn\n" })).toEqual({
    build: "pip install -r requirements.txt && python manage.py collectstatic --no-input && python manage.py migrate",
    start: "gunicorn config.wsgi:application",
  });
  const asgi = { "config/asgi.py": WSGI, "requirements.txt": "Django==5.2\nuvicorn\n" };
  expect((await commands(asgi))?.start).toBe("uvicorn config.asgi:application --host 0.0.0.0 --port $PORT");
  const daphne = { "config/asgi.py": WSGI, "requirements.txt": "Django==5.2\ndaphne\n" };
  expect((await commands(daphne))?.start).toBe("daphne -b 0.0.0.0 -p $PORT config.asgi:application");
});

test("and nothing where nothing tells", async () => {
  expect(await commands({})).toEqual({ build: null, start: null });
  const poetry = '[tool.poetry]\nname = "x"\n[tool.poetry.dependencies]\npython = "^3.12"\nDjango = "^5"\n';
  expect((await commands({ "pyproject.toml": poetry }))?.build).toBeNull();
});

test("variables: those without a value keep the settings from loading", async () => {
  const settings = `import os
import environ
import dj_database_url
from decouple import config, Csv
env = environ.Env(DEBUG=(bool, False))
SECRET_KEY = config("SECRET_KEY")
DEBUG = config("DEBUG", default=False, cast=bool)
ALLOWED_HOSTS = config("ALLOWED_HOSTS", cast=Csv())
EMAIL_HOST = os.environ["EMAIL_HOST"]
SENTRY = os.environ.get("SENTRY_DSN")
LEVEL = os.getenv("LEVEL", "INFO")
TOKEN = env("TOKEN")
FLAG = env.bool("FLAG", default=True)
DATABASES = {"default": env.db()}
OTHER = dj_database_url.config()
NAME = config(name())
if not DEBUG:
    MAIL = os.environ["MAIL_KEY"]
`;
  const { variables } = await inspectProject({ "config/settings.py": settings });
  const needed = (is: boolean) => variables?.filter((one) => one.needed === is).map(({ name }) => name);
  expect(needed(true)).toEqual(["SECRET_KEY", "ALLOWED_HOSTS", "EMAIL_HOST", "TOKEN", "DATABASE_URL", "MAIL_KEY"]);
  expect(needed(false)).toEqual(["DEBUG", "SENTRY_DSN", "LEVEL", "FLAG"]);
});

test("the file of an SQLite database", async () => {
  const head = "from pathlib import Path\nBASE_DIR = Path(__file__).resolve().parent.parent\n";
  const of = async (name: string, engine = "django.db.backends.sqlite3") =>
    (
      await inspectProject({
        "config/settings.py": `${head}DATABASES = {"default": {"ENGINE": "${engine}", "NAME": ${name}}}\n`,
      })
    ).databaseFile;
  expect(await of('BASE_DIR / "db.sqlite3"')).toEqual({
    path: "db.sqlite3",
    place: { file: "config/settings.py", line: 3 },
  });
  expect((await of('"/var/data/clinic.db"'))?.path).toBe("/var/data/clinic.db");
  expect(await of('"clinic"', "django.db.backends.postgresql")).toBeNull();
  expect(await of('"/var/data"', "django.db.backends.postgresql")).toBeNull();
});
