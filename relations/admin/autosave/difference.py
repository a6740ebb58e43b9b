"""What was typed against what is saved, field by field and row by row, in words.

Not by documents, as between revisions: half a date is none that a document could hold.
"""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from relations.admin.autosave.typed_forms import TypedForms
from relations.admin.generics import BaseInlineFormSet, ModelChoiceField, ModelForm
from relations.admin.input_validation import parse_ids
from relations.documents.compare import Change, ChangeType
from relations.documents.text import single_line
from relations.documents.text_diff import DiffPart, diff_words

POSITION = "position"
_NO_TEXT = {DELETION_FIELD_NAME, ORDERING_FIELD_NAME, POSITION}


def typed_changes(typed: TypedForms) -> list[Change]:
    """Every difference from what is saved to what was typed; none where they say the same."""
    changes = list(_fields(typed.form))
    for formset in typed.formsets:
        changes += _rows(formset)
    return changes


def _fields(form: ModelForm) -> Iterator[Change]:
    for name in form.changed_data:
        bound = form[name]
        if bound.is_hidden or name in _NO_TEXT:
            continue
        before, after = (_words(bound.field, value) for value in (bound.initial, bound.data))
        # How a text is spaced and broken into lines is no difference.
        if single_line(before) == single_line(after):
            continue
        action = ChangeType.ADDED if not before else ChangeType.REMOVED if not after else ChangeType.CHANGED
        yield Change(bound.html_name, str(bound.label), action, before, after, diff_words(before, after))


def _rows(formset: BaseInlineFormSet) -> Iterator[Change]:
    noun = _noun(formset)
    for number, form in enumerate(formset.initial_forms, start=1):
        label = f"{noun} {number}"
        text = single_line(str(form.instance))
        if form.data.get(form.add_prefix(DELETION_FIELD_NAME)):
            parts = (DiffPart("delete", text),)
            yield Change(str(form.prefix), label, ChangeType.REMOVED, before=text, parts=parts)
        elif changes := tuple(_fields(form)):
            yield Change(str(form.prefix), label, ChangeType.CHANGED, after=text, changes=changes)
    for form in formset.extra_forms:
        if form.has_changed() and (changes := tuple(_fields(form))):
            yield Change(str(form.prefix), noun, ChangeType.ADDED, changes=changes)
    yield from _order(formset, noun)


def _noun(formset: BaseInlineFormSet) -> str:
    assert formset.model is not None  # noqa: S101 (that of a formset which is shown)
    return str(capfirst(formset.model._meta.verbose_name))


def _order(formset: BaseInlineFormSet, noun: str) -> Iterator[Change]:
    """The rows that were there, in another order."""
    rows = [form for form in formset.initial_forms if POSITION in form.fields]
    saved = sorted(rows, key=lambda form: form.initial.get(POSITION) or 0)
    typed = sorted(saved, key=lambda form: next(iter(parse_ids([str(form[POSITION].data)])), len(rows) + 1))
    if typed != saved:
        words = " · ".join(single_line(str(form.instance)) for form in typed)
        label = _("Order: %(rows)s") % {"rows": noun}
        yield Change(
            str(formset.prefix), label, ChangeType.MOVED, after=words, parts=(DiffPart("equal", words),)
        )


def _words(field: forms.Field, value: Any) -> str:
    """A value of a field, saved or typed, as the form shows it."""
    value = field.prepare_value(value)
    if value in (None, "", []):
        return ""
    if isinstance(field, forms.ModelMultipleChoiceField):
        return ", ".join(_names(field, value))
    if isinstance(field, forms.ModelChoiceField):
        return ", ".join(_names(field, [value]))
    if isinstance(field, forms.BooleanField):
        return _("yes") if field.to_python(value) else _("no")
    if isinstance(field, forms.ChoiceField):
        return _label(field, value)
    return str(field.widget.format_value(value) or "")


def _names(field: ModelChoiceField, values: Any) -> Iterator[str]:
    """Rows by name, in the order in which they were chosen."""
    assert field.queryset is not None  # noqa: S101 (that of a form which is shown)
    ids = parse_ids([str(value) for value in values])
    rows = {row.pk: str(row) for row in field.queryset.filter(pk__in=ids)}
    for pk in ids:
        yield rows.get(pk) or _("something that no longer exists")


def _label(field: forms.ChoiceField, value: Any) -> str:
    choices = dict(field.choices)  # type: ignore[arg-type]  # no form of ours groups them
    return str(choices.get(value, choices.get(str(value), value)))
