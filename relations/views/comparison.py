"""``…/changes/``: what changed on a record's page since its first version, or since ``?since=v12``."""

from django.http import HttpRequest, HttpResponse

from relations.catalogue import Snapshot
from relations.presenters.comparison import comparison_page
from relations.views.http import public_page, resolve_or_redirect
from relations.views.rendering import render_page
from relations.views.since import PARAMETER, read_since


@public_page
def record_changes(request: HttpRequest, snapshot: Snapshot, section: str, slug: str) -> HttpResponse:
    found = resolve_or_redirect(request, snapshot, section, slug, "/changes/")
    since = read_since(request, snapshot) if PARAMETER in request.GET else None
    context = comparison_page(since, snapshot, found)
    query = f"{PARAMETER}={since.pin_text}" if since else ""
    return render_page(request, "comparison/record.html", context, query)
