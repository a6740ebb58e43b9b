"""What the desk calls records: their working rows' names, and the addresses of their forms."""

from collections.abc import Callable

from django.urls import reverse

from relations.models import Record, Recorded
from relations.publishing.check import SECTIONS

PUBLISH = "relations.publish_record"


def edit_url(row: Recorded) -> str:
    return reverse(f"admin:relations_{row._meta.model_name}_change", args=[row.pk])


def working_names() -> Callable[[str, str], str]:
    """For differences: (kind, key) to the name in the working copy; an unknown key is itself."""
    known: dict[tuple[str, str], str] = {}

    def resolve(kind: str, key: str) -> str:
        if not known.get((kind, key)):
            kinds = Record.ENTRY_KINDS if kind == "entry" else (kind,)
            record = Record.objects.filter(kind__in=kinds, key=key).first()
            known[kind, key] = str(record.subject) if record else key
        return known[kind, key]

    return resolve


def public_url(record: Record, slug: str) -> str:
    """Where readers find the record; empty while they cannot."""
    hidden = (Record.Publication.NEVER, Record.Publication.WITHDRAWN)
    if record.publication in hidden or record.merged_into_id:
        return ""
    return f"/{SECTIONS[record.kind]}/{slug}/"
