"""How a page is cited: words a reader can copy, with an address that never changes."""

from django.utils.translation import gettext as _

from relations.catalogue import Snapshot, record_url
from relations.catalogue.sections import edition_url
from relations.documents import Document
from relations.models import Edition
from relations.presenters.urls import absolute_url, pinned_url
from relations.presenters.wording import format_day


def page_citation(snapshot: Snapshot, edition: Edition, title: str, path: str) -> str:
    """The citation of a record's page at this version: what a reader sees, neighbours and counts too."""
    return f"{cited_words(snapshot, edition, title)} {pinned_url(snapshot, path)}"


def edition_citation(snapshot: Snapshot, edition: Edition, document: Document) -> str:
    """The citation of one edition of an entry, whichever there are since."""
    kind, key, slug = document["kind"], document["key"], document["slug"]
    path = edition_url(kind, key, record_url(kind, slug), edition.number)
    words = _("“%(title)s”. %(reference)s, edition %(number)s, %(day)s.") % {
        "title": document["title"],
        "reference": snapshot.reference.title,
        "number": edition.number,
        "day": format_day(edition.published_at),
    }
    return f"{words} {absolute_url(path, pin=snapshot.pin_text)}"


def cited_words(snapshot: Snapshot, edition: Edition, title: str) -> str:
    """A page's citation without its address. The day is that of its edition, as in every style."""
    return _("“%(title)s”. %(reference)s, %(day)s.") % {
        "title": title,
        "reference": snapshot.reference.title,
        "day": format_day(edition.published_at),
    }


def reference_citation(snapshot: Snapshot) -> str:
    """The citation of the whole reference."""
    return f"{snapshot.reference.title}. {absolute_url('/', pin=snapshot.pin_text)}"
