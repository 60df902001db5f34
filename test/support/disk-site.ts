/** A clinic with sign-in and uploads, set up for a Render disk, and served by gunicorn as Render does it. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { setBlock } from "../../src/edit/python-block.ts";
import type { RenderDiskAnswers } from "../../src/model/answers.ts";
import type { Project } from "../../src/model/project.ts";
import { renderMediaStorage } from "../../src/providers/render-disk/media-storage.ts";
import { urlsBlock } from "../../src/providers/render-disk/urls.ts";
import { managedBlock } from "../../src/providers/settings-block.ts";
import { diskAnswers } from "./disk-project.ts";
import { projectAt, removeTree, writeTree } from "./django-project.ts";

const SETTINGS = `
import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = "only for this test, and long enough that nobody can call it too short"
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
ROOT_URLCONF = "clinic.urls"
LOGIN_URL = "/enter/"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite3"}}
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
MEDIA_URL = "/media/"
MEDIA_ROOT = BASE_DIR / "media"
`;

/** Uploads, signs in, and ends with a page that takes every path, as a single-page app has it. */
const URLS = `from django.conf import settings
from django.conf.urls.static import static
from django.contrib.auth import get_user_model, login
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt


def enter(request):
    user, _ = get_user_model().objects.get_or_create(username="carla")
    login(request, user, "django.contrib.auth.backends.ModelBackend")
    return HttpResponse("signed in")


@csrf_exempt
def upload(request):
    return HttpResponse(default_storage.save(request.GET["name"], request.FILES["file"]))


urlpatterns = [
    path("enter/", enter),
    path("upload/", upload),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    re_path("^.*$", lambda request: HttpResponse("the page of the app")),
]
`;

export interface SiteParts {
  readonly answers?: Partial<RenderDiskAnswers>;
  readonly over?: Partial<Project>;
  /** Appended to the settings, above the managed block. */
  readonly settings?: string;
  readonly files?: Readonly<Record<string, string>>;
}

/** Files of the clinic, before or after the setup. */
export function clinicFiles(parts: SiteParts & { readonly setUp?: boolean } = {}): Readonly<Record<string, string>> {
  const answers = diskAnswers(parts.answers);
  const project = projectAt("/nowhere", { urlConf: { file: "clinic/urls.py", servesMedia: null }, ...parts.over });
  const settings = `${SETTINGS}${parts.settings ?? ""}`;
  const setUp = parts.setUp ?? true;
  return {
    "manage.py": `import os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
from django.core.management import execute_from_command_line
execute_from_command_line(sys.argv)
`,
    "clinic/__init__.py": "",
    "clinic/wsgi.py": `import os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()
`,
    "clinic/settings.py": setUp ? setBlock(settings, managedBlock(project, answers.lang), "\n") : settings,
    "clinic/urls.py": setUp ? setBlock(URLS, urlsBlock(answers, project) ?? [], "\n") : URLS,
    ...(setUp ? { "clinic/media_storage.py": renderMediaStorage(answers, project) } : {}),
    ...parts.files,
  };
}

/** Writes the clinic, with its tables made; `media` is where the disk belongs, and does not exist yet. */
export async function makeSite(python: string, parts: SiteParts = {}) {
  const root = await writeTree(clinicFiles(parts));
  const media = join(root, "disk", "media");
  const env = { PATH: process.env.PATH ?? "", MEDIA_STORAGE: "disk", MEDIA_ROOT: media, PYTHONDONTWRITEBYTECODE: "1" };
  const made = spawnSync(python, ["manage.py", "migrate", "-v0"], { cwd: root, env, encoding: "utf8" });
  if (made.status !== 0) throw new Error(made.stderr);
  return { root, media, env, remove: () => removeTree(root) };
}

export type Site = Awaited<ReturnType<typeof makeSite>>;

/** Why no disk can be mounted here, or null: mounts need root, and a name space of their own so that they go with the process. */
export function whyNoMount(): string | null {
  const tried = spawnSync("unshare", ["--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], { encoding: "utf8" });
  return tried.status === 0 ? null : (tried.error?.message ?? tried.stderr.trim());
}

/**
 * Starts gunicorn on a free port of the loopback, with what Render sets. `mounted`: a file system of its own is mounted where the disk
 * belongs, which only this gunicorn sees.
 */
export async function serve(
  python: string,
  site: Site,
  { mounted, onRender }: { mounted: boolean; onRender: boolean },
) {
  const args = ["-m", "gunicorn", "clinic.wsgi", "--bind", "127.0.0.1:0", "--workers", "1", "--threads", "4"];
  const log = ["--access-logfile", "/dev/null", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"];
  const env = { ...site.env, ...(onRender ? { RENDER: "true" } : {}) };
  if (mounted) await mkdir(site.media, { recursive: true });
  const script = 'mount -t tmpfs -o size=256m tmpfs "$0" && exec "$@"';
  const command = mounted ? ["unshare", "--mount", "sh", "-c", script, site.media, python] : [python];
  const child = spawn(command[0] ?? "", [...command.slice(1), ...args, ...log], {
    cwd: site.root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = collect(child);
  const port = Number((await said.until(/Listening at: http:\/\/127\.0\.0\.1:(\d+)/))[1]);
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    /** What it has written to its log. */
    log: said.all,
    pid: child.pid ?? 0,
    async stop(): Promise<void> {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
    },
  };
}

export type Served = Awaited<ReturnType<typeof serve>>;

function collect(child: ChildProcess) {
  let text = "";
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      for (const look of waiting) look();
    });
  }
  return {
    all: () => text,
    until: (pattern: RegExp): Promise<RegExpExecArray> =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(text);
          if (found === null) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        child.once("exit", () => reject(new Error(`gunicorn ended: ${text}`)));
        look();
      }),
  };
}

/** Signs in; answers the cookie. */
export async function signIn({ origin }: Served): Promise<string> {
  const answer = await fetch(`${origin}/enter/`);
  return (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
}

/** Uploads through the app's own view; answers the name that the app would keep in its database. */
export async function upload(
  { origin }: Served,
  name: string,
  content: Uint8Array<ArrayBuffer> | string,
): Promise<Response> {
  const form = new FormData();
  form.append("file", new Blob([content]), "file");
  return fetch(`${origin}/upload/?name=${encodeURIComponent(name)}`, { method: "POST", body: form });
}

/** Sends a request line exactly as it is written, which no HTTP client does; answers the status and everything after it. */
export function rawRequest(port: number, target: string, cookie: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let text = "";
    socket.setEncoding("latin1").on("data", (chunk: string) => {
      text += chunk;
    });
    socket.once("error", reject);
    socket.once("close", () => resolve({ status: Number(/^HTTP\/1\.[01] (\d+)/.exec(text)?.[1]), text }));
    const lines = [`GET ${target} HTTP/1.1`, "Host: 127.0.0.1", `Cookie: ${cookie}`, "Connection: close", "", ""];
    socket.write(Buffer.from(lines.join("\r\n"), "latin1"));
  });
}
