"""What every field of a document can do, whatever the form of its value."""

from collections.abc import Callable, Iterable, Iterator
from copy import copy
from enum import Enum
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Prefetch
from django.utils.functional import Promise
from django.utils.text import capfirst

from relations.documents.files.parsed_file import NAMES_IN_FILES, ParsedFile
from relations.documents.rows import WorkingRowLookup
from relations.documents.schema.json_schema import STRING, JsonSchema

StrOrPromise = str | Promise
# Where something is wrong ("claims/0/speaker"), and what, in a sentence.
FieldFault = tuple[str, str]
# The kind and the key of a record; entries have the kind "entry".
RecordKey = tuple[str, str]
# The name by which a record of this kind and key is called.
NameResolver = Callable[[str, str], str]


class FileSection(Enum):
    """Where a file has a field: among the fields, in the heading above them, or as the text below."""

    FRONT_MATTER = "front matter"
    HEADING = "heading"
    BODY = "body"


def is_prefetched(row: models.Model, name: str) -> bool:
    """Whether rows of another table were read with this one: for one row alone they are cheaper to query."""
    return name in getattr(row, "_prefetched_objects_cache", ())


class Field:
    """One member of a document, declared once.

    ``meaning`` says in the description of the JSON what it is. Its label, length,
    choices, what it refers to and whether it is required are those of the model's
    column; only what differs is given here: ``attribute`` when the column has
    another name, ``label``, ``required``, ``json_name`` when the JSON for readers has
    another name or form ("" when it has none of its own), and its ``section`` of a file.
    """

    empty: Any = ""
    name: str
    # What files call it.
    name_in_file: str
    # What the JSON for readers calls it, and its form there; no name: not a member of its own.
    json_name: str
    json_schema: JsonSchema = STRING
    # A column of the row itself, or rows of other tables that need the row's key.
    is_column: ClassVar[bool] = True
    # Refers to records that an import may write later.
    is_deferred = False
    # Rows of other tables that are read together with the row.
    related: tuple[str, ...] = ()

    def __init__(
        self,
        meaning: StrOrPromise = "",
        *,
        label: StrOrPromise = "",
        attribute: str = "",
        required: bool | None = None,
        section: FileSection = FileSection.FRONT_MATTER,
        json_name: str | None = None,
        json_schema: JsonSchema | None = None,
    ) -> None:
        self.meaning = meaning
        self.label = label
        self.attribute = attribute
        self.required = bool(required)
        self.section = section
        self._required = required
        self._json_name = json_name
        if json_schema is not None:
            self.json_schema = json_schema

    def bound(self, name: str, model: type[models.Model]) -> Self:
        """The field under its name in a document, with what the model's column says of it."""
        field = copy(self)
        field.name = name
        field.name_in_file = NAMES_IN_FILES.get(name, name)
        field.attribute = self.attribute or name
        field.json_name = name if self._json_name is None else self._json_name
        field.bind(model)
        return field

    def bind(self, model: type[models.Model]) -> None:
        column = model._meta.get_field(self.attribute)
        assert isinstance(column, models.Field), f"{model.__name__}.{self.attribute} is no column"  # noqa: S101
        self.label = self.label or capfirst(column.verbose_name)
        if self._required is None:
            self.required = not column.blank
        self.bind_column(column)

    def bind_column(self, column: "models.Field[Any, Any]") -> None:
        """Take what else the column says, by the form of the value."""

    def prefetches(self) -> "Iterable[Prefetch[Any]]":
        """How rows of other tables are read for many rows at once."""
        return ()

    def encode(self, row: Any) -> Any:
        """The value as a working row has it; of many rows, ``prefetches`` were read with them."""
        raise NotImplementedError

    def decode(self, row: Any, value: Any, rows: WorkingRowLookup) -> None:
        """Write the value into a working row; ``rows`` finds what it refers to."""
        raise NotImplementedError

    def faults(self, value: Any, path: str) -> Iterator[FieldFault]:
        """What is wrong with a value that stands at ``path``."""
        raise NotImplementedError

    def display(self, value: Any, resolve: NameResolver) -> str:
        """The value as a reader reads it in a difference."""
        raise NotImplementedError

    def json_value(self, value: Any) -> Any:
        """The value as the JSON for readers has it, where it names no record."""
        return value

    def from_yaml(self, raw: Any, path: str, parsed: ParsedFile) -> Any:
        """The value from what YAML gave; faults are added to ``parsed``."""
        raise NotImplementedError

    def to_yaml(self, value: Any) -> Any:
        """The value as YAML is to write it."""
        return value

    # The following are asked of the fields that override them and of no others.

    def references(self, value: Any) -> Iterator[RecordKey]:
        """The records a value names."""
        yield from ()

    def with_keys_replaced(self, value: Any, keys: dict[RecordKey, str]) -> Any:
        """The value with other keys in place of those it names."""
        return value

    def without_references(self, value: Any, lost: set[RecordKey]) -> Any:
        """The value with nothing in it that names one of ``lost``."""
        return value

    def canonical(self, value: Any) -> Any:
        """The value with what has no order of its own sorted."""
        return value

    def hash_key(self, value: Any) -> Any:
        """The value, to be looked up in a set."""
        return value

    def sort_key(self, value: Any) -> Any:
        """Where a value stands among others in the order of a list."""
        return value

    @classmethod
    def overrides(cls, method: str) -> bool:
        return getattr(cls, method) is not getattr(Field, method)
