"""How a publication may go about approvals: what was approved, or without review."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy

from relations import publishing
from relations.admin.publishing_actions.base import Affected
from relations.admin.review.state import ReviewState, review_states
from relations.models import Record
from relations.models.permissions import WITHOUT_REVIEW_PERMISSION
from relations.publishing.missing_approvals import is_review_required


@dataclass(frozen=True, slots=True)
class PublishOptions(Affected):
    """``records`` are those chosen and all that may go with them, ``states`` theirs by row id.

    ``offers_approved``: something was changed since it was approved, and what was approved can go out.
    ``offers_without_review``: something is not approved that has to be, and this user may go without.
    """

    is_required: bool
    states: dict[int, ReviewState]
    offers_approved: bool
    offers_without_review: bool


def publish_options(records: list[Record], user: User) -> PublishOptions:
    affected, states = _read_affected(records)
    is_required = is_review_required()
    to_publish = [record for record in affected if record.status != Record.Status.PUBLISHED]
    missing = [record for record in to_publish if not states[record.pk].is_approved]
    return PublishOptions(
        chosen=records,
        records=affected,
        is_required=is_required,
        states=states,
        offers_approved=any(states[record.pk].is_changed_since_approved for record in to_publish),
        offers_without_review=is_required and bool(missing) and user.has_perm(WITHOUT_REVIEW_PERMISSION),
    )


def records_with_companions(records: Sequence[Record]) -> list[Record]:
    """The records and what they name for the first time, as they stand and as they were approved."""
    affected, _states = _read_affected(records)
    return affected


def _read_affected(records: Sequence[Record]) -> tuple[list[Record], dict[int, ReviewState]]:
    """The records, what they name for the first time, and the review state of each record by its row id."""
    as_they_stand = list(dict.fromkeys([*records, *publishing.companions(records)]))
    states = review_states(as_they_stand)
    if not any(state.approved for state in states.values()):
        return as_they_stand, states  # none of these names anything else by what was approved
    approved = publishing.companions(records, approved=True)
    others = [record for record in approved if record not in as_they_stand]
    return [*as_they_stand, *others], states | review_states(others)


def add_review_fields(form: forms.Form, options: PublishOptions) -> None:
    if options.offers_approved:
        form.fields["approved"] = forms.BooleanField(
            label=gettext_lazy("Publish what was approved"),
            required=False,
            help_text=gettext_lazy("What was changed since stays unpublished."),
        )
    if options.offers_without_review:
        form.fields["without_review"] = forms.CharField(
            label=gettext_lazy("Publish without review: why"),
            max_length=400,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
            help_text=gettext_lazy(
                "Readers see it in the list of editions. Somebody else has to look at it afterwards."
            ),
        )
