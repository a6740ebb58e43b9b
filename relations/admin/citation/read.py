"""A pasted citation, read for whoever pasted it. What it links to is never fetched."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from relations.admin.citation.author_lines import author_line
from relations.admin.citation.matches import same_sources
from relations.admin.citation.permissions import may_cite
from relations.admin.citation.source_form import LANGUAGE, CitedSourceForm
from relations.documents.schema import SCHEMAS
from relations.models import Span

if TYPE_CHECKING:
    from relations.documents.pasted import PastedCitation


@require_POST
def read_pasted(request: HttpRequest) -> HttpResponse:
    """``fields`` as the panel shows them, ``also`` what else was read, ``existing`` what is here already.

    200 with ``errors`` by field where it cannot be read.
    """
    from relations.documents.pasted import UnreadableCitationError, read_citation

    if not may_cite(request):
        raise PermissionDenied
    try:
        citation = read_citation(request.POST.get("pasted", ""))
    except UnreadableCitationError as error:
        return JsonResponse({"errors": {"pasted": [{"message": str(error)}]}})
    existing = same_sources(*(citation.fields.get(name, "") for name in ("title", "url", "doi")))
    return JsonResponse(
        {
            "fields": _shown(citation),
            "also": _unshown(citation),
            "left_out": _left_out(citation.others),
            "existing": [one.as_json() for one in existing],
        }
    )


def _shown(citation: "PastedCitation") -> dict[str, str]:
    """What was read, as the panel's fields show it."""
    date = citation.fields.get("date", "")
    return {
        **{name: citation.fields.get(name, "") for name in CitedSourceForm.Meta.fields},
        "date": Span.parse(date).label if date else "",
        "authors": "\n".join(map(author_line, citation.authors)),
        "locator": citation.locator,
    }


def _unshown(citation: "PastedCitation") -> list[str]:
    """What else was read, in words."""
    values = SCHEMAS["source"].fields
    said = [
        f"{values[name].label}: {values[name].display(value, _unresolved)}"
        for name, value in citation.fields.items()
        if name not in CitedSourceForm.Meta.fields and (name, value) != ("language", LANGUAGE)
    ]
    if citation.editors:
        said.append(f"{values['editors'].label}: {'; '.join(map(author_line, citation.editors))}")
    return said


def _unresolved(_kind: str, key: str) -> str:
    return key  # what is read names no records


def _left_out(others: int) -> str:
    if not others:
        return ""
    words = ngettext(
        "%(count)d more work stands behind the first one, which alone was read.",
        "%(count)d more works stand behind the first one, which alone was read.",
        others,
    )
    return words % {"count": others}
