"""How a page is cited: words a reader can copy, with an address that never changes."""

from django.utils.translation import gettext as _

from relations.catalogue import Snapshot, url_of
from relations.formats.web import absolute
from relations.models import Edition, Record
from relations.views.templating import day


def citation(snapshot: Snapshot, edition: Edition, kind: str, key: str, slug: str, title: str) -> str:
    """The citation of one edition: title, reference, edition, date, permanent address."""
    short = kind in Record.ENTRY_KINDS
    path = f"/e/{key}/{edition.number}/" if short else f"{url_of(kind, slug)}editions/{edition.number}/"
    return _("“%(title)s”. %(reference)s, edition %(number)s, %(day)s. %(address)s") % {
        "title": title,
        "reference": snapshot.reference.title,
        "number": edition.number,
        "day": day(edition.published_at),
        "address": absolute(path),
    }


def reference_citation(snapshot: Snapshot) -> str:
    """The citation of the whole reference."""
    return f"{snapshot.reference.title}. {absolute('/')}"
