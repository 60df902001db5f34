/** What is around the uploads of a disk: the whole on one Django, and the managed block in every kind of URL configuration. */
import { describe, expect, test } from "vitest";
import { answers, aroundUploads, clinic, PROGRAM } from "./around.ts";

aroundUploads("django52");

describe("the managed block", () => {
  test.each([
    ["a list that grows", "urlpatterns = []\nurlpatterns += [path('x/', page)]\n"],
    ["a tuple", "urlpatterns = (path('x/', page),)\n"],
    [
      "patterns in languages",
      "from django.conf.urls.i18n import i18n_patterns\nurlpatterns = i18n_patterns(path('x/', page))\n",
    ],
    ["from another module", "from clinic.other import *\n"],
  ])("%s: uploads are served, and the pages stay", async (_, urls) => {
    const head =
      "from django.http import HttpResponse\nfrom django.urls import path\n\n\ndef page(request):\n    return HttpResponse('page')\n\n\n";
    const block = "from clinic.media_storage import media_urls\n\nurlpatterns = [*media_urls(), *urlpatterns]\n";
    const files = {
      "clinic/urls.py": head + urls + block,
      "clinic/other.py": `${head}urlpatterns = [path('x/', page)]\n`,
    };
    const root = await clinic({ files });
    const program = `${PROGRAM}
from django.urls import resolve
names = [resolve(path).func.__name__ for path in ("/media/a/b.pdf", "/en-us/x/" if "i18n" in open("clinic/urls.py").read() else "/x/")]
print(json.dumps(names))`;
    expect(await answers("django52", root, program)).toEqual(["serve_media", "page"]);
  });

  test("where no disk is in use, the project's own way of development stays", async () => {
    const root = await clinic();
    const program = `${PROGRAM}
settings.DEBUG = True
from django.urls import resolve
print(json.dumps(resolve("/media/x.png").func.__name__))`;
    const development = { MEDIA_STORAGE: "", RENDER: "" };
    expect(await answers("django52", root, program, development)).toBe("serve");
    expect(await answers("django52", root, program, { MEDIA_STORAGE: "local", RENDER: "true" })).toBe("serve");
    expect(await answers("django52", root, program)).toBe("serve_media");
  });
});
