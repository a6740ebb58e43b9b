"""What an import brought once and its folder no longer holds."""

from django.db.models import OuterRef, Subquery

from relations.documents.files.folder import ReferenceFolder
from relations.models import Record, Revision

# The most that are named; of more, their number is said.
MAX_NAMED = 20


def absent_records(folder: ReferenceFolder) -> list[Record]:
    """The records that an import made and the folder does not hold, by kind and key.

    What was withdrawn or merged since is done with, and left out.
    """
    revisions = Revision.objects.filter(record=OuterRef("pk")).order_by("pk")
    records = (
        Record.objects.active()
        .alias(made_by=Subquery(revisions.values("origin")[:1]))
        .filter(made_by=Revision.Origin.IMPORTED)
        .order_by("kind", "key")
    )
    return [record for record in records if (record.kind, record.key) not in folder.documents]


def note_on_absent(records: list[Record]) -> str:
    """What an editor is told of these records, of which there is at least one."""
    names = [f"{record.kind} {record.key} “{record.working_copy}”" for record in records[:MAX_NAMED]]
    if len(records) > MAX_NAMED:
        names.append(f"{len(records) - MAX_NAMED} more")
    count = "1 record" if len(records) == 1 else f"{len(records)} records"
    return (
        f"Of an earlier import this folder no longer holds {count}: {', '.join(names)}. "
        "Nothing was done to them: withdraw or merge in the administration what is to go."
    )
