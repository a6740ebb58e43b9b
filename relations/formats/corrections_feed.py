"""What was corrected as a feed (Atom)."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from relations.catalogue import Snapshot
from relations.catalogue.corrections import corrected_editions
from relations.documents.text_diff import DiffPart
from relations.formats import as_atom
from relations.formats.as_atom import FEED_SIZE, Feed, Item, Tombstone
from relations.presenters.corrections import PublishedCorrection, published_corrections


def corrections_title(reference: str) -> str:
    """What the feed is called."""
    return _("%(reference)s: corrections") % {"reference": reference}


def render_corrections(snapshot: Snapshot) -> str:
    """The latest corrections as XML text, each with what it corrected, before and after."""
    title = corrections_title(snapshot.reference.title)
    feed = Feed.of(snapshot, "corrections.atom", title, "/corrections.atom", "/corrections/")
    corrections = published_corrections(corrected_editions(snapshot)[:FEED_SIZE], snapshot)
    return as_atom.render(feed, map(_item, corrections))


def _item(correction: PublishedCorrection) -> Item | Tombstone:
    change, edition = correction.change, correction.edition
    # Of another id than the same edition has among all changes: it says something else.
    id_ = f"correction/{edition.record.kind}/{edition.record.key}/{edition.number}"
    if change.withdrawn:
        return Tombstone(id_, change.withdrawn)
    return Item(
        id=id_,
        path=change.edition_url,
        title=_("%(name)s: corrected (edition %(number)s)")
        % {"name": change.label, "number": edition.number},
        updated=edition.published_at,
        published=edition.published_at,
        summary="\n\n".join(_paragraphs(correction)),
    )


def _paragraphs(correction: PublishedCorrection) -> Iterator[str]:
    if correction.edition.change_note:
        yield correction.edition.change_note
    for text in correction.texts:
        lines = [text.label]
        lines += [_("Before: %(text)s") % {"text": _plain(text.before)}] if text.before else []
        lines += [_("After: %(text)s") % {"text": _plain(text.after)}] if text.after else []
        yield "\n".join(lines)


def _plain(parts: Iterable[DiffPart]) -> str:
    return "".join(part.text for part in parts)
