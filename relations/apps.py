"""The app's configuration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RelationsConfig(AppConfig):
    name = "relations"
    verbose_name = _("Reference")

    def ready(self) -> None:
        from relations.management import full_text  # it needs the models, which are loaded by now

        post_migrate.connect(full_text.fill_after_migrate, sender=self)
