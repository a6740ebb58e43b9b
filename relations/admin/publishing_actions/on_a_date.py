"""Publish and withdraw on a date: the pages of these two actions, with a time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from relations import publishing
from relations.admin.permissions import signed_in_user
from relations.admin.publishing_actions.base import A, Affected, PublishingAction, quoted_names
from relations.admin.publishing_actions.publish import PublishAction, PublishForm
from relations.admin.publishing_actions.publish_target import PublishTarget
from relations.admin.publishing_actions.withdraw import WithdrawAction, WithdrawForm
from relations.admin.review.publish_options import PublishOptions
from relations.admin.review.state import ReviewState
from relations.admin.schedule.lines import plans_for, withdrawals_scheduled_at
from relations.admin.schedule.outcome import held_back_words, outcome_words
from relations.admin.schedule.time_form import ScheduledTimeForm
from relations.models import Record, ScheduledPublication
from relations.publishing import Fault

# The button that leads here from the page that acts at once, with what was typed there.
OPEN_BUTTON = "on_a_date"


class SchedulePublishForm(PublishForm, ScheduledTimeForm):
    pass


class ScheduleWithdrawForm(WithdrawForm, ScheduledTimeForm):
    pass


class SchedulingAction(PublishingAction[A]):
    """What the two share."""

    def view(self, request: HttpRequest) -> HttpResponse:
        if OPEN_BUTTON not in request.POST:
            return super().view(request)
        user = signed_in_user(request)
        records = self.chosen_records(request)
        self.check_permission(user, records)
        form = self.build_form(self.read_affected(records, user), user)
        for name in form.fields:
            if name in request.POST:
                form.initial[name] = request.POST[name]
        return self.render_page(request, records, form)

    def add_field_error(self, form: forms.Form, fault: Fault) -> bool:
        if fault.path == "due_at" and isinstance(form, ScheduledTimeForm):
            form.add_due_error(fault.message)
            return True
        return super().add_field_error(form, fault)

    def success_message(self, records: list[Record], result: ScheduledPublication) -> str:
        rows = quoted_names(record.working_copy for record in records)
        return " ".join([outcome_words(rows, records, result), *held_back_words(records, result)])


def _is_approved_since(state: ReviewState, moment: datetime | None) -> bool:
    """Whether there is an approval, given after ``moment`` if there is one."""
    decided_at = state.approved.decided_at if state.approved else None
    return decided_at is not None and (moment is None or decided_at > moment)


class SchedulePublishAction(SchedulingAction[PublishOptions], PublishAction):
    name = "publish-on-a-date"
    on_a_date = ""
    title = gettext_lazy("Publish on a date")
    form_class = SchedulePublishForm

    def build_form(self, affected: PublishOptions, user: User, data: Any = None) -> forms.Form:
        form = super().build_form(affected, user, data)
        # Nobody is there, when it falls due, to answer for that.
        form.fields.pop("without_review", None)
        return form

    def missing_approvals(self, options: PublishOptions) -> list[Fault]:
        """None: a missing approval keeps nobody from scheduling, as somebody may approve until then."""
        return []

    def scheduled_context(self, options: PublishOptions, targets: Sequence[PublishTarget]) -> dict[str, Any]:
        """Of which nothing is held back as yet: that depends on the time."""
        return {"plans": plans_for(options.chosen)}

    def get_context(self, affected: PublishOptions, user: User, faults: Sequence[Fault]) -> dict[str, Any]:
        context = super().get_context(affected, user, faults)
        withdrawals = withdrawals_scheduled_at(affected.chosen)
        missing = [
            record.working_copy
            for record in affected.records
            if affected.is_required
            and (record.status != Record.Status.PUBLISHED or record.pk in withdrawals)
            and not _is_approved_since(affected.states[record.pk], withdrawals.get(record.pk))
        ]
        return context | {
            "unapproved": quoted_names(missing),
            "returning": list(withdrawals),
            "has_changes": context["has_changes"] or bool(withdrawals),
        }

    def perform(self, records: list[Record], user: User, values: dict[str, Any]) -> ScheduledPublication:
        return publishing.schedule_publication(
            records,
            user=user,
            due_at=values["due_at"],
            time_zone=values["time_zone"],
            note=values["note"],
            correction=values.get("correction", False),
            approved=values.get("approved", False),
        )


class ScheduleWithdrawAction(SchedulingAction[Affected], WithdrawAction):
    name = "withdraw-on-a-date"
    on_a_date = ""
    title = gettext_lazy("Withdraw on a date")
    form_class = ScheduleWithdrawForm

    def get_context(self, affected: Affected, user: User, faults: Sequence[Fault]) -> dict[str, Any]:
        context = super().get_context(affected, user, faults)
        return context | {
            "plans": plans_for(affected.chosen),
            "is_to_come": any(not record.is_public for record in affected.chosen),
        }

    def perform(self, records: list[Record], user: User, values: dict[str, Any]) -> ScheduledPublication:
        replacement = values.get("replacement")
        return publishing.schedule_withdrawal(
            records,
            user=user,
            due_at=values["due_at"],
            time_zone=values["time_zone"],
            reason=values["reason"],
            replacement=replacement.record if replacement else None,
        )
