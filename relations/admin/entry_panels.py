"""The panels of an entry's form: a pasted citation, and the actors that the text names."""

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse

from relations.admin.citation.permissions import may_cite
from relations.admin.citation.source_form import CitedSourceForm
from relations.admin.generics import ModelAdmin


class EntryPanelsAdmin(ModelAdmin):
    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: models.Model | None = None,
    ) -> HttpResponse:
        if may_cite(request):
            # In a template of the page, whose fields nobody sends: as those of the empty rows of inlines.
            context["citation_form"] = CitedSourceForm(auto_id=False, prefix="__prefix__")
        context["names_actors"] = True
        return super().render_change_form(request, context, add, change, form_url, obj)
