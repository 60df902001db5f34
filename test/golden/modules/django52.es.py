# Generado por vet-media-setup: para cambiar este archivo, ejecútalo otra vez.
"""Dónde viven los archivos subidos: un bucket de S3, o la carpeta local.

La configuración llama a configure() al final. Decide MEDIA_STORAGE en el
entorno (s3 o local); el bucket y sus claves vienen de las variables AWS_*.
"""

import os

from django.core.exceptions import ImproperlyConfigured

S3 = "storages.backends.s3.S3Storage"
FILE_SYSTEM = "django.core.files.storage.FileSystemStorage"
STATIC_FILES = "django.contrib.staticfiles.storage.StaticFilesStorage"
PREFIX = "media"
ENV_FILE = ".env.render"
KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
TRUE = ("1", "true", "yes", "on", "t", "y")


def configure(settings):
    """Elige el almacenamiento en el globals() de la configuración."""
    choice = (_env("MEDIA_STORAGE") or "").lower()
    if not choice and (_env("USE_S3") or "").lower() in TRUE:
        choice = "s3"
    if choice == "s3":
        _set_default(settings, S3, _s3_options())
    elif choice == "local":
        _set_default(settings, FILE_SYSTEM, {})
    elif choice:
        raise ImproperlyConfigured(
            f"MEDIA_STORAGE es {choice!r}, pero esta configuración es para s3 "
            "(o local). Corrígelo, o ejecuta vet-media-setup otra vez para "
            "cambiar de proveedor."
        )
    elif _env("RENDER"):
        # Render borra su disco en cada deploy: nunca guardar ahí sin pedirlo.
        raise ImproperlyConfigured(
            "Falta MEDIA_STORAGE, y lo que se sube al disco propio de Render "
            "se pierde en cada deploy. En Render, en Environment de tu "
            "servicio, define MEDIA_STORAGE=s3 y las variables AWS_* de "
            f"{ENV_FILE}. MEDIA_STORAGE=local acepta la pérdida (previews, "
            "CI)."
        )


def _env(name):
    return os.environ.get(name, "").strip() or None


def _s3_options():
    needed = ["AWS_STORAGE_BUCKET_NAME"]
    if _env("RENDER"):
        needed.append("AWS_S3_REGION_NAME")
    # Fuera de Render, las claves pueden ser las de boto3: un perfil, un rol.
    if _env("RENDER") or any(_env(name) for name in KEYS):
        needed += KEYS
    names = ", ".join(name for name in needed if not _env(name))
    if names:
        raise ImproperlyConfigured(
            f"MEDIA_STORAGE=s3 necesita {names}. Define lo que falta donde "
            "corre la app (Render: Environment de tu servicio; los valores "
            f"están en {ENV_FILE})."
        )
    endpoint_url = _env("AWS_S3_ENDPOINT_URL")
    if endpoint_url:
        # Fuera de AWS se rechazan los checksums que boto3 agrega desde 1.36.
        for name in (
            "AWS_REQUEST_CHECKSUM_CALCULATION",
            "AWS_RESPONSE_CHECKSUM_VALIDATION",
        ):
            os.environ.setdefault(name, "when_required")
    return {
        # Todas las opciones, para que no cuente ningún AWS_* olvidado.
        "access_key": _env("AWS_ACCESS_KEY_ID"),
        "secret_key": _env("AWS_SECRET_ACCESS_KEY"),
        "security_token": _env("AWS_SESSION_TOKEN"),
        "session_profile": None,
        "bucket_name": _env("AWS_STORAGE_BUCKET_NAME"),
        "location": (_env("AWS_LOCATION") or PREFIX).strip("/"),
        # Privado: sin ACL, y con enlaces firmados que vencen (en segundos).
        "default_acl": None,
        "querystring_auth": True,
        "querystring_expire": 900,
        "custom_domain": None,
        "object_parameters": {"CacheControl": "private, max-age=300"},
        # Si el nombre ya existe, recibe otro: nunca reemplaza un archivo
        # ajeno.
        "file_overwrite": False,
        # Firma con la región y el host del bucket; sin eso los enlaces fallan.
        "region_name": _env("AWS_S3_REGION_NAME"),
        "signature_version": "s3v4",
        "addressing_style": "path" if endpoint_url else "virtual",
        "endpoint_url": endpoint_url,
        "url_protocol": "https:",
        "use_ssl": True,
        "verify": None,
        "gzip": False,
    }


def _set_default(settings, backend, options):
    storages = dict(settings.get("STORAGES") or {})
    storages.setdefault("staticfiles", {"BACKEND": STATIC_FILES})
    # Una carpeta local que la configuración ya describe queda como está.
    current = storages.get("default") or {}
    if backend != FILE_SYSTEM or current.get("BACKEND") != FILE_SYSTEM:
        storages["default"] = {"BACKEND": backend, "OPTIONS": options}
    settings["STORAGES"] = storages
