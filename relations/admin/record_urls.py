"""Where a record is edited, and where readers find it."""

from django.urls import reverse

from relations.catalogue import record_url
from relations.catalogue.sections import document_url
from relations.models import Record, WorkingCopy


def change_url(row: WorkingCopy) -> str:
    """The address of a working copy's form."""
    return reverse(f"admin:relations_{row._meta.model_name}_change", args=[row.pk])


def compare_url(row: WorkingCopy) -> str:
    """The address that compares two of its revisions, which a query names."""
    return reverse(f"admin:relations_{row._meta.model_name}_compare", args=[row.pk])


def public_url(record: Record, slug: str) -> str:
    """Where readers find the record; empty while they cannot."""
    return record_url(record.kind, slug) if record.is_public else ""


def withdrawn_url(record: Record) -> str:
    """Where readers are told that the record was withdrawn, and why; empty unless it is."""
    if record.status != Record.Status.WITHDRAWN:
        return ""
    return document_url(record.current_edition.read_document())
