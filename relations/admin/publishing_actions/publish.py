"""Publish, and correct, which is to publish marked as a correction."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from relations import publishing
from relations.admin.publishing_actions.base import PublishingAction, quoted_names
from relations.admin.publishing_actions.publish_target import PublishTarget, publish_targets
from relations.admin.review.publish_options import (
    PublishOptions,
    add_review_fields,
    publish_options,
    records_with_companions,
)
from relations.admin.review.state import ReviewState
from relations.admin.schedule.lines import overtaken_plans, plans_for
from relations.documents.change_note import changes_only_figures, draft_note
from relations.models import Edition, ErrorReport, Record
from relations.publishing import Fault
from relations.publishing.missing_approvals import approval_faults

# Names in the sentence that follows a publication.
MAX_NAMED = 3


class PublishForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("What changed, in one sentence"),
        max_length=500,
        required=False,
        error_messages={"required": gettext_lazy("Say in one sentence what changed.")},
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text=gettext_lazy("Readers see it in the list of editions. A first edition needs none."),
    )
    correction = forms.BooleanField(
        label=gettext_lazy("This corrects an error"),
        required=False,
        help_text=gettext_lazy("The new edition is then marked as a correction."),
    )


class PublishAction(PublishingAction[PublishOptions]):
    name = "publish"
    title = gettext_lazy("Publish")
    form_class = PublishForm
    takes_several = True
    on_a_date = "publish-on-a-date"

    def read_affected(self, records: list[Record], user: User) -> PublishOptions:
        return publish_options(records, user)

    def build_form(self, affected: PublishOptions, user: User, data: Any = None) -> forms.Form:
        form = self.form_class(data)
        if all(record.edition_id is None for record in affected.chosen):
            del form.fields["correction"]  # there is nothing yet to correct
        else:
            form.fields["note"].required = any(record.edition_id for record in affected.chosen)
            form.fields["note"].help_text = _("Readers see it in the list of editions.")
        add_review_fields(form, affected)
        return form

    def draft_values(self, context: dict[str, Any]) -> dict[str, Any]:
        """The note that the changes suggest; whether they set a figure or a reported error right."""
        targets: list[PublishTarget] = context["chosen"]
        if len(targets) > 1 or targets[0].record.edition_id is None:
            return {}
        changes = targets[0].changes
        is_reported = ErrorReport.objects.to_be_corrected().filter(record=targets[0].record).exists()
        return {"note": draft_note(changes), "correction": is_reported or changes_only_figures(changes)}

    def add_field_error(self, form: forms.Form, fault: Fault) -> bool:
        if fault.path == "change_note":
            self._add_error_once(form, "note", fault.message)
            return True
        if fault.path == "review":
            field = next((name for name in ("without_review", "approved") if name in form.fields), "")
            if field:
                self._add_error_once(form, field, fault.message)
            return bool(field)
        return super().add_field_error(form, fault)

    def _add_error_once(self, form: forms.Form, field: str, message: str) -> None:
        if form.is_bound and message not in form.errors.get(field, ()):
            form.add_error(field, message)

    def displayed_records(self, records: list[Record]) -> list[Record]:
        return records_with_companions(records)

    def perform(self, records: list[Record], user: User, values: dict[str, Any]) -> Any:
        return publishing.publish(
            records,
            user=user,
            note=values["note"],
            correction=values.get("correction", False),
            approved=values.get("approved", False),
            without_review=values.get("without_review", ""),
        )

    def get_context(self, affected: PublishOptions, user: User, faults: Sequence[Fault]) -> dict[str, Any]:
        options, companions = affected, affected.companions
        if options.is_required and not (options.offers_approved or options.offers_without_review or faults):
            faults = self.missing_approvals(options)
        targets = publish_targets(
            options.chosen,
            companions,
            states=options.states,
            refusal=faults,
            only_approved=goes_out_as_approved(options),
        )
        chosen_targets = targets[len(companions) :]
        return {
            "options": options,
            "companions": targets[: len(companions)],
            "chosen": chosen_targets,
            "publishable": [one for one in chosen_targets if not (one.faults or one.is_unchanged)],
            "has_faults": any(target.faults for target in targets),
            "lacks_only_approvals": bool(faults) and all(fault.path == "review" for fault in faults),
            "has_changes": not all(target.is_unchanged for target in targets),
            **self.scheduled_context(options, chosen_targets),
        }

    def scheduled_context(self, options: PublishOptions, targets: Sequence[PublishTarget]) -> dict[str, Any]:
        """What waits to happen to the chosen records, and which of it is held back by publishing them."""
        plans = plans_for(options.chosen)
        revisions = {
            target.record.pk: outgoing_revision(target.state, options)
            for target in targets
            if not target.is_unchanged
        }
        return {"plans": plans, "overtaken": overtaken_plans(plans, revisions)}

    def missing_approvals(self, options: PublishOptions) -> list[Fault]:
        """Said before anybody tries, as what is missing in the documents is."""
        affected = [record for record in options.records if record.status != Record.Status.PUBLISHED]
        pairs = [(record, options.states[record.pk].newest_revision or None) for record in affected]
        return [
            *(fault for record in affected for fault in publishing.check(record)),
            *approval_faults(pairs),
        ]

    def success_message(self, records: list[Record], result: Any) -> str:
        editions: list[Edition] = result
        rows = quoted_names(edition.record.working_copy for edition in editions[:MAX_NAMED])
        if len(editions) > MAX_NAMED:
            rows += "…"
        return ngettext(
            "Published, for everyone to see: %(rows)s.",
            "Published, for everyone to see, %(count)d records: %(rows)s.",
            len(editions),
        ) % {"rows": rows, "count": len(editions)}


def outgoing_revision(state: ReviewState, options: PublishOptions) -> int:
    """The row id of the revision that is published unless something else is ticked."""
    if goes_out_as_approved(options) and state.approved:
        return state.approved.revision_id
    return state.newest_revision


def goes_out_as_approved(options: PublishOptions) -> bool:
    """Whether nothing else than what was approved can be published."""
    return options.is_required and not options.offers_without_review
