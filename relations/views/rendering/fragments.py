"""HTML made in Python: the items of a finder's lists, its entries and the values of its facets.

A finder's page is made of them, and a template takes two to three times as long.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext
from markupsafe import Markup, escape

from relations.catalogue.snapshot_cache import SnapshotCache
from relations.documents.escaping import escape_output
from relations.finder import Card, FacetValue, Result
from relations.finder.cards import claim_choices, read_cards
from relations.finder.sentence import format_number
from relations.models.language import current_language
from relations.presenters.urls import url_with_query
from relations.presenters.wording import choice_label, upper_first, withdrawn_words

# Of the present snapshot so many cards (of 1 to 3 kB) and lists of facets (of 30 to 80 kB), in each process.
MAX_CARDS, MAX_FACET_LISTS = 2000, 32

_cards: SnapshotCache[Hashable, str] = SnapshotCache(MAX_CARDS)
_urls: SnapshotCache[int, str] = SnapshotCache(MAX_CARDS)
_facet_lists: SnapshotCache[Hashable, str] = SnapshotCache(MAX_FACET_LISTS)


@dataclass(frozen=True)
class CardMacros:
    """The macros of the templates that a card is written with; ``level``: of its heading."""

    level: int
    date: Callable[..., str]
    eyebrow: Callable[..., str]
    record_links: Callable[..., str]


def result_card_items(result: Result, *macros: Any) -> Markup:
    """The entries of a result as items of a list. Each is made once, unless searched words are marked in it.

    ``macros``: as CardMacros has them.
    """
    if result.params.terms:
        return card_items(result.cards, *macros)
    write, snapshot = CardMacros(*macros), result.selection.snapshot
    cached, urls = _cards.of(snapshot), _urls.of(snapshot)
    shown = (write.level, claim_choices(result.params), current_language())
    items = {pk: cached.get((pk, *shown)) for pk in result.edition_ids}
    if missing := [pk for pk, html in items.items() if html is None]:
        for card in read_cards(missing, result.params, snapshot):
            items[card.edition_id] = html = _card_item(card, write)
            cached.set((card.edition_id, *shown), html)
            urls.set(card.edition_id, card.url)
    return Markup("".join(filter(None, items.values())))  # noqa: S704 (made by _card_item)


def entry_urls(result: Result) -> list[str]:
    """The addresses of the entries on a result's page; without a query when these were read, or written."""
    if "cards" in vars(result):
        return [card.url for card in result.cards]
    urls = _urls.of(result.selection.snapshot)
    found = [url for pk in result.edition_ids if (url := urls.get(pk))]
    return found if len(found) == len(result.edition_ids) else [card.url for card in result.cards]


def card_items(cards: Iterable[Card], *macros: Any) -> Markup:
    """Entries as items of a list. ``macros``: as CardMacros has them."""
    write = CardMacros(*macros)
    return Markup("".join(_card_item(card, write) for card in cards))  # noqa: S704 (made by _card_item)


def _card_item(card: Card, write: CardMacros) -> str:
    if card.withdrawn:
        words = escape(withdrawn_words(card.withdrawn))
        return f'<li class="card is-withdrawn"><p class="note">{words}</p></li>\n'
    topics = f'<p class="note">{write.record_links(card.topics)}</p>\n' if card.topics else ""
    # All is escaped, or made so by the finder and the macros.
    return (
        f'<li class="card is-{escape_output(card.type)}">\n'
        f'<div class="card-date">{write.date(card.date)}</div>\n'
        f"<div>\n{write.eyebrow(card.type, card.state, card.status, card.word, card.form)}"
        f'<h{write.level}><a href="{escape_output(card.url)}">{card.title_html}</a></h{write.level}>\n'
        f"<p>{card.summary_html}</p>\n"
        f"{_matching_claims(card)}{_found_by(card)}{topics}</div>\n</li>\n"
    )


def _found_by(card: Card) -> str:
    """The names by which alone a search found an entry, if there are any."""
    lines = []
    for hit in card.found_by:
        if hit.is_other:
            words = Markup(gettext("Found by “%(name)s”, another name of “%(record)s”."))  # noqa: S704
        else:
            words = Markup(gettext("Found by the name “%(name)s”."))  # noqa: S704 (its parts are escaped)
        lines.append(f'<p class="note">{words % {"name": hit.html, "record": hit.record.label}}</p>\n')
    return "".join(lines)


def _matching_claims(card: Card) -> str:
    """The claims of an entry that match what was asked for, if there are any."""
    if not card.claims:
        return ""
    items = []
    for claim in card.claims:
        kind = _escape_label(choice_label(claim.kind, "claim"))
        items.append(f'<li><a class="label" href="{escape_output(claim.url)}">{kind}</a> {claim.html}</li>\n')
    return f'<ul class="matching-claims plain-list">\n{"".join(items)}</ul>\n'


def cached_facet_list(macro: Callable[..., str]) -> Callable[..., str]:
    """The macro that writes the facets of a result, which are the same on all pages of a list."""

    def call(result: Result, *arguments: Any) -> str:
        params, cached = result.params, _facet_lists.of(result.selection.snapshot)
        key = (params.base, params.default_sort, params.at_page(1).query, arguments, current_language())
        html = cached.get(key)
        if html is None:
            html = macro(result, *arguments)
            cached.set(key, html)
        return html

    return call


def facet_value_items(values: Iterable[FacetValue], path: str = "") -> Markup:
    """The values of a facet as items of a list, each with its count and the address that chooses it.

    ``path``: of the list they narrow, where that is another page.
    """
    chosen = gettext("(chosen; remove)")
    items = []
    for _value, label, count, selected, query, indent in values:
        nested = ' class="nested"' if indent else ""
        current = ' aria-current="true"' if selected else ""
        remove = f'<span class="visually-hidden"> {escape(chosen)}</span>' if selected else ""
        address = url_with_query(path, query) if path else f"?{query}"
        address = address.replace("&", "&amp;")  # all else is quoted already
        items.append(
            f'<li{nested}><a href="{address}"{current}><span>{_escape_label(label)}{remove}</span>'
            f' <span class="num">{format_number(count)}</span></a></li>\n'
        )
    return Markup("".join(items))  # noqa: S704 (escaped above)


@lru_cache(maxsize=8192, typed=True)
def _escape_label(label: str) -> str:
    return str(escape(upper_first(label)))
