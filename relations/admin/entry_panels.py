"""The panels of an entry's form: a pasted citation, and the actors that the text names."""

from typing import Any

from django.http import HttpRequest

from relations.admin.citation.permissions import may_cite
from relations.admin.citation.source_form import CitedSourceForm


def entry_panels(request: HttpRequest) -> dict[str, Any]:
    """What the template of the form needs for them."""
    panels: dict[str, Any] = {"names_actors": True}
    if may_cite(request):
        # In a template of the page, whose fields nobody sends: as those of the empty rows of inlines.
        panels["citation_form"] = CitedSourceForm(auto_id=False, prefix="__prefix__")
    return panels
