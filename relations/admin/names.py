"""What the desk calls records: their working rows' names, and the addresses of their forms."""

from collections.abc import Callable, Iterable

from django.db.models import prefetch_related_objects
from django.urls import reverse

from relations.catalogue import url_of
from relations.documents import Document, references
from relations.models import Record, WorkingCopy

PUBLISH = "relations.publish_record"

# The way from a record to its working row and what that is called by.
ROWS: dict[str, tuple[str, ...]] = {
    **{kind.value: (f"entry__{kind.value}",) for kind in Record.ENTRY_KINDS},
    **{kind.value: (kind.value,) for kind in (Record.Kind.TOPIC, Record.Kind.ACTOR, Record.Kind.SOURCE)},
    Record.Kind.RELATIONSHIP.value: ("relationship__first", "relationship__second"),
}


def edit_url(row: WorkingCopy) -> str:
    return reverse(f"admin:relations_{row._meta.model_name}_change", args=[row.pk])


def with_rows(records: Iterable[Record]) -> list[Record]:
    """The same records with their working rows read: a few queries for each kind, however many they are."""
    records = list(records)
    for kind, lookups in ROWS.items():
        prefetch_related_objects([record for record in records if record.kind == kind], *lookups)
    return records


def working_names(documents: Iterable[Document] = ()) -> Callable[[str, str], str]:
    """For differences: (kind, key) to the name in the working copy; an unknown key is itself.

    What ``documents`` name is read beforehand, in a few queries for all of them.
    """
    known = _names({reference for document in documents for reference in references(document)})

    def resolve(kind: str, key: str) -> str:
        if (kind, key) not in known:
            known.update(_names({(kind, key)}))
        return known[kind, key]

    return resolve


def _names(named: set[tuple[str, str]]) -> dict[tuple[str, str], str]:
    records = with_rows(Record.objects.filter(key__in={key for _kind, key in named}))
    found = {("entry" if record.is_entry else record.kind, record.key): record for record in records}
    return {
        (kind, key): str(found[kind, key].subject) if (kind, key) in found else key for kind, key in named
    }


def public_url(record: Record, slug: str) -> str:
    """Where readers find the record; empty while they cannot."""
    hidden = (Record.Status.NEVER, Record.Status.WITHDRAWN)
    if record.status in hidden or record.merged_into_id:
        return ""
    return url_of(record.kind, slug)
