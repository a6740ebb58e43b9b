"""What changed in the reference as a feed (Atom)."""

from django.utils.translation import gettext as _

from relations.catalogue import Snapshot
from relations.catalogue.changes import published_editions
from relations.formats import as_atom
from relations.formats.as_atom import FEED_SIZE, Feed, Item, Tombstone
from relations.presenters.changes import PublishedChange, published_changes


def render_changes(snapshot: Snapshot) -> str:
    """The latest changes as XML text. Two queries."""
    title = _("%(reference)s: what changed") % {"reference": snapshot.reference.title}
    feed = Feed.of(snapshot, "changes.atom", title, "/changes.atom", "/changes/")
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
