"""Rows inside a form, saved over a newer save: nothing typed is lost, and nothing is doubled.

Between opening a form and sending it somebody else may have deleted its rows,
added others, or deleted rows and made the same ones anew. A row that was sent
is therefore the row of its id; or else the one that says the same; or else a new one.
What arrived counts, not how many rows the form says it has: where the two differ, part of
it was lost on the way (or forged), and the form is shown again with all that arrived.
"""

import re
from collections import defaultdict
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext as _

from relations.admin.bad_input import count_of_rows, ids_in, rows_sent


class KeepingFormSet(BaseInlineFormSet):
    """``same`` names the fields by which an editor knows a row; ``alike`` fewer, for rows that vanished."""

    same: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unsent: list[models.Model] = []
        self.is_miscounted = False
        if self.is_bound:
            self._find_rows()

    @property
    def once(self) -> tuple[str, ...]:
        """The fields that no two rows of one form share, by the database's own rule."""
        for constraint in self.model._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint) and self.fk.name in constraint.fields:
                return tuple(name for name in constraint.fields if name != self.fk.name)
        return ()

    def _find_rows(self) -> None:
        rows = rows_sent(self.data, self.prefix)
        self.is_miscounted = rows != list(range(count_of_rows(self.data, self.prefix) or 0))
        del rows[self.absolute_max :]
        left = {str(row.pk): row for row in self.get_queryset()}
        sent = {n: self._sent(n, self.model._meta.pk.name) for n in rows}
        found = {n: left.pop(pk) for n, pk in sent.items() if pk in left}
        for names, also_new in ((self.same or self.once, True), (self.alike, False)):
            if not names:
                continue
            free = defaultdict(list)
            for row in left.values():
                free[_said(row, names)].append(row)
            for n in rows:
                is_new = not sent[n]
                if n in found or (is_new and (not also_new or self._sent(n, "DELETE"))):
                    continue
                if same := free.get(self._typed(n, names)):
                    found[n] = same.pop(0)
                    del left[str(found[n].pk)]
        self.unsent = list(left.values())
        # The admin pairs forms and rows by their order, so the rows come in the order of the forms.
        self._queryset = [found[n] for n in sorted(found)]
        self._renumber(found, rows)

    def _sent(self, n: int, name: str) -> str:
        return str(self.data.get(f"{self.prefix}-{n}-{name}", ""))

    def _typed(self, n: int, names: tuple[str, ...]) -> tuple | None:
        """What form ``n`` says in these fields, as ``_said`` gives it; None for what is no row yet."""
        values: list[Any] = []
        for name in names:
            field, typed = self.model._meta.get_field(name), self._sent(n, name).strip()
            if field.is_relation:
                values += ids_in([typed])[:1] or [None]
                continue
            try:
                values.append(_plain(field.to_python(typed)))
            except ValidationError:
                return None
        return tuple(values) if values[0] else None

    def _renumber(self, found: dict[int, models.Model], rows: list[int]) -> None:
        """Number the forms of rows that stand first, as formsets want it; all others become new ones."""
        data = self.data.copy()
        new = [n for n in rows if n not in found]
        order = {str(old): (number, old) for number, old in enumerate([*sorted(found), *new])}
        own = re.compile(rf"{re.escape(self.prefix)}-(\d+)-(.+)", re.DOTALL)
        for name in [name for name in data if own.fullmatch(name)]:
            del data[name]
        pk = self.model._meta.pk.name
        for name, values in self.data.lists():
            match = own.fullmatch(name)
            if not match or match[1] not in order:
                continue
            number, old = order[match[1]]
            is_new = old not in found and match[2] in (pk, self.fk.name)
            data.setlist(f"{self.prefix}-{number}-{match[2]}", [""] if is_new else values)
        for number, n in enumerate(sorted(found)):
            data[f"{self.prefix}-{number}-{pk}"] = str(found[n].pk)
        data[f"{self.prefix}-INITIAL_FORMS"] = str(len(found))
        data[f"{self.prefix}-TOTAL_FORMS"] = str(len(rows))
        self.data = data

    def clean(self) -> None:
        """A row changed into one that somebody else added meanwhile would stand twice.

        Rows that are missing were perhaps lost on the way.
        """
        super().clean()
        if self.is_miscounted:
            raise ValidationError(
                _(
                    "Not as many rows arrived as this form says it has, so nothing was saved. "
                    "All that arrived is below: look through it, and save again."
                )
            )
        if not self.once:
            return
        standing = {_said(row, self.once) for row in self.unsent}
        for form in self.forms:
            kept = form.is_valid() and form.has_changed() and form not in self.deleted_forms
            if kept and _said(form.instance, self.once) in standing:
                form.add_error(
                    None,
                    _("Somebody else added the same one meanwhile. Delete this row, or choose another."),
                )

    def save_existing_objects(self, commit: bool = True) -> list[models.Model]:
        moving = [
            form.instance
            for form in self.initial_forms
            if form.instance.pk and (set(form.changed_data) & {*self.once, "DELETE"})
        ]
        if commit and self.once and moving:
            self.make_way(self.model._default_manager.filter(pk__in=[row.pk for row in moving]))
        return super().save_existing_objects(commit)

    def make_way(self, rows: models.QuerySet) -> None:
        """Clear what these rows said, so that they may be saved in any order, and swapped.

        They are saved again at once, with the ids they had: a tie is nothing but what it names.
        """
        rows.delete()


class KeepingPassages(KeepingFormSet):
    def make_way(self, rows: models.QuerySet) -> None:
        """Claims cite a passage by its row, which therefore stays."""
        for row in rows:
            rows.filter(pk=row.pk).update(locator=uuid4().hex)


def _plain(value: Any) -> Any:
    """A browser sends other line ends than a document has."""
    return " ".join(value.split()) if isinstance(value, str) else value


def _said(row: models.Model, names: tuple[str, ...]) -> tuple:
    return tuple(_plain(row._meta.get_field(name).value_from_object(row)) for name in names)
