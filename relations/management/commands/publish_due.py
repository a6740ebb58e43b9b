"""`manage.py publish_due`: perform now what is scheduled and due. The server does so by itself."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from relations.management.due_report import due_lines
from relations.management.refusals import refusal
from relations.publishing.settle import publish_due


class Command(BaseCommand):
    help = (
        "Publish and withdraw what is scheduled and due, with the time at which it fell due, and say what "
        "was done. The server does so by itself; a timer may, where no server runs for long."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            performed = publish_due()
        except DatabaseError as error:
            raise CommandError(refusal(error)) from error
        for line in due_lines(performed) or ["Nothing was due."]:
            self.stdout.write(line)
