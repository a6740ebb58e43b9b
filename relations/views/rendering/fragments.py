"""HTML made in Python: the items of a finder's lists, its entries and the values of its facets.

A finder's page is made of them, and a template takes two to three times as long.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache

from django.utils.translation import gettext
from markupsafe import Markup, escape

from relations.finder import Card, FacetValue
from relations.presenters.urls import with_query
from relations.presenters.wording import choice_label, upper_first


def card_items(
    cards: Iterable[Card],
    level: int,
    date: Callable[..., str],
    eyebrow: Callable[..., str],
    record_links: Callable[..., str],
) -> Markup:
    """Entries as items of a list.

    ``level``: of their headings. ``date``, ``eyebrow``, ``record_links``: macros of the templates.
    """
    items = [
        f'<li class="card is-{escape(card.type)}">\n'
        f'<div class="card-date">{date(card.date)}</div>\n'
        f"<div>\n{eyebrow(card.type, card.state, card.status)}"
        f'<h{level}><a href="{escape(card.url)}">{card.title_html}</a></h{level}>\n'
        f"<p>{card.summary_html}</p>\n"
        f"{_matching_claims(card)}"
        + (f'<p class="note">{record_links(card.topics)}</p>\n' if card.topics else "")
        + "</div>\n</li>\n"
        for card in cards
    ]
    return Markup("".join(items))  # noqa: S704 (escaped, or made so by the finder and the macros)


def _matching_claims(card: Card) -> str:
    """The claims of an entry that match what was asked for, if there are any."""
    if not card.claims:
        return ""
    items = []
    for claim in card.claims:
        kind = _escape_label(choice_label(claim.kind, "claim"))
        items.append(f'<li><a class="label" href="{escape(claim.url)}">{kind}</a> {claim.html}</li>\n')
    return f'<ul class="matching-claims plain-list">\n{"".join(items)}</ul>\n'


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
        address = with_query(path, query) if path else f"?{query}"
        address = address.replace("&", "&amp;")  # all else is quoted already
        items.append(
            f'<li{nested}><a href="{address}"{current}><span>{_escape_label(label)}{remove}</span>'
            f' <span class="num">{count}</span></a></li>\n'
        )
    return Markup("".join(items))  # noqa: S704 (escaped above)


@lru_cache(maxsize=8192, typed=True)
def _escape_label(label: str) -> str:
    return str(escape(upper_first(label)))
