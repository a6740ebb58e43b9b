"""The short permanent addresses: of an entry, and of one of its editions."""

from django.http import Http404, HttpRequest, HttpResponse

from relations.catalogue import Snapshot, get_edition
from relations.catalogue.permalinks import find_entry_by_code
from relations.views.http import gone_response, public_page, redirect_to


@public_page
def entry_by_code(request: HttpRequest, snapshot: Snapshot, code: str, number: int = 0) -> HttpResponse:
    """``/e/<code>/`` and ``/e/<code>/<n>/``: the short permanent addresses of an entry and of an edition."""
    found = find_entry_by_code(snapshot, code)
    if found is None:
        raise Http404
    if found.withdrawn:
        return gone_response(request, snapshot, found)
    if number > found.edition.number and get_edition(found.record, number, snapshot) is None:
        raise Http404
    return redirect_to(request, found.url, f"/editions/{number}/" if number else "/")
