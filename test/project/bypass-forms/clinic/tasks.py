import logging
import os
from pathlib import Path
from urllib.parse import urlparse

import requests
from django.conf import settings
from django.core.mail import EmailMessage
from pypdf import PdfReader, PdfWriter
from PyPDF2 import PdfFileReader

from . import models
from .models import Scan

log = logging.getLogger(__name__)
MEDIA = settings.MEDIA_ROOT
REPORTS = Path(settings.MEDIA_ROOT) / "reports"  # BYPASS
CACHE = Path(settings.BASE_DIR) / "cache"


class Exporter:
    def __init__(self, scan):
        self.scan = scan
        self.path = CACHE / f"{scan.pk}.json"
        self.source = scan.file.path  # BYPASS

    def run(self):
        self.path.write_text("{}")
        with open(self.path) as handle:
            return handle.read()

    def size(self):
        return os.path.getsize(self.source)  # BYPASS


def mail(scan_id):
    scan = Scan.objects.get(pk=scan_id)
    message = EmailMessage("Report", "Attached", to=["a@example.com"])
    message.attach_file(scan.report.path)  # BYPASS
    message.attach("report.pdf", scan.report.read(), "application/pdf")
    message.send()


def pages(scan_id):
    scan = models.Scan.objects.get(pk=scan_id)
    reader = PdfReader(scan.file.path)  # BYPASS
    old = PdfFileReader(open(scan.file.path, "rb"))  # BYPASS
    good = PdfReader(scan.file.open("rb"))
    return len(reader.pages) + old.numPages + len(good.pages)


def write_report(scan_id):
    REPORTS.mkdir(parents=True, exist_ok=True)  # BYPASS
    target = REPORTS / f"{scan_id}.pdf"  # BYPASS
    writer = PdfWriter()
    with target.open("wb") as handle:  # BYPASS
        writer.write(handle)
    with open(os.path.join(MEDIA, "index.txt"), "a") as index:  # BYPASS
        index.write(f"{scan_id}\n")
    with open("media/log.txt", "a") as handle:  # BYPASS
        handle.write("done")
    return target


def clean_up():
    for scan in Scan.objects.filter(file=""):
        scan.delete()
    for file in CACHE.glob("*.json"):
        file.unlink()
    for path in [scan.file.path for scan in Scan.objects.all()]:  # BYPASS
        if os.path.exists(path):  # BYPASS
            log.info("kept %s", path)


def fetch(url):
    parsed = urlparse(url)
    name = os.path.basename(parsed.path)
    answer = requests.get(url, timeout=10)
    local = os.path.join("/tmp", name)
    with open(local, "wb") as handle:
        handle.write(answer.content)
    if os.path.exists(local):
        os.remove(local)
    return parsed.path


def send(files, folder):
    return {"file": files, "path": folder.path, "url": f"{settings.STATIC_URL}x.png"}


def first_of(queryset):
    upload = queryset.first()
    document = upload.report
    return open(document.path, "rb").read()  # BYPASS


def maybe(scan):
    path = scan.file.path if scan.file else None  # BYPASS
    if (other := scan.report.path) and os.path.isfile(other):  # BYPASS
        os.remove(other)  # BYPASS
    return path


def tupled(scan):
    name, path = scan.file.name, scan.file.path  # BYPASS
    return name, open(path).read()  # BYPASS
