"""A pasted RIS record, read by rispy."""

import re
from typing import Any

import rispy
from django.utils.translation import gettext as _

from relations.documents.pasted.citation import (
    PastedCitation,
    UnreadableCitationError,
    contributor,
    iso_date,
)
from relations.models import Source

LOOKS_LIKE = re.compile(r"\s*TY {1,2}- ", re.ASCII)

_BOOK = ("BOOK", "CHAP", "EDBOOK", "EBOOK", "ECHAP", "CONF")
_TYPES = {
    **dict.fromkeys(("JOUR", "MGZN", "NEWS", "EJOUR"), Source.Type.ARTICLE),
    **dict.fromkeys(_BOOK, Source.Type.BOOK),
    **dict.fromkeys(("RPRT", "GOVDOC"), Source.Type.REPORT),
    **dict.fromkeys(("ELEC", "BLOG", "ICOMM"), Source.Type.WEB_PAGE),
}
# A field of a source: the first of these that the record has (rispy's names of the tags).
_FIELDS = {
    "title": ("title", "primary_title"),
    "container": (
        "secondary_title",
        "journal_name",
        "alternate_title3",
        "alternate_title2",
        "tertiary_title",
    ),
    "volume": ("volume",),
    "issue": ("number",),
    "edition": ("edition",),
    "place": ("place_published",),
    "publisher": ("publisher",),
    "doi": ("doi",),
    "language": ("language",),
}


def read_ris(text: str) -> PastedCitation:
    """The first record. Raises UnreadableCitationError."""
    if not re.search(r"^ER {1,2}-", text, re.MULTILINE):
        text = f"{text.rstrip()}\nER  - \n"
    try:
        records: list[dict[str, Any]] = rispy.loads(text)
    except Exception as error:  # rispy says in no one class what it cannot read
        raise UnreadableCitationError(_("This looks like RIS, and could not be read.")) from error
    if not records:
        raise UnreadableCitationError(_("This looks like RIS, and has no record."))
    record = records[0]
    values = {
        name: next((str(record[each]) for each in names if record.get(each)), "")
        for name, names in _FIELDS.items()
    }
    kind = str(record.get("type_of_reference", ""))
    number = str(record.get("issn", ""))
    pages = [str(record[name]) for name in ("start_page", "end_page") if record.get(name)]
    values |= {
        "type": _TYPES.get(kind, ""),
        "pages": "–".join(dict.fromkeys(pages)),
        "isbn" if kind in _BOOK else "issn": number,
        "date": _date(str(record.get("date") or record.get("year") or record.get("publication_year") or "")),
        "accessed_on": _date(str(record.get("access_date", ""))),
        "url": next(iter(record.get("urls", ())), ""),
    }
    authors = [*record.get("first_authors", ()), *record.get("authors", ())]
    return PastedCitation.of(
        values,
        map(contributor, authors),
        map(contributor, record.get("secondary_authors", ())),
        others=len(records) - 1,
    )


def _date(text: str) -> str:
    """``YYYY/MM/DD/other``, of which parts may be missing (RIS specification, 2001)."""
    if numbers := re.match(r"(\d{4})(?:/(\d{1,2}))?(?:/(\d{1,2}))?(?:/|$)", text.strip(), re.ASCII):
        return iso_date(*(int(number) for number in numbers.groups() if number))
    return text
