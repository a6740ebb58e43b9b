"""The admin with our own site, where each noun is registered once every app is loaded."""

from importlib import import_module

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    default_site = "relations.admin.site.DeskSite"

    def ready(self) -> None:
        super().ready()
        import_module("relations.admin.register")
