"""``/claims/<id>/history/``: a claim with what it rests on, who else cites that, and what became of it."""

from django.http import Http404, HttpRequest, HttpResponse

from relations.catalogue import Snapshot
from relations.catalogue.permalinks import find_claim_by_code
from relations.presenters.claim_history import PAGE_SIZE, PlacedClaim, claim_history_page
from relations.views.http import gone_response, page_query, paginate, public_page
from relations.views.rendering import render_page


@public_page
def claim_history(request: HttpRequest, snapshot: Snapshot, code: str) -> HttpResponse:
    placed = find_claim_by_code(snapshot, code)
    if placed is None:
        raise Http404
    found, last = placed
    if found.withdrawn:
        return gone_response(request, snapshot, found)
    # The editions of an entry are numbered from 1 without a gap: the pages are made of their numbers, unread.
    page, problems = paginate(request, range(found.edition.number, 0, -1), PAGE_SIZE)
    context = claim_history_page(snapshot, PlacedClaim(found, last, code), page) | {"problems": problems}
    return render_page(request, "claims/history.html", context, page_query(page))
