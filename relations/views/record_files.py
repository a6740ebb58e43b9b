"""One record, and one of its editions, as JSON and as literature: the page's address with a suffix."""

from django.http import Http404, HttpRequest, HttpResponse

from relations.caching.responses import CacheableResponse
from relations.catalogue import Snapshot, get_edition
from relations.formats import as_json
from relations.formats.literature import LITERATURE, works_of_edition
from relations.formats.record_json import records_as_data, to_json
from relations.models import Edition
from relations.views.editions import find_owner
from relations.views.http import public_data, resolve_or_redirect


@public_data
def record_json(request: HttpRequest, snapshot: Snapshot, section: str, slug: str) -> HttpResponse:
    found = resolve_or_redirect(request, snapshot, section, slug, ".json")
    return _json(found.edition, snapshot)


@public_data
def record_literature(
    request: HttpRequest, snapshot: Snapshot, section: str, slug: str, suffix: str
) -> HttpResponse:
    """``/<section>/<slug>.bib`` and its like."""
    found = resolve_or_redirect(request, snapshot, section, slug, f".{suffix}")
    return _literature(found.edition, snapshot, found.url, suffix)


@public_data
def edition_json(
    request: HttpRequest, snapshot: Snapshot, section: str, slug: str, number: int
) -> HttpResponse:
    edition, _url = _find_edition(request, snapshot, section, slug, number, "json")
    return _json(edition, snapshot)


@public_data
def edition_literature(
    request: HttpRequest, snapshot: Snapshot, section: str, slug: str, number: int, suffix: str
) -> HttpResponse:
    """``/<section>/<slug>/editions/<number>.bib`` and its like."""
    edition, url = _find_edition(request, snapshot, section, slug, number, suffix)
    return _literature(edition, snapshot, url, suffix)


def _find_edition(
    request: HttpRequest, snapshot: Snapshot, section: str, slug: str, number: int, suffix: str
) -> tuple[Edition, str]:
    """An edition, and where the page of its record stands."""
    owner = find_owner(request, snapshot, section, slug, f"/editions/{number}.{suffix}")
    edition = get_edition(owner.record, number, snapshot)
    if edition is None:
        raise Http404
    return edition, owner.url


def _json(edition: Edition, snapshot: Snapshot) -> HttpResponse:
    (data,) = records_as_data([edition], snapshot)
    return CacheableResponse(to_json(data), content_type=as_json.MEDIA_TYPE)


def _literature(edition: Edition, snapshot: Snapshot, url: str, suffix: str) -> HttpResponse:
    format_ = LITERATURE[suffix]
    works = works_of_edition(edition, snapshot, url)
    response = CacheableResponse(format_.render(works), content_type=format_.media_type)
    # Whoever keeps the file keeps it under the name of what it cites: many are called 2.bib.
    response.headers["Content-Disposition"] = f'inline; filename="{works[0].id}.{suffix}"'
    return response
