"""What joining asks: which of the three sides to take, or what to write instead; and the answers sent.

An answer holds for the sides that were shown with it: where somebody saved another one
meanwhile, the question is asked again. What was written stays in its field.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.admin.autocomplete import RecordAutocomplete
from relations.admin.input_validation import submitted_row_numbers
from relations.admin.joining.places import Place, SingleValue, describe
from relations.admin.joining.sides import JoinSides
from relations.documents.merge import Merge, merge
from relations.documents.merge_conflicts import Conflict, Decision, Side, Written
from relations.documents.schema import KeyField, NameResolver, SpanField, TextField
from relations.documents.text_diff import DiffPart, diff_words
from relations.models import Span

PREFIX = "join"
WRITTEN = "written"
# A column that holds more letters is written on several lines.
ONE_LINE = 100
CHOOSE = {
    "required": gettext_lazy("Choose one of these."),
    "invalid_choice": gettext_lazy("Choose one of these."),
}


@dataclass(frozen=True, slots=True)
class OfferedSide:
    """What one side has: lines, each with its label and its text in parts, the new ones marked."""

    side: Side
    lines: list[tuple[str, tuple[DiffPart, ...]]]
    is_chosen: bool


class QuestionForm(forms.Form):
    """``shown`` is a digest of what the sides have, which is shown with the choices."""

    path = forms.CharField(widget=forms.HiddenInput)
    shown = forms.CharField(widget=forms.HiddenInput)
    choice = forms.ChoiceField(choices=[(value, value) for value in (*Side, WRITTEN)], error_messages=CHOOSE)

    def __init__(self, conflict: Conflict, place: Place, prefix: str, answer: dict[str, str]) -> None:
        """``answer`` was sent for this path; of one about other sides only what was written is kept."""
        is_current = answer.get("shown") == digest(conflict)
        sent = {f"{prefix}-{name}": value for name, value in answer.items()}
        super().__init__(sent if is_current else None, prefix=prefix)
        self.place = place
        self.is_asked_again = bool(answer) and not is_current
        self.initial.update(path=conflict.path, shown=digest(conflict))
        field = written_field(place.single, place.label, conflict.mine) if place.single else None
        if field:
            self.fields[WRITTEN] = field
            self.initial[WRITTEN] = answer.get(WRITTEN, field.initial)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("choice") != WRITTEN:
            self.errors.pop(WRITTEN, None)
        elif self.place.single is None:
            self.add_error("choice", _("Choose one of these."))
        elif self.place.single.field.required and not cleaned.get(WRITTEN) and WRITTEN not in self.errors:
            self.add_error(WRITTEN, _("Write something here, or choose another one."))
        return cleaned

    @property
    def decision(self) -> Decision | None:
        if not self.is_bound or not self.is_valid():
            return None
        if self.cleaned_data["choice"] == WRITTEN and self.place.single:
            return Written(self.place.single.encode(self.cleaned_data[WRITTEN]))
        return Side(self.cleaned_data["choice"])

    @property
    def offered_sides(self) -> list[OfferedSide]:
        chosen = self["choice"].value()
        before = dict(self.place.lines[Side.BASE])
        return [
            OfferedSide(
                side,
                [(label, _marked(before.get(label, ""), text)) for label, text in lines],
                chosen == side,
            )
            for side, lines in self.place.lines.items()
        ]

    @property
    def is_written(self) -> bool:
        return bool(self["choice"].value() == WRITTEN)


@dataclass(frozen=True, slots=True)
class Joining:
    """Three sides as one document, as far as the questions have answers."""

    merge: Merge
    questions: list[QuestionForm]


def join(sides: JoinSides, data: QueryDict, resolve: NameResolver) -> Joining:
    """The sides, joined by the answers in ``data``; one answer may lead to the next question."""
    answers = sent_answers(data)
    questions: dict[str, QuestionForm] = {}
    decisions: dict[str, Decision] = {}
    while True:
        joined = merge(sides.opened, sides.theirs, sides.mine, decisions)
        new = [conflict for conflict in joined.conflicts if conflict.path not in questions]
        if not new:
            left = {conflict.path for conflict in joined.conflicts}
            return Joining(joined, [form for path, form in questions.items() if path in left])
        for conflict in new:
            place = describe(conflict, sides.opened, sides.theirs, resolve)
            form = QuestionForm(conflict, place, f"{PREFIX}-{len(questions)}", answers.get(conflict.path, {}))
            questions[conflict.path] = form
            if form.decision is not None:
                decisions[conflict.path] = form.decision


def sent_answers(data: QueryDict) -> dict[str, dict[str, str]]:
    """The answers that were sent, by path."""
    answers = (
        {name: data.get(f"{PREFIX}-{number}-{name}", "") for name in ("path", "shown", "choice", WRITTEN)}
        for number in submitted_row_numbers(data, PREFIX)
    )
    return {answer["path"]: answer for answer in answers}


def _marked(before: str, text: str) -> tuple[DiffPart, ...]:
    """A whole text; where it kept some of the words it had before, the others are marked."""
    parts = tuple(part for part in diff_words(before, text) if part.kind != "delete")
    return parts if any(part.kind == "equal" for part in parts) else (DiffPart("equal", text),)


def digest(conflict: Conflict) -> str:
    values = repr((conflict.base, conflict.theirs, conflict.mine))
    return sha256(values.encode()).hexdigest()[:16]


def written_field(single: SingleValue, label: str, mine: str) -> forms.Field | None:
    """The column's own field, which begins with what I wrote."""
    options: dict[str, Any] = {}
    if isinstance(single.column, models.URLField):
        options["assume_scheme"] = "https"
    if isinstance(single.column, models.ForeignKey):
        options["widget"] = RecordAutocomplete(single.column, admin.site)
    field = single.column.formfield(**options)
    if field is None:
        return None
    if type(single.field) is TextField and single.field.max_length > ONE_LINE:
        field.widget = forms.Textarea()
    if isinstance(field.widget, forms.Textarea):
        field.widget.attrs["rows"] = 4
    field.required = False
    field.widget.attrs["aria-label"] = _("%(place)s, written anew") % {"place": label}
    if isinstance(single.field, SpanField):
        field.initial = Span.parse(mine) if mine else None
    elif not isinstance(single.field, KeyField):
        field.initial = mine
    return field
