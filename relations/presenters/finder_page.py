"""Pages on which readers narrow a list of entries: finder, timeline, the finder on a record's page."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from relations.catalogue import Snapshot
from relations.finder import Params, Result, find
from relations.finder.cards import claim_choices
from relations.finder.entries_list import entries_list_params
from relations.presenters.correction_notes import CorrectionNote, later_corrections
from relations.presenters.json_ld import entry_list
from relations.presenters.urls import url_with_query

# What the search form has fields of its own for.
FORM_FIELDS = ("q", "from", "to", "sort", "page")


def finder_page(snapshot: Snapshot, result: Result, path: str) -> dict[str, Any]:
    """The context of a page that is a list of entries. ``path``: its own address."""
    params = result.params
    title = result.sentence
    if result.page > 1:
        title = _("%(list)s, page %(page)s") % {"list": title, "page": result.page}
    query = entries_query(params, snapshot)
    return {
        "snapshot": snapshot,
        "title": title,
        "description": _("%(list)s, from the reference “%(reference)s”.")
        % {"list": title, "reference": snapshot.reference.title},
        "breadcrumb": _breadcrumb(path, params),
        "page_type": "CollectionPage",
        "main_entity": entry_list(result),
        "result": result,
        "params": params,
        "has_search_form": True,
        "hidden_fields": hidden_fields(params),
        "sort_options": sort_options(params),
        "entries_query": query,
        "cite_path": _cite_path(path, params, query),
        "corrected_later": corrected_hits(result),
        "filter_count": sum(chip.name != "q" for chip in result.chips),
    }


def _breadcrumb(path: str, params: Params) -> list[tuple[str, str]]:
    """The list without any choice; nothing where that is the page itself."""
    label, whole = (_("Timeline"), path) if path == "/timeline/" else (_("Entries"), "/entries/")
    return [] if path == whole and not params.is_narrowed else [(label, whole)]


def _cite_path(path: str, params: Params, query: str | None) -> str:
    """Where the whole list is cited; "" where no address says it. ``query``: the same at /entries/."""
    if path in ("/entries/", "/timeline/"):
        return url_with_query(f"{path}cite/", params.at_page(1).query)
    return "" if query is None else url_with_query("/entries/cite/", query)


def embedded_finder(snapshot: Snapshot, params: Params) -> dict[str, Any]:
    """The context of the finder within a record's page; it lists entries only when a reader narrowed them."""
    narrowed = bool(params.is_narrowed or params.problems or params.page > 1 or params.sort)
    result = find(params, snapshot, with_cards=narrowed)
    return {
        "result": result,
        "hidden_fields": hidden_fields(params),
        "narrowed": narrowed,
        "entries_query": entries_query(params, snapshot),
        "feed_title": result.feed_title,
        "corrected_later": corrected_hits(result) if narrowed else [],
    }


def corrected_hits(result: Result) -> list[CorrectionNote]:
    """The later corrections of the claims that a list of an earlier version shows below its entries."""
    shows_claims = result.params.terms or any(claim_choices(result.params))
    if not (result.selection.snapshot.pin and shows_claims):
        return []
    shown = ((card.code, claim.id) for card in result.cards for claim in card.claims)
    return later_corrections(result.selection.snapshot, shown)


def entries_query(params: Params, snapshot: Snapshot) -> str | None:
    """The query of the same selection at /entries, for its feed and files; None when no query says it."""
    same = entries_list_params(params, snapshot)
    return None if same is None else same.query


def hidden_fields(params: Params) -> list[tuple[str, str]]:
    """The choices that the search form sends along: all but those it has a field for."""
    return [pair for pair in params.pairs if pair[0] not in FORM_FIELDS]


def sort_options(params: Params) -> list[tuple[str, str, bool]]:
    """The orders a reader can choose: value, label, whether it is the one in use.

    The list's own order has no value: sent along with a first search, "newest"
    would keep the best matches from coming first.
    """
    labels = {
        "relevance": _("best match first"),
        "newest": _("newest first"),
        "oldest": _("oldest first"),
        "updated": _("last published first"),
    }
    default = replace(params, sort="").order
    return [
        ("" if value == default else value, label, value == params.order)
        for value, label in labels.items()
        if value != "relevance" or params.q
    ]
