"""Withdraw: readers are told that it is gone, why, and what replaces it."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations import publishing
from relations.admin.publishing_actions.base import Affected, RecordsOnlyAction, quoted_names
from relations.admin.publishing_actions.public_record_field import public_record_field
from relations.admin.publishing_actions.referrers import referrers_context
from relations.models import Record


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why, in one sentence"),
        max_length=500,
        error_messages={"required": gettext_lazy("Say in one sentence why. Readers will see it.")},
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text=gettext_lazy("Readers who follow an old link see it."),
    )


class WithdrawAction(RecordsOnlyAction):
    name = "withdraw"
    title = gettext_lazy("Withdraw")
    form_class = WithdrawForm
    takes_several = True
    on_a_date = "withdraw-on-a-date"

    def build_form(self, affected: Affected, user: User, data: Any = None) -> forms.Form:
        form = self.form_class(data)
        kinds = {"entry" if record.is_entry else record.kind for record in affected.chosen}
        if len(kinds) == 1:
            form.fields["replacement"] = public_record_field(
                affected.chosen[0],
                label=gettext_lazy("Replaced by"),
                required=False,
                help_text=gettext_lazy("The page readers are sent on to, if there is one."),
            )
        return form

    def get_context(self, affected: Affected, user: User, faults: Any) -> dict[str, Any]:
        return referrers_context(affected.chosen)

    def perform(self, records: list[Record], user: User, values: dict[str, Any]) -> Any:
        replacement = values.get("replacement")
        return publishing.withdraw(
            records,
            user=user,
            reason=values["reason"],
            replacement=replacement.record if replacement else None,
        )

    def success_message(self, records: list[Record], result: Any) -> str:
        rows = quoted_names(record.working_copy for record in records)
        return _("Withdrawn: %(rows)s. Publish it again to bring it back.") % {"rows": rows}
