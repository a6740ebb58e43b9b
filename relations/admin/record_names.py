"""The names of records in the working copy, read in bulk."""

from collections.abc import Callable, Iterable

from django.db.models import prefetch_related_objects

from relations.documents import Document, references
from relations.models import Record

# The lookups from a record of each kind to its working copy, and to what that is named by.
WORKING_COPY_LOOKUPS: dict[str, tuple[str, ...]] = {
    **{kind.value: (f"entry__{kind.value}",) for kind in Record.ENTRY_KINDS},
    **{kind.value: (kind.value,) for kind in (Record.Kind.TOPIC, Record.Kind.ACTOR, Record.Kind.SOURCE)},
    Record.Kind.RELATIONSHIP.value: ("relationship__first", "relationship__second"),
}


def prefetch_working_copies(records: Iterable[Record]) -> list[Record]:
    """Read the working copies of these records, and return the records: a few queries for each kind."""
    records = list(records)
    for kind, lookups in WORKING_COPY_LOOKUPS.items():
        prefetch_related_objects([record for record in records if record.kind == kind], *lookups)
    return records


def working_copy_names(documents: Iterable[Document] = ()) -> Callable[[str, str], str]:
    """A resolver of names for differences: what working copies are called; an unknown key is itself.

    What ``documents`` name is read beforehand, in a few queries for all of them.
    """
    names = _read_names({reference for document in documents for reference in references(document)})

    def resolve(kind: str, key: str) -> str:
        if (kind, key) not in names:
            names.update(_read_names({(kind, key)}))
        return names[kind, key]

    return resolve


def _read_names(references: set[tuple[str, str]]) -> dict[tuple[str, str], str]:
    rows = prefetch_working_copies(Record.objects.filter(key__in={key for _kind, key in references}))
    records = {("entry" if record.is_entry else record.kind, record.key): record for record in rows}
    return {
        (kind, key): str(records[kind, key].working_copy) if (kind, key) in records else key
        for kind, key in references
    }
