"""The three sides of a record that meet when a form is sent over a newer save."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from relations import documents
from relations.admin.conflicts import DELETED, EDIT_CONFLICT, ConflictCheckedForm, edit_token
from relations.admin.generics import ModelForm
from relations.admin.input_validation import parse_ids
from relations.admin.row_matching import ADDED_MEANWHILE, RowMatchingFormSet
from relations.admin.submitted_document import submitted_document
from relations.documents import Document
from relations.models import Record, Revision


@dataclass(frozen=True, slots=True)
class SentForm:
    """A form that was refused for nothing but a newer save, with its rows."""

    form: ConflictCheckedForm
    formsets: tuple[RowMatchingFormSet, ...]


@dataclass(frozen=True, slots=True)
class JoinSides:
    """``base`` is the revision that the form was opened from, ``newer`` are those since, oldest first.

    ``theirs`` is what the working rows say by now, ``mine`` what was sent.
    """

    record: Record
    base: Revision
    newer: tuple[Revision, ...]
    opened: Document
    theirs: Document
    mine: Document

    @property
    def newest(self) -> Revision:
        return self.newer[-1]

    @property
    def is_one_sided(self) -> bool:
        """Whether nobody has to look: only one side changed anything, or both changed the same."""
        return self.opened in (self.theirs, self.mine) or self.theirs == self.mine


def refused_form(page: dict[str, Any]) -> SentForm | None:
    """What the page of a form holds, if a newer save is all that is wrong with it."""
    form = page["adminform"].form
    formsets = tuple(inline.formset for inline in page["inline_admin_formsets"])
    if not form.is_bound or form.newer_token in ("", DELETED) or _codes([form]) != {EDIT_CONFLICT}:
        return None
    rows = [row for formset in formsets for row in formset.forms if not formset.is_deleted(row)]
    if _codes(rows) - {ADDED_MEANWHILE} or any(formset.non_form_errors() for formset in formsets):
        return None
    return SentForm(form, formsets)


def _codes(forms: Iterable[ModelForm]) -> set[str]:
    return {
        error.code or "" for form in forms for errors in form.errors.as_data().values() for error in errors
    }


def read_sides(sent: SentForm) -> JoinSides | None:
    """The three sides of a form that was refused for a newer save.

    None where it is unknown what the form was opened from, or where something beside documents changed.
    """
    row = sent.form.instance
    record = Record.objects.get(pk=row.record_id)
    opened, _dash, beside = sent.form.cleaned_data["edit_token"].partition("-")
    if beside != edit_token(row).partition("-")[2]:
        return None
    base = record.revisions.filter(pk__in=parse_ids([opened])).first()
    newer = record.revisions.filter(pk__gt=base.pk) if base else None
    if base is None or not newer:
        return None
    document = documents.resolve_merged(documents.load_document(base.document))
    codes = [claim["id"] for claim in document.get("claims", ())]
    return JoinSides(
        record,
        base,
        tuple(newer.exclude(origin=Revision.Origin.TYPED).select_related("saved_by", "base").order_by("pk")),
        document,
        documents.resolve_merged(documents.encode(record)),
        submitted_document(sent.form, sent.formsets, codes),
    )
