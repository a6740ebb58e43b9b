"""A schema: the fields of a document, or of the items of one of its lists."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import models

from relations.documents.files.parsed_file import ParsedFile
from relations.documents.rows import WorkingRowLookup
from relations.documents.schema.field import Field, FieldFault, FileSection, NameResolver, RecordKey
from relations.documents.schema.values import TextField
from relations.models.document import Document

# What no single field can say: yields what is wrong, by its path.
Rule = Callable[[Document], Iterator[FieldFault]]
MEMBER = re.compile(r"{(\w+)}")


class Schema:
    """Fields by name, in the order in which a file has them, and the model whose rows hold them.

    ``rules`` say what no single field can. ``display`` are the words of an item in a
    difference, in parts that each name one field: ("{stage}", ", {date}"); a part
    whose field is empty is left out.
    """

    def __init__(
        self,
        model: type[models.Model],
        fields: dict[str, Field],
        *,
        rules: Iterable[Rule] = (),
        display: tuple[str, ...] = (),
    ) -> None:
        self.model = model
        self.rules = tuple(rules)
        self.fields = {name: field.bound(name, model) for name, field in fields.items()}
        every = tuple(self.fields.values())
        self.values: tuple[TextField, ...] = tuple(field for field in every if isinstance(field, TextField))
        self.lists = tuple(field for field in every if not isinstance(field, TextField))
        self.columns = tuple(field for field in every if field.is_column)
        self.relations = tuple(field for field in every if not field.is_column)
        self.front_matter = tuple(field for field in every if field.section is FileSection.FRONT_MATTER)
        # What files call the fields that stand above the text.
        self.names_in_file = {field.name_in_file for field in self.front_matter}
        self._at: dict[FileSection, Field] = {
            field.section: field for field in every if field.section is not FileSection.FRONT_MATTER
        }
        self.display_parts = tuple((self.fields[MEMBER.findall(part)[0]], part) for part in display)
        # Few fields name records or need to be put in order: the others are not asked each time.
        self.reference_fields = tuple(field for field in every if field.overrides("references"))
        self.ordered_fields = tuple(field for field in every if field.overrides("canonical"))
        self.select_related = tuple(lookup for field in self.columns for lookup in field.related)

    def field_in_section(self, section: FileSection) -> Field:
        """The one field that a file has in its heading, or as the text below its fields."""
        return self._at[section]

    def empty(self) -> Document:
        """Every field without a value."""
        return {name: type(field.empty)() for name, field in self.fields.items()}

    def prefetched_rows(self, rows: "models.QuerySet[Any] | None" = None) -> "models.QuerySet[Any]":
        """All rows, or these, each with what is encoded of it: a few queries for however many they are."""
        rows = self.model._default_manager.all() if rows is None else rows
        rows = rows.select_related(*self.select_related) if self.select_related else rows
        # Two fields may have their items in the rows of one table.
        lookups = {lookup.prefetch_to: lookup for field in self.relations for lookup in field.prefetches()}
        return rows.prefetch_related(*lookups.values()) if lookups else rows

    def encode(self, row: models.Model) -> Document:
        return {name: field.encode(row) for name, field in self.fields.items()}

    def decode(
        self, row: models.Model, values: Document, rows: WorkingRowLookup, fields: Iterable[Field]
    ) -> None:
        """Write the values of ``fields`` into a row and what belongs to it."""
        for field in fields:
            field.decode(row, values[field.name], rows)

    def faults(self, values: Document, base: str = "") -> Iterator[FieldFault]:
        """Every (path, sentence) in which values depart from the schema; ``base`` is put before the paths."""
        for field in self.values:
            yield from field.faults(values[field.name], f"{base}{field.name}")
        for rule in self.rules:
            for path, message in rule(values):
                yield f"{base}{path}", message
        for items in self.lists:
            yield from items.faults(values[items.name], f"{base}{items.name}")

    def references(self, values: Document) -> Iterator[RecordKey]:
        for field in self.reference_fields:
            yield from field.references(values[field.name])

    def with_keys_replaced(self, values: Document, keys: dict[RecordKey, str]) -> Document:
        return values | {
            field.name: field.with_keys_replaced(values[field.name], keys) for field in self.reference_fields
        }

    def without_references(self, values: Document, lost: set[RecordKey]) -> Document:
        return values | {
            field.name: field.without_references(values[field.name], lost) for field in self.reference_fields
        }

    def depends_on(self, values: Document, lost: set[RecordKey]) -> bool:
        """Whether values are nothing without what is lost, as a link is without the entry it leads to."""
        return any(
            field.required and reference in lost
            for field in self.reference_fields
            for reference in field.references(values[field.name])
        )

    def canonical(self, values: Document) -> Document:
        """Values with what has no order of its own sorted, so that one content is one document."""
        ordered = (field for field in self.ordered_fields if field.name in values)
        return values | {field.name: field.canonical(values[field.name]) for field in ordered}

    def display(self, values: Document, resolve: NameResolver) -> str:
        """An item on one line, as a reader reads it."""
        said = (
            part.format(**{field.name: field.display(value, resolve)})
            for field, part in self.display_parts
            if (value := values.get(field.name))
        )
        return "".join(said)

    def hash_key(self, values: Document) -> tuple[Any, ...]:
        """What two equal items have in common: their values, to be looked up in a set."""
        return tuple(field.hash_key(values[field.name]) for field in self.fields.values())

    def from_yaml(self, raw: dict[str, Any], base: str, parsed: ParsedFile) -> Document:
        """The fields above the text, from what YAML gave; faults are added to ``parsed``."""
        return {
            field.name: field.from_yaml(
                raw.get(field.name_in_file, field.empty), f"{base}{field.name_in_file}", parsed
            )
            for field in self.front_matter
        }

    def to_yaml(self, values: Document) -> dict[str, Any]:
        """The fields above the text as YAML is to write them, empty ones too."""
        return {field.name_in_file: field.to_yaml(values[field.name]) for field in self.front_matter}
