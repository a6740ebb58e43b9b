"""Entries in order of time: a list by year under a chart of how many there are in each."""

from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from relations.catalogue import Snapshot
from relations.finder import Card, Result
from relations.presenters.entry import read_listed
from relations.presenters.finder_page import finder_page
from relations.presenters.year_histogram import year_histogram

# Of more entries of several years only the oldest are drawn.
MAX_SPANS = 12


def timeline_page(snapshot: Snapshot, result: Result, path: str) -> dict[str, Any]:
    longer = result.selection.of_several_years(MAX_SPANS)
    entries = read_listed(longer.codes, snapshot) if longer.codes else {}
    words = {"list": result.sentence, "reference": snapshot.reference.title}
    return finder_page(snapshot, result, path) | {
        "title": _("Timeline: %(list)s") % words,
        "description": _("%(list)s in order of time, from the reference “%(reference)s”.") % words,
        "histogram": year_histogram(result, list(entries.values())),
        "years": [(year, list(cards)) for year, cards in groupby(result.cards, key=year_heading)],
    }


def year_heading(card: Card) -> str:
    """The heading of a card: the year its span ends in, as the order of the list has it."""
    if card.date is None or card.date.is_upper_bound:
        return _("No date in the sources")
    return f"{card.date.last.year:04}"
