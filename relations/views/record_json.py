"""One record as JSON, at its page's address with ``.json``."""

from django.http import HttpRequest, HttpResponse

from relations.caching.responses import CacheableResponse
from relations.catalogue import Snapshot
from relations.formats import as_json
from relations.formats.record_json import records_as_data, to_json
from relations.views.http import public_data, resolve_or_redirect


@public_data
def record_json(request: HttpRequest, snapshot: Snapshot, section: str, slug: str) -> HttpResponse:
    found = resolve_or_redirect(request, snapshot, section, slug, ".json")
    (data,) = records_as_data([found.edition], snapshot)
    return CacheableResponse(to_json(data), content_type=as_json.MEDIA_TYPE)
