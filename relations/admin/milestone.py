"""Milestones inside an agreement's form."""

from django.utils.translation import gettext_lazy as _

from relations.admin.generics import StackedInline
from relations.admin.inlines import CitingInline, OrderedForm, OrderedFormSet
from relations.models import Milestone


class MilestoneForm(OrderedForm):
    class Meta:
        model = Milestone
        fields = "__all__"


class MilestoneFormSet(OrderedFormSet):
    identity_fields = ("stage", "date", "note")
    similarity_fields = ("stage", "date")


class MilestoneInline(CitingInline, StackedInline):
    model = Milestone
    form = MilestoneForm
    formset = MilestoneFormSet
    template = "admin/edit_inline/ordered.html"
    ordering = ("position", "pk")
    autocomplete_fields = ("passages",)
    verbose_name_plural = _("milestones: the stages it reached or is due to reach")
    fieldsets = ((None, {"fields": (("stage", "date"), "passages", "note", "position")}),)
