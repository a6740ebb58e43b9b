"""The forms of a list whose items are strings: keys of records, and places in a source."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from django.db.models import Prefetch

from relations.documents.files.parsed_file import FileFault, ParsedFile
from relations.documents.files.yaml import FlowList
from relations.documents.rows import WorkingRowLookup
from relations.documents.schema.field import Field, FieldFault, NameResolver, RecordKey, is_prefetched
from relations.documents.schema.json_schema import array_of, component_ref
from relations.documents.schema.values import control_character_faults, text_from_yaml
from relations.models import Passage, TaggedEntry


class ListField(Field):
    """A list; ``label`` names one of its items."""

    empty: Any = []
    may_be_commented = False  # an item
    # What an item of a file may have instead of being a text.
    item_fields: frozenset[str] = frozenset()

    def from_yaml(self, raw: Any, path: str, parsed: ParsedFile) -> list[Any]:
        if not isinstance(raw or [], list):
            parsed.faults.append(FileFault(parsed.line_of(path), f"“{self.name}” is a list."))
            return []
        items = (
            self.item_from_yaml(item, f"{path}/{number}", parsed) for number, item in enumerate(raw or [])
        )
        return [item for item in items if item is not None]

    def item_from_yaml(self, raw: Any, path: str, parsed: ParsedFile) -> Any:
        """One item; None for what is no item, with a fault."""
        return text_from_yaml(raw, path, parsed, may_be_commented=self.may_be_commented)

    def display(self, value: list[Any], resolve: NameResolver) -> str:
        return "; ".join(self.item_display(item, resolve) for item in value)

    def item_display(self, item: Any, resolve: NameResolver) -> str:
        return str(item)

    def hash_key(self, value: list[Any]) -> Any:
        return tuple(value)


class TextListField(ListField):
    """A list of texts, none of them twice."""

    max_length = 0
    max_length_fault = ""

    def faults(self, value: list[str], path: str) -> Iterator[FieldFault]:
        if len(set(value)) != len(value):
            yield path, f"“{self.name}” names something twice."
        for number, item in enumerate(value):
            if not item:
                yield f"{path}/{number}", "This is empty."
            elif self.max_length and len(item) > self.max_length:
                yield f"{path}/{number}", self.max_length_fault
            yield from control_character_faults(item, f"{path}/{number}")


class KeyListField(TextListField):
    """The keys of the records a row has in a many-to-many relation; in a file on one line."""

    is_column = False
    may_be_commented = True
    kind: str

    def bind(self, model: type[models.Model]) -> None:
        target: Any = model._meta.get_field(self.attribute).related_model
        self.model = target
        self.kind = target.record_kind.value
        self.json_schema = array_of(component_ref("Name"))

    def prefetches(self) -> "Iterable[Prefetch[Any]]":
        yield Prefetch(self.attribute, self.model._default_manager.select_related("record"))

    def encode(self, row: Any) -> list[str]:
        others = getattr(row, self.attribute)
        if is_prefetched(row, self.attribute):
            return sorted(other.record.key for other in others.all())
        return sorted(others.values_list("record__key", flat=True))

    def decode(self, row: Any, value: list[str], rows: WorkingRowLookup) -> None:
        getattr(row, self.attribute).set([rows[self.kind, key] for key in value])

    def references(self, value: list[str]) -> Iterator[RecordKey]:
        return ((self.kind, key) for key in value)

    def with_keys_replaced(self, value: list[str], keys: dict[RecordKey, str]) -> list[str]:
        return sorted({keys.get((self.kind, key), key) for key in value})

    def without_references(self, value: list[str], lost: set[RecordKey]) -> list[str]:
        return [key for key in value if (self.kind, key) not in lost]

    def canonical(self, value: list[str]) -> list[str]:
        return sorted(value)

    def item_display(self, item: str, resolve: NameResolver) -> str:
        return resolve(self.kind, item)

    def to_yaml(self, value: list[str]) -> list[str]:
        return FlowList(value)


class TopicListField(KeyListField):
    """The topics of an entry: taggit reads them by no query of ours, so the rows that tie them are read."""

    def prefetches(self) -> "Iterable[Prefetch[Any]]":
        yield Prefetch("tagged", TaggedEntry.objects.select_related("tag__record"))

    def encode(self, row: Any) -> list[str]:
        if is_prefetched(row, "tagged"):
            return sorted(tie.tag.record.key for tie in row.tagged.all())
        return super().encode(row)


class SidesField(KeyListField):
    """The two actors of a relationship, each in a column of its own; their order is content."""

    is_column = True
    columns = ("first", "second")
    related = ("first__record", "second__record")

    def bind(self, model: type[models.Model]) -> None:
        self.kind = "actor"
        self.json_schema = array_of(component_ref("Name"))

    def encode(self, row: Any) -> list[str]:
        return [getattr(row, column).record.key for column in self.columns]

    def decode(self, row: Any, value: list[str], rows: WorkingRowLookup) -> None:
        for column, key in zip(self.columns, value, strict=True):
            setattr(row, column, rows[self.kind, key])

    def with_keys_replaced(self, value: list[str], keys: dict[RecordKey, str]) -> list[str]:
        return [keys.get((self.kind, key), key) for key in value]

    def canonical(self, value: list[str]) -> list[str]:
        return value


class PassageListField(TextListField):
    """The places that a source's file lists: they are read into rows, and are no part of its document."""

    max_length_fault = "A place in a source has at most 120 characters."

    def bind(self, model: type[models.Model]) -> None:
        self.max_length = Passage._meta.get_field("locator").max_length or 0
