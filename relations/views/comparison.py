"""``…/changes/?since=v12``: what changed on a record's page since an earlier version, or a day."""

from django.http import HttpRequest, HttpResponse

from relations.catalogue import Snapshot
from relations.presenters.comparison import comparison_page
from relations.views.http import public_page, resolve_or_redirect
from relations.views.rendering import render_page
from relations.views.since import PARAMETER, read_since


@public_page
def record_changes(request: HttpRequest, snapshot: Snapshot, section: str, slug: str) -> HttpResponse:
    found = resolve_or_redirect(request, snapshot, section, slug, "/changes/")
    before = read_since(request, snapshot)
    context = comparison_page(before, snapshot, found)
    return render_page(request, "comparison/record.html", context, f"{PARAMETER}={before.pin_text}")
