"""What a record's page of an earlier version says of the time since: what changed, and where it stands."""

from typing import Any

from django.utils.translation import gettext as _

from relations.catalogue import ResolvedAddress, Snapshot
from relations.documents import document_name
from relations.finder.comparison import ChangedEditions, compare_entries_of
from relations.models import Edition, Record
from relations.presenters.change_sentences import ChangeSentence
from relations.presenters.comparison import Sentences, document_sentences
from relations.presenters.wording import format_day


def pinned_page(snapshot: Snapshot, found: ResolvedAddress) -> dict[str, Any]:
    """What the banner of a record's page needs; nothing at the present version. One query, or two.

    ``present_url`` is None where what stands for the page at present is withdrawn, ``entries_since``
    where the page lists no entries or is part of another one.
    """
    if not snapshot.pin:
        return {}
    latest = found.record.editions.get(died=None)
    return {
        "present_url": found.present_url,
        "changes_path": found.present_url and f"{found.present_url}changes/?since={snapshot.pin_text}",
        "changes_since": Sentences.first_of(_changes_since(snapshot.present, found, latest)),
        "entries_since": _entries_since(snapshot, found, latest),
    }


def _entries_since(snapshot: Snapshot, found: ResolvedAddress, latest: Edition) -> ChangedEditions | None:
    record = found.record
    if record.is_entry or latest.action == Edition.Action.MERGED:
        return None
    return compare_entries_of(snapshot, snapshot.present, str(record.kind), record.key)


def _changes_since(present: Snapshot, found: ResolvedAddress, latest: Edition) -> list[ChangeSentence]:
    """How the record's own text differs from what it is at present."""
    if latest.action == Edition.Action.MERGED and found.record.merged_into:
        return [ChangeSentence(_merged_into(found.record.merged_into, latest, present))]
    return document_sentences(found.edition, latest, present)


def _merged_into(survivor: Record, merger: Edition, present: Snapshot) -> str:
    """What is said of a merger, and why. The survivor may be that of a later one, or be withdrawn."""
    edition = survivor.current_edition
    if survivor.status == Record.Status.WITHDRAWN:
        return _("It was merged into another page, which was withdrawn on %(day)s: %(reason)s") % {
            "day": format_day(edition.published_at),
            "reason": edition.change_note,
        }
    words = {
        "name": document_name(edition.read_document(), present.name_of),
        "day": format_day(merger.published_at),
        "note": merger.change_note,
    }
    return _("It was merged into “%(name)s” on %(day)s: %(note)s") % words
