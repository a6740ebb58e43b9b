"""A form and its rows as they were typed: shown without being judged, compared with what is saved."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from django.forms.utils import ErrorDict
from django.http import HttpRequest, QueryDict

from relations.admin.autosave.submission import BASE_FIELD, form_data
from relations.admin.generics import BaseInlineFormSet, ModelForm
from relations.models import Autosave


class TypedRequest(HttpRequest):
    """A request whose form shows what was typed."""

    typed: Autosave | None


def typed_row(request: HttpRequest) -> Autosave | None:
    """What the form of this request shows, instead of what is saved."""
    return getattr(request, "typed", None)


@contextmanager
def showing(request: HttpRequest, row: Autosave) -> Iterator[None]:
    before = typed_row(request)
    show(request, row)
    try:
        yield
    finally:
        show(request, before)


def show(request: HttpRequest, row: Autosave | None) -> None:
    cast(TypedRequest, request).typed = row


@dataclass(frozen=True, slots=True)
class TypedForms:
    """The form of a record and those of its rows; bound to what was typed, and without errors."""

    form: ModelForm
    formsets: list[BaseInlineFormSet]


def typed_form_class(form_class: type[ModelForm], row: Autosave) -> type[ModelForm]:
    """A subclass of an admin form that shows what ``row`` has stored of it instead of what is saved."""

    class TypedForm(form_class):  # type: ignore[valid-type,misc]  # a class that the admin made
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **{**kwargs, "data": typed_data(row)})
            hide_errors(self)

    return TypedForm


def typed_data(row: Autosave) -> QueryDict:
    """The stored fields as the browser would post them, with the edit token that the form had then.

    By that token a save made since is noticed.
    """
    data = form_data(row.read_fields())
    data[BASE_FIELD] = row.base
    return data


def hide_errors(form: ModelForm) -> None:
    """Nobody has sent it yet."""
    # Django validates what has no errors yet; the stubs do not know where it looks.
    form._errors = ErrorDict(renderer=form.renderer)  # type: ignore[attr-defined]
    form.cleaned_data = {}


def hide_formset_errors(formset: BaseInlineFormSet) -> None:
    for form in formset.forms:
        hide_errors(form)
    formset._errors = [form.errors for form in formset.forms]  # type: ignore[attr-defined]
    formset._non_form_errors = formset.error_class()  # type: ignore[attr-defined]
