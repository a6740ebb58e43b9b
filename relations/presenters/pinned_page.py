"""What a record's page of an earlier version says of the time since: what changed, and where it stands."""

from typing import Any

from django.utils.translation import gettext as _

from relations.catalogue import ResolvedAddress, Snapshot
from relations.models import Edition
from relations.presenters.change_sentences import ChangeSentence
from relations.presenters.changes import document_name
from relations.presenters.comparison import Sentences, document_sentences


def pinned_page(snapshot: Snapshot, found: ResolvedAddress) -> dict[str, Any]:
    """What the banner of a record's page needs; nothing at the present version. One query, or two."""
    if not snapshot.pin:
        return {}
    return {
        "present_url": found.present_url,
        "changes_path": f"{found.present_url}changes/?since={snapshot.pin_text}",
        "changes_since": Sentences.first_of(_changes_since(snapshot.present, found)),
    }


def _changes_since(present: Snapshot, found: ResolvedAddress) -> list[ChangeSentence]:
    """How the record's own text differs from what it is now."""
    latest = found.record.editions.get(died=None)
    if latest.action == Edition.Action.MERGED and found.record.merged_into:
        survivor = found.record.merged_into.current_edition  # which may be that of a later merger
        name = document_name(survivor.read_document(), present)
        return [ChangeSentence(_("It was merged into “%(name)s”.") % {"name": name})]
    return document_sentences(found.edition, latest, present)
