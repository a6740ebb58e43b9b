"""Django's admin with our own site, where each ModelAdmin registers itself once every app is loaded."""

from importlib import import_module
from typing import Any

from django.apps import apps
from django.contrib.admin.apps import AdminConfig
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _

# Seconds that who writes waits for another who does, on both databases: see config.parsers.sqlite_database.
LOCK_TIMEOUT = 20


def limit_waiting(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """PostgreSQL itself would wait for ever. Not as an option of the connection: some pools refuse those."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}s'")


class RelationsAdminConfig(AdminConfig):
    default_site = "relations.admin.site.RelationsAdminSite"

    def ready(self) -> None:
        super().ready()
        connection_created.connect(limit_waiting)
        apps.get_app_config("auth").verbose_name = _("Administration")
        import_module("relations.admin.model_admins")
