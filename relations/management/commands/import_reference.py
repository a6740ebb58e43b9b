"""Read a folder of files into the reference."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import CommandError

from relations.documents.text import abbreviate
from relations.management.database_command import DatabaseCommand
from relations.management.refusals import MAX_REASON
from relations.models.permissions import PUBLISH_PERMISSION, WRITE_PERMISSION
from relations.publishing.import_folder import import_folder
from relations.publishing.missing_approvals import is_review_required


class Command(DatabaseCommand):
    help = (
        "Reads a folder of files into the reference: all of it or, with any fault, nothing. "
        "Files that lack a key are completed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dir", type=Path, help="the folder that holds reference.yaml")
        parser.add_argument("--check", action="store_true", help="only report what is wrong; change nothing")
        parser.add_argument("--publish", action="store_true", help="publish what was imported")
        parser.add_argument(
            "--user",
            default="",
            metavar="NAME",
            help="the account whose import it is: it cannot approve what it imported",
        )
        parser.add_argument("--note", default="", help="the change note of new editions")
        parser.add_argument(
            "--without-review",
            default="",
            metavar="REASON",
            help="where the reference requires reviews: publish all the same, with this reason for readers",
        )

    def report_progress(self, step: str) -> None:
        self.stdout.write(step)
        self.stdout.flush()

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["dir"]
        if not path.is_dir():
            raise CommandError(f"There is no folder {path}.")
        user = _account(options["user"], publishes=options["publish"]) if options["user"] else None
        result = import_folder(
            path,
            user=user,
            check=options["check"],
            publish_all=options["publish"],
            note=options["note"],
            without_review=options["without_review"].strip(),
            progress=self.report_progress if options["verbosity"] else lambda _step: None,
        )
        if result.faults:
            number = len(result.faults)
            count = f"{number} faults" if number > 1 else "One fault"
            raise CommandError("\n".join([*result.faults, f"{count}. Nothing was changed."]))
        verb = "Would import" if options["check"] else "Imported"
        self.stdout.write(
            f"{verb} {path}: {len(result.created)} new, {len(result.changed)} changed, "
            f"{len(result.unchanged)} unchanged; {result.published} published."
        )
        for note in result.notes:
            self.stdout.write(note)
        for file in result.completed:
            self.stdout.write(f"Keys written into {file}.")
        if user is None and (result.created or result.changed) and is_review_required():
            self.stdout.write(
                "This reference requires reviews, and this import is in nobody's name: with --user NAME "
                "that account could not approve it."
            )


def _account(name: str, *, publishes: bool) -> User:
    """The active account of this name. Raises CommandError where there is none, or it may not do it."""
    user = User.objects.filter(username=name).first()
    shown = abbreviate(name, MAX_REASON)
    if user is None:
        raise CommandError(f"There is no account “{shown}”. Nothing was changed.")
    if not user.is_active:
        raise CommandError(f"The account “{shown}” is not active. Nothing was changed.")
    if not user.has_perm(WRITE_PERMISSION):
        raise CommandError(f"The account “{shown}” may not write. Nothing was changed.")
    if publishes and not user.has_perm(PUBLISH_PERMISSION):
        raise CommandError(f"The account “{shown}” may not publish. Nothing was changed.")
    return user
