"""A source and the place that is cited in it, added in place, as drafts."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from relations import publishing
from relations.admin.citation.matches import citable_sources, same_sources
from relations.admin.citation.permissions import may_cite
from relations.admin.citation.source_form import CitedSourceForm, LocatorForm
from relations.admin.input_validation import parse_ids
from relations.admin.permissions import signed_in_user
from relations.models import Passage, Source


@require_POST
@transaction.atomic
def add_citation(request: HttpRequest) -> HttpResponse:
    """201 with ``id`` and ``text`` of the place; 200 with ``errors`` by field, as a form that is refused.

    ``source`` is the id of one that is here already; without it one is made of the fields and of what
    else ``pasted`` says. One of the same DOI is made only with ``add_anyway``; after an attempt of
    which no answer came (``is_repeated``), so is one of the same address or title.
    """
    if not may_cite(request):
        raise PermissionDenied
    if "source" in request.POST:
        return _add_place(request)
    return _add_source(request)


def _add_place(request: HttpRequest) -> HttpResponse:
    source = citable_sources().filter(pk__in=parse_ids([request.POST["source"]])).first()
    if source is None:
        message = _("This source is gone. Read the citation again.")
        return JsonResponse({"errors": {"__all__": [{"message": message}]}})
    form = LocatorForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors.get_json_data()})
    return _chosen(_place(source, form.cleaned_data["locator"]))


def _add_source(request: HttpRequest) -> HttpResponse:
    from relations.documents.pasted import PastedCitation, UnreadableCitationError, read_citation

    try:
        citation = read_citation(request.POST.get("pasted", ""))
    except UnreadableCitationError:
        citation = PastedCitation()  # nothing is known but what was typed
    form = CitedSourceForm(request.POST, citation=citation)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors.get_json_data()})
    if "add_anyway" not in request.POST:
        names = (form.cleaned_data[name] for name in ("title", "url", "doi"))
        if existing := same_sources(*names, by_doi_alone="is_repeated" not in request.POST):
            message = _("A source with %(shares)s is here already.") % {"shares": existing[0].shares}
            answer = {
                "errors": {"__all__": [{"message": message}]},
                "existing": [one.as_json() for one in existing],
            }
            return JsonResponse(answer)
    record = form.create_source()
    publishing.record_revision(record, signed_in_user(request))
    return _chosen(_place(Source.objects.get(record=record), form.cleaned_data["locator"]))


def _place(source: Source, locator: str) -> Passage:
    """The place of this name, written in any case; a new last one where there is none."""
    same = source.passages.filter(locator__iexact=locator).order_by("position").first()
    if same:
        return same
    position = source.passages.count() + 1
    place, _created = Passage.objects.get_or_create(
        source=source, locator=locator, defaults={"position": position}
    )
    return place


def _chosen(place: Passage) -> HttpResponse:
    return JsonResponse({"id": str(place.pk), "text": str(place)}, status=201)
