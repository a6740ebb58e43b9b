"""What changed in the reference, newest first: a page and a feed."""

from django.http import HttpRequest, HttpResponse

from relations.caching.responses import CacheableResponse
from relations.catalogue import Snapshot
from relations.catalogue.changes import published_editions
from relations.formats import as_atom
from relations.formats.changes_feed import render_changes
from relations.presenters.changes import PAGE_SIZE, changes_page
from relations.presenters.comparison import reference_sentences
from relations.views.http import page_query, paginate, public_data, public_page
from relations.views.rendering import render_page
from relations.views.since import PARAMETER as SINCE
from relations.views.since import read_since


@public_page
def change_list(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """``/changes/``, and ``/changes/?since=v12``: what was published after that version."""
    before = read_since(request, snapshot) if SINCE in request.GET else None
    editions = published_editions(snapshot)
    editions = editions.filter(born__gt=before.version) if before else editions
    since_query = f"{SINCE}={before.pin_text}" if before else ""
    page, problems = paginate(request, editions, PAGE_SIZE, since_query)
    query = "&".join(filter(None, (since_query, page_query(page))))
    context = changes_page(snapshot, page, before) | {"problems": problems}
    if before:
        context["reference_sentences"] = reference_sentences(before, snapshot)
    return render_page(request, "changes/list.html", context, query)


@public_data
def change_feed(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    return CacheableResponse(render_changes(snapshot), content_type=as_atom.MEDIA_TYPE)
