/** What is around the uploads of a disk, for the tests beside this file: builds and jobs that never see it, Django's own checks, ASGI. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { clinicFiles, type SiteParts } from "../../support/disk-site.ts";
import { removeTree, writeTree } from "../../support/django-project.ts";
import { venv } from "../../support/venv.mjs";

type VenvName = Parameters<typeof venv>[0];

const BIG = 32 * 1024 * 1024;

/** Runs what is given with Django set up, as on Render; answers what it printed as JSON. */
export const PROGRAM = `import json, os, sys
import django
django.setup()
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage as storage


def attempt(do):
    try:
        return do()
    except Exception as error:
        return type(error).__name__


def save():
    return storage.save("a/b.txt", ContentFile(b"x"))


def open_to(mode):
    with storage.open("b.txt", mode) as file:
        return file.mode
`;

/** Asks the ASGI application, and measures the memory that an answer takes. */
const ASGI = `import asyncio, tracemalloc
from django.core.asgi import get_asgi_application

application = get_asgi_application()


async def get(path, method="GET", headers=()):
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": b"", "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80), "headers": [(b"host", b"127.0.0.1"), *headers],
    }
    asked, answer = [{"type": "http.request", "body": b"", "more_body": False}], {"size": 0}

    async def receive():
        return asked.pop() if asked else await asyncio.Event().wait()

    async def send(message):
        if message["type"] == "http.response.start":
            answer["status"] = message["status"]
            answer["headers"] = {name.decode().lower(): value.decode() for name, value in message["headers"]}
        else:
            answer["size"] += len(message.get("body", b""))

    tracemalloc.start()
    await application(scope, receive, send)
    answer["peak"] = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return answer


async def main(*requests):
    return [await get(*request) for request in requests]
`;

const roots: string[] = [];
afterAll(() => Promise.all(roots.map(removeTree)));

export async function clinic(parts: SiteParts & { readonly setUp?: boolean } = {}): Promise<string> {
  const root = await writeTree(clinicFiles(parts));
  roots.push(root);
  return root;
}

async function run(
  django: VenvName,
  root: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
) {
  const disk = { MEDIA_STORAGE: "disk", MEDIA_ROOT: join(root, "disk", "media"), RENDER: "true" };
  return spawnSync(await venv(django), ["-B", "-W", "ignore", ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, DJANGO_SETTINGS_MODULE: "clinic.settings", ...disk, ...env },
    encoding: "utf8",
  });
}

export async function answers(
  django: VenvName,
  root: string,
  program: string,
  env: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const { status, stdout, stderr } = await run(django, root, ["-c", program], env);
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
}

/** The whole of it on one Django. */
export const aroundUploads = (django: "django32" | "django42" | "django52") =>
  describe(`on ${django}`, () => {
    test("a build and a job without the disk: settings, static files and tables as ever, and not a folder made", async () => {
      const root = await clinic();
      const collected = await run(django, root, ["manage.py", "collectstatic", "--noinput"]);
      expect(collected.status, collected.stderr).toBe(0);
      const migrated = await run(django, root, ["manage.py", "migrate", "-v0"]);
      expect(migrated.status, migrated.stderr).toBe(0);
      expect(existsSync(join(root, "disk"))).toBe(false);
    });

    test("without the disk only writing is refused; the storage can be written down in a migration", async () => {
      const root = await clinic();
      const told = await answers(
        django,
        root,
        `${PROGRAM}
before = [attempt(save), attempt(lambda: open_to("wb")), attempt(lambda: open_to("a")), attempt(lambda: open_to("r+b"))]
calm = [storage.exists("b.txt"), attempt(lambda: storage.delete("b.txt")), attempt(lambda: open_to("rb")), storage.url("b.txt")]
made = os.path.exists(settings.MEDIA_ROOT)
os.makedirs(settings.MEDIA_ROOT)
again = [attempt(save), os.listdir(settings.MEDIA_ROOT)]
del os.environ["RENDER"]
off = [attempt(save), attempt(lambda: open_to("wb")), attempt(lambda: open_to("rb"))]
print(json.dumps({"before": before, "calm": calm, "made": made, "again": again, "off": off,
    "deconstructed": type(storage._wrapped)().deconstruct()}))`,
      );
      const refused = "ImproperlyConfigured";
      expect(told).toEqual({
        before: [refused, refused, refused, refused],
        calm: [false, null, "FileNotFoundError", "/media/b.txt"],
        made: false,
        again: [refused, []],
        off: ["a/b.txt", "wb", "rb"],
        deconstructed: ["clinic.media_storage.RenderDiskStorage", [], {}],
      });
    });

    test("Django's own checks for production find nothing that they did not find before", async () => {
      const issues = async (root: string) => {
        const { stdout, stderr } = await run(django, root, ["manage.py", "check", "--deploy"]);
        return [...(stdout + stderr).matchAll(/\(([\w.]+\.[WEC]\d+)\)/g)].map(([, id]) => id).sort();
      };
      const before = await issues(await clinic({ setUp: false }));
      expect(before).toContain("security.W004");
      expect(await issues(await clinic())).toEqual(before);
      expect(await issues(await clinic({ answers: { access: "public" } }))).toEqual(before);
    });

    test("under ASGI a big file is sent without being read whole, and the rest is as under WSGI", async () => {
      const root = await clinic({ answers: { access: "public" } });
      const media = join(root, "disk", "media");
      await mkdir(media, { recursive: true });
      await writeFile(join(media, "big.bin"), "");
      await truncate(join(media, "big.bin"), BIG);
      await writeFile(join(media, "page.html"), "<script>");
      const program = `${PROGRAM}${ASGI}
print(json.dumps(asyncio.run(main(
    ("/media/page.html",), ("/media/big.bin",), ("/media/big.bin", "HEAD"), ("/media/big.bin", "POST"),
    ("/media/../clinic/settings.py",), ("/media/big.bin", "GET", [(b"if-none-match", b"*")])))))`;
      const told = (await answers(django, root, program)) as Record<string, unknown>[];
      const [page, big, head, post, out, same] = told;
      expect(page).toMatchObject({ status: 200, size: 8 });
      expect(page?.headers).toMatchObject({
        "content-disposition": "attachment; filename*=UTF-8''page.html",
        "content-length": "8",
        "content-type": "application/octet-stream",
        "x-content-type-options": "nosniff",
      });
      expect(big).toMatchObject({ status: 200, size: BIG });
      expect(Number(big?.peak)).toBeLessThan(BIG / 4);
      expect(head).toMatchObject({ status: 200, size: 0, headers: { "content-length": String(BIG) } });
      expect(post).toMatchObject({ status: 405 });
      expect(out).toMatchObject({ status: 404 });
      expect(same).toMatchObject({ status: 304, size: 0 });
    });

    test("under ASGI private files stay private", async () => {
      const root = await clinic();
      const program = `${PROGRAM}${ASGI}
print(json.dumps(asyncio.run(main(("/media/x.pdf",), ("/media/../clinic/settings.py",)))))`;
      const told = (await answers(django, root, program)) as Record<string, unknown>[];
      expect(told.map(({ status }) => status)).toEqual([302, 302]);
    });
  });
