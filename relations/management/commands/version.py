"""`manage.py version`: which version of Relations this is."""

from typing import Any

from django.core.management.base import BaseCommand

from relations import __version__


class Command(BaseCommand):
    help = "Show the version of Relations."
    # They need the apps loaded, which this does not.
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Relations {__version__}")
