"""What was read of a pasted citation, brought into the forms that a source's columns hold."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from relations.documents.schema import CONTRIBUTOR, SCHEMAS, Document
from relations.documents.text import single_line, without_controls
from relations.documents.web_urls import safe_web_url
from relations.models import Passage, Source, Span
from relations.models.date_text import read_day
from relations.models.identifiers import (
    doi_fault,
    isbn_fault,
    issn_fault,
    normalize_doi,
    normalize_isbn,
    normalize_issn,
)

_IDENTIFIERS = {
    "doi": (normalize_doi, doi_fault),
    "isbn": (normalize_isbn, isbn_fault),
    "issn": (normalize_issn, issn_fault),
}
# Words by which an institution is told from a person, whose name has none of them.
_INSTITUTION = re.compile(
    r"\b(?:academy|administration|affairs|agency|assembly|association|authority|bank|board|bureau|cabinet|"
    r"cent(?:re|er)|chamber|college|commission|committee|company|conference|congress|corporation|council|court|"
    r"department|development|directorate|division|embassy|federation|forces|forum|foundation|fund|"
    r"government|group|house|inc|initiative|institut\w*|international|kremlin|league|limited|ltd|media|ministry|"
    r"mission|nations|network|news|office|organi[sz]ation|parliament|party|press|programme?|project|republic|"
    r"review|school|secretariat|senate|service|society|studies|team|times|treasury|trust|union|university|world)\b",
    re.IGNORECASE,
)


class UnreadableCitationError(ValueError):
    """What it says can be shown to whoever pasted it."""


@dataclass(slots=True)
class PastedCitation:
    """``fields`` are those of a source's document, "" for what was not said; ``locator`` is the place in it
    that the citation points at. ``others`` counts the works behind the first, which were not read.
    """

    fields: dict[str, str] = field(default_factory=dict)
    authors: list[Document] = field(default_factory=list)
    editors: list[Document] = field(default_factory=list)
    locator: str = ""
    others: int = 0

    @classmethod
    def of(
        cls,
        values: dict[str, str],
        authors: Iterable[Document] = (),
        editors: Iterable[Document] = (),
        *,
        locator: str = "",
        others: int = 0,
    ) -> "PastedCitation":
        """What fits its columns; what does not is left out, and to be typed."""
        return cls(
            fields={name: fitting for name, value in values.items() if (fitting := _fitting(name, value))},
            authors=_valid_names(authors),
            editors=_valid_names(editors),
            locator=single_line(locator)[: _length("locator")],
            others=others,
        )


def institution(name: str) -> Document:
    return CONTRIBUTOR.empty() | {"institution": _short(name, "institution")}


def person(family: str, given: str = "", particle: str = "", suffix: str = "") -> Document:
    """Somebody whose name came in parts."""
    parts = {"family": family, "given": given, "particle": particle, "suffix": suffix}
    return CONTRIBUTOR.empty() | {name: _short(value, name) for name, value in parts.items()}


def contributor(name: str) -> Document:
    """One name as it was written: in parts where a comma says which they are, else never split by guess."""
    name = single_line(name).strip(" ,;")
    parts = [part.strip() for part in name.split(",")]
    if is_institution(name) or not 2 <= len(parts) <= 3 or not all(parts):
        return institution(name)
    return person(parts[0], parts[1], suffix=parts[2] if len(parts) == 3 else "")


def is_institution(name: str) -> bool:
    return bool(_INSTITUTION.search(name)) or bool(re.search(r"\bof\b|\bfor\b|\d", name))


def _valid_names(contributors: Iterable[Document]) -> list[Document]:
    """The contributors that have a name: files have authors of whom nothing but a comma is left."""
    return [one for one in contributors if not list(CONTRIBUTOR.faults(one, ""))]


def _fitting(name: str, value: str) -> str:
    text = single_line(without_controls(value))
    match name:
        case "date":
            return _date_code(text)
        case "accessed_on":
            return _day(text)
        case "url" | "archived_url":
            return text if len(text) <= _length(name) and safe_web_url(text) == text else ""
        case "doi" | "isbn" | "issn":
            normalize, fault = _IDENTIFIERS[name]
            number = normalize(text)
            return "" if fault(number) else number
        case "type":
            return text if text in Source.Type.values else ""
    return _short(text, name)


def _date_code(text: str) -> str:
    try:
        return Span.parse(text).code
    except ValueError:
        return ""


def _day(text: str) -> str:
    try:
        return read_day(text).isoformat()
    except ValueError:
        return ""


def _short(text: str, name: str) -> str:
    """A text that its column holds, cut behind a word where it must be."""
    text, limit = single_line(without_controls(text)), _length(name)
    if len(text) <= limit:
        return text
    return text[: limit - 1].rpartition(" ")[0].rstrip(",;:") + "…"


def _length(name: str) -> int:
    if name == "locator":
        return int(Passage._meta.get_field("locator").max_length or 0)
    values = {**SCHEMAS["source"].fields, **CONTRIBUTOR.fields}
    return getattr(values[name], "max_length", 0) or 200


def iso_date(*numbers: int) -> str:
    """A year, a month of it, or a day, as ISO 8601 writes them; "" where no calendar has it."""
    try:
        date(*[*numbers, 1, 1][:3])
    except (ValueError, OverflowError, TypeError):
        return ""
    return "-".join(f"{number:0{4 if place == 0 else 2}}" for place, number in enumerate(numbers))
