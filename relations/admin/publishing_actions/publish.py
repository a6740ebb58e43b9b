"""Publish, and correct, which is to publish marked as a correction."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from relations import documents, publishing
from relations.admin.publishing_actions.base import PublishingAction, quoted_names
from relations.admin.publishing_actions.faults import LocatedFault, locate_faults
from relations.admin.record_names import working_copy_names
from relations.admin.record_urls import change_url, compare_url
from relations.admin.review.publish_options import (
    PublishOptions,
    add_review_fields,
    publish_options,
    records_with_companions,
)
from relations.admin.review.state import ReviewState
from relations.documents.compare import Change, compare
from relations.models import Edition, Record, Revision, WorkingCopy
from relations.publishing import Fault
from relations.publishing.approval import approval_faults

# Names in the sentence that follows a publication.
MAX_NAMED = 3


@dataclass(frozen=True, slots=True)
class PublishTarget:
    """A record as the page shows it: what will become of it, and what must be mended before.

    ``edition_number`` is that of the edition to be. A companion was never published, and is named by
    a chosen record.
    """

    record: Record
    row: WorkingCopy
    url: str
    is_companion: bool
    is_unchanged: bool
    edition_number: int
    changes: list[Change]
    faults: list[LocatedFault]
    state: ReviewState
    compare_url: str


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


class PublishAction(PublishingAction):
    name = "publish"
    title = gettext_lazy("Publish")
    form_class = PublishForm
    takes_several = True
    on_a_date = "publish-on-a-date"

    def build_form(self, records: list[Record], user: User, data: Any = None) -> forms.Form:
        form = self.form_class(data)
        if all(record.edition_id is None for record in records):
            del form.fields["correction"]  # there is nothing yet to correct
        else:
            form.fields["note"].required = any(record.edition_id for record in records)
            form.fields["note"].help_text = _("Readers see it in the list of editions.")
        add_review_fields(form, publish_options(records, user))
        return form

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

    def get_context(self, records: list[Record], user: User, faults: Sequence[Fault]) -> dict[str, Any]:
        options = publish_options(records, user)
        if options.is_required and not (options.offers_approved or options.offers_without_review or faults):
            faults = self.missing_approvals(options)
        companions = [record for record in options.records if record not in records]
        companion_targets = [
            publish_target(record, faults, options.states[record.pk], is_companion=True)
            for record in companions
        ]
        only_approved = options.is_required and not options.offers_without_review
        chosen_targets = [
            publish_target(record, faults, options.states[record.pk], only_approved=only_approved)
            for record in records
        ]
        targets = [*companion_targets, *chosen_targets]
        return {
            "options": options,
            "companions": companion_targets,
            "chosen": chosen_targets,
            "publishable": [one for one in chosen_targets if not (one.faults or one.is_unchanged)],
            "has_faults": any(target.faults for target in targets),
            "lacks_only_approvals": bool(faults) and all(fault.path == "review" for fault in faults),
            "has_changes": not all(target.is_unchanged for target in targets),
        }

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


def publish_target(
    record: Record,
    refusal: Sequence[Fault],
    state: ReviewState | None = None,
    is_companion: bool = False,
    only_approved: bool = False,
) -> PublishTarget:
    """``only_approved``: nothing else than what was approved can go out, and so that is what is shown."""
    row = record.working_copy
    is_unchanged = record.status == Record.Status.PUBLISHED
    faults = [fault for fault in refusal if fault.record == record]
    if not faults and not is_unchanged:
        faults = publishing.check(record)
    return PublishTarget(
        record=record,
        row=row,
        url=change_url(row),
        is_companion=is_companion,
        is_unchanged=is_unchanged,
        edition_number=record.edition.number + 1 if record.edition else 1,
        changes=_changes(
            record, state.approved.revision if only_approved and state and state.approved else None
        ),
        faults=locate_faults(record, faults),
        state=state or ReviewState(),
        compare_url=compare_url(row),
    )


def _changes(record: Record, revision: Revision | None) -> list[Change]:
    """What readers will see change; nothing for a first edition, which is all new."""
    if record.edition is None:
        return []
    published = record.edition.read_document()
    coming = documents.load_document(revision.document) if revision else documents.encode(record)
    return compare(published, coming, working_copy_names([published, coming]))
