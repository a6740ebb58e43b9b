"""How a page is cited: words a reader can copy, with an address that never changes."""

from django.utils.translation import gettext as _

from relations.catalogue import Snapshot, record_url
from relations.catalogue.sections import edition_url
from relations.models import Edition
from relations.presenters.urls import absolute_url
from relations.presenters.wording import format_day


def edition_citation(snapshot: Snapshot, edition: Edition, kind: str, key: str, slug: str, title: str) -> str:
    """The citation of one edition: title, reference, edition, date, permanent address."""
    path = edition_url(kind, key, record_url(kind, slug), edition.number)
    address = absolute_url(path, pin=snapshot.pin_text)
    return f"{edition_words(snapshot, edition, title)} {address}"


def edition_words(snapshot: Snapshot, edition: Edition, title: str) -> str:
    """The same without an address, for what has one of its own."""
    return _("“%(title)s”. %(reference)s, edition %(number)s, %(day)s.") % {
        "title": title,
        "reference": snapshot.reference.title,
        "number": edition.number,
        "day": format_day(edition.published_at),
    }


def reference_citation(snapshot: Snapshot) -> str:
    """The citation of the whole reference."""
    return f"{snapshot.reference.title}. {absolute_url('/', pin=snapshot.pin_text)}"
