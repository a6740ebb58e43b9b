"""The app's configuration."""

from django.apps import AppConfig


class RelationsConfig(AppConfig):
    name = "relations"
    verbose_name = "Reference"
    default_auto_field = "django.db.models.BigAutoField"
