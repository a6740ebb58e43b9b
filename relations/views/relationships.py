"""The dossier of a relationship, and the list of all of them."""

from django.http import HttpRequest, HttpResponse

from relations.catalogue import Snapshot
from relations.presenters import brief
from relations.presenters.relationships import relationship_list_page, relationship_page
from relations.views.finder import read_record_params
from relations.views.handouts import FORMS, list_forms, read_form, record_handout
from relations.views.http import public_page, resolve_or_redirect
from relations.views.name_lists import read_name_query
from relations.views.rendering import render_page


@public_page
def relationship_list(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    context = relationship_list_page(snapshot, read_name_query(request))
    return render_page(request, "relationships/list.html", context, context["names"].query.query)


@public_page
def relationship_detail(request: HttpRequest, snapshot: Snapshot, slug: str) -> HttpResponse:
    found = resolve_or_redirect(request, snapshot, "relationships", slug)
    params = read_record_params(request, snapshot, found)
    form, problems = read_form(request, *FORMS, query=params.query)
    if form:
        return record_handout(request, snapshot, found, params, form)
    context = relationship_page(snapshot, found, params)
    context |= {"print_problems": problems, "print_forms": list_forms(context["result"], brief.FORM)}
    return render_page(request, "relationships/detail.html", context, params.query)
