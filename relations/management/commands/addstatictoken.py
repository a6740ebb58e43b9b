"""`manage.py addstatictoken`, in the place of django-otp's."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Refuses: recovery codes are made in the administration."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("arguments", nargs="*")

    def handle(self, *args: Any, **options: Any) -> None:
        raise CommandError(
            "This command of django-otp stores a code as it is, where this site stores a hash, and nothing "
            "was changed. Each makes recovery codes under “Second factor”; for whoever is locked out run: "
            "manage.py reset_second_factor USERNAME."
        )
