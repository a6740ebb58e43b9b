"""Django's admin with our own site, where each ModelAdmin registers itself once every app is loaded."""

from importlib import import_module

from django.contrib.admin.apps import AdminConfig


class RelationsAdminConfig(AdminConfig):
    default_site = "relations.admin.site.RelationsAdminSite"

    def ready(self) -> None:
        super().ready()
        import_module("relations.admin.model_admins")
