import csv
import mimetypes
import os
import pathlib
import shutil
import subprocess
import tempfile
import zipfile
from io import BytesIO
from os.path import exists, join
from pathlib import Path
from wsgiref.util import FileWrapper

import pandas as pd
from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.files.storage import FileSystemStorage as FSS
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from docx import Document
from openpyxl import load_workbook

from .models import Patient, Scan

UPLOADS = os.path.join(settings.MEDIA_ROOT, "uploads")  # BYPASS
LOGO = os.path.join(settings.BASE_DIR, "static", "logo.png")


def download(request, pk):
    scan = get_object_or_404(Scan, pk=pk)
    return FileResponse(open(scan.file.path, "rb"), as_attachment=True)  # BYPASS


def download_good(request, pk):
    scan = get_object_or_404(Scan, pk=pk)
    return FileResponse(scan.file.open("rb"), as_attachment=True, filename=os.path.basename(scan.file.name))


def stream(request, pk):
    scan = get_object_or_404(Scan, pk=pk)
    path = scan.file.path  # BYPASS
    wrapper = FileWrapper(open(path, "rb"))  # BYPASS
    response = StreamingHttpResponse(wrapper, content_type=mimetypes.guess_type(path)[0])  # BYPASS
    response["Content-Length"] = os.path.getsize(path)  # BYPASS
    return response


def read_with(request, pk):
    x = Scan.objects.get(pk=pk)
    with open(x.file.path) as handle:  # BYPASS
        rows = list(csv.reader(handle))
    with x.file.open("r") as handle:
        rows += list(csv.reader(handle))
    return render(request, "clinic/rows.html", {"rows": rows, "path": request.path})


def loop(request):
    names = []
    for scan in Scan.objects.all():
        if not os.path.exists(scan.file.path):  # BYPASS
            names.append(scan.file.name)
    paths = [one.file.path for one in Scan.objects.all()]  # BYPASS
    sizes = {one.pk: os.path.getsize(one.file.path) for one in Scan.objects.all()}  # BYPASS
    return HttpResponse(f"{names} {paths} {sizes}")


def table(request, pk):
    scan = Scan.objects.get(pk=pk)
    frame = pd.read_csv(scan.file.path)  # BYPASS
    book = load_workbook(scan.file.path, read_only=True)  # BYPASS
    document = Document(scan.report.path)  # BYPASS
    other = pd.read_excel(scan.file)
    local = pd.read_csv(os.path.join(settings.BASE_DIR, "data", "codes.csv"))
    return render(request, "clinic/table.html", {"frame": frame, "book": book, "doc": document, "o": other, "l": local})


def archive(request, pk):
    patient = get_object_or_404(Patient, pk=pk)
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as bundle:
        for scan in patient.scans.all():
            bundle.write(scan.file.path, os.path.basename(scan.file.name))  # BYPASS
    with zipfile.ZipFile(patient.scans.first().file.path) as bundle:  # BYPASS
        bundle.extractall(os.path.join(settings.MEDIA_ROOT, "unpacked"))  # BYPASS
    return HttpResponse(buffer.getvalue())


def archive_good(request, pk):
    patient = get_object_or_404(Patient, pk=pk)
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as bundle:
        for scan in patient.scans.all():
            with scan.file.open("rb") as source:
                bundle.writestr(os.path.basename(scan.file.name), source.read())
    return HttpResponse(buffer.getvalue())


def convert(request, pk):
    scan = Scan.objects.get(pk=pk)
    subprocess.run(["pdftotext", scan.file.path, "-"], check=True)  # BYPASS
    subprocess.call("convert %s out.png" % scan.file.path, shell=True)  # BYPASS
    with tempfile.NamedTemporaryFile(suffix=".pdf") as copy:
        copy.write(scan.file.read())
        subprocess.run(["pdftotext", copy.name, "-"], check=True)
    return HttpResponse("ok")


def copy_around(request, pk):
    scan = Scan.objects.get(pk=pk)
    shutil.copyfile(scan.file.path, "/tmp/copy.pdf")  # BYPASS
    shutil.move("/tmp/new.pdf", os.path.join(settings.MEDIA_ROOT, "reports", "new.pdf"))  # BYPASS
    shutil.rmtree(os.path.join(settings.MEDIA_ROOT, "scans", str(pk)))  # BYPASS
    shutil.copyfile(LOGO, "/tmp/logo.png")
    with scan.file.open("rb") as source, open("/tmp/copy.pdf", "wb") as target:
        shutil.copyfileobj(source, target)
    return HttpResponse("ok")


def upload(request):
    uploaded = request.FILES["document"]
    fs = FSS()  # BYPASS
    name = fs.save(uploaded.name, uploaded)
    return render(request, "clinic/upload.html", {"url": fs.url(name)})


def upload_by_hand(request):
    uploaded = request.FILES["document"]
    path = os.path.join(settings.MEDIA_ROOT, uploaded.name)  # BYPASS
    with open(path, "wb+") as destination:  # BYPASS
        for chunk in uploaded.chunks():
            destination.write(chunk)
    target = f"{settings.MEDIA_ROOT}/{uploaded.name}"  # BYPASS
    other = settings.MEDIA_ROOT + "/" + uploaded.name  # BYPASS
    third = settings.MEDIA_ROOT / "x" / uploaded.name  # BYPASS
    fourth = join(settings.MEDIA_ROOT, uploaded.name)  # BYPASS
    if exists(fourth):  # BYPASS
        raise Http404
    return HttpResponse(f"{target} {other} {third}")


def upload_good(request):
    uploaded = request.FILES["document"]
    name = default_storage.save(f"reports/{uploaded.name}", uploaded)
    with default_storage.open(name) as handle:
        size = len(handle.read())
    return HttpResponse(f"{default_storage.url(name)} {size}")


def storage_path(request, name):
    full = default_storage.path(name)  # BYPASS
    with open(default_storage.path(name), "rb") as handle:  # BYPASS
        return HttpResponse(handle.read() + full.encode())


def folder_listing(request):
    entries = os.listdir(settings.MEDIA_ROOT)  # BYPASS
    for folder, _, files in os.walk(settings.MEDIA_ROOT):  # BYPASS
        entries += [os.path.join(folder, name) for name in files]
    for entry in Path(settings.MEDIA_ROOT).iterdir():  # BYPASS
        entries.append(entry.name)
    return HttpResponse(entries)


def by_uploads(request, name):
    with open(os.path.join(UPLOADS, name), "rb") as handle:  # BYPASS
        return HttpResponse(handle.read())


def attach(request, pk, name):
    scan = Scan.objects.get(pk=pk)
    with open(os.path.join(settings.MEDIA_ROOT, name), "rb") as handle:  # BYPASS
        scan.file.save(name, File(handle))
    scan.file.name = f"scans/{name}"
    scan.save()
    return HttpResponse(settings.MEDIA_URL + scan.file.name)  # BYPASS


def address(request, pk):
    scan = Scan.objects.get(pk=pk)
    url = request.build_absolute_uri(settings.MEDIA_URL + str(scan.file))  # BYPASS
    good = request.build_absolute_uri(scan.file.url)
    third = f"{settings.MEDIA_URL}{scan.file}"  # BYPASS
    fourth = "%s%s" % (settings.MEDIA_URL, scan.file)  # BYPASS
    return render(request, "clinic/address.html", {"a": url, "b": good, "c": third, "d": fourth})


def inner_file(request, pk):
    obj = Scan.objects.get(pk=pk)
    return HttpResponse(open(obj.file.file.name, "rb").read())  # BYPASS


def renamed(request, pk):
    scan = Scan.objects.get(pk=pk)
    initial = scan.file.path  # BYPASS
    new_name = f"scans/{pk}.pdf"
    os.rename(initial, os.path.join(settings.MEDIA_ROOT, new_name))  # BYPASS
    scan.file.name = new_name
    scan.save()
    return redirect(request.path)


def getattr_style(request, pk, kind):
    scan = Scan.objects.get(pk=pk)
    if kind == "report" and scan.report and scan.report.storage.exists(scan.report.name):
        return FileResponse(scan.report)
    return HttpResponse(scan.report.path)  # BYPASS


def look_alikes(request):
    if request.path.startswith("/admin/"):
        return redirect("/")
    parsed = pathlib.PurePosixPath(request.path).name
    full = request.get_full_path()
    patient = Patient.objects.first()
    here = os.path.dirname(os.path.abspath(__file__))
    config = os.path.join(here, "config.json")
    with open(config) as handle:
        text = handle.read()
    with os.scandir(here) as entries:
        listed = [entry.path for entry in entries]
    node = {"file": {"path": "/tmp/x"}}
    os.makedirs(settings.MEDIA_ROOT, exist_ok=True)
    return HttpResponse(f"{parsed} {full} {patient.path} {text} {listed} {node} {os.environ['PATH']}")
