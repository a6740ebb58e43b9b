"""The app's configuration."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class RelationsConfig(AppConfig):
    name = "relations"
    verbose_name = _("Reference")

    def ready(self) -> None:
        # They need the models, which are loaded by now.
        from relations.admin.autosave.ticket import close_tickets
        from relations.management import full_text
        from relations.models import name_collisions

        pre_migrate.connect(name_collisions.before_migrating, sender=self)
        post_migrate.connect(full_text.fill_after_migrate, sender=self)
        user_logged_out.connect(close_tickets)
