"""Where an address leads: to what stands there now, to where it moved, or to the reason it is gone."""

from dataclasses import dataclass

from relations.catalogue.records import read_records
from relations.catalogue.sections import record_url
from relations.models import Edition, Record

# A chain of merges or replacements longer than this is a loop.
MAX_CHAIN = 50


@dataclass(frozen=True)
class ResolvedAddress:
    """What an address leads to.

    ``record`` and ``edition`` are what stands there now: of a merged record
    they are its survivor's. ``current`` is False when readers are to be sent
    on to ``url``. When ``withdrawn``, the reason is the edition's change note.
    If that was asked at another time, ``present_url`` is where the record, or the one it was merged
    into since, stands at present, None where that is withdrawn; ``own_url`` is where the record's own
    editions do, which stay when it is merged.
    """

    record: Record
    edition: Edition
    current: bool
    url: str
    withdrawn: bool
    replacement_url: str
    present_url: str | None = ""
    own_url: str = ""


def resolve_address(section: str, slug: str) -> ResolvedAddress | None:
    """What ``/<section>/<slug>/`` leads to, or None when it was never given.

    One query for what stands there; one more for each merge or replacement.
    """
    join = "JOIN relations_address a ON a.record_id = r.id WHERE a.section = %s AND a.slug = %s"
    for record, (current,) in read_records(join, [section, slug], "a.current"):
        return _found(record, slug, bool(current))
    return None


def _found(record: Record, slug: str, current: bool) -> ResolvedAddress | None:
    survivor = _survivor(record)
    if survivor is None or survivor.edition is None:
        return None
    withdrawn = survivor.status == Record.Status.WITHDRAWN
    current = current and survivor is record
    return ResolvedAddress(
        record=survivor,
        edition=survivor.edition,
        current=current,
        url=record_url(record.kind, slug) if current else _url(survivor),
        withdrawn=withdrawn,
        replacement_url=replacement_url(survivor) if withdrawn else "",
    )


def _survivor(record: Record) -> Record | None:
    """The record that ``record`` was merged into, however many merges later, or itself."""
    for _step in range(MAX_CHAIN):
        if record.merged_into_id is None:
            return record
        record = _record(record.merged_into_id)
    return None


def replacement_url(record: Record) -> str:
    """Where the replacement of a withdrawn record stands; a replacement may be replaced in turn."""
    for _step in range(MAX_CHAIN):
        if record.status != Record.Status.WITHDRAWN:
            return _url(record)
        replacement = record.current_edition.replacement
        survivor = _survivor(_record(replacement.pk)) if replacement else None
        if survivor is None or survivor.edition is None:
            return ""
        record = survivor
    return ""


def _record(pk: int) -> Record:
    return Record.objects.select_related("edition").get(pk=pk)


def _url(record: Record) -> str:
    return record_url(record.kind, record.current_edition.read_document()["slug"])
