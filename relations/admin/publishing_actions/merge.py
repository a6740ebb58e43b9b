"""Merge: one topic, actor or source becomes another."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations import publishing
from relations.admin.publishing_actions.base import Affected, RecordsOnlyAction
from relations.admin.publishing_actions.public_record_field import public_record_field
from relations.admin.publishing_actions.referrers import referrers_context
from relations.models import Edition, Entry, Record
from relations.publishing.merge import MERGEABLE, entries_of_both


class MergeForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Why, in one sentence"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text=gettext_lazy("Readers who follow an old link see it. May stay empty."),
    )
    # Into what it was to be merged when the page named the entries of both.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    record: Record
    entries_of_both: tuple[Entry, ...] = ()

    def clean(self) -> dict[str, Any]:
        """Asks once more where entries name both: each of them will name one actor with several parts."""
        values = super().clean() or self.cleaned_data
        if into := values.get("into"):
            self.entries_of_both = tuple(entries_of_both(self.record, into.record))
            if self.entries_of_both and values.get("seen") != str(into.pk):
                self.data = dict(self.data.items(), seen=str(into.pk))
                raise forms.ValidationError(
                    _("Nothing is merged yet: there are entries that name both. They are listed here.")
                )
        return values


class MergeAction(RecordsOnlyAction):
    name = "merge"
    title = gettext_lazy("Merge into another")
    form_class = MergeForm

    def chosen_records(self, request: HttpRequest) -> list[Record]:
        records = super().chosen_records(request)
        if records[0].kind not in MERGEABLE:
            raise Http404(_("Only topics, actors and sources are merged."))
        return records

    def build_form(self, affected: Affected, user: User, data: Any = None) -> forms.Form:
        form = MergeForm(data)
        (form.record,) = affected.chosen
        into = public_record_field(
            form.record,
            label=_("Merge into"),
            help_text=_("The one that stays. It must be published."),
        )
        form.fields = {"into": into, **form.fields}
        return form

    def get_context(self, affected: Affected, user: User, faults: Any) -> dict[str, Any]:
        return referrers_context(affected.chosen)

    def perform(self, records: list[Record], user: User, values: dict[str, Any]) -> list[Edition]:
        return [publishing.merge(records[0], into=values["into"].record, user=user, note=values["note"])]

    def success_message(self, records: list[Record], editions: list[Edition]) -> str:
        survivor = editions[0].replacement
        return _("Merged. Its old links lead to “%(name)s”.") % {
            "name": survivor.working_copy if survivor else ""
        }
