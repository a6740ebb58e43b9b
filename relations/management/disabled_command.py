"""The commands of django-taggit that merge and delete tags, which here only refuse.

They look at taggit's own tables, not at topics, and know neither editions nor addresses.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError


class DisabledCommand(BaseCommand):
    help = "Refuses: topics are merged and withdrawn in the administration."

    def handle(self, *args: Any, **options: Any) -> None:
        raise CommandError(
            "This command of django-taggit knows nothing of topics, and nothing was changed. "
            "Merge topics in the administration (Merge…), where their old addresses lead on; "
            "withdraw or delete there those that nothing uses."
        )
