"""`manage.py publish_due`: perform now what is scheduled and due. The server does so by itself."""

from typing import Any

from relations.management.database_command import DatabaseCommand
from relations.management.due_report import due_lines
from relations.publishing.settle import publish_due


class Command(DatabaseCommand):
    help = (
        "Publish and withdraw what is scheduled and due, with the time at which it fell due, and say what "
        "was done. The server does so by itself; a timer may, where no server runs for long."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        performed = publish_due()
        for line in due_lines(performed) or ["Nothing was due."]:
            self.stdout.write(line)
