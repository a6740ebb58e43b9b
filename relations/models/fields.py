"""Columns of our own: a date as a span, and short random codes."""

import re
import secrets
import unicodedata
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext_lazy as _

from relations.models.characters import INVISIBLE
from relations.models.date_text import UnreadableDateError, read_day
from relations.models.span import Span

if TYPE_CHECKING:
    TextColumn = models.SlugField[str, str]
    DateColumn = models.DateField[Any, Any]
    SpanColumn = models.CharField[Any, Any]
else:  # Django's own classes take no parameters while they run
    TextColumn, SpanColumn, DateColumn = models.SlugField, models.CharField, models.DateField

# Stand within a word of a name, and not in its slug: apostrophes, and what is not seen; the full stop between
# two initials (U.S.); the comma of thousands.
_WITHIN_WORDS = re.compile(rf"['’‘ʼ`´{INVISIBLE}]|(?<=\b[^\W\d_])\.(?=[^\W\d_]\b)|(?<=\d),(?=\d{{3}}\b)")
# All of a slug is this.
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SLUG_FAULT = _("Write the address in small letters, digits and single hyphens, for example “arms-trade”.")
_BETWEEN_WORDS = re.compile(r"[^\w\s]|_")

# Digits and letters that are neither vowels nor look alike, so that no code spells a word.
CODE_ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"


def new_code(length: int) -> str:
    """A random code that begins with a letter, so that it never reads as a number."""
    first = secrets.choice(CODE_ALPHABET[8:])
    return first + "".join(secrets.choice(CODE_ALPHABET) for _i in range(length - 1))


def new_entry_code() -> str:
    return new_code(6)


def new_claim_code() -> str:
    return new_code(10)


def suggest_slug(name: str) -> str:
    """A slug made of a name; "" where nothing of it is a Latin letter or a digit.

    Whatever stands between two words is a hyphen: a dash, a slash, a colon. A plus is "plus". Accents are
    left out, and so are letters of other scripts.
    """
    decomposed = unicodedata.normalize("NFKD", _WITHIN_WORDS.sub("", name))
    text = "".join(char for char in decomposed if not unicodedata.combining(char))
    return slugify(_BETWEEN_WORDS.sub("-", text.replace("+", "-plus-")))[:100].strip("-")


class Slug(TextColumn):
    """The last part of an address: lower-case words and digits joined by single hyphens."""

    default_validators = [RegexValidator(rf"^{SLUG.pattern}\Z", SLUG_FAULT)]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 100)
        kwargs.setdefault("unique", True)
        super().__init__(*args, **kwargs)


class SpanFormField(forms.CharField):
    """One line of text that is read as a date span."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text",
            _("For example: 4 September 2019 · September 2019 · 2010s · about 2014 · by April 2021."),
        )
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value.label if isinstance(value, Span) else value

    def clean(self, value: Any) -> Span | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return Span.parse(text)
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        if self.disabled or (not initial and not data):
            return False
        try:
            return self.clean(data) != (Span.parse(initial) if isinstance(initial, str) else initial or None)
        except (ValidationError, ValueError):
            return True


class DayFormField(forms.DateField):
    """One day, written in any way that a span may be."""

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            return read_day(value)
        except UnreadableDateError as error:
            raise ValidationError(str(error)) from error


class DayField(DateColumn):
    """A column of dates whose form reads what DayFormField reads; to migrations it is Django's own."""

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateField", args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": DayFormField, **kwargs})


class SpanField(SpanColumn):
    """A span stored as its code; empty is None in Python and an empty string in the column."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 30)
        kwargs.setdefault("default", None)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Span | None:
        return Span.parse(value) if value else None

    def to_python(self, value: Any) -> Span | None:
        if isinstance(value, Span) or value in (None, ""):
            return value or None
        try:
            return Span.parse(value)
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def get_prep_value(self, value: Any) -> str:
        span = self.to_python(value)
        return span.code if span else ""

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))

    def clean(self, value: Any, model_instance: models.Model | None) -> Span | None:
        span = self.to_python(value)
        if span is None and not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")
        return span

    def formfield(self, **kwargs: Any) -> forms.Field:
        defaults: dict[str, Any] = {
            "required": not self.blank,
            "label": capfirst(self.verbose_name),
        }
        if self.help_text:
            defaults["help_text"] = self.help_text
        return SpanFormField(**{**defaults, **kwargs})
