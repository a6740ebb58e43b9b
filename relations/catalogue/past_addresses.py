"""Where an address led at an earlier version: the same address, whatever it was called then."""

from dataclasses import replace
from datetime import datetime

from relations.catalogue.addresses import MAX_CHAIN, ResolvedAddress, replacement_url, resolve_address
from relations.catalogue.records import read_records
from relations.catalogue.sections import SECTIONS, record_url
from relations.catalogue.snapshot import Snapshot
from relations.models import Edition, Record

# Where a record stands at present (o), the one it was merged into in the end (s), and where that does (c).
_AT_PRESENT = (
    "LEFT JOIN relations_address o ON o.record_id = r.id AND o.current "
    "LEFT JOIN relations_record s ON s.id = r.merged_into_id "
    "LEFT JOIN relations_address c ON c.record_id = s.id AND c.current "
)


class NotYetPublishedError(LookupError):
    """A record, or what is asked of it, was published only after the version asked for.

    ``url`` is where it stood then, at ``version``.
    """

    def __init__(self, url: str, version: int, published_at: datetime) -> None:
        super().__init__(url)
        self.url, self.version, self.published_at = url, version, published_at


def resolve_address_at(snapshot: Snapshot, section: str, slug: str) -> ResolvedAddress | None:
    """What ``/<section>/<slug>/`` leads to at the version of a snapshot, or None when it was never given.

    An address means the same record at every time, if it was given before or after. What is
    withdrawn at present is so at every version. Raises NotYetPublishedError. One query; of
    a past version one more for each merger until then.
    """
    if not snapshot.pin:
        return resolve_address(section, slug)
    where = "JOIN relations_address a ON a.record_id = r.id " + _AT_PRESENT
    where += "WHERE a.section = %s AND a.slug = %s"
    more = "o.slug, s.status, c.slug"
    for record, columns in read_records(where, [section, slug], more, snapshot.version):
        found = _found(record, section, slug, snapshot)
        return found and _with_present_urls(found, record, *columns)
    return None


def record_at_address_at(snapshot: Snapshot, section: str, slug: str) -> Record | None:
    """The record an address was given to, not the survivor it was merged into, with its edition then."""
    where = "JOIN relations_address a ON a.record_id = r.id WHERE a.section = %s AND a.slug = %s"
    version = snapshot.version if snapshot.pin else None
    return next((record for record, _more in read_records(where, [section, slug], version=version)), None)


def _with_present_urls(
    found: ResolvedAddress,
    record: Record,
    slug: str | None,
    survivor_status: str | None,
    survivor: str | None,
) -> ResolvedAddress:
    """``found`` with the present addresses of the record that has this address, and of its survivor."""
    own = record_url(record.kind, slug) if slug else found.url
    if survivor_status == Record.Status.WITHDRAWN:
        present = None
    else:
        present = record_url(record.kind, survivor) if survivor else own
    return replace(found, present_url=present, own_url=own)


def _found(record: Record, section: str, slug: str, snapshot: Snapshot) -> ResolvedAddress | None:
    survivor = _survivor(record, snapshot)
    if survivor is None:
        return None
    if _is_withdrawn(survivor):
        return resolve_address(section, slug)
    edition = survivor.edition
    if edition is None:
        raise not_yet_published(survivor)
    withdrawn = edition.action == Edition.Action.WITHDRAWN
    slug_then = edition.read_document()["slug"]
    return ResolvedAddress(
        record=survivor,
        edition=edition,
        current=survivor is record and slug_then == slug,
        url=record_url(survivor.kind, slug_then),
        withdrawn=withdrawn,
        replacement_url=_replacement_url(edition) if withdrawn else "",
    )


def not_yet_published(record: Record) -> NotYetPublishedError:
    """The error that says since when a record is there."""
    first = record.editions.earliest("number")
    url = record_url(record.kind, first.read_document()["slug"])
    return NotYetPublishedError(url, first.born, first.published_at)


def _survivor(record: Record, snapshot: Snapshot) -> Record | None:
    """The record that ``record`` had been merged into by then, or itself."""
    for _step in range(MAX_CHAIN):
        edition = record.edition
        if edition is None or edition.action != Edition.Action.MERGED or edition.replacement_id is None:
            return record
        where, values = "WHERE r.id = %s", [edition.replacement_id]
        ((record, _more),) = read_records(where, values, version=snapshot.version)
    return None


def _is_withdrawn(record: Record) -> bool:
    """Whether a record is withdrawn at present; one that was merged is not."""
    return record.status == Record.Status.WITHDRAWN and record.merged_into_id is None


def _replacement_url(edition: Edition) -> str:
    """Where the replacement of a record that was withdrawn for a time stands at present."""
    if edition.replacement_id is None:
        return ""
    replacement = Record.objects.select_related("edition").get(pk=edition.replacement_id)
    return replacement_url(replacement) if replacement.kind in SECTIONS else ""
