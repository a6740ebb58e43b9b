"""`manage.py reset_second_factor USERNAME`: for whoever is locked out, the last administrator too."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.core.management.base import CommandError
from django.db import transaction

from relations.documents.text import abbreviate
from relations.mail.account_notice import write_reset_notice
from relations.management.database_command import DatabaseCommand
from relations.management.refusals import MAX_REASON
from relations.models.second_factor import forget_second_factor


class Command(DatabaseCommand):
    help = (
        "Take away the second factor of an account whose phone and recovery codes are lost. The password "
        "alone lets in after that, or asks to set up another one where the role needs it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="with which they sign in")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(
                f"There is no account “{abbreviate(username, MAX_REASON)}”. Nothing was changed."
            )
        with transaction.atomic():
            had_one = forget_second_factor(user)
            if had_one:
                what = "Took the second factor away, at the command line."
                LogEntry.objects.log_actions(user.pk, [user], CHANGE, what, single_object=True)
                write_reset_notice(user, None)
        state = "has no second factor any more" if had_one else "had no second factor"
        self.stdout.write(f"“{username}” {state}.")
