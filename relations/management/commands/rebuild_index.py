"""`manage.py rebuild_index`: the full text made again from the editions."""

from typing import Any

from relations.management import full_text
from relations.management.database_command import DatabaseCommand


class Command(DatabaseCommand):
    help = "Make the full text again from what was published. Nothing else changes; the site goes on serving."

    def handle(self, *args: Any, **options: Any) -> None:
        full_text.rebuild()
        self.stdout.write("The full text was made again.")
