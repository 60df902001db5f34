from django.conf import settings


def media(request):
    return {"MEDIA_URL": settings.MEDIA_URL, "media_root_set": bool(settings.MEDIA_ROOT), "path": request.path}
