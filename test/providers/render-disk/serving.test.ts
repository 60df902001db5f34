/** Uploads on a disk through gunicorn: the whole on one Django, and what differs from app to app. */
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { rawRequest, signIn, upload } from "../../support/disk-site.ts";
import { venv } from "../../support/venv.mjs";
import { HTML, inside, NO_MOUNT, served, serveUploads, siteFor } from "./serving.ts";

serveUploads("django52");

describe("other ways", () => {
  test("public: anybody reads, nobody is led out of the folder", async () => {
    const python = await venv("django52");
    const middleware = `MIDDLEWARE = [*MIDDLEWARE, "django.contrib.auth.middleware.LoginRequiredMiddleware"]\n`;
    const site = await siteFor(python, { answers: { access: "public" }, settings: middleware });
    const one = await served(python, site, { mounted: NO_MOUNT === null, onRender: NO_MOUNT === null });
    await writeFile(inside(one, join(site.media, "page.html")), HTML);
    const answer = await fetch(`${one.origin}/media/page.html`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toBe("public, max-age=3600");
    expect(answer.headers.get("content-disposition")).toMatch(/^attachment;/);
    expect((await rawRequest(one.port, "/media/../clinic/settings.py", "")).text).not.toContain("SECRET_KEY");
  });

  test("MEDIA_ACCESS_CHECK narrows who reads what, by the name in the database", async () => {
    const python = await venv("django42");
    const site = await siteFor(python, {
      settings: `MEDIA_ACCESS_CHECK = "clinic.access.may_read"\n`,
      files: {
        "clinic/access.py": `def may_read(request, name):
    return request.user.username == "carla" and name == "fotos/luna nueva.png"
`,
      },
    });
    const one = await served(python, site, { mounted: false, onRender: false });
    for (const name of ["fotos/luna nueva.png", "fotos/otra.png"]) await upload(one, name, "x");
    const Cookie = await signIn(one);
    const status = async (path: string, headers: Record<string, string> = { Cookie }) =>
      (await fetch(one.origin + path, { headers, redirect: "manual" })).status;
    expect(await status("/media/fotos/luna%20nueva.png")).toBe(200);
    expect(await status("/media/fotos/otra.png")).toBe(403);
    // It does not say whether there is such a file.
    expect(await status("/media/fotos/absent.png")).toBe(403);
    expect(await status("/media/fotos/luna%20nueva.png", {})).toBe(302);
  });

  test("a MEDIA_ACCESS_CHECK that does not exist lets nobody in", async () => {
    const python = await venv("django52");
    const site = await siteFor(python, { settings: `MEDIA_ACCESS_CHECK = "clinic.absent.may_read"\n` });
    const one = await served(python, site, { mounted: false, onRender: false });
    await upload(one, "x.pdf", "x");
    const answer = await fetch(`${one.origin}/media/x.pdf`, { headers: { Cookie: await signIn(one) } });
    expect(answer.status).toBe(500);
  });

  test("an app without sign-in keeps private files to itself", async () => {
    const python = await venv("django52");
    const settings = `MIDDLEWARE = MIDDLEWARE[:1]\nINSTALLED_APPS = ["django.contrib.staticfiles"]\n`;
    const urls = `from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from clinic.media_storage import media_urls


@csrf_exempt
def upload(request):
    return HttpResponse(default_storage.save(request.GET["name"], request.FILES["file"]))


urlpatterns = (path("upload/", upload),)
urlpatterns = [*media_urls(), *urlpatterns]
`;
    const site = await siteFor(python, { settings, files: { "clinic/urls.py": urls } });
    const one = await served(python, site, { mounted: false, onRender: false });
    await upload(one, "x.pdf", "x");
    expect(existsSync(join(site.media, "x.pdf"))).toBe(true);
    expect((await fetch(`${one.origin}/media/x.pdf`)).status).toBe(403);
  });
});
