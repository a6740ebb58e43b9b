"""Publish, and correct, which is to publish marked as a correction."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from relations import documents, publishing
from relations.admin.names import edit_url, working_names
from relations.admin.verbs.base import Verb, titled
from relations.admin.verbs.faults import PlacedFault, place
from relations.documents.compare import Change, compare
from relations.models import Edition, Record, WorkingCopy
from relations.publishing import Fault


@dataclass(frozen=True, slots=True)
class Target:
    """A record as the page shows it: what will become of it, and what stands in the way."""

    record: Record
    row: WorkingCopy
    url: str
    companion: bool
    unchanged: bool
    number: int
    changes: list[Change]
    faults: list[PlacedFault]


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


class Publish(Verb):
    name = "publish"
    title = gettext_lazy("Publish")
    form_class = PublishForm
    many = True

    def make_form(self, records: list[Record], data: Any = None) -> forms.Form:
        form = PublishForm(data)
        if all(record.edition_id is None for record in records):
            del form.fields["correction"]  # there is nothing yet to correct
        else:
            form.fields["note"].required = any(record.edition_id for record in records)
            form.fields["note"].help_text = _("Readers see it in the list of editions.")
        return form

    def at_field(self, form: forms.Form, fault: Fault) -> bool:
        if fault.path != "change_note":
            return super().at_field(form, fault)
        if form.is_bound and not form.errors.get("note"):
            form.add_error("note", fault.message)
        return True

    def shown(self, records: list[Record]) -> list[Record]:
        return [*records, *publishing.companions(records)]

    def act(self, records: list[Record], user: Any, values: dict[str, Any]) -> list[Edition]:
        return publishing.publish(
            records, user=user, note=values["note"], correction=values.get("correction", False)
        )

    def context(self, records: list[Record], faults: Sequence[Fault]) -> dict[str, Any]:
        companions = publishing.companions(records)
        targets = [_target(record, faults, companion=True) for record in companions]
        targets += [_target(record, faults) for record in records]
        fine = [target for target in targets if not (target.companion or target.faults or target.unchanged)]
        faulty = [target for target in targets if target.faults]
        return {
            "targets": targets,
            "companions": companions,
            "faulty": faulty,
            "fine": fine,
            "nothing_to_do": all(target.unchanged for target in targets),
        }

    def done(self, records: list[Record], editions: list[Edition]) -> str:
        rows = titled(edition.record.subject for edition in editions[:3])
        if len(editions) > 3:
            rows += "…"
        return ngettext(
            "Published, for everyone to see: %(rows)s.",
            "Published, for everyone to see, %(count)d records: %(rows)s.",
            len(editions),
        ) % {"rows": rows, "count": len(editions)}


def _target(record: Record, refused_for: Sequence[Fault], companion: bool = False) -> Target:
    row = record.subject
    unchanged = record.status == Record.Status.PUBLISHED
    found = [fault for fault in refused_for if fault.record == record]
    if not found and not unchanged:
        found = publishing.check(record)
    return Target(
        record=record,
        row=row,
        url=edit_url(row),
        companion=companion,
        unchanged=unchanged,
        number=record.edition.number + 1 if record.edition else 1,
        changes=_changes(record),
        faults=place(record, found),
    )


def _changes(record: Record) -> list[Change]:
    """What readers will see change; nothing for a first edition, which is all new."""
    if record.edition is None:
        return []
    published, working = record.edition.read_document(), documents.encode(record)
    return compare(published, working, working_names([published, working]))
