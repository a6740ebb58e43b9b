"""Merge: one topic, actor or source becomes another."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations import publishing
from relations.admin.publishing_actions.base import PublishingAction
from relations.admin.publishing_actions.public_record_field import public_record_field
from relations.admin.record_names import prefetch_working_copies
from relations.admin.record_urls import change_url
from relations.models import Edition, Record
from relations.publishing.merge import MERGEABLE
from relations.publishing.referrers import referrers_of

MAX_LISTED_REFERRERS = 20


class MergeForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Why, in one sentence"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Readers who follow an old link see it. May stay empty."),
    )


class MergeAction(PublishingAction):
    name = "merge"
    title = gettext_lazy("Merge into another")
    form_class = MergeForm

    def chosen_records(self, request: HttpRequest) -> list[Record]:
        records = super().chosen_records(request)
        if records[0].kind not in MERGEABLE:
            raise Http404(_("Only topics, actors and sources are merged."))
        return records

    def build_form(self, records: list[Record], user: User, data: Any = None) -> forms.Form:
        form = MergeForm(data)
        into = public_record_field(
            records[0],
            label=_("Merge into"),
            help_text=_("The one that stays. It must be published."),
        )
        form.fields = {"into": into, **form.fields}
        return form

    def get_context(self, records: list[Record], user: User, faults: Any) -> dict[str, Any]:
        referrers = referrers_of(records[0])
        rows = [record.working_copy for record in prefetch_working_copies(referrers[:MAX_LISTED_REFERRERS])]
        return {
            "referrers": [(row, change_url(row)) for row in rows],
            "unlisted_referrers": len(referrers) - len(rows),
        }

    def perform(self, records: list[Record], user: User, values: dict[str, Any]) -> list[Edition]:
        return [publishing.merge(records[0], into=values["into"].record, user=user, note=values["note"])]

    def success_message(self, records: list[Record], editions: list[Edition]) -> str:
        survivor = editions[0].replacement
        return _("Merged. Its old links lead to “%(name)s”.") % {
            "name": survivor.working_copy if survivor else ""
        }
