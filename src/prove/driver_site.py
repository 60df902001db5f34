"""The site's half of driver.py: what the project's URL configuration does with a path.

Only for files that the site itself serves. The apps are loaded (django.setup()), for views
import models, but with a database that cannot be connected to. Requests go to the view
that the URL configuration names, past the middleware, with a user who is made up.
"""

import asyncio
import base64
import io
import sys
import types
from urllib.parse import unquote, urlsplit
from wsgiref.util import setup_testing_defaults

GENERATED = "serve_media"


class MadeUp:
    """Looks like a user of django.contrib.auth, and is in no database."""

    pk = id = 1
    username = email = "vet-media-setup"
    is_active = True
    is_staff = is_superuser = False

    def __init__(self, signed_in):
        self.is_authenticated = signed_in
        self.is_anonymous = not signed_in

    def __str__(self):
        return self.username

    def get_username(self):
        return self.username

    def has_perm(self, perm, obj=None):
        return self.is_authenticated

    def has_perms(self, perms, obj=None):
        return self.is_authenticated


def import_urls(command):
    """The URL configuration, or (`alone`) the generated module's own patterns."""
    from django.conf import settings

    take_databases_away(settings)
    if command["alone"]:
        use_generated_alone(settings, command["module"])
    else:
        import django

        django.setup()
    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018  it imports every included module
    check = getattr(settings, "MEDIA_ACCESS_CHECK", None)
    settings.MEDIA_ACCESS_CHECK = None
    return {
        "mediaUrl": settings.MEDIA_URL,
        "accessCheck": check if isinstance(check, str) else None,
        "behind": behind_generated(settings.MEDIA_URL),
    }


def take_databases_away(settings):
    """Before any app is loaded: models ask the backend for names, and connect to nothing."""
    from django.db import OperationalError, connections
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.backends.dummy import base as dummy

    def refuse(*args, **kwargs):
        raise OperationalError("the proof never connects to a database")

    BaseDatabaseWrapper.connect = refuse
    # Apps that ask at their start are ready for a database that is not there, and for
    # this error of it; not for the complaint that Django's dummy makes.
    for part in (dummy.DatabaseWrapper, dummy.DatabaseOperations):
        for name, method in list(vars(part).items()):
            if method is dummy.complain:
                setattr(part, name, refuse)
    aliases = getattr(settings, "DATABASES", None) or {}
    settings.DATABASES = {
        alias: {"ENGINE": "django.db.backends.dummy"} for alias in aliases
    }
    vars(connections).pop("settings", None)


def use_generated_alone(settings, name):
    from django.apps import apps

    apps.populate(())
    urls = types.ModuleType("vet_media_setup_urls")
    urls.urlpatterns = sys.modules[name].media_urls()
    sys.modules[urls.__name__] = urls
    settings.ROOT_URLCONF = urls.__name__


def behind_generated(media_url):
    """A view of the project's own that would serve uploads if the generated one did not."""
    from django.urls import URLResolver, get_resolver
    from django.urls.resolvers import RegexPattern
    from django.views.static import serve

    patterns = get_resolver().url_patterns
    others = [one for one in patterns if not is_generated(one)]
    if len(others) == len(patterns):
        return None
    resolver = URLResolver(RegexPattern(r"^/"), others)
    found = matched(resolver, media_url + "vet-media-setup/x.pdf")
    # A page that takes every path serves no uploads; Django's static() is for DEBUG.
    anywhere = matched(resolver, "/vet-media-setup-nowhere/x.pdf")
    if found is None or found.func is serve:
        return None
    if anywhere and anywhere.func == found.func:
        return None
    return dotted(found.func)


def is_generated(pattern):
    callback = getattr(pattern, "callback", None)
    return getattr(callback, "__name__", "") == GENERATED and getattr(
        callback, "__module__", ""
    ).endswith("media_storage")


def matched(resolver, path):
    from django.urls import Resolver404

    try:
        return resolver.resolve(path)
    except Resolver404:
        return None


def request_path(command):
    """What a browser would get. `path` is decoded, as Django sees it."""
    from django.core.exceptions import PermissionDenied, SuspiciousOperation
    from django.core.handlers.wsgi import WSGIRequest
    from django.http import Http404
    from django.urls import get_resolver

    match = matched(get_resolver(), command["path"])
    if match is None:
        return answered(None, 404)
    request = WSGIRequest(environ_for(command["path"]))
    request.user = MadeUp(command["signedIn"])
    request.session = empty_session()
    request.resolver_match = match
    try:
        response = match.func(request, *match.args, **match.kwargs)
        if asyncio.iscoroutine(response):
            response = asyncio.new_event_loop().run_until_complete(response)
        if callable(getattr(response, "render", None)) and not response.is_rendered:
            response.render()
    except Http404:
        return answered(match, 404)
    except PermissionDenied:
        return answered(match, 403)
    except SuspiciousOperation:
        return answered(match, 400)
    content = b"".join(response)
    headers = {name.lower(): value for name, value in response.items()}
    response.close()
    answer = answered(match, response.status_code, headers, content)
    if "location" in headers:
        answer["leadsNowhere"] = leads_nowhere(headers["location"])
    return answer


def leads_nowhere(location):
    """A sign-in page that the project does not have; one elsewhere is not ours to judge."""
    from django.urls import get_resolver

    where = urlsplit(location)
    return not where.netloc and matched(get_resolver(), unquote(where.path)) is None


def environ_for(path):
    from django.conf import settings

    named = [host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*"]
    environ = {
        "REQUEST_METHOD": "GET",
        # PEP 3333: bytes in the disguise of Latin-1.
        "PATH_INFO": path.encode("utf-8", "surrogatepass").decode("latin-1"),
        "HTTP_HOST": named[0] if named else "localhost",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "https",
        "wsgi.input": io.BytesIO(),
    }
    setup_testing_defaults(environ)
    return environ


def empty_session():
    from django.contrib.sessions.backends.signed_cookies import SessionStore

    return SessionStore()


def answered(match, status, headers=None, content=b""):
    return {
        "status": status,
        "headers": headers or {},
        "content": base64.b64encode(content).decode("ascii"),
        "view": None if match is None else dotted(match.func),
    }


def dotted(view):
    # Class-based views are functions that know their class.
    view = getattr(view, "view_class", view)
    name = getattr(view, "__qualname__", type(view).__qualname__)
    return getattr(view, "__module__", "") + "." + name
