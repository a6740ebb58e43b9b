"""The glossary: acronyms and names spelled out."""

from django.http import HttpRequest, HttpResponse

from relations.catalogue import Snapshot
from relations.presenters.glossary import PAGE_SIZE, glossary_page, list_terms
from relations.views.http import page_query, paginate, public_page
from relations.views.rendering import render_page


@public_page
def glossary(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    terms = list_terms(snapshot)
    page, problems = paginate(request, terms, PAGE_SIZE)
    context = glossary_page(terms, page, problems) | {"snapshot": snapshot}
    return render_page(request, "glossary/glossary.html", context, page_query(page))
