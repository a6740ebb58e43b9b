"""The pages of an event, an agreement and an issue."""

from django.http import HttpRequest, HttpResponse

from relations.catalogue import Snapshot
from relations.presenters.correction_notes import entry_correction_notes
from relations.presenters.entry_page import entry_page
from relations.presenters.pinned_page import pinned_page
from relations.views.handouts import WORKSHEETS, entry_forms, entry_worksheet, read_form
from relations.views.http import public_page, resolve_or_redirect
from relations.views.rendering import render_page
from relations.views.rendering.terms import mark_first_uses


@public_page
def entry_detail(request: HttpRequest, snapshot: Snapshot, section: str, slug: str) -> HttpResponse:
    found = resolve_or_redirect(request, snapshot, section, slug)
    form, problems = read_form(request, *WORKSHEETS)
    if form:
        return entry_worksheet(request, snapshot, found, form)
    edition = found.edition
    document, rendering = edition.read_document(), edition.read_rendering()
    context = entry_page(snapshot, document, rendering, edition) | pinned_page(snapshot, found)
    context |= mark_first_uses(context["entry"], snapshot)
    context |= {"print_problems": problems, "print_forms": entry_forms(document)}
    context |= entry_correction_notes(snapshot, edition, edition)
    return render_page(request, f"entries/{document['kind']}.html", context)
