"""The errors of a form and its rows, each with the way to its field."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BaseForm
from django.utils.text import capfirst


@dataclass(frozen=True, slots=True)
class ErrorLink:
    label: str
    message: str
    url: str


def error_links(form: BaseForm, formsets: Iterable[Any]) -> list[ErrorLink]:
    """Every error of a form and its formsets with a link to its field, in the order of the page.

    What concerns the form as a whole stands above it and has no link.
    """
    links = [link for link in _of_form(form) if link.url]
    for formset in formsets:
        opts = formset.model._meta
        group = f"#{formset.prefix}-group"
        links += [
            ErrorLink(capfirst(opts.verbose_name_plural), error, group) for error in formset.non_form_errors()
        ]
        for number, row in enumerate(formset.forms):
            name = f"{capfirst(opts.verbose_name)} {number + 1}"
            row_url = f"#{formset.prefix}-{number}"
            links += [
                ErrorLink(f"{name}: {link.label}" if link.label else name, link.message, link.url or row_url)
                for link in _of_form(row)
            ]
    return links


def _of_form(form: BaseForm) -> Iterator[ErrorLink]:
    for name in (NON_FIELD_ERRORS, *form.fields):
        for error in form.errors.get(name, ()):
            field = None if name == NON_FIELD_ERRORS or form.fields[name].widget.is_hidden else form[name]
            label, url = (str(field.label), f"#{field.auto_id}") if field else ("", "")
            yield ErrorLink(label, str(error), url)
