"""``/claims/<id>/`` and ``/claims/<id>/history/``: where a claim is read, and what became of it."""

from django.http import Http404, HttpRequest, HttpResponse

from relations.catalogue import Snapshot
from relations.catalogue.permalinks import PlacedClaim, find_claim_by_code
from relations.presenters.claim_history import PAGE_SIZE, claim_history_page
from relations.views.http import (
    EarlyResponse,
    gone_response,
    page_query,
    paginate,
    public_page,
    redirect_to,
)
from relations.views.rendering import render_page


@public_page
def claim(request: HttpRequest, snapshot: Snapshot, code: str) -> HttpResponse:
    """The claim in its entry, or in the last edition that holds it."""
    path, _mark, anchor = resolve_claim(request, snapshot, code).url.partition("#")
    return redirect_to(request, path, "/", anchor)


@public_page
def claim_history(request: HttpRequest, snapshot: Snapshot, code: str) -> HttpResponse:
    placed = resolve_claim(request, snapshot, code)
    # The editions of an entry are numbered from 1 without a gap: the pages are made of their numbers, unread.
    page, problems = paginate(request, range(placed.found.edition.number, 0, -1), PAGE_SIZE)
    context = claim_history_page(snapshot, placed, page) | {"problems": problems}
    return render_page(request, "claims/history.html", context, page_query(page))


def resolve_claim(request: HttpRequest, snapshot: Snapshot, code: str) -> PlacedClaim:
    """The claim with this id. Raises Http404 where none was ever published, NotYetPublishedError where none
    was by then, and EarlyResponse where its entry is withdrawn.
    """
    placed = find_claim_by_code(snapshot, code)
    if placed is None:
        raise Http404
    if placed.found.withdrawn:
        raise EarlyResponse(gone_response(request, snapshot, placed.found))
    return placed
