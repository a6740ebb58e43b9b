"""What changed in the reference, newest first: a page and a feed."""

from django.http import HttpRequest, HttpResponse

from relations.caching.responses import CacheableResponse
from relations.catalogue import Snapshot
from relations.catalogue.changes import published_editions
from relations.formats import as_atom
from relations.formats.changes_feed import render_changes
from relations.presenters.changes import PAGE_SIZE, changes_page
from relations.views.http import page_query, paginate, public_data, public_page
from relations.views.rendering import render_page


@public_page
def change_list(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    page = paginate(request, published_editions(snapshot), PAGE_SIZE)
    return render_page(request, "changes/list.html", changes_page(snapshot, page), page_query(page))


@public_data
def change_feed(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    return CacheableResponse(render_changes(snapshot), content_type=as_atom.MEDIA_TYPE)
