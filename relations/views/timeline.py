"""Entries in order of time: an ordered list by year, under a picture of how many there are in each."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from relations.catalogue import Snapshot
from relations.finder import Card
from relations.presenters.timeline import picture_of
from relations.views.finder import list_context, read, search
from relations.views.http import public_page
from relations.views.templating import render_page


@public_page
def timeline(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    result = search(read(request, snapshot, {}, sort="oldest"), snapshot)
    context = list_context(request, snapshot, result) | {
        "title": _("Timeline: %(list)s") % {"list": result.sentence},
        "picture": picture_of(result),
        "years": [(year, list(cards)) for year, cards in groupby(result.cards, key=year_of)],
    }
    return render_page(request, "timeline/timeline.html", context)


def year_of(card: Card) -> str:
    """The heading a card stands under: the year its span ends in, as the order of the list has it."""
    return f"{card.date.last.year:04}" if card.date else _("Undated")
