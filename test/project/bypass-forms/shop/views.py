"""No field of this app holds a file: what is called `path` here is a route, a category or a folder of the machine."""
import json
import os
import sys
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import resolve, reverse

DATA = Path(settings.BASE_DIR) / "data"
sys.path.append(str(DATA))


class Breadcrumb:
    def __init__(self, path):
        self.path = path
        self.url = path


def crumbs(request: HttpRequest):
    path = request.path
    parts = [Breadcrumb(part) for part in path.split("/")]
    match = resolve(request.path_info)
    joined = "/".join(one.path for one in parts)
    with open(DATA / "menu.json") as handle:
        menu = json.load(handle)
    if os.path.exists(DATA):
        menu["path"] = str(DATA / "x")
    for cookie in request.COOKIES.values():
        menu[cookie] = getattr(cookie, "path", None)
    template = os.path.join(settings.BASE_DIR, "shop", "templates")
    static_root = os.path.join(settings.STATIC_ROOT, "css", "site.css")
    with open(static_root) as handle:
        css = handle.read()
    return HttpResponse(f"{joined} {match} {template} {css} {reverse('home')} {menu}")


def choose(upload, folder):
    target = Path(folder) / upload.name
    target.write_bytes(upload.read())
    with open(target, "rb") as handle:
        return handle.read(), upload.path_info


def module_paths(module):
    return [module.__file__, module.spec.path, os.path.realpath(module.__path__[0])]
