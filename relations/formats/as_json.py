"""A selection of entries as JSON: one page of it, with its facets and their counts."""

from typing import Any

from relations.finder import Card, FacetResult, Result
from relations.formats.record import SCHEMA, dumps, name_data, span_data
from relations.presenters.urls import absolute_url

MEDIA_TYPE = "application/json"
Data = dict[str, Any]


def render(result: Result, path: str) -> str:
    """The result as the contract's JSON. ``path`` is the address whose next and previous pages it names."""
    return dumps(
        {
            "schema": SCHEMA,
            "title": result.sentence,
            "count": result.total,
            "next": _page(path, result.next_query),
            "previous": _page(path, result.previous_query),
            "problems": [
                {"name": problem.name, "value": problem.value, "message": str(problem.message)}
                for problem in result.problems
            ],
            "unknown_words": list(result.unknown),
            "suggestions": [
                {"q": each.q, "url": _page(path, each.query), "count": each.total}
                for each in result.suggestions
            ],
            "facets": {facet.name: _facet(facet) for facet in result.facets},
            "results": [_card(card) for card in result.cards],
        }
    )


def _page(path: str, query: str | None) -> str | None:
    return None if query is None else absolute_url(path, query)


def _facet(facet: FacetResult) -> list[Data]:
    return [
        {"value": value.value, "label": str(value.label), "count": value.count, "selected": value.selected}
        for value in facet.values
    ]


def _card(card: Card) -> Data:
    return {
        "code": card.code,
        "type": card.type,
        "title": card.title,
        "summary": card.summary,
        "date": {**span_data(card.date), "note": card.date_note} if card.date else None,
        "url": absolute_url(card.url),
        "json_url": absolute_url(card.url.removesuffix("/") + ".json"),
        "topics": [name_data(name) for name in card.topics],
        "actors": [name_data(name) for name in card.actors],
        "edition": card.edition,
    }
