"""`manage.py rebuild_index`: the full text made again from the editions."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from relations.management import full_text
from relations.management.refusals import refusal


class Command(BaseCommand):
    help = "Make the full text again from what was published. Nothing else changes; the site goes on serving."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            full_text.rebuild()
        except DatabaseError as error:
            raise CommandError(refusal(error)) from error
        self.stdout.write("The full text was made again.")
