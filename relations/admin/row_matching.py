"""Inline rows of a form that is saved over a newer save: nothing typed is lost, and nothing is doubled.

Between opening a form and sending it somebody else may have deleted its rows,
added others, or deleted rows and made the same ones anew. A submitted row is
therefore the row of its id; or else of its code; or else the one that says the same; or else a new one.
What arrived counts, not how many rows the form says it has: where the two differ, part of
it was lost on the way (or forged), and the form is shown again with all that arrived.
"""

import re
from collections import defaultdict
from typing import Any, cast
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from relations.admin.autocomplete import ChosenRowField
from relations.admin.chosen_options import load_chosen_options
from relations.admin.generics import BaseInlineFormSet, ModelChoiceField, ModelForm
from relations.admin.input_validation import (
    MAX_INLINE_ROWS,
    parse_form_count,
    parse_ids,
    submitted_row_numbers,
)

Values = tuple[Any, ...]

ADDED_MEANWHILE = "added_meanwhile"


class RowMatchingFormSet(BaseInlineFormSet):
    """``identity_fields`` tell rows apart; ``similarity_fields``, fewer, find a row that has vanished.

    ``code_fields`` name what a row has for ever, and whoever restores it gives it again.
    """

    model: type[models.Model]
    prefix: str
    data: QueryDict
    code_fields: tuple[str, ...] = ()
    identity_fields: tuple[str, ...] = ()
    similarity_fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # An entry that was imported with more rows can be edited all the same.
        self.absolute_max = MAX_INLINE_ROWS + len(self.get_queryset())
        self.unsubmitted_rows: list[models.Model] = []
        self.is_incomplete = False
        # By the number of a form here: the number it was sent with, and whether it was a saved row's then.
        self.sent_rows: list[tuple[int, bool]] = []
        if self.is_bound:
            self.data = self.data or QueryDict()  # of a form in which nothing was sent Django makes a dict
            self._match_rows()

    @property
    def constraint_fields(self) -> tuple[str, ...]:
        """The fields whose values no two rows of one form share, by the database's own rule."""
        for constraint in self.model._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint) and self.fk.name in constraint.fields:
                return tuple(name for name in constraint.fields if name != self.fk.name)
        return ()

    def _match_rows(self) -> None:
        """Find the row of each submitted form: by id, by code, by all that tells rows apart, by less."""
        numbers = submitted_row_numbers(self.data, self.prefix)
        self.is_incomplete = numbers != list(range(parse_form_count(self.data, self.prefix) or 0))
        del numbers[self.absolute_max :]
        left = {str(row.pk): row for row in self.get_queryset()}
        ids = {number: self._submitted(number, self._pk_name) for number in numbers}
        matched = {number: left.pop(pk) for number, pk in ids.items() if pk in left}
        rounds = (
            (self.code_fields, True),
            (self.identity_fields or self.constraint_fields, True),
            (self.similarity_fields, False),
        )
        for names, includes_new in rounds:
            candidates = [
                number
                for number in numbers
                if number not in matched
                and (ids[number] or (includes_new and not self._submitted(number, "DELETE")))
            ]
            self._match_by_values(names, candidates, left, matched)
        self.unsubmitted_rows = list(left.values())
        # The admin pairs forms and rows by their order, so the rows come in the order of the forms.
        self._queryset = [matched[number] for number in sorted(matched)]
        self._renumber_forms(matched, numbers)

    def _match_by_values(
        self,
        names: tuple[str, ...],
        numbers: list[int],
        left: dict[str, models.Model],
        matched: dict[int, models.Model],
    ) -> None:
        """Move the rows whose fields ``names`` agree from ``left``, by id, to ``matched``, by form number."""
        if not names:
            return
        rows: dict[Values | None, list[models.Model]] = defaultdict(list)
        for row in left.values():
            rows[_field_values(row, names)].append(row)
        for number in numbers:
            if same := rows.get(self._submitted_values(number, names)):
                matched[number] = same.pop(0)
                del left[str(matched[number].pk)]

    @property
    def _pk_name(self) -> str:
        return self.model._meta.pk.name

    def _submitted(self, number: int, name: str) -> str:
        return str(self.data.get(f"{self.prefix}-{number}-{name}", ""))

    def _submitted_values(self, number: int, names: tuple[str, ...]) -> Values | None:
        """What a form says in these fields, as ``_field_values`` gives it; None for what is no row yet."""
        values: list[Any] = []
        for name in names:
            field, typed = self.model._meta.get_field(name), self._submitted(number, name).strip()
            if not isinstance(field, models.Field) or field.is_relation:
                values += parse_ids([typed])[:1] or [None]
                continue
            try:
                values.append(_normalize_whitespace(field.to_python(typed)))
            except ValidationError:
                return None
        return tuple(values) if values[0] else None

    def _renumber_forms(self, matched: dict[int, models.Model], numbers: list[int]) -> None:
        """Number the forms of existing rows first, as formsets want it; all others become new ones."""
        in_order = [*sorted(matched), *(number for number in numbers if number not in matched)]
        self.sent_rows = [(number, bool(self._submitted(number, self._pk_name))) for number in in_order]
        order = {str(old): (number, old) for number, old in enumerate(in_order)}
        own = re.compile(rf"{re.escape(self.prefix)}-(\d+)-(.+)", re.DOTALL)
        data = QueryDict(mutable=True)
        for name, values in self.data.lists():
            match = own.fullmatch(name)
            if not match:
                data.setlist(name, values)
            elif match[1] in order:
                (number, old), field = order[match[1]], match[2]
                is_new = old not in matched and field in (self._pk_name, self.fk.name)
                data.setlist(f"{self.prefix}-{number}-{field}", [""] if is_new else values)
        for number, old in enumerate(sorted(matched)):
            data[f"{self.prefix}-{number}-{self._pk_name}"] = str(matched[old].pk)
        data[f"{self.prefix}-INITIAL_FORMS"] = str(len(matched))
        data[f"{self.prefix}-TOTAL_FORMS"] = str(len(numbers))
        self.data = data

    @cached_property
    def empty_form(self) -> ModelForm:
        """The row that a script copies: Django makes it anew each time that it is asked for."""
        form: ModelForm = super().empty_form
        return form

    def add_fields(self, form: ModelForm, index: int | None) -> None:
        """The row of a form was matched already: its id does not ask for it again."""
        super().add_fields(form, index)
        if self.is_bound and form.instance.pk:
            field = cast(ModelChoiceField, form.fields[self._pk_name])
            known = ChosenRowField(
                field.queryset, initial=form.instance.pk, required=False, widget=field.widget
            )
            known.rows = {str(form.instance.pk): form.instance}
            form.fields[self._pk_name] = known

    def full_clean(self) -> None:
        """The rows that were chosen in any of the forms are read for all of them at once."""
        if self.is_bound:
            load_chosen_options(self.forms)
        super().full_clean()

    def clean(self) -> None:
        """A row changed into one that somebody else added meanwhile would be there twice.

        Rows that are missing were perhaps lost on the way.
        """
        super().clean()
        if self.is_incomplete:
            raise ValidationError(
                _(
                    "Not as many rows arrived as this form says it has, so nothing was saved. "
                    "All that arrived is below: look through it, and save again."
                )
            )
        names = self.constraint_fields
        if not names:
            return
        taken = {_field_values(row, names) for row in self.unsubmitted_rows}
        for form in self.forms:
            is_saved = form.is_valid() and form.has_changed() and form not in self.deleted_forms
            if is_saved and _field_values(form.instance, names) in taken:
                form.add_error(
                    None,
                    ValidationError(
                        _("Somebody else added the same one meanwhile. Delete this row, or choose another."),
                        code=ADDED_MEANWHILE,
                    ),
                )

    def all_rows(self) -> models.QuerySet[Any]:
        """The saved rows of this form, in the order in which it shows them."""
        rows: models.QuerySet[Any] = self.model._default_manager.filter(**{self.fk.name: self.instance.pk})
        return rows

    def is_deleted(self, form: ModelForm) -> bool:
        """Whether the row is marked to be deleted, on a form that need not be valid otherwise."""
        return bool(form.cleaned_data.get(DELETION_FIELD_NAME))

    def submitted_forms(self) -> list[ModelForm]:
        """The forms of the rows as they were sent, without those to be deleted and those left empty."""
        return [
            form
            for form in self.forms
            if not self.is_deleted(form) and (form.instance.pk or form.has_changed())
        ]

    def save_existing_objects(self, commit: bool = True) -> list[models.Model]:
        changed = [
            form.instance.pk
            for form in self.initial_forms
            if form.instance.pk and (set(form.changed_data) & {*self.constraint_fields, "DELETE"})
        ]
        if commit and self.constraint_fields and changed:
            self.release_unique_values(self.model._default_manager.filter(pk__in=changed))
        return super().save_existing_objects(commit)

    def release_unique_values(self, rows: models.QuerySet[Any]) -> None:
        """Clear the unique fields of these rows, so that they may be saved in any order, and swapped.

        They are saved again at once, with the ids they had: such a row is nothing but what it names.
        """
        rows.delete()


class PassageMatchingFormSet(RowMatchingFormSet):
    def release_unique_values(self, rows: models.QuerySet[Any]) -> None:
        """Claims cite a passage by its row, which is therefore not deleted."""
        for row in rows:
            rows.filter(pk=row.pk).update(locator=uuid4().hex)


def _normalize_whitespace(value: Any) -> Any:
    """A browser sends other line ends than a document has."""
    return " ".join(value.split()) if isinstance(value, str) else value


def _field_values(row: models.Model, names: tuple[str, ...]) -> Values:
    columns = (row._meta.get_field(name) for name in names)
    values = (column.value_from_object(row) for column in columns if isinstance(column, models.Field))
    return tuple(map(_normalize_whitespace, values))
