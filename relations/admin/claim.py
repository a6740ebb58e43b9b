"""Claims inside an entry's form."""

from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from relations.admin.generics import StackedInline
from relations.admin.inlines import CitingInline, OrderedForm, OrderedFormSet
from relations.models import Claim


class ClaimForm(OrderedForm):
    """``code`` says which claim it was when the form was opened, should its row be gone by now.

    The model does not let it be edited, so that no fieldset can have it: the template of the rows has.
    """

    code = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Claim
        fields = "__all__"
        widgets = {
            "text": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
            "note": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["code"] = self.instance.code

    def has_changed(self) -> bool:
        """A new claim begins with the citation of the one above: that alone is not a claim yet."""
        if self.instance.pk:
            return super().has_changed()
        return bool(set(self.changed_data) - {"passages", "position"})


class ClaimFormSet(OrderedFormSet):
    """The empty claims at the end begin with the citations of the last one written."""

    code_fields = ("code",)
    identity_fields = ("text",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [] if self.is_bound else list(self.get_queryset())
        self.last_cited = list(rows[-1].passages.all()) if rows else []

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        kwargs = super().get_form_kwargs(index)
        if self.last_cited and index is not None and index >= self.initial_form_count():
            kwargs["initial"] = {"passages": self.last_cited}
        return kwargs


class ClaimInline(CitingInline, StackedInline):
    model = Claim
    form = ClaimForm
    formset = ClaimFormSet
    template = "admin/edit_inline/ordered.html"
    ordering = ("position", "pk")
    autocomplete_fields = ("passages", "speaker", "side")
    verbose_name_plural = _("claims, in the order readers see them")
    fieldsets = (
        (None, {"fields": ("kind", "text", "passages", ("speaker", "side"), "said_on")}),
        (
            _("Note, figures, review, order"),
            {"classes": ("collapse",), "fields": ("note", ("figure_date", "review_by"), "position")},
        ),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Claim]:
        return super().get_queryset(request).prefetch_related("passages__source")

    def get_extra(self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any) -> int:
        return 1 if obj else 3
