"""Literature for BibTeX and biblatex: entries, each cited at its edition, and the sources they rest on."""

import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from relations.catalogue import NamedRecord, Snapshot
from relations.documents import safe_web_url
from relations.finder import EditionStream
from relations.formats.exported_entry import ExportedEntry, exported_batches
from relations.models import Precision, Source, Span
from relations.presenters.contributors import Contributor, authors_of, editors_of

MEDIA_TYPE = "application/x-bibtex; charset=utf-8"
# What TeX would obey. In braces, so that none swallows a space; an unmatched brace would end a value.
_ESCAPES = str.maketrans(
    {
        **{letter: f"\\{letter}" for letter in "$&#_%"},
        "\\": "{\\textbackslash}",
        "{": "{\\textbraceleft}",
        "}": "{\\textbraceright}",
        "~": "{\\textasciitilde}",
        "^": "{\\textasciicircum}",
    }
)
# Addresses are taken as they stand: only what would end the value is written otherwise.
_URL_ESCAPES = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})
_CONTROL = re.compile("[\x00-\x1f\x7f]+")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Of the types every style knows; the rest are what they are: miscellaneous.
_TYPES = {Source.Type.ARTICLE: "article", Source.Type.BOOK: "book", Source.Type.REPORT: "techreport"}
_PUBLISHER_FIELDS = {"article": "journal", "techreport": "institution", "misc": "howpublished"}
# Fields whose value is TeX's own, or is not read by TeX.
_UNBRACED_FIELDS = ("month",)
_VERBATIM_FIELDS = ("url", "urldate", "doi")
# Fields of names, which are escaped part by part.
_NAME_FIELDS = ("author", "editor")
_DIVIDES_NAMES = re.compile(r",|\band\b", re.IGNORECASE)


def render(stream: EditionStream) -> Iterator[str]:
    """The entries of a selection in pieces of some hundred."""
    for entries in exported_batches(stream):
        yield "".join(_format_entry(entry) for entry in entries)


def render_sources(snapshot: Snapshot) -> str:
    """The bibliography: every public source, by title."""
    return "".join(_format_source(name, snapshot) for name in snapshot.sources)


def _format_entry(entry: ExportedEntry) -> str:
    published = entry.edition.published_at
    fields = {
        "title": entry.document["title"],
        "booktitle": entry.snapshot.reference.title,
        "year": str(published.year),
        "month": _MONTHS[published.month - 1],
        "note": _("Edition %(number)s") % {"number": entry.edition.number},
        "abstract": entry.document["summary"],
        "keywords": ", ".join(topic.label for topic in entry.topics),
        "url": entry.permanent_url,
    }
    return _bibtex_entry("incollection", entry.citation_key, fields)


def _format_source(name: NamedRecord, snapshot: Snapshot) -> str:
    document = name.document
    issuer = snapshot.actors.get(document["issuer"])
    type_ = _TYPES.get(document["type"], "misc")
    dated = Span.parse(document["date"]) if document["date"] else None
    fields = {
        "title": document["title"],
        "author": _names(authors_of(document)),
        "editor": _names(editors_of(document)),
        "doi": document["doi"],
        _PUBLISHER_FIELDS.get(type_, "publisher"): document["publisher"] or (issuer.label if issuer else ""),
        **_date_fields(dated),
        "abstract": document["description"],
        "language": document["language"],
        "url": safe_web_url(document["url"]),
        "urldate": document["accessed_on"],
    }
    return _bibtex_entry(type_, document["slug"], fields)


def _date_fields(dated: Span | None) -> dict[str, str]:
    """Year and month where the date is as exact; another date is a note, in words."""
    if dated is None:
        return {}
    first, last = dated.first, dated.last
    if dated.precision not in (Precision.DAY, Precision.MONTH, Precision.YEAR) or first.year != last.year:
        return {"note": dated.label}
    within_month = dated.precision is not Precision.YEAR and first.month == last.month
    return {"year": f"{first.year:04}"} | ({"month": _MONTHS[first.month - 1]} if within_month else {})


def _bibtex_entry(type_: str, key: str, fields: dict[str, str]) -> str:
    lines = [f"  {name} = {_field_value(name, text)}," for name, text in fields.items() if text]
    return "\n".join((f"@{type_}{{{key},", *lines, "}", "", ""))


def _names(contributors: Iterable[Contributor]) -> str:
    """Names joined as BibTeX divides them; an institution's stays whole in braces of its own."""
    return " and ".join(map(_name, contributors))


def _name(contributor: Contributor) -> str:
    if contributor.institution:
        return f"{{{_escaped(contributor.institution)}}}"
    family = " ".join(filter(None, (contributor.particle, contributor.family)))
    return ", ".join(_name_part(part) for part in (family, contributor.suffix, contributor.given) if part)


def _name_part(text: str) -> str:
    """A part of a name; in braces where it has what would divide it."""
    return f"{{{_escaped(text)}}}" if _DIVIDES_NAMES.search(text) else _escaped(text)


def _escaped(text: str) -> str:
    return _CONTROL.sub(" ", text).strip().translate(_ESCAPES)


def _field_value(name: str, text: str) -> str:
    """A field's value. Titles and names keep their capitals and their commas by a second pair of braces."""
    if name in _UNBRACED_FIELDS:
        return text
    text = _CONTROL.sub(" ", text).strip()
    if name in _VERBATIM_FIELDS:
        return f"{{{text.translate(_URL_ESCAPES)}}}"
    if name in _NAME_FIELDS:
        return f"{{{text}}}"
    text = text.translate(_ESCAPES)
    return f"{{{{{text}}}}}" if name in ("title", "booktitle") else f"{{{text}}}"
