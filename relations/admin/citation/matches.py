"""Whether a source is here already: by its DOI, its address or its title."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.db.models import Q
from django.utils.translation import gettext as _

from relations.models import Passage, Record, Source
from relations.models.fields import suggest_slug
from relations.models.name import fold_name

MAX_SOURCES = 3
MAX_PLACES = 40
# Of one common title there may be many; the likeliest of so many are shown.
_MAX_COMPARED = 60


@dataclass(frozen=True, slots=True)
class SameSource:
    """A source with what it shares with the pasted one, and its places as a picker has them."""

    id: str
    text: str
    hint: str
    shares: str
    places: list[dict[str, str]]
    more_places: int

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def citable_sources() -> Any:
    """The sources that can be cited: all that are not withdrawn, as pickers offer them."""
    return Source.objects.exclude(record__status=Record.Status.WITHDRAWN)


def same_sources(title: str, url: str, doi: str, *, by_doi_alone: bool = False) -> list[SameSource]:
    """The likeliest first: of the same DOI, of the same address, of the same title."""
    addresses = list(_spellings(url))
    same = Q(doi__iexact=doi) if doi else Q(pk__in=())
    if not by_doi_alone:
        same |= Q(url__in=addresses) if addresses else Q(pk__in=())
        same |= Q(title__iexact=title) | Q(slug=suggest_slug(title) or None) if title else Q(pk__in=())
    found = []
    for row in citable_sources().filter(same).order_by("title", "pk")[:_MAX_COMPARED]:
        if doi and row.doi.casefold() == doi.casefold():
            found.append((0, row, _("the same DOI")))
        elif row.url and row.url in addresses:
            found.append((1, row, _("the same address")))
        else:
            is_exact = fold_name(row.title) == fold_name(title)
            found.append((2 if is_exact else 3, row, _("the same title") if is_exact else _("a like title")))
    found.sort(key=lambda one: one[0])
    return [_shown(row, shares) for _rank, row, shares in found[:MAX_SOURCES]]


def _spellings(url: str) -> Iterator[str]:
    """An address with and without what makes no difference to where it leads as a rule."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return
    if not parts.netloc:
        return
    host = parts.netloc.removeprefix("www.")
    path = parts.path.rstrip("/")
    for scheme in ("https", "http"):
        for netloc in (host, f"www.{host}"):
            for ending in ("", "/"):
                for fragment in {"", parts.fragment}:
                    yield urlunsplit((scheme, netloc, f"{path}{ending}", parts.query, fragment))


def _shown(row: Source, shares: str) -> SameSource:
    places = Passage.objects.filter(source=row).order_by("position", "locator")
    count = places.count()
    return SameSource(
        id=str(row.pk),
        text=row.title,
        hint=", ".join(filter(None, (row.get_type_display(), row.date.label if row.date else ""))),
        shares=shares,
        places=[
            {"id": str(pk), "text": locator}
            for pk, locator in places.values_list("pk", "locator")[:MAX_PLACES]
        ],
        more_places=max(0, count - MAX_PLACES),
    )
