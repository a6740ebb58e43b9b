"""Claims inside an entry's form."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from relations.admin.claim_cards import ClaimCard
from relations.admin.generics import ModelChoiceField, StackedInline
from relations.admin.inlines import CitingInline, OrderedForm, OrderedFormSet
from relations.models import Claim, Passage


class CarriedField(forms.CharField):
    """Ids of passages, with commas between. It says how a form began, and is never a change of it."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


def carried(passages: Iterable[Passage]) -> dict[str, Any]:
    """What a claim begins with that is given the citations of another."""
    rows = list(passages)
    return {"passages": rows, "carried": ",".join(str(row.pk) for row in rows)}


class ClaimForm(OrderedForm):
    """``code`` says which claim it was when the form was opened, should its row be gone by now.

    The model does not let it be edited, so that no fieldset can have it: the template of the rows has.
    """

    code = forms.CharField(required=False, widget=forms.HiddenInput)
    carried = CarriedField(
        required=False,
        help_text=_("Carried over from the claim above: take away what this claim does not rest on."),
    )
    card: ClaimCard | None = None

    class Meta:
        model = Claim
        fields = "__all__"
        error_messages = {
            "text": {"required": _("The text of this claim is missing: write it, or remove the claim.")}
        }
        widgets = {
            "text": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
            "note": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["code"] = self.instance.code

    def has_changed(self) -> bool:
        """A new claim begins with the citations of the one above: they alone are not a claim yet."""
        if self.instance.pk:
            return super().has_changed()
        return bool(set(self.changed_data) - {"passages", "position"}) or self._cites_by_choice()

    def _cites_by_choice(self) -> bool:
        """Whether somebody chose a citation that was not carried over."""
        values = self["carried"].data or ""
        return bool(set(self["passages"].data or ()) - set(values.split(",")))

    def clean(self) -> dict[str, Any] | None:
        """A position whose speaker was chosen here, and no side, gets the side that the speaker acts for."""
        cleaned = super().clean()
        speaker = self.cleaned_data.get("speaker")
        if (
            speaker
            and "speaker" in self.changed_data
            and self.cleaned_data.get("kind") == Claim.Kind.POSITION
            and not self.cleaned_data.get("side")
            and "side" not in self.errors
        ):
            self.cleaned_data["side"] = speaker.acts_for
        return cleaned


class ClaimFormSet(OrderedFormSet):
    """The empty claims at the end begin with the citations of the last one written."""

    has_cards = True
    code_fields = ("code",)
    identity_fields = ("text",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [] if self.is_bound else list(self.get_queryset())
        self.last_cited = list(rows[-1].passages.all()) if rows else []

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        kwargs = super().get_form_kwargs(index)
        if self.last_cited and index is not None and index >= self.initial_form_count():
            kwargs["initial"] = carried(self.last_cited)
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
        (None, {"fields": ("kind", "text", "passages", "carried", ("speaker", "side"), "said_on")}),
        (
            _("Note, figures, review, order"),
            {"classes": ("collapse",), "fields": ("note", "figure_date", "review_by", "position")},
        ),
    )

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        """How a claim began is nothing to read: it is for the form that is filled in."""
        fieldsets = super().get_fieldsets(request, obj)
        if self.has_change_permission(request, obj) or self.has_add_permission(request, obj):
            return fieldsets
        return [
            (title, {**options, "fields": [name for name in options["fields"] if name != "carried"]})
            for title, options in fieldsets
        ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Claim]:
        return super().get_queryset(request).prefetch_related("passages__source")

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field and db_field.name == "side":
            # How a script shows a side that it took from the speaker.
            field.widget.attrs["data-from-speaker"] = _("{side}, from {speaker}")
        return field

    def get_extra(self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any) -> int:
        return 1 if obj else 3
