/** Who serves /media/ once DEBUG is off: read from the URL configuration that production uses. */
import { expect, test } from "vitest";
import type { UrlConf } from "../../src/model/project.ts";
import { inspectProject } from "./project-folder.ts";

const HEAD = `from django.conf import settings
from django.conf.urls.static import static
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.static import serve
from . import views

`;
const SETTINGS = 'ROOT_URLCONF = "config.urls"\nMEDIA_URL = "/media/"\nMEDIA_ROOT = "media"\n';

async function urlConf(
  urls: string,
  files: Readonly<Record<string, string>> = {},
): Promise<UrlConf | null | undefined> {
  return (await inspectProject({ "config/settings.py": SETTINGS, "config/urls.py": HEAD + urls, ...files })).urlConf;
}

const NOTHING: Readonly<Record<string, string>> = {
  "no routes": "urlpatterns = []",
  "static() under if DEBUG":
    "urlpatterns = []\nif settings.DEBUG:\n    urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)",
  "static() unguarded": "urlpatterns = [] + static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)",
  "serve under if DEBUG":
    'urlpatterns = []\nif settings.DEBUG is True:\n    urlpatterns += [re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT})]',
  "serve under DEBUG and another":
    'urlpatterns = []\nif settings.DEBUG and settings.MEDIA_ROOT:\n    urlpatterns += [re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT})]',
  "serve in the else of not DEBUG":
    'urlpatterns = []\nif not settings.DEBUG:\n    pass\nelse:\n    urlpatterns += [path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT})]',
  "serve in a conditional expression":
    'urlpatterns = [path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT})] if settings.DEBUG else []',
  "serve of the static files":
    'urlpatterns = [re_path(r"^static/(?P<path>.*)$", serve, {"document_root": settings.STATIC_ROOT})]',
  "another prefix": 'urlpatterns = [path("mediateca/<path:name>", views.media), path("<path:anything>", views.page)]',
  "our own block":
    'urlpatterns = []\n\n\n# >>> vet-media-setup: managed block, edits here are overwritten >>>\nfrom config.media_storage import serve_media\nurlpatterns = [path("media/<path:path>", serve_media), *urlpatterns]\n# <<< vet-media-setup <<<',
  "a function that nobody has called":
    'def more():\n    return [path("media/<path:path>", views.media)]\nurlpatterns = []',
  "a prefix that is unknown": "urlpatterns = [path(views.PREFIX, views.media)]",
};

test.each(Object.keys(NOTHING))("nothing serves uploads: %s", async (name) => {
  expect(await urlConf(NOTHING[name] ?? "")).toEqual({ file: "config/urls.py", servesMedia: null });
});

test.each([
  'path("media/exams/<path:name>", views.exam)',
  'path("media/about", views.about)',
  're_path(rf"^{settings.MEDIA_URL[1:]}exams/(.+)$", views.exam)',
  'path("media/", include(views.urls))',
])("a part of it alone, which may be stricter than the rest: %s", async (route) => {
  const found = await urlConf(`urlpatterns = [\n    path("admin/", admin.site.urls),\n    ${route},\n]`);
  expect(found).toEqual({
    file: "config/urls.py",
    servesMedia: null,
    servesPart: { file: "config/urls.py", line: 10 },
  });
});

const SERVED: Readonly<Record<string, string>> = {
  "Django's serve": 're_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT})',
  "Django's serve, by keyword": 'path("media/<path:path>", view=serve, kwargs={"document_root": settings.MEDIA_ROOT})',
  "Django's serve behind a decorator":
    'path("uploads/<path:path>", views.signed_in(serve), {"document_root": settings.MEDIA_ROOT})',
  "Django's serve at MEDIA_URL":
    're_path(r"^%s(?P<path>.*)$" % settings.MEDIA_URL[1:], serve, {"document_root": settings.MEDIA_ROOT})',
  "a view of its own": 'path("media/<path:name>", views.media)',
  "a view of its own at MEDIA_URL": "re_path(rf\"^{settings.MEDIA_URL.lstrip('/')}(?P<name>.+)$\", views.media)",
  "an old url()": 'url(r"^media/(.*)$", views.media)',
};

test.each(Object.keys(SERVED))("served by %s", async (name) => {
  const found = await urlConf(`urlpatterns = [\n    path("admin/", admin.site.urls),\n    ${SERVED[name]},\n]`);
  expect(found).toEqual({ file: "config/urls.py", servesMedia: { file: "config/urls.py", line: 10 } });
});

test("served where DEBUG is off", async () => {
  const route = 'urlpatterns += [path("media/<path:path>", views.media)]';
  const places = await Promise.all([
    urlConf(`urlpatterns = []\nif not settings.DEBUG:\n    ${route}`),
    urlConf(`urlpatterns = []\nif settings.DEBUG:\n    pass\nelse:\n    ${route}`),
    urlConf(`urlpatterns = []\ntry:\n    ${route}\nexcept ImportError:\n    pass`),
  ]);
  expect(places.map((one) => one?.servesMedia?.line)).toEqual([10, 12, 10]);
});

test("served by a file that is included, and by no other", async () => {
  const urls = 'urlpatterns = [path("", include("pets.urls")), path("media/", include(("files.urls", "files")))]';
  const files = {
    "files/urls.py":
      'from django.urls import path\nfrom . import views\nurlpatterns = [path("<path:name>", views.one)]\n',
    "pets/urls.py": 'from django.urls import path\nurlpatterns = [path("<path:slug>", None)]\n',
  };
  expect((await urlConf(urls, files))?.servesMedia).toEqual({ file: "files/urls.py", line: 3 });
  expect((await urlConf('urlpatterns = [path("", include("pets.urls"))]', files))?.servesMedia).toBeNull();
  const loop = {
    "pets/urls.py": 'from django.urls import include, path\nurlpatterns = [path("", include("pets.urls"))]\n',
  };
  expect((await urlConf('urlpatterns = [path("", include("pets.urls"))]', loop))?.servesMedia).toBeNull();
});

test("an address of another site leaves Django's proposal; an unknown configuration is none", async () => {
  const cdn = SETTINGS.replace('"/media/"', '"https://cdn.example.com/x/"');
  const urls = `${HEAD}urlpatterns = [path("media/<path:name>", views.media)]`;
  const other = await inspectProject({ "config/settings.py": cdn, "config/urls.py": urls });
  expect(other.urlConf?.servesMedia?.line).toBe(8);
  for (const line of ["", 'ROOT_URLCONF = "nowhere.urls"', "ROOT_URLCONF = name()", 'ROOT_URLCONF = "../urls"'])
    expect((await inspectProject({ "config/settings.py": line })).urlConf).toBeNull();
});

test("STATIC_ROOT and the place of the code at Render", async () => {
  const native = await inspectProject({
    "config/settings.py":
      'from pathlib import Path\nBASE_DIR = Path(__file__).resolve().parent.parent\nSTATIC_ROOT = BASE_DIR / "staticfiles"\n',
  });
  expect(native.staticRoot).toBe("staticfiles");
  expect(native.deployed).toEqual({ docker: false, path: "/opt/render/project/src", folder: "" });
  const docker = await inspectProject({
    "config/settings.py": 'STATIC_ROOT = "/opt/render/project/src/public/static"\n',
    Dockerfile: "FROM node:20 AS a\nWORKDIR /assets\nFROM python:3.12\nWORKDIR /srv\nWORKDIR app\nCOPY . .\n",
    "render.yaml": "services:\n- type: web\n  name: a\n  runtime: docker\n",
  });
  expect(docker.staticRoot).toBe("public/static");
  expect(docker.deployed).toEqual({ docker: true, path: "/srv/app", folder: "" });
  const unsaid = await inspectProject({
    Dockerfile: "FROM python:3.12\nWORKDIR $HOME\n",
    "render.yaml": "services:\n- type: web\n  name: a\n  runtime: docker\n",
  });
  expect(unsaid.deployed).toMatchObject({ docker: true, path: null });
  const python = await inspectProject({
    Dockerfile: "FROM python:3.12\n",
    "render.yaml": "services:\n- type: web\n  name: a\n  env: python\n",
  });
  expect(python.deployed?.docker).toBe(false);
});
