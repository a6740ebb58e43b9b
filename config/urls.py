"""The addresses: the admin's and the public site's."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from relations.admin.autosave.address import autosave

urlpatterns = [
    path("admin/", admin.site.urls),
    path(settings.AUTOSAVE_PATH.removeprefix("/"), autosave, name="autosave"),
    path("", include("relations.urls")),
]

handler400 = "relations.views.errors.bad_request"
handler403 = "relations.views.errors.permission_denied"
handler404 = "relations.views.errors.not_found"
handler500 = "config.unavailable.server_error"
