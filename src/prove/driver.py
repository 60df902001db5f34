"""The Python half of the proof: does what it is told with the project's own Django.

Run as `python -B driver.py ROOT [PACKAGES]`. One command a line on standard input, one
answer a line on standard output, both JSON. What the project prints goes to standard
error, and what it reads is empty, so that no settings file can disturb the conversation.
PACKAGES is a folder of packages for whatever this Python does not have itself.
It never calls django.setup(): no app is loaded and no database is connected to. The
exceptions are driver_site.py, for files that the site itself serves (with no database), and
driver_names.py, which is no part of the proof.
"""

import base64
import hashlib
import importlib.util
import json
import os
import re
import sys
import threading
import time
import traceback
import types

# Attributes of a storage object that say what it does and are no secret.
TELLING = (
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
    "base_url",
    "folder",
    "delivery_type",
)


def main():
    root = os.path.realpath(sys.argv[1])
    commands, answers = take_over_streams()
    threading.Thread(target=end_with_parent, daemon=True).start()
    become_the_app(root, sys.argv[2:])
    for line in commands:
        command = json.loads(line.decode("utf-8"))
        answer = {"id": command["id"]}
        try:
            answer["ok"] = COMMANDS[command["do"]](command)
        except BaseException as error:  # SystemExit too: settings may call sys.exit()
            answer["error"] = describe_error(error, root)
        # A line of its own, whatever was printed before the streams were taken over.
        answers.write(b"\n" + json.dumps(answer).encode("ascii") + b"\n")
        answers.flush()
    # Nobody asks any more. No atexit hook and no thread of the project may keep us alive.
    os._exit(0)


def take_over_streams():
    commands = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    return commands, answers


def end_with_parent():
    """Even an endless loop in the settings must not outlive the tool."""
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def become_the_app(root, packages):
    here = os.path.dirname(os.path.abspath(__file__))
    own = [entry for entry in sys.path if entry not in ("", here)]
    sys.path[:] = [root] + own + packages
    # Settings that look at the command line should see a server, as in production.
    sys.argv[:] = ["gunicorn", "application"]


# Commands


def hello(command):
    missing = [name for name in command["needs"] if not is_installed(name)]
    django = None
    if is_installed("django"):
        import django as package

        django = package.get_version()
    python = ".".join(str(part) for part in sys.version_info[:3])
    return {"python": python, "django": django, "missing": missing}


def packages(command):
    """What is installed, by name; and is there a pip to fetch what is not?"""
    installed = {}
    for distribution in distributions():
        try:
            name, version = distribution.metadata["Name"], distribution.version
            # Installed from a URL or a folder: no index need have that version.
            elsewhere = distribution.read_text("direct_url.json")
        except Exception:  # an unreadable one is nobody's business here
            continue
        if name:
            installed.setdefault(name, None if elsewhere else version)
    return {"pip": is_installed("pip"), "installed": installed}


def distributions():
    try:
        from importlib.metadata import distributions as found
    except ImportError:  # Python 3.7 and older
        return []
    return found()


def import_settings(command):
    from django.conf import settings

    return {"apps": len(settings.INSTALLED_APPS)}


def import_isolated(command):
    """The generated module alone, in the smallest settings that Django takes."""
    spec = importlib.util.spec_from_file_location("media_storage", command["file"])
    generated = importlib.util.module_from_spec(spec)
    # Settings name a class of this module by its dotted path.
    sys.modules[spec.name] = generated
    spec.loader.exec_module(generated)
    module = types.ModuleType("vet_media_setup_isolated")
    module.SECRET_KEY = "only for this proof"
    module.INSTALLED_APPS = ["django.contrib.staticfiles"]
    module.USE_TZ = True
    module.STATIC_URL = "/static/"
    module.MEDIA_ROOT = os.path.join(os.getcwd(), "media")
    generated.configure(module.__dict__)
    sys.modules[module.__name__] = module
    os.environ["DJANGO_SETTINGS_MODULE"] = module.__name__
    return import_settings(command)


def describe_default_storage(command):
    from django.core.files.storage import default_storage
    from django.utils.module_loading import import_string

    mro = default_storage.__class__.__mro__
    names = [dotted(one) for one in mro]
    expected = False
    for name in command["expected"]:
        try:
            expected = expected or name in names or import_string(name) in mro
        except ImportError:
            continue
    return {"mro": names, "expected": expected, "options": telling(default_storage)}


def describe_staticfiles(command):
    from django.conf import settings
    from django.contrib.staticfiles.storage import staticfiles_storage

    backend = dotted(staticfiles_storage.__class__)
    configured = getattr(settings, "STORAGES", {}).get("staticfiles", {})
    options = [configured.get("OPTIONS", {}), telling(staticfiles_storage)]
    # Options can hold secrets: only whether they are the same leaves this process.
    text = re.sub(r" at 0x[0-9a-fA-F]+", "", repr(options))
    return {
        "backend": backend,
        "options": hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(),
    }


def save(command):
    from django.core.files.base import ContentFile

    content = ContentFile(base64.b64decode(command["content"]))
    return {"name": storage().save(command["name"], content)}


def exists(command):
    return {"exists": bool(storage().exists(command["name"]))}


def size(command):
    return {"size": storage().size(command["name"])}


def read(command):
    with storage().open(command["name"], "rb") as file:
        return {"content": base64.b64encode(file.read()).decode("ascii")}


def url(command):
    return {"url": storage().url(command["name"])}


def listdir(command):
    folders, files = storage().listdir(command["folder"])
    return {"folders": list(folders), "files": list(files)}


def delete(command):
    storage().delete(command["name"])
    return {}


def save_unmounted(command):
    """As on Render, where a disk is missing: the environment says so for this one call."""
    before = os.environ.get("RENDER")
    os.environ["RENDER"] = "true"
    try:
        return save(command)
    finally:
        if before is None:
            del os.environ["RENDER"]
        else:
            os.environ["RENDER"] = before


def count_as_mount(command):
    """Only Render can mount its disk: this one folder passes for it in this process."""
    folder, real = command["folder"], os.path.ismount
    os.path.ismount = lambda path: os.fspath(path) == folder or real(path)
    return {}


def part(module, name):
    """A function of a module beside this one, which is loaded when it is needed."""

    def run(command):
        if module not in sys.modules:
            here = os.path.dirname(os.path.abspath(__file__))
            file = os.path.join(here, module + ".py")
            spec = importlib.util.spec_from_file_location(module, file)
            sys.modules[module] = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(sys.modules[module])
        return getattr(sys.modules[module], name)(command)

    return run


COMMANDS = {
    "hello": hello,
    "packages": packages,
    "import-settings": import_settings,
    "import-isolated": import_isolated,
    "describe-default-storage": describe_default_storage,
    "describe-staticfiles": describe_staticfiles,
    "save": save,
    "exists": exists,
    "size": size,
    "read": read,
    "url": url,
    "listdir": listdir,
    "delete": delete,
    "save-unmounted": save_unmounted,
    "count-as-mount": count_as_mount,
    "import-urls": part("driver_site", "import_urls"),
    "request": part("driver_site", "request_path"),
    "open-names": part("driver_names", "open_names"),
    "reach-databases": part("driver_names", "reach_databases"),
    "next-names": part("driver_names", "next_names"),
}


# What they need


def storage():
    from django.core.files.storage import default_storage

    return default_storage


def is_installed(name):
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError, AttributeError):
        return False


def dotted(cls):
    return cls.__module__ + "." + cls.__qualname__


def telling(thing):
    found = {}
    for name in TELLING:
        value = getattr(thing, name, None)
        if value is None or isinstance(value, (str, int, bool)):
            found[name] = value
    return found


# Errors


def describe_error(error, root):
    chain = [error]
    while chain[-1].__cause__ or chain[-1].__context__:
        following = chain[-1].__cause__ or chain[-1].__context__
        if following in chain:
            break
        chain.append(following)
    return {
        "type": type(error).__name__,
        "module": type(error).__module__,
        "message": str(error)[:1000],
        "place": place_in_project(chain, root),
        "cause": next((cause for cause in map(known_cause, chain) if cause), None),
        "code": next((code for code in map(service_code, chain) if code), None),
    }


def place_in_project(chain, root):
    """The deepest line of the project's own code; a library inside it is not its own."""
    libraries = re.compile(
        r"[\\/](site-packages|dist-packages|node_modules|lib[\\/]python[\d.]+)[\\/]"
    )
    for error in chain:
        lines = [
            (f.filename, f.lineno) for f in traceback.extract_tb(error.__traceback__)
        ]
        if isinstance(error, SyntaxError) and error.filename:
            lines.append((error.filename, error.lineno))
        for filename, line in reversed(lines):
            if filename.startswith("<"):  # <frozen os>, <string>
                continue
            path = os.path.realpath(filename)
            inside = path.startswith(os.path.join(root, ""))
            inside = inside and path != os.path.realpath(__file__)
            if inside and not libraries.search(path[len(root) :]):
                file = os.path.relpath(path, root).replace(os.sep, "/")
                return {"file": file, "line": line or 1}
    return None


def known_cause(error):
    message = str(error)
    if isinstance(error, SystemExit):
        return {"kind": "exit", "name": message}
    if isinstance(error, ModuleNotFoundError) and error.name:
        return {"kind": "missing-module", "name": error.name}
    variable = None
    if type(error).__name__ == "UndefinedValueError":  # python-decouple
        variable = re.match(r"(\w+) not found", message)
    elif type(error).__name__ == "ImproperlyConfigured":  # django-environ
        variable = re.match(r"Set the (\w+) environment variable", message)
        if "SECRET_KEY setting must not be empty" in message:
            return {"kind": "missing-variable", "name": "SECRET_KEY"}
    elif isinstance(error, KeyError) and comes_from_environ(error):
        variable = re.match(r"'(\w+)'", message)
    return {"kind": "missing-variable", "name": variable.group(1)} if variable else None


def comes_from_environ(error):
    frames = traceback.extract_tb(error.__traceback__)
    return bool(frames) and re.search(
        r"(^|[\\/])os\.py$|^<frozen os>$", frames[-1].filename
    )


def service_code(error):
    """The code that S3 answered, of botocore's ClientError; what Cloudinary's SDK makes of its."""
    if type(error).__module__ == "cloudinary.exceptions":
        return type(error).__name__
    response = getattr(error, "response", None)
    if not isinstance(response, dict):
        return None
    code = response.get("Error", {}).get("Code")
    return code if isinstance(code, str) else None


if __name__ == "__main__":
    main()
