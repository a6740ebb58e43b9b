"""A work as the processor of styles is given it: the item of CSL-JSON, without what styles would misread."""

import re
from typing import Any

from relations.formats.as_csl import csl_item
from relations.formats.citation_styles.punctuation import MARKS, typographic
from relations.models import Span
from relations.presenters.cited_work import CitedWork

Item = dict[str, Any]

_LEFT_OUT = (
    # Not printed by these styles as their manuals have it, or no part of a citation.
    *("abstract", "archive_location", "custom", "keyword"),
    # "Version 2" would be the number of a page's edition, beside an address whose "@v12" is the version of
    # the whole reference. The edition stands in the address, and its day in the citation.
    "version",
)
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_WORDED = ("title", "container-title", "collection-title", "original-title", "publisher")


def processor_item(work: CitedWork) -> Item:
    """The item of a work for the processor."""
    item: Item = _without_marks({n: v for n, v in csl_item(work).items() if n not in _LEFT_OUT})
    item |= {name: typographic(item[name]) for name in _WORDED if name in item}
    if any(letter.isalpha() and not _LATIN.match(letter) for letter in work.title):
        # The capitals of English titles are not those of other scripts, whatever language is stated.
        item["language"] = "und"
    if work.original_title and not work.original_language.startswith("en"):
        # The language of an item is that of its title.
        item["original-title"] = f'<span class="nocase">{item["original-title"]}</span>'
    if work.issued and len(item["issued"].get("date-parts", ())) > 1:
        item["issued"] = item["issued"] | {"date-parts": _common_dates(work.issued)}
    return item


def with_circa_in_words(item: Item, circa: str) -> Item:
    """The item with "c. 2021" as words for a date that is about, which else would be given as certain.

    ``circa``: "c.", or "" for a style that asks for itself whether a date is uncertain.
    """
    issued = item.get("issued", {})
    if not circa or not issued.get("circa"):
        return item
    years = dict.fromkeys(str(year) for year, *_rest in issued["date-parts"])
    return item | {"issued": {"literal": f"{circa} {'–'.join(years)}"}}


def _without_marks(value: Any) -> Any:
    """Texts and names without the characters that ``punctuation`` gives a meaning of its own."""
    match value:
        case str():
            return MARKS.sub("", value)
        case list():
            return [_without_marks(each) for each in value]
        case dict():
            return {name: _without_marks(each) for name, each in value.items()}
    return value


def _common_dates(issued: Span) -> list[list[int]]:
    """What both ends of a range of days or months have in common: citeproc-py forms no such range."""
    first, last = issued.first, issued.last
    if first.year != last.year:
        return [[first.year], [last.year]]
    return [[first.year, first.month]] if first.month == last.month else [[first.year]]
