"""A selection of entries as JSON: one page of it, with its facets and their counts."""

from collections.abc import Iterable

from relations.finder import Card, Result
from relations.finder.facet_values import FacetValue
from relations.finder.params import Problem
from relations.formats.json_types import (
    SCHEMA,
    FacetValueData,
    ProblemDetails,
    ResultData,
    ResultListData,
    WithdrawnEntryData,
)
from relations.formats.record_json import name_as_data, noted_span_as_data, to_json, withdrawal_as_data
from relations.presenters.urls import absolute_url

MEDIA_TYPE = "application/json"


def render(result: Result, path: str) -> str:
    """The result as the contract's JSON. ``path`` is the address whose next and previous pages it names."""
    snapshot = result.selection.snapshot
    pin = snapshot.pin_text
    data: ResultListData = {
        "schema": SCHEMA,
        "version": snapshot.version,
        "title": result.sentence,
        "count": result.total,
        "next": _page_url(path, result.next_query, pin),
        "previous": _page_url(path, result.previous_query, pin),
        "problems": problems_as_data(result.problems),
        "unknown_words": list(result.unknown),
        "suggestions": [
            {"q": each.q, "url": _page_url(path, each.query, pin), "count": each.total}
            for each in result.suggestions
        ],
        "facets": {
            **{facet.name: _facet_values(facet.values) for facet in result.facets},
            "dated": _facet_values(result.dated),
        },
        "results": [_result(card, pin) for card in result.cards],
    }
    return to_json(data)


def problems_as_data(problems: Iterable[Problem]) -> list[ProblemDetails]:
    """What of an address could not be followed."""
    return [
        {"name": problem.name, "value": problem.value, "message": str(problem.message)}
        for problem in problems
    ]


def _page_url(path: str, query: str | None, pin: str) -> str | None:
    return None if query is None else absolute_url(path, query, pin)


def _facet_values(values: Iterable[FacetValue]) -> list[FacetValueData]:
    return [
        {"value": value.value, "label": str(value.label), "count": value.count, "selected": value.selected}
        for value in values
    ]


def _result(card: Card, pin: str) -> ResultData | WithdrawnEntryData:
    if card.withdrawn:
        return {
            "code": card.code,
            "type": card.type,
            "withdrawn": withdrawal_as_data(card.withdrawn),
        }
    return {
        "code": card.code,
        "type": card.type,
        "title": card.title,
        "summary": card.summary,
        "date": noted_span_as_data(card.date, card.date_note),
        "url": absolute_url(card.url, pin=pin),
        "json_url": absolute_url(card.url.removesuffix("/") + ".json", pin=pin),
        "topics": [name_as_data(name, pin) for name in card.topics],
        "actors": [name_as_data(name, pin) for name in card.actors],
        "edition": card.edition,
    }
