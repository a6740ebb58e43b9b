"""Literature for reference managers (RIS: https://en.wikipedia.org/wiki/RIS_(file_format)).

Tags are used as Zotero, EndNote and Mendeley read them. A line is a field, and ends
with CR LF.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _

from relations.finder import EditionStream
from relations.formats.exported_entry import exported_batches
from relations.models import Precision, Span
from relations.presenters.cited_work import CitedWork, WorkType
from relations.presenters.contributors import Contributor, undivided
from relations.presenters.page_numbers import PageNumbers

MEDIA_TYPE = "application/x-research-info-systems; charset=utf-8"
# A line of the file is a field: a value has none of its own.
_BREAKS = re.compile("[\x00-\x20\x7f-\xa0\u2028\u2029]+")
_TYPES = {
    WorkType.JOURNAL_ARTICLE: "JOUR",
    WorkType.MAGAZINE_ARTICLE: "MGZN",
    WorkType.BOOK: "BOOK",
    WorkType.CHAPTER: "CHAP",
    WorkType.REPORT: "RPRT",
    WorkType.WEB_PAGE: "ELEC",
    WorkType.ENTRY: "ENCYC",
}
_GENERIC = "GEN"
_PERIODICALS = ("JOUR", "MGZN")

Fields = list[tuple[str, str]]


def render(stream: EditionStream) -> Iterator[str]:
    """The entries of a selection, each cited at its edition, in pieces of some hundred."""
    for entries in exported_batches(stream):
        yield render_works(entry.work for entry in entries)


def render_works(works: Iterable[CitedWork]) -> str:
    return "".join(map(format_work, works))


def format_work(work: CitedWork) -> str:
    """One reference of the file."""
    type_ = _TYPES.get(work.type, _GENERIC)
    identifiers = _identifiers(work, type_)
    fields = [
        ("TY", type_),
        ("ID", work.id),
        ("TI", work.title),
        *(("AU", _name(author)) for author in work.authors),
        *((_editor_tag(work), _name(editor)) for editor in work.editors),
        ("T2", work.container or work.series),
        ("VL", work.volume),
        ("IS", work.issue),
        *_page_fields(work.pages),
        ("ET", work.edition),
        ("PB", work.publisher),
        ("CY", work.place),
        *_date_fields(work.issued),
        ("Y2", _day(work.accessed) if work.accessed else ""),
        ("DO", work.doi),
        ("SN", identifiers[0] if identifiers else ""),
        ("M3", work.genre),
        ("OP", work.original_title),
        ("AB", work.abstract),
        *(("KW", keyword) for keyword in work.keywords),
        *(("N1", note) for note in [*_notes(work), *identifiers[1:]]),
        ("LA", work.language),
        ("UR", work.url),
        ("UR", work.archived_url),
    ]
    cleaned = ((tag, _BREAKS.sub(" ", value).strip()) for tag, value in fields if value)
    return "".join((*(f"{tag}  - {value}\r\n" for tag, value in cleaned if value), "ER  - \r\n\r\n"))


def _name(contributor: Contributor) -> str:
    """Family, given, suffix, as the format has it.

    Several words without given names, as those of an institution, end with the comma: EndNote
    would otherwise take the last for the family name. Zotero reads them as one with and without.
    """
    family = undivided(contributor.institution or contributor.family_with_particle)
    given, suffix = undivided(contributor.given), undivided(contributor.suffix)
    if suffix:
        return f"{family}, {given}, {suffix}"
    return f"{family}, {given}".rstrip() if given or " " in family else family


def _editor_tag(work: CitedWork) -> str:
    """The tag for an editor: A3 for one of a book itself, of which A2 is the editor of the series."""
    return "A3" if work.type is WorkType.BOOK and not work.authors else "A2"


def _page_fields(pages: str) -> Fields:
    """Start and end of a range. Readers join the two by a hyphen, so that several ranges stand in one."""
    numbers = PageNumbers.parse(pages)
    first, last = numbers.ends if numbers.is_one_range else (numbers.written(), "")
    return [("SP", first), ("EP", last)]


def _date_fields(issued: Span | None) -> Fields:
    """Year and date; one that is a range or not certain is in words, which readers keep as they are."""
    if issued is None:
        return []
    first, last = issued.first, issued.last
    if not issued.is_exact:
        return [("DA", _in_words(issued))]
    year = [("PY", f"{first.year:04}")] if first.year == last.year else []
    return [*year, ("DA", issued.label if "/" in issued.code else _slashed(issued.code))]


def _in_words(issued: Span) -> str:
    """A date that is not exact. Decades are years here: Zotero takes "2010s" for a month of no year."""
    if issued.is_upper_bound:
        return Span.parse(f"by {issued.iso_bounds[1]}").label
    if issued.unit is not Precision.DECADE:
        return issued.label
    years = Span(issued.first, issued.last, Precision.YEAR).label
    return _("about %(date)s") % {"date": years} if issued.precision is Precision.ABOUT else years


def _day(day: date) -> str:
    return _slashed(day.isoformat())


def _slashed(code: str) -> str:
    """Year, month and day, each as far as it is known: 2019/09//."""
    year, month, day = [*code.split("-"), "", ""][:3]
    return f"{year}/{month}/{day}/"


def _identifiers(work: CitedWork, type_: str) -> list[str]:
    """What SN holds and what is left for a note: there is one tag for ISBN and ISSN, read once."""
    numbers = [("ISBN", work.isbn), ("ISSN", work.issn)]
    known = [(name, number) for name, number in numbers if number]
    if type_ in _PERIODICALS:
        known.reverse()
    return [number if place == 0 else f"{name} {number}" for place, (name, number) in enumerate(known)]


def _notes(work: CitedWork) -> list[str]:
    edition = _("Edition %(number)s") % {"number": work.version} if work.version else ""
    language = work.original_language
    return [edition, _("Original language: %(code)s") % {"code": language} if language else ""]
