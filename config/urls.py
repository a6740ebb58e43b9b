"""The addresses: the admin's and the public site's."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from relations.admin.autosave.address import autosave
from relations.admin.people.password_reset import ask_page
from relations.secret_addresses import PASSWORD_RESET

urlpatterns = [
    # Under this name Django's page to sign in looks for it.
    path(f"admin/{PASSWORD_RESET}/", ask_page, name="admin_password_reset"),
    path("admin/", admin.site.urls),
    path(settings.AUTOSAVE_PATH.removeprefix("/"), autosave, name="autosave"),
    path("", include("relations.urls")),
]

handler400 = "relations.views.errors.bad_request"
handler403 = "relations.views.errors.permission_denied"
handler404 = "relations.views.errors.not_found"
handler500 = "config.unavailable.server_error"
