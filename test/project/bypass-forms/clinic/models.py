import os
import uuid
from io import BytesIO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.db.models.signals import post_delete, pre_save
from django.dispatch import receiver
from PIL import Image, ImageOps

private_storage = FileSystemStorage(location=os.path.join(settings.BASE_DIR, "private"))  # BYPASS
overwrite = FileSystemStorage()  # BYPASS


def scan_path(instance, filename):
    return os.path.join("scans", str(instance.patient_id), filename)


class OverwriteStorage(FileSystemStorage):
    def get_available_name(self, name, max_length=None):
        if self.exists(name):
            os.remove(os.path.join(settings.MEDIA_ROOT, name))  # BYPASS
        return name


class Patient(models.Model):
    name = models.CharField(max_length=80)
    photo = models.ImageField(upload_to="photos/", null=True, blank=True)
    path = models.CharField(max_length=200, blank=True)

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        if self.photo:
            img = Image.open(self.photo.path)  # BYPASS
            if img.height > 300 or img.width > 300:
                img.thumbnail((300, 300))
                img.save(self.photo.path)  # BYPASS

    def thumbnail(self):
        with Image.open(self.photo) as img:
            img = ImageOps.exif_transpose(img)
            buffer = BytesIO()
            img.save(buffer, format="JPEG")
        return ContentFile(buffer.getvalue())

    def photo_exists(self):
        return bool(self.photo) and os.path.exists(self.photo.path)  # BYPASS

    def photo_size(self):
        return os.stat(self.photo.path).st_size  # BYPASS

    @property
    def full_path(self):
        return self.path + "/" + str(self.pk)

    def get_absolute_url(self):
        return f"/patients/{self.pk}/"


class Scan(models.Model):
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="scans")
    file = models.FileField(upload_to=scan_path)
    report = models.FileField(upload_to="reports/%Y/%m/", storage=private_storage)
    token = models.UUIDField(default=uuid.uuid4)

    def filename(self):
        return os.path.basename(self.file.name)

    def extension(self):
        name, extension = os.path.splitext(self.file.name)
        return extension

    def delete(self, *args, **kwargs):
        if os.path.isfile(self.file.path):  # BYPASS
            os.remove(self.file.path)  # BYPASS
        self.report.delete(save=False)
        super().delete(*args, **kwargs)


@receiver(post_delete, sender=Scan)
def delete_file(sender, instance, **kwargs):
    if instance.file:
        if os.path.isfile(instance.file.path):  # BYPASS
            os.remove(instance.file.path)  # BYPASS


@receiver(pre_save, sender=Patient)
def replace_photo(sender, instance, **kwargs):
    try:
        old = Patient.objects.get(pk=instance.pk).photo
    except Patient.DoesNotExist:
        return
    new = instance.photo
    if old and old != new:
        old_path = old.path  # BYPASS
        if os.path.exists(old_path):  # BYPASS
            os.unlink(old_path)  # BYPASS


@receiver(post_delete, sender=Patient)
def delete_photo(sender, instance, **kwargs):
    instance.photo.delete(save=False)
