"""One record as JSON, at its page's address with ``.json``."""

from django.http import HttpRequest, HttpResponse

from relations.catalogue import Catalogue
from relations.formats import as_json
from relations.formats.record import dumps, records_data
from relations.views.http import found_or_moved, open_data


@open_data
def record_json(request: HttpRequest, catalogue: Catalogue, section: str, slug: str) -> HttpResponse:
    found = found_or_moved(request, catalogue, section, slug, ".json")
    (data,) = records_data([found.edition], catalogue)
    return HttpResponse(dumps(data), content_type=as_json.MEDIA_TYPE)
