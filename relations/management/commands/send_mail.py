"""`manage.py send_mail`: send the letters that wait. The server does so by itself."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from relations.mail.notices import write_letters
from relations.mail.outbox import send_waiting
from relations.management.database_command import DatabaseCommand


class Command(DatabaseCommand):
    help = (
        "Send the letters that wait through the mail server of EMAIL_URL, and say what became of each. The "
        "server does so by itself; a timer may, where no server runs for long."
    )

    afterwards = "What was sent stays sent; the rest waits."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SENDS_MAIL:
            raise CommandError(
                "No mail server is known. Set EMAIL_URL; until then administrators pass letters on."
            )
        write_letters()
        attempts = 0
        for attempt in send_waiting():
            attempts += 1
            came = f"could not be sent: {attempt.failure}" if attempt.failure else "was sent."
            self.stdout.write(f"“{attempt.letter.subject}” to {attempt.letter.user} {came}")
        if not attempts:
            self.stdout.write("Nothing waited.")
