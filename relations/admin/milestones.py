"""Milestones inside an agreement's form."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from relations.admin.inlines import OrderedForm, OrderedFormSet, RecordInline
from relations.models import Milestone, Passage


class MilestoneForm(OrderedForm):
    class Meta:
        model = Milestone
        fields = "__all__"


class MilestoneInline(RecordInline, admin.StackedInline):
    model = Milestone
    form = MilestoneForm
    formset = OrderedFormSet
    template = "admin/edit_inline/ordered.html"
    ordering = ("position", "pk")
    autocomplete_fields = ("passages",)
    verbose_name_plural = _("milestones: the stages it reached or is due to reach")
    fieldsets = ((None, {"fields": (("stage", "date"), "passages", "note", "position")}),)

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelMultipleChoiceField:
        if db_field.name == "passages":
            kwargs["queryset"] = Passage.objects.select_related("source")
        return super().formfield_for_manytomany(db_field, request, **kwargs)
