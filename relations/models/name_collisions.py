"""Names that the folding of today makes one: found before a migration, and told with what to do."""

from collections import defaultdict
from typing import Any

from django.apps.registry import Apps
from django.core.management.base import CommandError

from relations.models.name import fold_name

KINDS = ("topic", "actor")


def name_collisions(apps: Apps, alias: str) -> list[str]:
    """A line for each group of records of one kind whose names are one.

    ``apps`` are the models as the database has them. The names of merged records are free.
    """
    lines = []
    for kind in KINDS:
        rows = apps.get_model("relations", kind)._default_manager.using(alias)
        found = rows.filter(record__merged_into=None).order_by("pk").values_list("name", "record__key")
        groups: dict[str, list[str]] = defaultdict(list)
        for name, key in found:
            groups[fold_name(name)].append(f"“{name}” (key: {key})")
        lines += [f"{kind}: {', '.join(same)}" for same in groups.values() if len(same) > 1]
    return lines


class NameCollisionError(CommandError):
    """Two records of a kind have one name: nothing was migrated."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        super().__init__(
            f"{self.found()}\nNothing was migrated. Rename all but one of each line, then migrate again:\n"
            "  manage.py rename_record KIND KEY “NEW NAME”"
        )

    def found(self) -> str:
        """What stands in the way, a line for each name."""
        first = (
            "Two topics, or two actors, are no longer told apart by capitals, invisible characters or "
            "blanks alone. These are of one name:"
        )
        return "\n  ".join((first, *self.lines))


def refuse_collisions(apps: Apps, alias: str) -> None:
    """Raises NameCollisionError when two records of a kind have one name."""
    if lines := name_collisions(apps, alias):
        raise NameCollisionError(lines)


def before_migrating(*, apps: Any, plan: list[Any], using: str, **_signal: Any) -> None:
    """Look before the first migration of a plan that leads to where names are stored once more."""
    planned = {(migration.app_label, migration.name) for migration, backwards in plan if not backwards}
    if ("relations", "0011_record_names") in planned and ("relations", "0001_initial") not in planned:
        refuse_collisions(apps, using)
