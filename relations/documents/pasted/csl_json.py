"""A pasted item of CSL-JSON (csl-data.json of CSL 1.0.2)."""

import re
from typing import Any

import orjson
from django.utils.translation import gettext as _

from relations.documents.pasted.citation import (
    PastedCitation,
    UnreadableCitationError,
    contributor,
    institution,
    iso_date,
    person,
)
from relations.documents.schema import Document
from relations.models import Source

LOOKS_LIKE = re.compile(r"\s*[\[{]\s*[\"{\]}]")

_TYPES = {
    **dict.fromkeys(("article-journal", "article-magazine", "article-newspaper"), Source.Type.ARTICLE),
    **dict.fromkeys(("book", "chapter", "paper-conference"), Source.Type.BOOK),
    "report": Source.Type.REPORT,
    "treaty": Source.Type.TREATY,
    "interview": Source.Type.INTERVIEW,
    **dict.fromkeys(("webpage", "post", "post-weblog"), Source.Type.WEB_PAGE),
}
_FIELDS = {
    "title": "title",
    "container": "container-title",
    "volume": "volume",
    "issue": "issue",
    "pages": "page",
    "edition": "edition",
    "place": "publisher-place",
    "publisher": "publisher",
    "doi": "DOI",
    "isbn": "ISBN",
    "issn": "ISSN",
    "url": "URL",
    "archived_url": "archive_location",
    "language": "language",
    "original_title": "original-title",
}


def read_csl_json(text: str) -> PastedCitation:
    """The first item. Raises UnreadableCitationError."""
    try:
        data = orjson.loads(text)
    except (orjson.JSONDecodeError, RecursionError) as error:
        raise UnreadableCitationError(
            _("This looks like CSL-JSON, and could not be read: %(why)s.") % {"why": error}
        ) from error
    items = data if isinstance(data, list) else [data]
    if not items or not isinstance(items[0], dict):
        raise UnreadableCitationError(_("This looks like CSL-JSON, and has no item."))
    item = items[0]
    values = {name: _text(item.get(key)) for name, key in _FIELDS.items()}
    values |= {
        "type": _TYPES.get(_text(item.get("type")), ""),
        "date": _date(item.get("issued")),
        "accessed_on": _date(item.get("accessed")),
        "pages": values["pages"].replace("-", "–"),
    }
    return PastedCitation.of(
        values, _names(item.get("author")), _names(item.get("editor")), others=len(items) - 1
    )


def _text(value: Any) -> str:
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _names(value: Any) -> list[Document]:
    names = [_name(one) for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    return [name for name in names if any(name.values())]


def _name(one: dict[str, Any]) -> Document:
    if literal := _text(one.get("literal")):
        return institution(literal)
    particles = " ".join(
        filter(None, (_text(one.get(f"{kind}-particle")) for kind in ("dropping", "non-dropping")))
    )
    family, given = _text(one.get("family")), _text(one.get("given"))
    if not family:
        return contributor(given) if given else person("")
    return person(family, given, particles, _text(one.get("suffix")))


def _date(value: Any) -> str:
    if not isinstance(value, dict):
        return ""
    about = "about " if value.get("circa") else ""
    parts = value.get("date-parts")
    if not isinstance(parts, list) or not parts:
        return _text(value.get("raw") or value.get("literal"))
    ends = [iso_date(*numbers) for one in parts[:2] if (numbers := _numbers(one))]
    return about + "/".join(ends) if ends and all(ends) else ""


def _numbers(part: Any) -> list[int]:
    try:
        return [int(number) for number in part][:3]
    except (TypeError, ValueError):
        return []
