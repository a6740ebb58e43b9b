"""Preview: the readers' own page of the working copy, for those who may see it here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from relations.admin.preview_links import may_share, preview_links_url
from relations.admin.record_urls import change_url
from relations.models import Record, WorkingCopy
from relations.presenters.preview import preview_page


def preview_view(request: HttpRequest, row: WorkingCopy) -> HttpResponse:
    """The newest revision as readers would see it if it were published now."""
    record = Record.objects.select_related("edition").get(pk=row.record_id)
    context = preview_page(record) | {
        "edit_url": change_url(row),
        "share_url": preview_links_url(record) if may_share(request.user, record) else "",
    }
    response = render(request, "preview.html", context, using="public")
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
