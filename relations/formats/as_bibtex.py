"""Literature for BibTeX and biblatex, in one file that both read.

biblatex reads dates as they are known (``date``, in EDTF level 1: its manual, section
2.3.8), the language (``langid``) and the original of a translation. Classic BibTeX
reads ``year`` and ``month``, which are there only where they are certain.
"""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from relations.finder import EditionStream
from relations.formats.babel_languages import babel_name
from relations.formats.bibtex_text import (
    escape_doi,
    escape_text,
    escape_verbatim,
    format_keywords,
    format_names,
)
from relations.formats.exported_entry import exported_batches
from relations.models import Precision, Span
from relations.presenters.cited_work import CitedWork, WorkType
from relations.presenters.page_numbers import PageNumbers

MEDIA_TYPE = "application/x-bibtex; charset=utf-8"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# The types that classic styles know too; what is none of these is miscellaneous.
_TYPES = {
    WorkType.JOURNAL_ARTICLE: "article",
    WorkType.MAGAZINE_ARTICLE: "article",
    WorkType.BOOK: "book",
    WorkType.CHAPTER: "incollection",
    WorkType.REPORT: "techreport",
    # An entry of this reference has no author, without whom classic styles refuse a part of a book.
    WorkType.ENTRY: "online",
    WorkType.WEB_PAGE: "online",
}
# What classic styles, or biblatex, refuse an entry without: of each group one.
_REQUIRED = {
    "article": (("authors",), ("container",), ("year",)),
    "book": (("authors", "editors"), ("publisher",), ("year",)),
    "incollection": (("authors",), ("container",), ("publisher",), ("year",)),
    "techreport": (("authors",), ("publisher",), ("year",)),
    "online": (("url", "doi"),),
}

Fields = dict[str, str]


def render(stream: EditionStream) -> Iterator[str]:
    """The entries of a selection, each cited at its edition, in pieces of some hundred."""
    for entries in exported_batches(stream):
        yield render_works(entry.work for entry in entries)


def render_works(works: Iterable[CitedWork]) -> str:
    return "".join(map(format_work, works))


def format_work(work: CitedWork) -> str:
    """One entry of the file."""
    dated = _date_fields(work.issued)
    type_ = _entry_type(work, dated)
    lines = [f"  {name} = {value}," for name, value in _fields(work, type_, dated).items() if value]
    return "\n".join((f"@{type_}{{{work.id},", *lines, "}", "", ""))


def _entry_type(work: CitedWork, dated: Fields) -> str:
    type_ = _TYPES.get(work.type, "misc")
    for group in _REQUIRED.get(type_, ()):
        if not any(dated["year"] if name == "year" else getattr(work, name) for name in group):
            return "misc"
    return type_


def _fields(work: CitedWork, type_: str, dated: Fields) -> Fields:
    """The fields of a work as they are written; "" where there is nothing to say."""
    return {
        "author": _braced(format_names(work.authors)),
        "title": _protect_capitals(work.title),
        "editor": _braced(format_names(work.editors)),
        _container_field(work): _protect_capitals(work.container),
        "series": _protect_capitals(work.series),
        **dated,
        "institution" if type_ == "techreport" else "publisher": _text(work.publisher),
        "address": _text(work.place),
        "volume": _text(work.volume),
        "number": _text(work.issue),
        "pages": _braced(_pages(work.pages)),
        "edition": _text(work.edition),
        "type": _text(work.genre),
        # Of works of these types classic styles say no more than that, and biblatex of those in the web this.
        "howpublished": _text(_how_published(work)) if type_ in ("misc", "online") else "",
        "organization": _text(work.publisher or work.container) if type_ == "online" else "",
        "note": _text(_note(work, is_dated=bool(dated["year"]))),
        "origtitle": _text(work.original_title),
        "origlanguage": _braced(babel_name(work.original_language)) or _text(work.original_language),
        "abstract": _text(work.abstract),
        "language": _text(work.language),
        "langid": _braced(babel_name(work.language)),
        "keywords": _braced(format_keywords(work.keywords)),
        "isbn": _text(work.isbn),
        "issn": _text(work.issn),
        "doi": _braced(escape_doi(work.doi)),
        "url": _braced(escape_verbatim(work.url)),
        "urldate": _braced(work.accessed.isoformat()) if work.accessed else "",
    }


def _container_field(work: CitedWork) -> str:
    periodical = work.type in (WorkType.JOURNAL_ARTICLE, WorkType.MAGAZINE_ARTICLE, WorkType.INTERVIEW)
    return "journal" if periodical else "booktitle"


def _date_fields(issued: Span | None) -> Fields:
    """``date`` as it is known, and year and month where the date is as exact."""
    if issued is None:
        return {"date": "", "year": "", "month": ""}
    first, last = issued.first, issued.last
    is_certain = issued.precision in (Precision.DAY, Precision.MONTH, Precision.YEAR)
    in_one_year = is_certain and first.year == last.year
    in_one_month = in_one_year and issued.precision is not Precision.YEAR and first.month == last.month
    return {
        "date": _braced(_edtf(issued)),
        "year": _braced(f"{first.year:04}") if in_one_year else "",
        # One of the names that BibTeX knows, which a style says in its language.
        "month": _MONTHS[first.month - 1] if in_one_month else "",
    }


def _edtf(issued: Span) -> str:
    """A date in EDTF level 1, which knows a decade only as a date of its own that is certain.

    An upper bound is a range that nobody knows the beginning of.
    """
    first, last = issued.iso_bounds
    if issued.precision is Precision.DECADE and "/" not in issued.code:
        return issued.code
    mark = "~" if issued.precision is Precision.ABOUT else ""
    return f"{first}{mark}" if first == last else f"{first}{mark}/{last}{mark}"


def _how_published(work: CitedWork) -> str:
    """What a style says of miscellaneous works besides author, title and date, in words."""
    volume = work.volume + (f"({work.issue})" if work.issue else "")
    where = " ".join(filter(None, (work.container or work.series, volume)))
    publisher = ": ".join(filter(None, (work.place, work.publisher)))
    return ", ".join(filter(None, (where, PageNumbers.parse(work.pages).written(), publisher)))


def _note(work: CitedWork, *, is_dated: bool) -> str:
    """What no other field says to classic styles. ``is_dated``: the year is told."""
    said = []
    if work.version:
        said.append(_("Edition %(number)s") % {"number": work.version})
    if work.issued and not is_dated:
        said.append(work.issued.label)
    if work.archived_url:
        said.append(_("Archived at %(address)s") % {"address": work.archived_url})
    return ". ".join(said)


def _pages(text: str) -> str:
    """Pages as BibTeX has them: 45--67, 71."""
    pages = PageNumbers.parse(text)
    return pages.written("--") if pages.parts else escape_text(text)


def _text(text: str) -> str:
    return _braced(escape_text(text)) if text else ""


def _protect_capitals(title: str) -> str:
    """A title in a second pair of braces, by which styles leave its capitals as they are."""
    return _braced(_text(title))


def _braced(text: str) -> str:
    return f"{{{text}}}" if text else ""
