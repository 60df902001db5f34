import os

from django.contrib import admin
from django.core.files.storage import FileSystemStorage, storages
from django.urls import path
from django.utils.html import format_html

from .models import Patient, Scan


@admin.register(Scan)
class ScanAdmin(admin.ModelAdmin):
    list_display = ["patient", "preview", "on_disk"]

    def get_urls(self):
        return [path("export/", self.export), *super().get_urls()]

    def preview(self, obj):
        return format_html('<img src="{}">', obj.file.url)

    def on_disk(self, obj):
        return os.path.exists(obj.file.path)  # BYPASS

    def bad_preview(self, obj):
        return format_html('<img src="/media/{}">', obj.file)  # BYPASS

    def export(self, request):
        storage = storages["default"]
        with storage.open("export.csv", "w") as handle:
            handle.write(request.path)
        return storage.path("export.csv")  # BYPASS


class PhotoStorage(FileSystemStorage):
    pass


def path_of(obj):
    return obj.storage_path or obj.route.path


admin.site.register(Patient)
