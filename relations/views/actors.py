"""The page of an actor, and the list of all of them."""

from django.http import HttpRequest, HttpResponse

from relations.catalogue import Snapshot
from relations.presenters.actors import actor_list_page, actor_page
from relations.views.finder import read_record_params
from relations.views.http import public_page, resolve_or_redirect
from relations.views.name_lists import read_name_query
from relations.views.rendering import render_page


@public_page
def actor_list(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    context = actor_list_page(snapshot, read_name_query(request))
    return render_page(request, "actors/list.html", context, context["names"].query.query)


@public_page
def actor_detail(request: HttpRequest, snapshot: Snapshot, slug: str) -> HttpResponse:
    found = resolve_or_redirect(request, snapshot, "actors", slug)
    params = read_record_params(request, snapshot, found)
    context = actor_page(snapshot, found, params)
    return render_page(request, "actors/detail.html", context, params.query)
