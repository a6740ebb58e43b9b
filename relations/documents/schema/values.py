"""The forms of a single value: each a string in a document, empty when there is none."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from django.db import models

from relations.documents.files.parsed_file import FileFault, ParsedFile
from relations.documents.files.yaml import PlainText
from relations.documents.rows import WorkingRowLookup
from relations.documents.schema.field import Field, FieldFault, NameResolver, RecordKey
from relations.documents.schema.json_schema import DATE, component_ref, enum_of, nullable
from relations.documents.text import abbreviate, without_controls
from relations.documents.web_urls import safe_web_url
from relations.models import Entry, Span
from relations.models.date_text import UnreadableDateError, read_day
from relations.models.fields import SLUG
from relations.models.identifiers import IdentifierField as IdentifierColumn

# The codes of entries and claims stand in permanent addresses, which have no other characters.
CODE = re.compile(r"[0-9a-z]{1,12}")
# The longest way to write a date takes some forty characters.
MAX_DATE = 100


def control_character_faults(value: str, path: str) -> Iterator[FieldFault]:
    if not value.isprintable() and any(
        unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t" for char in value
    ):
        yield path, "There is a control character in this text."


def text_from_yaml(raw: Any, path: str, parsed: ParsedFile, *, may_be_commented: bool = False) -> str:
    """A text of a file, without the space around it; a list or mapping is a fault.

    So is a text that YAML cut off at a “#”, unless it may have a comment behind it.
    """
    if not isinstance(raw, str):
        line = parsed.line_of(path)
        advice = parsed.advise_quotes(path, line)
        if isinstance(raw, list) or not advice:
            advice = f"{_named(path)} is one text, not a list. {advice}".strip()
        parsed.faults.append(FileFault(line, advice))
        return ""
    if path in parsed.commented and not may_be_commented:
        line = parsed.commented[path]
        advice = (
            parsed.advise_quotes(path, line, parsed.line_of(path)) or "What stands behind “ #” is not read."
        )
        parsed.faults.append(FileFault(line, f"A comment on a text stands on a line of its own. {advice}"))
    return raw.replace("\r\n", "\n").strip()


def _named(path: str) -> str:
    """What stands at a path, for a sentence."""
    around, _slash, name = path.rpartition("/")
    return f"An item of “{around.rpartition('/')[2]}”" if name.isdigit() else f"“{name}”"


class TextField(Field):
    """A text as its column holds it, without characters that neither XML nor a reader can hold."""

    max_length: int = 0
    # A code has no blank in it, so that nothing of it is lost where a comment stands behind.
    may_be_commented = False

    def bind_column(self, column: "models.Field[Any, Any]") -> None:
        self.max_length = column.max_length or 0

    def encode(self, row: Any) -> str:
        return without_controls(getattr(row, self.attribute) or "").strip()

    def decode(self, row: Any, value: str, rows: WorkingRowLookup) -> None:
        setattr(row, self.attribute, value)

    def faults(self, value: str, path: str) -> Iterator[FieldFault]:
        if not value:
            if self.required:
                yield path, f"“{self.name}” is missing."
            return
        if self.max_length and len(value) > self.max_length:
            yield path, f"“{self.name}” has at most {self.max_length} characters; this has {len(value)}."
            return
        yield from control_character_faults(value, path)
        if message := self.fault(value):
            yield path, message

    def fault(self, value: str) -> str:
        """What is wrong with the form of a value, in a sentence; or an empty string."""
        return ""

    def display(self, value: str, resolve: NameResolver) -> str:
        return value

    def from_yaml(self, raw: Any, path: str, parsed: ParsedFile) -> str:
        return text_from_yaml(raw, path, parsed, may_be_commented=self.may_be_commented)


class SlugField(TextField):
    may_be_commented = True

    def fault(self, value: str) -> str:
        if SLUG.fullmatch(value):
            return ""
        return "A slug has lower-case letters and digits, in words joined by single hyphens."


class CodeField(TextField):
    """The permanent id of a claim."""

    may_be_commented = True

    def faults(self, value: str, path: str) -> Iterator[FieldFault]:
        yield from super().faults(value, path)
        if not CODE.fullmatch(value):
            yield path, "The id of a claim has lower-case letters and digits, at most 12."


class UrlField(TextField):
    def fault(self, value: str) -> str:
        return "" if safe_web_url(value) else f"“{abbreviate(value)}” is not a web address."

    def json_value(self, value: str) -> str:
        return safe_web_url(value)


class IdentifierField(TextField):
    """A DOI, ISBN or ISSN as its column keeps it, however a file has it."""

    identifier: type[IdentifierColumn]

    def bind_column(self, column: "models.Field[Any, Any]") -> None:
        super().bind_column(column)
        assert isinstance(column, IdentifierColumn)  # noqa: S101 (only such a column is declared so)
        self.identifier = type(column)

    def fault(self, value: str) -> str:
        return str(self.identifier.fault(value))

    def from_yaml(self, raw: Any, path: str, parsed: ParsedFile) -> str:
        return self.identifier.normalize(super().from_yaml(raw, path, parsed))


class ChoiceField(TextField):
    """One of the values its column allows."""

    may_be_commented = True

    choices: dict[str, Any]

    def bind_column(self, column: "models.Field[Any, Any]") -> None:
        self.choices = dict(column.flatchoices)
        self._ranks = {value: rank for rank, value in enumerate(self.choices)}
        self.json_schema = enum_of(*self.choices)

    def fault(self, value: str) -> str:
        if value in self.choices:
            return ""
        return f"“{abbreviate(value)}” is not a {self.name}. It is one of: {', '.join(self.choices)}."

    def display(self, value: str, resolve: NameResolver) -> str:
        return str(self.choices.get(value, value))

    def sort_key(self, value: str) -> int:
        """Choices stand in the order of their declaration, one that is none of them last."""
        return self._ranks.get(value, len(self._ranks))


class SpanField(TextField):
    """A date with its precision, by its code; in files words are read too ("September 2019")."""

    may_be_commented = True

    json_schema = nullable(component_ref("Date"))

    def bind_column(self, column: "models.Field[Any, Any]") -> None:
        pass  # the length of a column is that of codes, and no bound for words

    def encode(self, row: Any) -> str:
        value = getattr(row, self.attribute)
        if isinstance(value, str):  # as it was set, not yet read from the database
            value = Span.parse(value) if value else None
        return value.code if value else ""

    def decode(self, row: Any, value: str, rows: WorkingRowLookup) -> None:
        setattr(row, self.attribute, Span.parse(value) if value else None)

    def fault(self, value: str) -> str:
        if len(value) > MAX_DATE:
            return f"“{abbreviate(value)}” is too long for a date."
        try:
            Span.parse(value)
        except ValueError as error:
            return str(error)
        return ""

    def display(self, value: str, resolve: NameResolver) -> str:
        return Span.parse(value).label

    def from_yaml(self, raw: Any, path: str, parsed: ParsedFile) -> str:
        """Dates may be written in words; a document holds their codes. No date is left as it is, a fault."""
        value = super().from_yaml(raw, path, parsed)
        return value if not value or self.fault(value) else Span.parse(value).code

    def to_yaml(self, value: str) -> str:
        return PlainText(value)


class DayField(TextField):
    may_be_commented = True

    json_schema = nullable(DATE)

    def encode(self, row: Any) -> str:
        value = getattr(row, self.attribute)
        return value if isinstance(value, str) else value.isoformat() if value else ""

    def decode(self, row: Any, value: str, rows: WorkingRowLookup) -> None:
        setattr(row, self.attribute, read_day(value) if value else None)

    def fault(self, value: str) -> str:
        if len(value) > MAX_DATE:
            return f"“{abbreviate(value)}” is too long for a date."
        try:
            read_day(value)
        except UnreadableDateError as error:
            return str(error)
        return ""

    def display(self, value: str, resolve: NameResolver) -> str:
        return Span.parse(value).label

    def from_yaml(self, raw: Any, path: str, parsed: ParsedFile) -> str:
        """Read a day as it is typed, in words too; the document holds 2021-11-30."""
        value = super().from_yaml(raw, path, parsed)
        return value if not value or self.fault(value) else read_day(value).isoformat()

    def to_yaml(self, value: str) -> str:
        return PlainText(value)


class KeyField(TextField):
    """The key of another record, of the kind its column refers to."""

    may_be_commented = True

    json_schema = nullable(component_ref("Name"))
    kind: str

    def bind_column(self, column: "models.Field[Any, Any]") -> None:
        target = column.related_model
        # For mypy it could be any model or none; keys refer to working copies only.
        self.kind = "entry" if target is Entry else target.record_kind.value  # type: ignore[union-attr]
        self.is_deferred = target is column.model or target is Entry
        self.related = (f"{self.attribute}__record",)

    def encode(self, row: Any) -> str:
        other = getattr(row, self.attribute)
        return other.record.key if other else ""

    def decode(self, row: Any, value: str, rows: WorkingRowLookup) -> None:
        setattr(row, self.attribute, rows[self.kind, value] if value else None)

    def references(self, value: str) -> Iterator[RecordKey]:
        if value:
            yield self.kind, value

    def with_keys_replaced(self, value: str, keys: dict[RecordKey, str]) -> str:
        return keys.get((self.kind, value), value)

    def without_references(self, value: str, lost: set[RecordKey]) -> str:
        return "" if (self.kind, value) in lost else value

    def display(self, value: str, resolve: NameResolver) -> str:
        return resolve(self.kind, value)
