"""Numbers by which the world knows publications: DOI, ISBN, ISSN, each kept in one form and checked."""

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from relations.models.characters import DASHES

if TYPE_CHECKING:
    Column = models.CharField[str, str]
else:  # Django's own classes take no parameters while they run
    Column = models.CharField

DOI_PREFIX = re.compile(r"(?:https?://)?(?:(?:dx\.|www\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s\x00-\x1f\x7f]+")
LABEL = re.compile(r"IS[BS]N(?:-1[03])?\s*:?\s*", re.IGNORECASE)
_DASH = re.compile(f"[{DASHES}]")
ISBN_10 = re.compile(r"[0-9]{9}[0-9X]")
ISBN_13 = re.compile(r"97[89][0-9]{10}")
ISSN = re.compile(r"[0-9]{4}-[0-9]{3}[0-9X]")


def normalize_doi(text: str) -> str:
    """A DOI without the address or the label it is often written behind.

    In an address some of its characters are percent-encoded (RFC 3986); they are none of the DOI.
    """
    text = text.strip()
    match = DOI_PREFIX.match(text)
    if match is None:
        return text
    doi = text[match.end() :].strip()
    return unquote(doi) if match[0].endswith("/") else doi


def doi_fault(doi: str, /) -> str | Promise:
    """What is wrong with a DOI, in a sentence; or an empty string."""
    if DOI.fullmatch(doi):
        return ""
    return _("A DOI begins with 10., a number and a slash: 10.1000/182. Copy it from the publisher's page.")


def normalize_isbn(text: str) -> str:
    """An ISBN with plain hyphens, without its label; where the hyphens stand is the publisher's choice."""
    text = LABEL.sub("", _DASH.sub("-", text.strip()), count=1)
    return "-".join(text.replace("-", " ").split()).upper()


def isbn_fault(isbn: str, /) -> str | Promise:
    digits = isbn.replace("-", "")
    if ISBN_10.fullmatch(digits):
        weighed = sum(weight * _value(digit) for weight, digit in zip(range(10, 0, -1), digits, strict=True))
        right = weighed % 11 == 0
    elif ISBN_13.fullmatch(digits):
        weighed = sum((3 if place % 2 else 1) * int(digit) for place, digit in enumerate(digits))
        right = weighed % 10 == 0
    else:
        return _("An ISBN has 13 digits and begins with 978 or 979, or has 10, of which the last may be X.")
    return "" if right else _("The last digit of this ISBN does not fit the others. Look for a mistyped one.")


def normalize_issn(text: str) -> str:
    """An ISSN as it is printed: 0378-5955."""
    text = LABEL.sub("", _DASH.sub("-", text.strip()), count=1)
    joined = re.sub(r"[\s-]", "", text).upper()
    return f"{joined[:4]}-{joined[4:]}" if re.fullmatch(r"[0-9]{7}[0-9X]", joined) else text


def issn_fault(issn: str, /) -> str | Promise:
    if not ISSN.fullmatch(issn):
        return _("An ISSN has two groups of four digits, of which the last may be X: 0378-5955.")
    digits = issn.replace("-", "")
    weighed = sum(weight * _value(digit) for weight, digit in zip(range(8, 0, -1), digits, strict=True))
    if weighed % 11 == 0:
        return ""
    return _("The last digit of this ISSN does not fit the others. Look for a mistyped one.")


def _value(digit: str) -> int:
    return 10 if digit == "X" else int(digit)


class IdentifierField(Column):
    """A column that holds an identifier in its one form, however it was typed."""

    length: int

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", self.length)
        super().__init__(*args, **kwargs)

    @staticmethod
    def normalize(text: str) -> str:
        raise NotImplementedError

    @staticmethod
    def fault(text: str, /) -> str | Promise:
        raise NotImplementedError

    def to_python(self, value: Any) -> Any:
        return self.normalize(value) if isinstance(value, str) else value

    def formfield(self, **kwargs: Any) -> Any:
        """What is typed may be longer than what is kept."""
        return super().formfield(**{"max_length": 200, **kwargs})

    def run_validators(self, value: Any) -> None:
        super().run_validators(value)
        if value and (message := self.fault(value)):
            raise ValidationError(str(message))


class DoiField(IdentifierField):
    length = 200
    normalize = staticmethod(normalize_doi)
    fault = staticmethod(doi_fault)


class IsbnField(IdentifierField):
    length = 20
    normalize = staticmethod(normalize_isbn)
    fault = staticmethod(isbn_fault)


class IssnField(IdentifierField):
    length = 9
    normalize = staticmethod(normalize_issn)
    fault = staticmethod(issn_fault)
