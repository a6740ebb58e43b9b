"""The pages of an event, an agreement and an issue."""

from django.http import HttpRequest, HttpResponse

from relations.catalogue import Snapshot
from relations.presenters.entry_page import entry_page
from relations.presenters.pinned_page import pinned_page
from relations.views.http import public_page, resolve_or_redirect
from relations.views.rendering import render_page


@public_page
def entry_detail(request: HttpRequest, snapshot: Snapshot, section: str, slug: str) -> HttpResponse:
    found = resolve_or_redirect(request, snapshot, section, slug)
    edition = found.edition
    document, rendering = edition.read_document(), edition.read_rendering()
    context = entry_page(snapshot, document, rendering, edition) | pinned_page(snapshot, found)
    return render_page(request, f"entries/{document['kind']}.html", context)
