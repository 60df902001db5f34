"""The database's half of driver.py: the names that the project's file fields hold.

For `migrate --names-from-db` alone, which is the permission to connect; the proof never
comes here. The apps are loaded as manage.py loads them, without their logging (it opens
files). Only the columns of file fields are selected, in transactions that are read-only
wherever the database can say so, and nothing is kept of a row but its names.
"""

import itertools
import os
import sys
from urllib.parse import quote

BATCH = 2000


class Reading:
    """What was found by `open_names`, and the rows that are being read."""

    columns = ()
    broken = ()
    rows = None


def open_names(command):
    """The fields, by model, and the databases that they are in."""
    from django.conf import settings

    settings.LOGGING_CONFIG = None
    # Apps that start a worker or a scheduler do so for a server, not for a check.
    sys.argv[:] = ["manage.py", "check"]
    import django

    django.setup()
    columns, apart = find_fields()
    aliases = []
    for alias in [column["alias"] for column in columns]:
        if alias not in aliases:
            aliases.append(alias)
    databases = []
    for alias in aliases:
        make_read_only(alias)
        databases.append(describe(alias))
    Reading.columns = columns
    return {
        "databases": databases,
        "fields": [
            {"model": column["model"]._meta.label, "field": name}
            for column in columns
            for name in column["names"]
        ],
        "apart": apart,
    }


def reach_databases(command):
    """Can each of them be connected to? Of the first that cannot: which, and why."""
    from django.db import connections

    for alias in dict.fromkeys(column["alias"] for column in Reading.columns):
        problem = file_problem(alias)
        if problem is None:
            try:
                connections[alias].ensure_connection()
            except Exception as error:
                problem = {"kind": "refused", "message": words(error)}
        if problem is not None:
            return {"unreachable": dict(problem, database=describe(alias))}
    return {"unreachable": None}


def next_names(command):
    """Some rows, `[number of the field, name]`; `fresh`: from the beginning."""
    if command["fresh"] or Reading.rows is None:
        close_rows()
        Reading.broken = []
        Reading.rows = every_row()
    rows = list(itertools.islice(Reading.rows, BATCH))
    if len(rows) < BATCH:
        close_rows()
        return {"rows": rows, "ended": True, "broken": Reading.broken}
    return {"rows": rows, "ended": False, "broken": []}


def close_rows():
    """No connection waits, for hours perhaps, while files are copied."""
    from django.db import connections

    if Reading.rows is not None:
        Reading.rows.close()
        connections.close_all()
    Reading.rows = None


# Fields


def find_fields():
    """Columns of our concern, by table; and the fields that keep files elsewhere."""
    from django.apps import apps
    from django.db import router
    from django.db.models import FileField

    columns, apart, count = [], [], 0
    for model in apps.get_models(include_auto_created=True):
        # A proxy has no column of its own, a child none of its parent's.
        if model._meta.proxy or model._meta.swapped:
            continue
        names = []
        for field in model._meta.local_concrete_fields:
            told = {"model": model._meta.label, "field": field.name}
            if not isinstance(field, FileField):
                if type(field).__name__ == "CloudinaryField":
                    apart.append(dict(told, storage=dotted(type(field))))
            elif keeps_by_default(field):
                names.append(field.attname)
            else:
                apart.append(dict(told, storage=storage_of(field)))
        if names:
            columns.append(
                {
                    "model": model,
                    "names": names,
                    "first": count,
                    "alias": router.db_for_read(model),
                }
            )
            count += len(names)
    return columns, apart


def keeps_by_default(field):
    """Its files are where those of the default storage are."""
    from django.core.files.storage import default_storage

    if field.storage is default_storage:
        return True
    try:
        default_storage.url  # noqa: B018  makes the storage that it stands for
        default = default_storage._wrapped
        if field.storage is default:
            return True
        own = getattr(field.storage, "_wrapped", field.storage)
        places = ("bucket_name", "location", "base_location", "folder", "endpoint_url")
        return type(own) is type(default) and all(
            str(getattr(own, name, None)) == str(getattr(default, name, None))
            for name in places
        )
    except Exception:  # a storage that cannot be made here is none that we know
        return False


def storage_of(field):
    try:
        return dotted(type(getattr(field.storage, "_wrapped", field.storage)))
    except Exception:
        return "?"


def dotted(cls):
    return cls.__module__ + "." + cls.__qualname__


# Rows


def every_row():
    from django.db import DatabaseError

    for column in Reading.columns:
        try:
            for values in rows_of(column):
                for number, value in enumerate(values, column["first"]):
                    name = getattr(value, "name", value)
                    if name:
                        yield [number, str(name)]
        except DatabaseError as error:
            label = column["model"]._meta.label
            Reading.broken.append({"model": label, "message": words(error)})


def rows_of(column):
    """Past the model's managers: a row that they hide has its file all the same."""
    from django.db import connections, transaction
    from django.db.models import QuerySet

    alias = column["alias"]
    connection = connections[alias]
    if connection.vendor == "mysql":
        # Of the transaction that follows.
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
    with transaction.atomic(using=alias):
        if connection.vendor in ("postgresql", "oracle"):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION READ ONLY")
        query = QuerySet(column["model"], using=alias).order_by()
        query = query.values_list(*column["names"])
        for values in query.iterator(chunk_size=BATCH):
            yield values


# Databases


def make_read_only(alias):
    """SQLite by the way that its file is opened, which then is not even created."""
    from django.db import connections

    connection = connections[alias]
    options = connection.settings_dict
    name = str(options["NAME"])
    if connection.vendor != "sqlite" or name == ":memory:" or name.startswith("file:"):
        return
    options["VET_FILE"] = os.path.abspath(name)
    # Such as PRAGMA journal_mode, which writes.
    given = dict(options.get("OPTIONS") or {})
    given.pop("init_command", None)
    options["OPTIONS"] = given
    how = "mode=ro"
    if is_resting(options["VET_FILE"]):
        how += "&immutable=1"
    options["NAME"] = "file:%s?%s" % (quote(options["VET_FILE"]), how)


def is_resting(file):
    """Nobody has this file with a write-ahead log open: read so, no file is made beside it."""
    try:
        with open(file, "rb") as database:
            head = database.read(20)
    except OSError:
        return False
    return head[18:20] == b"\x02\x02" and not os.path.exists(file + "-wal")


def file_problem(alias):
    from django.db import connections

    file = connections[alias].settings_dict.get("VET_FILE")
    if file is None or os.path.exists(file):
        return None
    return {"kind": "no-file", "message": file}


def describe(alias):
    """What a person knows it by; no user, no password."""
    from django.db import connections

    connection = connections[alias]
    options = connection.settings_dict
    name = options.get("VET_FILE")
    if name is None:
        name = str(options.get("NAME") or "")
        # A whole connection string can stand there.
        if "://" in name or "=" in name:
            name = ""
    host = str(options.get("HOST") or "")
    return {
        "alias": alias,
        "engine": connection.vendor,
        "name": name,
        "host": "" if "@" in host else host,
    }


def words(error):
    return "%s: %s" % (type(error).__name__, str(error)[:500])
