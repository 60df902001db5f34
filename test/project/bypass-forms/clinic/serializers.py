import os

from django.conf import settings
from rest_framework import serializers

from .models import Scan


class ScanSerializer(serializers.ModelSerializer):
    file = serializers.FileField()
    path = serializers.SerializerMethodField()

    class Meta:
        model = Scan
        fields = ["file", "path"]

    def get_path(self, scan):
        return scan.file.path.replace(str(settings.MEDIA_ROOT), "")  # BYPASS

    def get_name(self, scan):
        return os.path.split(scan.file.name)[1]

    def validate_file(self, file):
        if file.size > 5_000_000:
            raise serializers.ValidationError("too large")
        extension = os.path.splitext(file.name)[1]
        return file if extension == ".pdf" else None
