"""The finder: parameters in, one result out."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from relations.catalogue import Snapshot
from relations.finder.dates import dated_label
from relations.finder.engine import Matches
from relations.finder.facets import FACETS
from relations.finder.params import Params
from relations.finder.problems import page_beyond_last
from relations.finder.result import Chip, Relaxation, Result
from relations.finder.selection import Selection
from relations.finder.sentence import result_sentence
from relations.finder.suggestions import suggest
from relations.models import Span


def find(params: Params, snapshot: Snapshot, *, with_cards: bool = True) -> Result:
    """What ``params`` choose. No query but the search's own; cards and facets are read when asked for.

    ``with_cards``: whether the page shows entries, not only what could be chosen.
    """
    selection = Selection(params, snapshot)
    total = selection.total
    pages = max(-(-total // params.page_size), 1)
    beyond = (page_beyond_last(params.page, pages, params.at_page(1).query),) if params.page > pages else ()
    start = (params.page - 1) * params.page_size
    edition_ids = tuple(selection.edition_ids(start, params.page_size)) if with_cards else ()
    chips = tuple(build_chips(params, snapshot))
    unmatched = selection.matches.unmatched if selection.matches else ()
    unknown, suggestions = suggest(params, unmatched, snapshot)
    return Result(
        params=params,
        total=total,
        page=params.page,
        pages=pages,
        edition_ids=edition_ids,
        chips=tuple(chip for chip, _without in chips),
        sentence=result_sentence(params, snapshot, total),
        problems=(*params.problems, *beyond),
        relaxations=() if total else tuple(_relaxations(chips, snapshot, selection.matches)),
        unknown=unknown,
        suggestions=suggestions,
        first=start + 1 if edition_ids else 0,
        last=start + len(edition_ids) if edition_ids else 0,
        next_query=params.at_page(params.page + 1).query if params.page < pages else None,
        previous_query=params.at_page(min(params.page - 1, pages)).query if params.page > 1 else None,
        selection=selection,
    )


def build_chips(params: Params, snapshot: Snapshot) -> Iterator[tuple[Chip, Params]]:
    """Each choice with the parameters that are left without it."""
    if params.q:
        without = params.without("q")
        yield Chip("q", _("Words"), params.q, f"“{params.q}”", without.query), without
    for facet in FACETS:
        for slug in params.chosen(facet.name):
            label = facet.value_label(facet.key(slug, snapshot), snapshot)
            without = params.with_toggled(facet.name, slug)
            yield Chip(facet.name, str(facet.label), slug, label, without.query), without
    for name, text, label in (("from", params.from_, _("From")), ("to", params.to, _("To"))):
        if text:
            without = params.without(name)
            yield Chip(name, label, text, Span.parse(text).label, without.query), without
    if params.until:
        without, label = params.without("until"), Span.parse(params.until).label
        yield Chip("until", _("Happened by"), params.until, label, without.query), without
    if params.links_to:
        without = params.without("links_to")
        yield Chip("links_to", _("Linked to"), params.links_to, params.link_target, without.query), without
    if params.dated:
        without, label = params.without("dated"), dated_label(params.dated)
        yield Chip("dated", _("Date"), params.dated[-1], label, without.query), without


def _relaxations(
    chips: tuple[tuple[Chip, Params], ...], snapshot: Snapshot, matches: Matches | None
) -> list[Relaxation]:
    """The choices that stand alone between the reader and some entries, the most fruitful first."""
    found = [Relaxation(chip, Selection(without, snapshot, matches).total) for chip, without in chips]
    return sorted((r for r in found if r.total), key=lambda relaxation: -relaxation.total)
