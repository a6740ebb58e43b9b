"""`manage.py setup DIR`: from a fresh clone to the first page. Safe to run again, and to interrupt."""

import secrets
import string
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction

from relations.finder import preload_index
from relations.management.database_command import DatabaseCommand
from relations.models import Record, VersionCounter

ACCOUNT = "admin"
# Neither vowels nor characters that look alike: to be read off a screen and typed.
PASSWORD_ALPHABET = "".join(sorted(set(string.ascii_letters + string.digits) - set("aeiouAEIOU01lI")))


class Command(DatabaseCommand):
    help = (
        "Prepare the database, the static files and the index. Into an empty database, import and publish "
        "the reference in DIR, and make one account with every right. Nothing that exists is touched."
    )
    needs_tables = False
    afterwards = "What was done before stays, and another run goes on from there."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "directory", metavar="DIR", nargs="?", default="", help="a reference as plain text"
        )

    def handle(self, *args: Any, directory: str, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if directory and is_empty():
            self.import_reference(Path(directory))
        if not get_user_model().objects.filter(is_superuser=True, is_active=True).exists():
            self.make_account()
        # That of a million entries takes a minute and a half, and a fifth more memory than it needs then:
        # it is made here and kept on disk, so that no process of the server has to.
        preload_index()
        self.stdout.write(f"Ready: {settings.SITE_URL}/ for readers, {settings.SITE_URL}/admin/ for editors.")

    def import_reference(self, directory: Path) -> None:
        if not directory.is_dir():
            raise CommandError(
                f"There is no folder {directory}. Set REFERENCE to the folder of a reference, "
                "or to nothing to begin with an empty one."
            )
        self.stdout.write(f"Importing and publishing {directory} …")
        # All or nothing: interrupted, the database is still empty and the next run begins again.
        with transaction.atomic():
            call_command("import_reference", str(directory), publish=True, stdout=self.stdout)

    def make_account(self) -> None:
        password = "".join(secrets.choice(PASSWORD_ALPHABET) for _i in range(20))
        # Shown before it counts: interrupted in between, the next run makes and shows another.
        with transaction.atomic():
            get_user_model().objects.create_superuser(ACCOUNT, password=password)
            self.stdout.write(
                f"\nAn account with every right was made. This is shown once:\n"
                f"    user name  {ACCOUNT}\n    password   {password}\n"
                f"Set another at {settings.SITE_URL}/admin/password_change/\n"
                f"or with: .venv/bin/python manage.py changepassword {ACCOUNT}\n"
            )
            self.stdout.flush()


def is_empty() -> bool:
    """Nothing was ever recorded or published here."""
    return not Record.objects.with_pages().exists() and VersionCounter.objects.version() == 0
