"""An entry's links to other entries, inside its form."""

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from relations.admin.generics import TabularInline
from relations.admin.inlines import RecordInline
from relations.admin.labelled_cells import TabularFormSet
from relations.models import Link


class LinkInline(RecordInline, TabularInline):
    model = Link
    formset = TabularFormSet
    fk_name = "entry"
    autocomplete_fields = ("target",)
    fields = ("kind", "target")
    verbose_name = _("link")
    verbose_name_plural = _("links to other entries")

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[Link]":
        return super().get_queryset(request).select_related("target")
