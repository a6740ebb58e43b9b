"""Send for review: ask somebody else to look before readers do."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations import publishing
from relations.admin.generics import ModelChoiceField
from relations.admin.publishing_actions.base import Affected, RecordsOnlyAction, quoted_names
from relations.admin.publishing_actions.publish_target import publish_targets
from relations.admin.schedule.lines import withdrawals_scheduled_at
from relations.models import Edition, Record, Revision, reviewers
from relations.publishing import Fault


class SendForReviewForm(forms.Form):
    def __init__(self, user: User, records: list[Record], data: Any = None) -> None:
        super().__init__(data)
        authors = Revision.objects.order_by().of_authors().filter(record__in=records)
        authors = authors.exclude(saved_by=None)
        others = reviewers().exclude(pk=user.pk).exclude(pk__in=authors.values("saved_by"))
        self.fields["reviewer"] = ModelChoiceField(
            others.order_by("username"),
            label=_("Who is asked"),
            required=False,
            empty_label=_("Anybody who may approve it"),
            help_text=_("Those who wrote any of what is to go out cannot approve it, and are left out."),
        )


class SendForReviewAction(RecordsOnlyAction):
    name = "send_for_review"
    title = gettext_lazy("Send for review")
    form_class = SendForReviewForm
    takes_several = True

    def check_permission(self, user: User, records: Sequence[Record]) -> None:
        if not all(user.has_perm(f"relations.change_{record.kind}") for record in records):
            raise PermissionDenied

    def build_form(self, affected: Affected, user: User, data: Any = None) -> forms.Form:
        return SendForReviewForm(user, affected.chosen, data)

    def displayed_records(self, records: list[Record]) -> list[Record]:
        return [*records, *publishing.companions(records)]

    def perform(self, records: list[Record], user: User, values: dict[str, Any]) -> list[Edition]:
        publishing.send_for_review(records, user=user, reviewer=values["reviewer"])
        return []

    def get_context(self, affected: Affected, user: User, faults: Sequence[Fault]) -> dict[str, Any]:
        companions = affected.companions
        targets = publish_targets(affected.chosen, companions)
        chosen = targets[len(companions) :]
        unchanged = [target.record for target in chosen if target.is_unchanged]
        # What is to be withdrawn comes back as it is, if somebody approves that.
        returning = set(withdrawals_scheduled_at(unchanged)) if unchanged else set()
        return {
            "companions": targets[: len(companions)],
            "chosen": chosen,
            "returning": returning,
            "ready": [one for one in chosen if not one.is_unchanged or one.record.pk in returning],
        }

    def success_message(self, records: list[Record], editions: list[Edition]) -> str:
        rows = quoted_names(record.working_copy for record in records)
        return _("Sent for review: %(rows)s.") % {"rows": rows}
