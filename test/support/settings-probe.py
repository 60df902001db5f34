"""What Django makes of settings: reads cases as JSON, answers with what is in force in each.

One process for all cases of a Django; each case is imported in a fork of its own.
"""

import json
import os
import sys

import boto3  # noqa: F401  imported once, for every fork
import django
import django.core.files.storage  # noqa: F401
import storages.backends.s3  # noqa: F401

ATTRIBUTES = (
    "base_url",
    "access_key",
    "secret_key",
    "security_token",
    "bucket_name",
    "region_name",
    "endpoint_url",
    "location",
    "custom_domain",
    "default_acl",
    "querystring_auth",
    "querystring_expire",
    "file_overwrite",
    "signature_version",
    "addressing_style",
    "object_parameters",
    "url_protocol",
    "gzip",
)


def in_force(case):
    os.environ.clear()
    os.environ.update(case["env"], DJANGO_SETTINGS_MODULE=case["module"])
    sys.path.insert(0, case["root"])
    try:
        from django.conf import settings

        settings.INSTALLED_APPS
        module = sys.modules[case["module"]]
    except Exception as error:
        return {"error": type(error).__name__, "message": str(error)}
    answer = {
        "explicit": sorted(name for name in vars(module) if name.isupper()),
        "checksums": os.environ.get("AWS_REQUEST_CHECKSUM_CALCULATION"),
        "default": describe(default),
        "static": describe(static),
        "extra": {},
        "media": {
            "root": str(settings.MEDIA_ROOT),
            "kind": type(settings.MEDIA_ROOT).__name__,
            "url": settings.MEDIA_URL,
        },
    }
    if case.get("link"):
        answer["link"] = default().url("a b.txt")
    if django.VERSION >= (4, 2):
        for alias in settings.STORAGES:
            if alias not in ("default", "staticfiles"):
                answer["extra"][alias] = describe(lambda: extra(alias))
    return answer


def default():
    from django.core.files.storage import default_storage

    default_storage.__class__
    return default_storage._wrapped


def static():
    from django.contrib.staticfiles.storage import staticfiles_storage

    staticfiles_storage.__class__
    return staticfiles_storage._wrapped


def extra(alias):
    from django.core.files.storage import storages as handler

    return handler[alias]


def describe(make):
    try:
        storage = make()
    except Exception as error:
        return {"error": type(error).__name__, "message": str(error)}
    cls = type(storage)
    found = {"class": cls.__module__ + "." + cls.__qualname__}
    for name in ATTRIBUTES:
        if hasattr(storage, name):
            found[name] = getattr(storage, name)
    return found


def forked(case):
    reader, writer = os.pipe()
    if os.fork() == 0:
        try:
            text = json.dumps(in_force(case), default=repr)
        except BaseException as error:
            text = json.dumps(
                {"error": "probe: " + type(error).__name__, "message": str(error)}
            )
        with os.fdopen(writer, "w") as stream:
            stream.write(text)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as stream:
        text = stream.read()
    os.wait()
    return json.loads(text)


print(json.dumps([forked(case) for case in json.load(sys.stdin)]))
