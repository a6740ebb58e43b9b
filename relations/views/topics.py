"""The page of a topic, and the list of all of them."""

from django.http import HttpRequest, HttpResponse

from relations.catalogue import Snapshot
from relations.presenters import brief
from relations.presenters.topics import topic_list_page, topic_page
from relations.views.finder import read_record_params
from relations.views.handouts import FORMS, list_forms, read_form, record_handout
from relations.views.http import public_page, resolve_or_redirect
from relations.views.name_lists import read_name_query
from relations.views.rendering import render_page


@public_page
def topic_list(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    context = topic_list_page(snapshot, read_name_query(request))
    return render_page(request, "topics/list.html", context, context["names"].query.query)


@public_page
def topic_detail(request: HttpRequest, snapshot: Snapshot, slug: str) -> HttpResponse:
    found = resolve_or_redirect(request, snapshot, "topics", slug)
    params = read_record_params(request, snapshot, found)
    form, problems = read_form(request, *FORMS, query=params.query)
    if form:
        return record_handout(request, snapshot, found, params, form)
    context = topic_page(snapshot, found, params)
    context |= {"print_problems": problems, "print_forms": list_forms(context["result"], brief.FORM)}
    return render_page(request, "topics/detail.html", context, params.query)
