"""Entries in order of time: a list by year, under a chart of how many there are in each."""

from django.http import HttpRequest, HttpResponse

from relations.caching.responses import page_path
from relations.catalogue import Snapshot
from relations.finder import find
from relations.presenters.timeline import timeline_page
from relations.views.finder import read_params
from relations.views.http import public_page
from relations.views.rendering import render_page


@public_page
def timeline(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    params = read_params(request, snapshot, sort="oldest")
    context = timeline_page(snapshot, find(params, snapshot), page_path(request))
    return render_page(request, "timeline/timeline.html", context, params.query)
