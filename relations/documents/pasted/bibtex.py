"""A pasted BibTeX entry, read by pybtex; its TeX by pylatexenc."""

import re

from django.utils.translation import gettext as _
from pybtex.database import BibliographyData, Entry, Person
from pybtex.database.input.bibtex import Parser, month_names
from pybtex.exceptions import PybtexError
from pylatexenc.latex2text import LatexNodes2Text

from relations.documents.pasted.citation import (
    PastedCitation,
    UnreadableCitationError,
    institution,
    iso_date,
    person,
)
from relations.documents.schema import Document
from relations.models import Source
from relations.models.date_text import MONTHS

LOOKS_LIKE = re.compile(r"\s*(?:%.*\n\s*)*@\s*[A-Za-z]+\s*[{(]")

_TYPES = {
    "article": Source.Type.ARTICLE,
    "book": Source.Type.BOOK,
    **dict.fromkeys(("inbook", "incollection", "inproceedings", "conference"), Source.Type.BOOK),
    **dict.fromkeys(("techreport", "report", "manual"), Source.Type.REPORT),
    **dict.fromkeys(("online", "electronic", "www"), Source.Type.WEB_PAGE),
}
# A field of a source: the first of these that the entry has.
_FIELDS = {
    "title": ("title",),
    "container": ("journaltitle", "journal", "booktitle", "maintitle", "series"),
    "volume": ("volume",),
    "issue": ("number", "issue"),
    "pages": ("pages",),
    "edition": ("edition",),
    "place": ("location", "address"),
    "publisher": ("publisher", "institution", "school", "organization"),
    "isbn": ("isbn",),
    "issn": ("issn",),
    "language": ("langid", "language"),
    "original_title": ("origtitle",),
    "original_language": ("origlanguage",),
    "accessed_on": ("urldate",),
}
_LANGUAGES = {
    "english": "en",
    "american": "en",
    "british": "en",
    "russian": "ru",
    "hindi": "hi",
    "french": "fr",
}

_tex = LatexNodes2Text(keep_comments=False, strict_latex_spaces=False)


def read_bibtex(text: str) -> PastedCitation:
    """The first entry. Raises UnreadableCitationError."""
    try:
        data = _parse(text)
    except (PybtexError, RecursionError) as error:
        raise UnreadableCitationError(
            _("This looks like BibTeX, and could not be read: %(why)s.") % {"why": str(error).rstrip(".")}
        ) from error
    entries = list(data.entries.values())
    if not entries:
        raise UnreadableCitationError(_("This looks like BibTeX, and has no entry."))
    entry = entries[0]
    values = {
        name: next((_plain(entry.fields[each]) for each in names if each in entry.fields), "")
        for name, names in _FIELDS.items()
    }
    values["language"] = _LANGUAGES.get(values["language"].lower(), values["language"])
    values["pages"] = values["pages"].replace("--", "–")
    values["type"] = _TYPES.get(entry.type.lower(), "")
    values["date"] = _date(entry)
    values["url"] = _verbatim(entry.fields.get("url", ""))
    values["doi"] = _verbatim(entry.fields.get("doi", ""))
    return PastedCitation.of(
        values,
        map(_contributor, entry.persons.get("author", ())),
        map(_contributor, entry.persons.get("editor", ())),
        others=len(entries) - 1,
    )


def _parse(text: str) -> BibliographyData:
    # "sept" is no macro of BibTeX's own, and common. Catalogues leave keys out, or put blanks in them.
    macros = {**month_names, "sept": "September"}
    try:
        return Parser(macros=macros).parse_string(text)
    except PybtexError:
        with_key = re.sub(r"(@\s*\w+\s*[{(])\s*(?:[^=,{}()]*,|(?=\w+\s*=))", r"\1key,", text, count=1)
        return Parser(macros=macros).parse_string(with_key)


def _plain(tex: str) -> str:
    """Without its commands and braces."""
    return " ".join(_tex.latex_to_text(tex).split())


def _verbatim(text: str) -> str:
    """An address or a DOI: no TeX, but for escapes and a command around it."""
    match = re.search(r"(?:https?://|10\.)[^\s{}]+", re.sub(r"\\(?=[_&%#~$])", "", text))
    return match[0] if match else ""


def _date(entry: Entry) -> str:
    if date := entry.fields.get("date", ""):
        return _plain(date)
    year = _plain(entry.fields.get("year", ""))
    month, _sign, day = _plain(entry.fields.get("month", "")).partition(" ")
    if month.isdigit() and 1 <= int(month) <= 12 and year.isdigit():
        return iso_date(int(year), int(month), *([int(day)] if day.isdigit() else []))
    if month[:3].lower() in {name[:3] for name in MONTHS}:
        return " ".join(filter(None, (entry.fields.get("day", day), month, year)))
    return year


def _contributor(one: Person) -> Document:
    """A name all in braces is an institution's."""
    family = " ".join(one.last_names)
    given = [*one.first_names, *one.middle_names]
    if not given and re.fullmatch(r"\{.*\}", family, re.DOTALL):
        return institution(_plain(family))
    return person(
        _plain(family) or _plain(" ".join(one.prelast_names)) or _plain(" ".join(given)),
        _plain(" ".join(given)) if family or one.prelast_names else "",
        _plain(" ".join(one.prelast_names)) if family else "",
        _plain(" ".join(one.lineage_names)),
    )
