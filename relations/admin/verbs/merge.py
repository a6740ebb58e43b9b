"""Merge: one topic, actor or source becomes another."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations import publishing
from relations.admin.names import edit_url, with_rows
from relations.admin.verbs.base import Verb
from relations.admin.verbs.pickers import picker
from relations.models import Edition, Record
from relations.publishing.merge import MERGEABLE
from relations.publishing.referrers import referrers_of

NAMED_AT_MOST = 20


class MergeForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Why, in one sentence"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Readers who follow an old link see it. May stay empty."),
    )


class Merge(Verb):
    name = "merge"
    title = gettext_lazy("Merge into another")
    form_class = MergeForm

    def chosen(self, request: HttpRequest) -> list[Record]:
        records = super().chosen(request)
        if records[0].kind not in MERGEABLE:
            raise Http404(_("Only topics, actors and sources are merged."))
        return records

    def make_form(self, records: list[Record], data: Any = None) -> forms.Form:
        form = MergeForm(data)
        into = picker(
            records[0],
            label=_("Merge into"),
            help_text=_("The one that stays. It must be published."),
        )
        form.fields = {"into": into, **form.fields}
        return form

    def context(self, records: list[Record], faults: Any) -> dict[str, Any]:
        users = referrers_of(records[0])
        rows = [user.subject for user in with_rows(users[:NAMED_AT_MOST])]
        named = [(row, edit_url(row)) for row in rows]
        return {"users": named, "more_users": len(users) - len(named)}

    def act(self, records: list[Record], user: Any, values: dict[str, Any]) -> list[Edition]:
        return [publishing.merge(records[0], into=values["into"].record, user=user, note=values["note"])]

    def done(self, records: list[Record], editions: list[Edition]) -> str:
        return _("Merged. Its old links lead to “%(name)s”.") % {"name": editions[0].replacement.subject}
