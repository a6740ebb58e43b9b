"""The actors of an entry and their part in it, inside the entry's form."""

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from relations.admin.generics import TabularInline
from relations.admin.inlines import RecordInline
from relations.admin.labelled_cells import TabularFormSet
from relations.models import Involvement


class InvolvementInline(RecordInline, TabularInline):
    model = Involvement
    formset = TabularFormSet
    autocomplete_fields = ("actor",)
    fields = ("actor", "role")
    verbose_name = _("actor")
    verbose_name_plural = _("actors and their part in it")

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[Involvement]":
        return super().get_queryset(request).select_related("actor")
