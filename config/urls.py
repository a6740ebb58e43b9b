"""The addresses: the admin's and the public site's."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("relations.urls")),
]

handler400 = "relations.views.errors.bad_request"
handler403 = "relations.views.errors.permission_denied"
handler404 = "relations.views.errors.not_found"
handler500 = "config.unavailable.server_error"
