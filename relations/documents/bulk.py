"""The working rows of many new documents at once: some statements for each table, however many they are."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from typing import Any

from django.db import connection, models

from relations.documents.rows import WorkingRowLookup
from relations.documents.schema import (
    SCHEMAS,
    CitationListField,
    Document,
    Field,
    ItemListField,
    KeyListField,
    OtherNameListField,
    PairListField,
    Schema,
)
from relations.models import (
    NamedWorkingCopy,
    Passage,
    Record,
    RecordName,
    Source,
    TaggedEntry,
    Topic,
    WorkingCopy,
)
from relations.models.name import names_of

ROWS = 400  # of one statement

Written = Sequence[tuple[WorkingCopy, Document]]


def bulk_create_working_copies(
    documents: Iterable[Document], passages: Mapping[str, Sequence[str]] | None = None
) -> list[Record]:
    """Write the rows of documents none of whose records exist; the records in the order given.

    What the rows of one kind need (the sides of a relationship) comes before them.
    The documents are valid. ``passages`` are the places in each new source, by its key:
    every one that is cited, and what others its file lists.
    Raises Record.DoesNotExist for a name that is nobody's, IntegrityError for what
    is another's already.
    """
    documents = list(documents)
    own = {_reference(document) for document in documents}
    rows = WorkingRowLookup(
        reference
        for document in documents
        for reference in SCHEMAS[document["kind"]].references(document)
        if reference not in own
    )
    written: list[tuple[WorkingCopy, Document]] = []
    for kind, group in groupby(documents, key=lambda document: document["kind"]):
        written += _write_columns(SCHEMAS[kind], list(group), rows)
    _write_relations(written, passages or {}, rows)
    return [row.record for row, _document in written]


def _reference(document: Document) -> tuple[str, str]:
    return ("entry" if "claims" in document else document["kind"], document["key"])


def _write_columns(schema: Schema, documents: Sequence[Document], rows: WorkingRowLookup) -> Written:
    """The rows themselves, with their records; what refers to rows of the same kind is filled in after."""
    records = [Record(kind=document["kind"], key=document["key"]) for document in documents]
    Record.objects.bulk_create(records, batch_size=ROWS)
    at_once = [field for field in schema.columns if not field.is_deferred]
    made: list[tuple[WorkingCopy, Document]] = []
    for record, document in zip(records, documents, strict=True):
        row: Any = schema.model(record=record)
        schema.decode(row, document, rows, at_once)
        made.append((row, document))
    _insert([row for row, _document in made])
    if issubclass(schema.model, NamedWorkingCopy):
        _create(name for row, document in made for name in _names(row.record, document))
    for row, document in made:
        rows.add(_reference(document), row)
    for field in schema.columns:
        if field.is_deferred:
            referring = [(row, document) for row, document in made if document[field.name]]
            for row, document in referring:
                field.decode(row, document[field.name], rows)
            changed: Any = [row for row, _document in referring]
            schema.model._default_manager.bulk_update(changed, [field.attribute], batch_size=ROWS)
    return made


def _names(record: Record, document: Document) -> list[RecordName]:
    others = ((other["name"], other["shared"]) for other in document["other_names"])
    return names_of(record, document["name"], others)


def _insert(rows: Sequence[Any]) -> None:
    """Rows of one model; those of an entry's kind stand in two tables."""
    model: type[models.Model] = type(rows[0])
    parents = list(model._meta.parents)
    if not parents:
        model._default_manager.bulk_create(rows, batch_size=ROWS)
        return
    (parent,) = parents
    columns = [field.attname for field in parent._meta.local_concrete_fields if not field.primary_key]
    bases = [parent(**{name: getattr(row, name) for name in columns}) for row in rows]
    parent._default_manager.bulk_create(bases, batch_size=ROWS)
    for row, base in zip(rows, bases, strict=True):
        row.pk = row.id = base.pk
    fields: list[Any] = list(model._meta.local_concrete_fields)
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table, marks = connection.ops.quote_name(model._meta.db_table), ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 (names of ours)
    with connection.cursor() as cursor:
        cursor.executemany(
            statement,
            [
                [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
                for row in rows
            ],
        )


def _write_relations(written: Written, passages: Mapping[str, Sequence[str]], rows: WorkingRowLookup) -> None:
    """Rows of other tables, all of a table together: first the places in sources, which claims cite."""
    _write_passages(written, passages, rows)
    pending: list[models.Model] = []
    citing: list[tuple[models.Model, Document, Schema]] = []
    for row, document in written:
        for field in SCHEMAS[document["kind"]].relations:
            match field:
                case OtherNameListField():
                    pass  # written with the name itself
                case PairListField():
                    pending += _pairs(row, field, document, rows)
                case ItemListField():
                    citing += _items(row, field, document, rows)
                case KeyListField():
                    pending += (_tie(row, field, rows[field.kind, key]) for key in document[field.name])
                case _:
                    raise TypeError(f"{field.name} is of a form that has no rows.")
    _create([*pending, *(item for item, _values, _schema in citing)])
    _create(
        _citation(item, passage)
        for item, values, schema in citing
        for field in schema.relations
        if isinstance(field, CitationListField)
        for passage in {rows.passage(one["source"], one["locator"]): None for one in values[field.name]}
    )


def _write_passages(written: Written, passages: Mapping[str, Sequence[str]], rows: WorkingRowLookup) -> None:
    made = [
        Passage(source=row, locator=locator, position=position)
        for row, document in written
        if isinstance(row, Source)
        for position, locator in enumerate(passages.get(document["key"], ()), start=1)
    ]
    _create(made)
    for source, own in groupby(made, key=lambda passage: passage.source):
        rows.add_passages(source, own)


def _pairs(
    row: WorkingCopy, field: PairListField, document: Document, rows: WorkingRowLookup
) -> Iterable[models.Model]:
    """Each once: two of them may name one record, when another was merged into it."""
    made = {}
    for values in document[field.name]:
        item = field.schema.model(**{_owner(row, field): row})
        field.schema.decode(item, values, rows, field.schema.columns)
        made[tuple(getattr(item, column.attname) for column in item._meta.local_concrete_fields)] = item
    return made.values()


def _items(
    row: WorkingCopy, field: ItemListField, document: Document, rows: WorkingRowLookup
) -> Iterator[tuple[models.Model, Document, Schema]]:
    for position, values in enumerate(document[field.name], start=1):
        item = field.schema.model(**{_owner(row, field): row}, **field.fixed, position=position)
        field.schema.decode(item, values, rows, field.schema.columns)
        yield item, values, field.schema


def _owner(row: WorkingCopy, field: Field) -> str:
    """The name of the column by which rows of a field belong to ``row``."""
    relation: Any = row._meta.get_field(field.attribute)
    return str(relation.field.name)


def _tie(row: Any, field: KeyListField, other: WorkingCopy) -> models.Model:
    if isinstance(other, Topic):
        return TaggedEntry(content_object=row, tag=other)
    return _through(row._meta.get_field(field.attribute), row, other)


def _citation(item: Any, passage: Passage) -> models.Model:
    return _through(item._meta.get_field("passages"), item, passage)


def _through(relation: Any, row: models.Model, other: models.Model) -> models.Model:
    """The row of a many-to-many relation between these two."""
    names = (relation.m2m_field_name(), relation.m2m_reverse_field_name())
    tie: models.Model = relation.remote_field.through(
        **{f"{names[0]}_id": row.pk, f"{names[1]}_id": other.pk}
    )
    return tie


def _create(rows: Iterable[models.Model]) -> None:
    """Store rows of any models."""
    by_model: dict[type[models.Model], list[models.Model]] = {}
    for row in rows:
        by_model.setdefault(type(row), []).append(row)
    for model, own in by_model.items():
        rest = iter(own)
        while some := list(islice(rest, ROWS)):
            model._default_manager.bulk_create(some)
