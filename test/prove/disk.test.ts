/** The proof of a Render disk, with real Djangos: the guard, the storage on a stand-in, and the file as the site itself serves it. */
import { readFile } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { Proof } from "../../src/model/proof.ts";
import { prove } from "../../src/prove/prove.ts";
import { type DiskBench, openDiskBench } from "../support/disk-bench.ts";
import { brokenSteps, pathsBelow, running, statuses } from "../support/proof-bench.ts";
import { venv } from "../support/venv.mjs";

let bench: DiskBench;
beforeAll(async () => {
  bench = await openDiskBench();
  vi.stubEnv("TMPDIR", bench.temporary);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await bench.close();
});
// Whatever happened in a test: nothing of it is left.
afterEach(async () => expect((await bench.left()).filter((name) => name.startsWith("vet-media-setup"))).toEqual([]));

const step = (proof: Proof, id: string) => proof.steps.find((one) => one.id === id);

describe("a proof that passes", () => {
  test.each(["django32", "django42", "django52"] as const)("on %s, with every step", async (name) => {
    const { options, project } = await bench.clinic();
    const before = await pathsBelow(project.root);
    const proof = await prove({ ...options, python: await venv(name) });
    expect(proof, JSON.stringify(proof)).toMatchObject({ status: "passed", mode: "project" });
    expect(proof.steps.map(({ id, status }) => `${id} ${status}`)).toEqual([
      "django-version pass",
      "import-settings pass",
      "default-storage pass",
      "mount skip",
      "guard pass",
      "save pass",
      "exists pass",
      "size pass",
      "read pass",
      "list pass",
      "url pass",
      "import-urls pass",
      "view-signed-in pass",
      "view-anonymous pass",
      "view-traversal pass",
      "no-overwrite pass",
      "delete pass",
      "gone pass",
      "staticfiles skip",
    ]);
    expect(step(proof, "mount")?.message.en).toContain("/var/data/media");
    expect(step(proof, "view-anonymous")?.message.en).toContain("(302)");
    expect(await pathsBelow(project.root)).toEqual(before);
    expect(running(project.root)).toEqual([]);
  });

  test("public files, and an app without sign-in", async () => {
    const open = await bench.clinic({ answers: { access: "public" } });
    const proof = await prove(open.options);
    expect(proof, JSON.stringify(proof)).toMatchObject({ status: "passed", mode: "project" });
    expect(step(proof, "view-anonymous")?.message.en).toContain("Anybody");

    const settings = `INSTALLED_APPS = ["django.contrib.staticfiles"]\nMIDDLEWARE = []\n`;
    const urls = "from clinic.media_storage import media_urls\n\nurlpatterns = [*media_urls()]\n";
    const closed = await prove((await bench.clinic({ settings, files: { "clinic/urls.py": urls } })).options);
    expect(closed, JSON.stringify(closed)).toMatchObject({ status: "passed", mode: "project" });
    expect(step(closed, "view-anonymous")?.message.en).toContain("(403)");
  });

  test("the database is never touched: an engine that cannot even be imported, an app that asks it, models that name it", async () => {
    const apps = `from django.apps import AppConfig
from django.db import DatabaseError, connection


class PetsConfig(AppConfig):
    name = "pets"

    def ready(self):
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except DatabaseError:
            return
        raise AssertionError("there was a database")
`;
    const models = `from django.db import models


class Pet(models.Model):
    name = models.CharField(max_length=20)
    photo = models.ImageField() if False else models.FileField(upload_to="pets")
    owner = models.ForeignKey("auth.User", on_delete=models.CASCADE)
`;
    const { options, project } = await bench.clinic({
      settings: `INSTALLED_APPS += ["pets.apps.PetsConfig"]
DATABASES = {"default": {"ENGINE": "pets.engine"}, "other": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "other.sqlite3"}}
`,
      files: {
        "pets/__init__.py": "",
        "pets/apps.py": apps,
        "pets/models.py": models,
        "pets/engine/__init__.py": "",
        "pets/engine/base.py": `raise AssertionError("the database was asked for")\n`,
      },
    });
    const before = await pathsBelow(project.root);
    const proof = await prove(options);
    expect(proof, JSON.stringify(proof)).toMatchObject({ status: "passed", mode: "project" });
    expect(step(proof, "import-urls")?.status).toBe("pass");
    expect(await pathsBelow(project.root)).toEqual(before);
  });

  test("MEDIA_ACCESS_CHECK may need the database: it is left out, and named", async () => {
    const { options } = await bench.clinic({ settings: `MEDIA_ACCESS_CHECK = "clinic.access.may_read"\n` });
    const proof = await prove(options);
    expect(proof, JSON.stringify(proof)).toMatchObject({ status: "passed", mode: "project" });
    expect(step(proof, "view-signed-in")?.message.es).toContain("clinic.access.may_read");
  });

  test("a sign-in page that the site does not have: a warning that names it", async () => {
    const urls = "from clinic.media_storage import media_urls\n\nurlpatterns = [*media_urls()]\n";
    const files = { "clinic/urls.py": urls };
    const proof = await prove((await bench.clinic({ settings: `LOGIN_URL = "/ingreso/"\n`, files })).options);
    expect(proof, JSON.stringify(proof)).toMatchObject({ status: "passed", mode: "project" });
    expect(step(proof, "view-anonymous")).toMatchObject({ status: "warn" });
    expect(step(proof, "view-anonymous")?.message.en).toMatch(/sent to \/ingreso\/, which the site does not have/);

    const elsewhere = `LOGIN_URL = "https://login.example/"\n`;
    const away = await prove((await bench.clinic({ settings: elsewhere, files })).options);
    expect(step(away, "view-anonymous")).toMatchObject({ status: "pass" });
  });

  test("settings that import only off Render are guarded all the same", async () => {
    const settings = `if os.environ.get("RENDER"):\n    HOST = os.environ["ONLY_RENDER_HAS_THIS"]\n`;
    const proof = await prove((await bench.clinic({ settings })).options);
    expect(proof, JSON.stringify(proof)).toMatchObject({ status: "passed", mode: "project" });
    expect(statuses(proof)).toMatchObject({ "import-settings": "warn", guard: "pass", save: "pass" });
  });

  test("a view of the project's own behind ours: a warning that names it", async () => {
    const urls = (rest: string) => `from django.http import HttpResponse
from django.urls import path, re_path

from clinic.media_storage import media_urls


def page(request, rest=""):
    return HttpResponse("page")


def careful(request, name):
    return HttpResponse("no", status=403)


urlpatterns = [${rest}]
urlpatterns = [*media_urls(), *urlpatterns]
`;
    const withView = urls(`path("media/<path:name>", careful), re_path("^(?P<rest>.*)$", page)`);
    const warned = await prove((await bench.clinic({ files: { "clinic/urls.py": withView } })).options);
    expect(warned, JSON.stringify(warned)).toMatchObject({ status: "passed", mode: "project" });
    expect(step(warned, "import-urls")).toMatchObject({ status: "warn" });
    expect(step(warned, "import-urls")?.message.en).toContain("clinic.urls.careful");

    const development = urls(
      `*__import__("django.conf.urls.static").conf.urls.static.static("/media/", document_root="x")`,
    );
    const debug = { settings: "DEBUG = True\n", files: { "clinic/urls.py": development } };
    const closed = await prove((await bench.clinic(debug)).options);
    expect(closed, JSON.stringify(closed)).toMatchObject({ status: "passed", mode: "project" });
    expect(statuses(closed)).toMatchObject({ "import-urls": "pass", "view-traversal": "pass" });
    expect(step(closed, "view-anonymous")?.message.en).toContain("does not get it");

    const withPage = urls(`re_path("^(?P<rest>.*)$", page)`);
    const quiet = await prove((await bench.clinic({ files: { "clinic/urls.py": withPage } })).options);
    expect(step(quiet, "import-urls")).toMatchObject({ status: "pass" });
  });
});

describe("a link that breaks", () => {
  const broken = async (parts: Parameters<DiskBench["clinic"]>[0], id: string, words: RegExp) => {
    const { options, project } = await bench.clinic(parts);
    const before = await pathsBelow(project.root);
    const proof = await prove(options);
    expect(proof.status, JSON.stringify(proof)).toBe("failed");
    expect(brokenSteps(proof)).toEqual([id]);
    expect(proof.reason?.en).toMatch(words);
    expect(proof.next?.es).toBeTruthy();
    expect(await pathsBelow(project.root)).toEqual(before);
    expect(running(project.root)).toEqual([]);
  };

  test("another storage, another folder, another address after the block", async () => {
    const other = `STORAGES = {**STORAGES, "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}\n`;
    await broken({ after: other }, "default-storage", /FileSystemStorage, not clinic.media_storage.RenderDiskStorage/);
    await broken({ after: `MEDIA_ROOT = BASE_DIR / "media"\n` }, "default-storage", /location=.*media, not/);
    await broken({ after: `MEDIA_URL = "https://cdn.example/"\n` }, "url", /no path of the site: https:\/\/cdn/);
  });

  test("a guard that saves, that makes a folder, that fails for another reason", async () => {
    const subclass = (body: string) => ({
      after: `STORAGES = {**STORAGES, "default": {"BACKEND": "clinic.loose.Loose"}}\n`,
      files: {
        "clinic/loose.py": `import os

from django.core.files.storage import FileSystemStorage

from clinic.media_storage import RenderDiskStorage


class Loose(RenderDiskStorage):
    def _save(self, name, content):
${body}
`,
      },
    });
    await broken(
      subclass("        return FileSystemStorage._save(self, name, content)"),
      "guard",
      /was saved all the same/,
    );
    const folder = "        os.makedirs(self.location, exist_ok=True)\n        return super()._save(name, content)";
    await broken(subclass(folder), "guard", /but .*media was made/);
    await broken(subclass(`        raise ValueError("no room")`), "guard", /not with the words.*no room/);
  });

  test("another view takes the path, or none does", async () => {
    const block = "from clinic.media_storage import media_urls\n";
    const after = `from django.http import HttpResponse
from django.urls import path


def careless(request, name):
    return HttpResponse("x")


urlpatterns = [path("media/<path:name>", careless)]
`;
    await broken(
      { files: { "clinic/urls.py": block + after } },
      "import-urls",
      /leads to clinic.urls.careless, not to/,
    );
    await broken({ files: { "clinic/urls.py": `${block}urlpatterns = []\n` } }, "import-urls", /No pattern/);
  });

  test("a block that fails: no urlpatterns in the file", async () => {
    const { options } = await bench.clinic();
    const text = await readFile(`${options.project.root}/clinic/urls.py`, "utf8");
    const without = text.replace("urlpatterns = [\n", "patterns = [\n");
    await broken(
      { files: { "clinic/urls.py": without } },
      "import-urls",
      /managed block .* fails: NameError.*urls\.py:\d+/,
    );
  });

  test("a view that was tampered with: open to all, without its headers, out of the folder", async () => {
    const { options } = await bench.clinic();
    const module = await readFile(`${options.project.root}/clinic/media_storage.py`, "utf8");
    const tampered = (from: string, to: string) => {
      expect(module).toContain(from);
      return { files: { "clinic/media_storage.py": module.replace(from, to) } };
    };
    await broken(tampered("if user is None or", "if False and"), "view-anonymous", /Anybody can read/);
    await broken(
      tampered(`"X-Content-Type-Options": "nosniff",`, ""),
      "view-signed-in",
      /without X-Content-Type-Options/,
    );
    await broken(tampered(`"inline" if image else "attachment"`, `"inline"`), "view-signed-in", /Content-Disposition/);
    await broken(
      tampered("if not path.startswith(", "if False and ("),
      "view-traversal",
      /404 is the only safe answer/,
    );
    await broken(tampered(`".." in name.split("/")`, "False"), "view-traversal", /\.\.\/media/);
    await broken(tampered("default_storage.open(path)", `open(__file__, "rb")`), "view-signed-in", /something else/);
  });
});

describe("URLs that cannot be loaded here", () => {
  test("the view is looked at alone, the mode says so, and the next step is named", async () => {
    const { options, project } = await bench.clinic();
    const urls = await readFile(`${project.root}/clinic/urls.py`, "utf8");
    const { options: lacking } = await bench.clinic({ files: { "clinic/urls.py": `import nobody_has_this\n${urls}` } });
    const proof = await prove(lacking);
    expect(proof, JSON.stringify(proof)).toMatchObject({ status: "passed", mode: "isolated" });
    expect(statuses(proof)).toMatchObject({
      "import-urls": "warn",
      "view-signed-in": "pass",
      "view-traversal": "pass",
    });
    expect(proof.reason?.en).toMatch(/URL configuration cannot be loaded here: this Python has no nobody_has_this/);
    expect(proof.next?.en).toContain("pip install");
    expect(options.project.root).not.toBe(lacking.project.root);
  });

  test("an app that ends Python: the storage is proved all the same", async () => {
    for (const body of ["import os\nos._exit(3)\n", "import sys\nsys.exit(3)\n"]) {
      const files = { "pets/__init__.py": "", "pets/models.py": body };
      const { options, project } = await bench.clinic({ settings: `INSTALLED_APPS += ["pets"]\n`, files });
      const proof = await prove(options);
      expect(proof, JSON.stringify(proof)).toMatchObject({ status: "passed", mode: "isolated" });
      expect(running(project.root)).toEqual([]);
    }
  });

  test("settings that cannot be imported: the module alone, view included", async () => {
    const { options } = await bench.clinic({ settings: `SECRET_KEY = os.environ["CLINIC_SECRET"]\n` });
    const proof = await prove(options);
    expect(proof, JSON.stringify(proof)).toMatchObject({ status: "passed", mode: "isolated" });
    expect(statuses(proof)).toMatchObject({ guard: "pass", "import-urls": "skip", "view-traversal": "pass" });
    expect(proof.reason?.en).toContain("CLINIC_SECRET");
  });
});

describe("a project that serves uploads by itself", () => {
  const serving = (view: string, access: "private" | "public" = "private") =>
    bench.clinic({
      answers: { access },
      over: { urlConf: { file: "clinic/urls.py", servesMedia: { file: "clinic/urls.py", line: 9 } } },
      files: {
        "clinic/urls.py": `from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import re_path
from django.views.static import serve


${view}


urlpatterns = [re_path(r"^media/(?P<path>.*)$", view, {"document_root": settings.MEDIA_ROOT})]
`,
      },
    });

  test("behind a sign-in: proved its own way", async () => {
    const proof = await prove((await serving("view = login_required(serve)")).options);
    expect(proof, JSON.stringify(proof)).toMatchObject({ status: "passed", mode: "project" });
    expect(statuses(proof)).toMatchObject({
      "view-signed-in": "pass",
      "view-anonymous": "pass",
      "view-traversal": "pass",
    });
    expect(step(proof, "view-signed-in")?.message.en).toContain("django.views.static.serve");
  });

  test("private files for anybody: a warning", async () => {
    const proof = await prove((await serving("view = serve")).options);
    expect(proof, JSON.stringify(proof)).toMatchObject({ status: "passed", mode: "project" });
    expect(step(proof, "view-anonymous")).toMatchObject({ status: "warn" });
    const open = await prove((await serving("view = serve", "public")).options);
    expect(step(open, "view-anonymous")).toMatchObject({ status: "pass" });
  });

  test("a view that leads out of the folder, one that needs the database, an asynchronous one", async () => {
    const leading = `def view(request, path, document_root):
    import os
    with open(os.path.join(document_root, path), "rb") as file:
        return HttpResponse(file.read())
`;
    const proof = await prove((await serving(leading)).options);
    expect(step(proof, "view-traversal")).toMatchObject({ status: "warn" });

    const asking = `def view(request, path, document_root):
    from django.contrib.auth.models import User
    return HttpResponse(User.objects.count())
`;
    const unsure = await prove((await serving(asking)).options);
    expect(unsure, JSON.stringify(unsure)).toMatchObject({ status: "passed", mode: "project" });
    expect(step(unsure, "view-signed-in")).toMatchObject({ status: "warn" });
    expect(step(unsure, "view-signed-in")?.message.en).toContain("never connects to a database");

    const asynchronous = `async def view(request, path, document_root):
    return serve(request, path, document_root)
`;
    const awaited = await prove((await serving(asynchronous)).options);
    expect(step(awaited, "view-signed-in")).toMatchObject({ status: "pass" });
  });

  test("nobody serves them, and nobody knows where the URLs are: a warning", async () => {
    const files = { "clinic/urls.py": "urlpatterns = []\n" };
    const proof = await prove((await bench.clinic({ over: { urlConf: null }, files })).options);
    expect(proof, JSON.stringify(proof)).toMatchObject({ status: "passed", mode: "project" });
    expect(step(proof, "import-urls")).toMatchObject({ status: "warn" });
    expect(step(proof, "import-urls")?.message.en).toContain("/media/");
  });
});

test("stopped in the middle: nothing is left", async () => {
  const abort = new AbortController();
  const { options, project } = await bench.clinic();
  const tell = ({ en }: { en: string }) => {
    if (en.includes("opening its link")) abort.abort();
  };
  await expect(prove({ ...options, signal: abort.signal, tell })).rejects.toThrow();
  expect(running(project.root)).toEqual([]);
});
