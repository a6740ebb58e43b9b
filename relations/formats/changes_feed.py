"""What changed in the reference as a feed (Atom)."""

from django.utils.translation import gettext as _

from relations.catalogue import Snapshot
from relations.catalogue.changes import published_editions
from relations.formats import as_atom
from relations.formats.as_atom import Feed, Item, Tombstone
from relations.presenters.changes import PublishedChange, published_changes

FEED_SIZE = 50


def render_changes(snapshot: Snapshot) -> str:
    """The latest changes as XML text. Two queries."""
    reference = snapshot.reference
    title = _("%(reference)s: what changed") % {"reference": reference.title}
    feed = Feed(
        title=title,
        author=reference.title,
        licence=reference.licence,
        path="/changes.atom",
        page="/changes/",
        published_at=snapshot.published_at,
        pin=snapshot.pin_text,
    )
    changes = published_changes(published_editions(snapshot)[:FEED_SIZE], snapshot)
    return as_atom.render(feed, map(_item, changes))


def _item(change: PublishedChange) -> Item | Tombstone:
    edition = change.edition
    id_ = f"{edition.record.kind}/{edition.record.key}/{edition.number}"
    if change.withdrawn:
        return Tombstone(id_, change.withdrawn)
    words = {"name": change.label, "action": change.action, "number": edition.number}
    return Item(
        id=id_,
        path=change.edition_url,
        title=_("%(name)s: %(action)s (edition %(number)s)") % words,
        updated=edition.published_at,
        published=edition.published_at,
        summary=edition.change_note,
    )
