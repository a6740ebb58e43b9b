"""What the reference says of itself, as its current edition has it."""

from dataclasses import dataclass
from typing import Any

from relations.models import Reference, Span


@dataclass(frozen=True, slots=True)
class Description:
    """``sources_reach`` is None while nothing is said of it."""

    title: str
    tagline: str
    contact: str
    licence: str
    sources_reach: Span | None


def read_description(document: dict[str, Any]) -> Description:
    reach = document["sources_reach"]
    return Description(
        title=document["title"],
        tagline=document["tagline"],
        contact=document["contact"],
        licence=document["licence"],
        sources_reach=Span.parse(reach) if reach else None,
    )


def default_description() -> Description:
    """What holds until it is first described: the defaults of the form."""
    row = Reference()
    return Description(row.title, row.tagline, row.contact, row.licence, row.sources_reach)
