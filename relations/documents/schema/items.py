"""The forms of a list whose items have fields of their own."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from django.db.models import Prefetch

from relations.documents.files.parsed_file import FileFault, ParsedFile
from relations.documents.files.yaml import report_unknown
from relations.documents.rows import WorkingRowLookup
from relations.documents.schema.field import (
    FieldFault,
    FileSection,
    NameResolver,
    RecordKey,
    StrOrPromise,
    is_prefetched,
)
from relations.documents.schema.json_schema import array_of, component_ref
from relations.documents.schema.lists import ListField
from relations.documents.schema.schema import Schema
from relations.models.document import Document


class ItemListField(ListField):
    """A list of items with fields of their own, each a row that belongs to the entry's.

    Without ``identity`` the rows are made anew at each writing; with it (the name of a
    field) an item keeps its row.
    """

    is_column = False
    # What all rows of these items have in a column, where those of other items stand in the same table.
    fixed: dict[str, Any] = {}
    # Whether two of them may be alike.
    may_repeat = False

    def __init__(
        self,
        schema: Schema,
        meaning: StrOrPromise = "",
        *,
        component: str,
        identity: str = "",
        not_an_item: str = "",
        label: StrOrPromise = "",
        attribute: str = "",
        section: FileSection = FileSection.FRONT_MATTER,
    ) -> None:
        """``component`` is the name of an item in the description of the API; ``not_an_item`` says in a
        sentence what is expected where a file has something else.
        """
        json_schema = array_of(component_ref(component))
        super().__init__(meaning, label=label, attribute=attribute, section=section, json_schema=json_schema)
        self.schema = schema
        self.not_an_item = not_an_item
        self.key = schema.fields[identity] if identity else None

    def bind(self, model: type[models.Model]) -> None:
        self.is_deferred = any(field.is_deferred for field in self.schema.fields.values())

    def prefetches(self) -> "Iterable[Prefetch[Any]]":
        yield Prefetch(self.attribute, self.schema.prefetched_rows())

    def encode(self, row: Any) -> list[Document]:
        if is_prefetched(row, self.attribute):
            items = getattr(row, self.attribute).all()
        else:
            items = self.schema.prefetched_rows(self.rows_of(row))
        return [self.schema.encode(item) for item in items if self._is_one(item)]

    def rows_of(self, row: Any) -> "models.QuerySet[Any]":
        """The rows of a row's items."""
        items: models.QuerySet[Any] = getattr(row, self.attribute).filter(**self.fixed)
        return items

    def _is_one(self, item: models.Model) -> bool:
        return all(getattr(item, name) == value for name, value in self.fixed.items())

    def decode(self, row: Any, value: list[Document], rows: WorkingRowLookup) -> None:
        manager = getattr(row, self.attribute)
        present: dict[str, models.Model] = {}
        if self.key:
            wanted = [item[self.key.name] for item in value]
            manager.exclude(**{f"{self.key.attribute}__in": wanted}).delete()
            present = {getattr(item, self.key.attribute): item for item in manager.all()}
        else:
            self.rows_of(row).delete()
        for position, values in enumerate(value, start=1):
            item: Any = present.get(values[self.key.name]) if self.key else None
            item = item or self.schema.model(**{manager.field.name: row}, **self.fixed)
            item.position = position
            self.schema.decode(item, values, rows, self.schema.columns)
            item.save()
            self.schema.decode(item, values, rows, self.schema.relations)

    def faults(self, value: list[Document], path: str) -> Iterator[FieldFault]:
        seen: set[Any] = set()
        for number, item in enumerate(value):
            identity = self.schema.hash_key(item)
            if identity in seen and not self.may_repeat:
                yield f"{path}/{number}", "This stands here twice."
            seen.add(identity)
            yield from self.schema.faults(item, f"{path}/{number}/")

    def references(self, value: list[Document]) -> Iterator[RecordKey]:
        for item in value:
            yield from self.schema.references(item)

    def with_keys_replaced(self, value: list[Document], keys: dict[RecordKey, str]) -> list[Document]:
        replaced = [self.schema.with_keys_replaced(item, keys) for item in value]
        if self.key or self.may_repeat or len(value) < 2:  # what has an id is like no other
            return replaced
        return list({self.schema.hash_key(item): item for item in replaced}.values())

    def without_references(self, value: list[Document], lost: set[RecordKey]) -> list[Document]:
        kept = (item for item in value if not self.schema.depends_on(item, lost))
        return [self.schema.without_references(item, lost) for item in kept]

    def canonical(self, value: list[Document]) -> list[Document]:
        return [self.schema.canonical(item) for item in value]

    def item_display(self, item: Document, resolve: NameResolver) -> str:
        return self.schema.display(item, resolve)

    def hash_key(self, value: list[Document]) -> Any:
        return tuple(map(self.schema.hash_key, value))

    def item_from_yaml(self, raw: Any, path: str, parsed: ParsedFile) -> Document | None:
        if not isinstance(raw, dict):
            parsed.faults.append(FileFault(parsed.line_of(path), self.not_an_item))
            return None
        report_unknown(parsed, raw, self.schema.names_in_file, path)
        return self.schema.from_yaml(raw, f"{path}/", parsed)

    def to_yaml(self, value: list[Document]) -> list[Any]:
        return [self._item_to_yaml(item) for item in value]

    def _item_to_yaml(self, item: Document) -> dict[str, Any]:
        """An item's fields; of those that are empty the lists only, which an editor is to fill."""
        return {name: value for name, value in self.schema.to_yaml(item).items() if value or value == []}


class PairListField(ItemListField):
    """A list of items of two fields, each one line of a file: "- india: side"."""

    def __init__(
        self, schema: Schema, meaning: StrOrPromise = "", *, order: tuple[str, ...], **options: Any
    ) -> None:
        super().__init__(schema, meaning, **options)
        self.order = tuple(schema.fields[name] for name in order)

    @property
    def names(self) -> tuple[str, str]:
        first, second = self.schema.fields
        return first, second

    def prefetches(self) -> "Iterable[Prefetch[Any]]":
        """The lookups that read the items in bulk, in no order: encoding gives them one."""
        yield Prefetch(self.attribute, self.schema.prefetched_rows().order_by())

    def rows_of(self, row: Any) -> "models.QuerySet[Any]":
        return super().rows_of(row).order_by()

    def encode(self, row: Any) -> list[Document]:
        return self.canonical(super().encode(row))

    def decode(self, row: Any, value: list[Document], rows: WorkingRowLookup) -> None:
        """Delete the rows that are not wanted and add the missing ones; equal rows stay untouched."""
        manager = getattr(row, self.attribute)
        wanted: dict[Any, models.Model] = {}
        for values in value:
            item = self.schema.model(**{manager.field.name: row})
            self.schema.decode(item, values, rows, self.schema.columns)
            wanted.setdefault(self._columns(item), item)
        present = {self._columns(item): item for item in manager.all()}
        for key in present.keys() - wanted.keys():
            present[key].delete()
        for key, item in wanted.items():
            if key not in present:
                item.save()

    def _columns(self, item: models.Model) -> tuple[Any, ...]:
        """What tells a row from others, read from its columns: no other row is asked for it."""
        # For mypy each could be a relation from another model, which has no column; none of a schema is.
        columns = (item._meta.get_field(field.attribute) for field in self.schema.fields.values())
        return tuple(getattr(item, column.attname) for column in columns)  # type: ignore[union-attr]

    def canonical(self, value: list[Document]) -> list[Document]:
        if len(value) < 2:
            return value
        return sorted(value, key=lambda item: [field.sort_key(item[field.name]) for field in self.order])

    def item_from_yaml(self, raw: Any, path: str, parsed: ParsedFile) -> Document | None:
        first, second = self.names
        if not isinstance(raw, dict) or len(raw) != 1:
            message = f"Each of these is one line “- {first}: {second}”."
            parsed.faults.append(FileFault(parsed.line_of(path), message))
            return None
        ((one, other),) = raw.items()
        return {first: one, second: self.schema.fields[second].from_yaml(other, f"{path}/{one}", parsed)}

    def to_yaml(self, value: list[Document]) -> list[Any]:
        first, second = self.names
        return [{item[first]: item[second]} for item in value]


class CitationListField(PairListField):
    """The places in sources that a claim or a milestone rests on."""

    def bind(self, model: type[models.Model]) -> None:
        pass

    def decode(self, row: Any, value: list[Document], rows: WorkingRowLookup) -> None:
        passages = [rows.passage(one["source"], one["locator"]) for one in value]
        getattr(row, self.attribute).set(passages)
