"""Literature for citation processors (CSL-JSON).

The form is that of the schema csl-data.json of the Citation Style Language, 1.0.2.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from relations.finder import EditionStream
from relations.formats.exported_entry import exported_batches
from relations.models import Precision, Span
from relations.presenters.cited_work import CitedWork, WorkType
from relations.presenters.contributors import Contributor
from relations.presenters.page_numbers import PageNumbers

MEDIA_TYPE = "application/vnd.citationstyles.csl+json"

Item = dict[str, Any]


def render(stream: EditionStream) -> Iterator[str]:
    """The entries of a selection, each cited at its edition: one list, in pieces of some hundred items."""
    before = "[\n"
    for entries in exported_batches(stream):
        yield before + ",\n".join(_to_json(entry.work) for entry in entries)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def render_works(works: Iterable[CitedWork]) -> str:
    """One list, each item on a line of its own."""
    items = ",\n".join(map(_to_json, works))
    return f"[\n{items}\n]\n" if items else "[]\n"


def _to_json(work: CitedWork) -> str:
    return orjson.dumps(csl_item(work)).decode()


def csl_item(work: CitedWork) -> Item:
    """A work as an item; what is not known is left out."""
    item = {
        "id": work.id,
        # CSL's "article" is a preprint, and styles print that word.
        "type": "document" if work.type is WorkType.ARTICLE else work.type.value,
        "title": work.title,
        "author": [_name(author) for author in work.authors],
        "editor": [_name(editor) for editor in work.editors],
        "container-title": work.container,
        "collection-title": work.series,
        # The number of a work within its series is not the volume of a journal.
        **_numbers(work),
        "page": PageNumbers.parse(work.pages).written(),
        "edition": work.edition,
        "version": work.version,
        # A style that prints it beside such a type would say the same twice.
        "genre": "" if work.type in (WorkType.TREATY, WorkType.INTERVIEW) else work.genre,
        "publisher": work.publisher,
        "publisher-place": work.place,
        "issued": _date_variable(work.issued) if work.issued else {},
        "accessed": {"date-parts": [_parts(work.accessed.isoformat())]} if work.accessed else {},
        "DOI": work.doi,
        "ISBN": work.isbn,
        "ISSN": work.issn,
        "original-title": work.original_title,
        "abstract": work.abstract,
        "keyword": ", ".join(work.keywords),
        "language": work.language,
        "URL": work.url,
        "archive_location": work.archived_url,
        # The schema has no variable for it, and this place for what it has no variable for.
        "custom": {"original-language": work.original_language} if work.original_language else {},
    }
    return {name: value for name, value in item.items() if value}


def _numbers(work: CitedWork) -> dict[str, str]:
    if work.type is WorkType.REPORT:
        return {"volume": work.volume, "number": work.issue}
    if work.series:
        return {"volume": work.volume, "collection-number": work.issue}
    return {"volume": work.volume, "issue": work.issue}


def _name(contributor: Contributor) -> dict[str, str]:
    if contributor.institution:
        return {"literal": contributor.institution}
    parts = {
        "family": contributor.family,
        "given": contributor.given,
        "non-dropping-particle": contributor.particle,
        "suffix": contributor.suffix,
    }
    return {name: part for name, part in parts.items() if part}


def _date_variable(issued: Span) -> Item:
    """A date, or the first and the last of a range; of an upper bound only the words are true."""
    if issued.is_upper_bound:
        return {"literal": issued.label}
    first, last = map(_parts, issued.iso_bounds)
    dates = {"date-parts": [first] if first == last else [first, last]}
    return dates | ({"circa": True} if issued.precision is Precision.ABOUT else {})


def _parts(iso_date: str) -> list[int]:
    """Year, month and day, as far as they are known."""
    return [int(part) for part in iso_date.split("-")]
