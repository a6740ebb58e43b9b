"""Examples for the description of the API: requests that find something, and their answers, as published."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from relations.catalogue import SECTIONS, EditionContent, Snapshot, read_editions
from relations.catalogue.vocabularies import VOCABULARIES
from relations.finder import Params, find
from relations.finder.overview import list_editions, years_covered
from relations.formats import as_csl, as_json, bibliography_json
from relations.formats.literature import works_of_edition
from relations.formats.record_json import records_as_data
from relations.models import Record
from relations.presenters.cited_work import cited_edition
from relations.presenters.name_list import NameQuery, paginate


@dataclass(frozen=True)
class Examples:
    """Examples taken from what is published.

    ``parameters`` are by name, ``records`` and the ``works`` cited with each by the first part of an address.
    """

    parameters: dict[str, str | int]
    selection: Mapping[str, Any] | None
    literature: list[dict[str, Any]] | None
    records: dict[str, Mapping[str, Any]]
    sources: Mapping[str, Any] | None
    source_parameters: dict[str, str | int]
    works: dict[str, list[dict[str, Any]]]


def read_examples(snapshot: Snapshot) -> Examples:
    found = find(Params(page_size=1), snapshot)
    if not found.cards:
        return Examples({}, None, None, {}, None, {}, {})
    values = {
        facet.name: max(facet.values, key=lambda value: value.count).value
        for facet in found.facets
        if facet.values
    }
    entries, names = _entries(snapshot), _names(values, snapshot)
    records = {**entries, **names}
    return Examples(
        parameters={**values, **_others(found.cards[0].title, snapshot), **_linked(entries.values())},
        selection=json.loads(as_json.render(found, "/entries.json")),
        literature=[as_csl.csl_item(cited_edition(edition, snapshot)) for edition in entries.values()],
        records=dict(zip(records, records_as_data(list(records.values()), snapshot), strict=True)),
        sources=json.loads(
            bibliography_json.render(paginate(list(snapshot.sources)[:1], NameQuery()), snapshot)
        ),
        source_parameters=_of_sources(snapshot),
        works={
            section: [as_csl.csl_item(work) for work in works_of_edition(edition, snapshot)]
            for section, edition in records.items()
        },
    )


def _others(title: str, snapshot: Snapshot) -> dict[str, str | int]:
    """Values of the parameters that are no facet's."""
    words = sorted(re.findall(r"\w+", title), key=len)
    years = years_covered(snapshot, {})
    dates = {"from": f"{years[0]:04}", "to": f"{years[1]:04}", "until": f"{years[1]:04}"} if years else {}
    dates["dated"] = "yes" if years else "no"
    return {"q": words[-1], "sort": "oldest", "page": 1, "page_size": 10, **dates}


def _linked(entries: Iterable[EditionContent]) -> dict[str, str]:
    """The code of an entry to which one of these links, if any does."""
    targets = [link["entry"] for edition in entries for link in edition.read_document()["links"]]
    return {"links_to": targets[0]} if targets else {}


def _of_sources(snapshot: Snapshot) -> dict[str, str | int]:
    """Values of the parameters of the list of sources."""
    words = (word for source in snapshot.sources for word in re.findall(r"\w+", source.label))
    return {"name": max(words, key=len, default=""), "order": "count", "page": 1}


def _entries(snapshot: Snapshot) -> dict[str, EditionContent]:
    """The newest entry of each kind."""
    newest = {kind: list_editions(snapshot, {"type": kind}, "newest", 1) for kind in Record.ENTRY_KINDS}
    return _editions({kind: ids[0] for kind, ids in newest.items() if ids})


def _names(values: dict[str, str], snapshot: Snapshot) -> dict[str, EditionContent]:
    """The records that the most frequent values stand for."""
    found = {kind: snapshot.vocabulary(kind).by_slug(values[kind]) for kind in VOCABULARIES if kind in values}
    return _editions({kind: name.edition_id for kind, name in found.items() if name})


def _editions(by_kind: dict[str, int]) -> dict[str, EditionContent]:
    sections = (SECTIONS[kind] for kind in by_kind)
    return dict(zip(sections, read_editions(by_kind.values()), strict=True))
