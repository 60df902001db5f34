from django.conf import settings
from django.conf.urls.static import static
from django.urls import path

from . import views

urlpatterns = [
    path("scans/<int:pk>/", views.download),
    path("scans/<path:name>", views.storage_path),
]
urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)
