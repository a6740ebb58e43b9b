"""What the reference says of itself, as its current edition has it."""

from dataclasses import dataclass
from typing import Any

from relations.models import Reference, Span


@dataclass(frozen=True, slots=True)
class ReferenceDescription:
    """``sources_reach`` is None while nothing is said of it."""

    title: str
    tagline: str
    contact: str
    licence: str
    sources_reach: Span | None


def read_reference_description(document: dict[str, Any]) -> ReferenceDescription:
    reach = document["sources_reach"]
    return ReferenceDescription(
        title=document["title"],
        tagline=document["tagline"],
        contact=document["contact"],
        licence=document["licence"],
        sources_reach=Span.parse(reach) if reach else None,
    )


def default_reference_description() -> ReferenceDescription:
    """What holds until it is first described: the defaults of the form."""
    row = Reference()
    return ReferenceDescription(row.title, row.tagline, row.contact, row.licence, row.sources_reach)
