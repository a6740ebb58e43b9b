"""The tables of what every record has, and of names: topics, actors, relationships, sources."""

from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext_lazy as _

from relations.catalogue import SECTIONS
from relations.catalogue.sections import document_url
from relations.documents.schema import CONTRIBUTOR, SCHEMAS
from relations.formats.api_description.members import StrOrPromise
from relations.formats.dump_tables.columns import (
    REQUIRED,
    field_columns,
    fields_of,
    name_column,
    own_key,
    position_column,
)
from relations.formats.dump_tables.table import (
    Column,
    ForeignKey,
    Item,
    RecordTable,
    Table,
    TableRecord,
    items_of,
    record_itself,
)
from relations.models import Contributor, Edition
from relations.presenters.urls import absolute_url

KIND = Column(
    "kind",
    _("The kind of record."),
    lambda item: item.record.kind,
    constraints={**REQUIRED, "enum": [str(kind) for kind in SECTIONS]},
)
KEY = Column(
    "key",
    _("The permanent key of the record, which no renaming changes."),
    lambda item: item.record.key,
    constraints=REQUIRED,
)
COUNT = {**REQUIRED, "minimum": 1}


def the_record(key: str) -> tuple[ForeignKey, ...]:
    """The line that a record of this table has among all records."""
    return (ForeignKey(("kind", key), "records", ("kind", "key")),)


def _edition_column(name: str, meaning: StrOrPromise, **options: Any) -> Column:
    """What an edition of the history has under this name."""
    return Column(name, meaning, attrgetter(name), **options)


RECORDS = RecordTable(
    "records",
    _("All records, with their addresses and their latest editions"),
    (
        KIND,
        KEY,
        Column(
            "url",
            _("The address of its page."),
            lambda item: absolute_url(document_url(item.record.document)),
            constraints=REQUIRED,
        ),
        Column(
            "edition",
            _("The number of its latest edition, which these tables tell."),
            lambda item: item.record.edition.number,
            "integer",
            COUNT,
        ),
        Column(
            "first_published_at",
            _("When its first edition was published."),
            lambda item: item.record.edition.first_published_at.isoformat(),
            "datetime",
            REQUIRED,
        ),
        Column(
            "published_at",
            _("When this edition was published."),
            lambda item: item.record.edition.published_at.isoformat(),
            "datetime",
            REQUIRED,
        ),
        Column(
            "change_note",
            _("What changed with this edition, in words."),
            lambda item: item.record.edition.change_note,
        ),
    ),
    ("kind", "key"),
    items=record_itself,
)
EDITIONS = Table(
    "editions",
    _("All editions of these records, past ones too"),
    (
        _edition_column("kind", _("The kind of record."), constraints=REQUIRED),
        _edition_column("key", _("The key of the record."), constraints=REQUIRED),
        _edition_column(
            "number",
            _("The number of the edition: it is at the address of the record, then editions/<number>/."),
            type="integer",
            constraints=COUNT,
        ),
        _edition_column(
            "action", _("What made it an edition."), constraints={**REQUIRED, "enum": Edition.Action.values}
        ),
        _edition_column(
            "version", _("The version of the reference that it came with."), type="integer", constraints=COUNT
        ),
        Column(
            "published_at",
            _("When it was published."),
            lambda edition: edition.published_at.isoformat(),
            "datetime",
            REQUIRED,
        ),
        _edition_column("change_note", _("What changed with it, in words.")),
    ),
    ("kind", "key", "number"),
    (ForeignKey(("kind", "key"), "records", ("kind", "key")),),
)


def _records_of(kind: str, title: StrOrPromise, *names: Column) -> RecordTable:
    """The records of one kind. ``names``: columns of what their own fields do not say."""
    return RecordTable(
        f"{kind}s",
        title,
        (KIND, KEY, *names, *fields_of(SCHEMAS[kind])),
        ("key",),
        the_record("key"),
        items=record_itself,
    )


TOPICS = _records_of("topic", _("Topics, and the themes they belong to"))
ACTORS = _records_of("actor", _("Actors"))


def _side(number: int) -> Callable[[Item], str]:
    def read(item: Item) -> str:
        return str(item.values["sides"][number])

    return read


RELATIONSHIPS = _records_of(
    "relationship",
    _("Relationships: pairs of actors"),
    Column(
        "name",
        _("Its two sides, in words."),
        lambda item: item.record.snapshot.relationships[item.record.key].label,
    ),
    name_column("first_side", _("The actor that stands first."), "actor", _side(0), required=False),
    name_column("second_side", _("The other actor."), "actor", _side(1), required=False),
)
SOURCES = _records_of("source", _("Sources"))


def _other_names(kind: str) -> RecordTable:
    return RecordTable(
        f"{kind}_names",
        _("Other names of topics") if kind == "topic" else _("Other names of actors"),
        (
            own_key(kind, kind, _("What is called so, by its key.")),
            position_column(_("Its place among them.")),
            Column("name", _("The other name."), lambda item: item.values["name"], constraints=REQUIRED),
            Column(
                "shared",
                _("Whether others may have this name, too."),
                lambda item: "true" if item.values["shared"] else "false",
                "boolean",
                REQUIRED,
            ),
        ),
        (kind, "position"),
        items=items_of("other_names"),
    )


TOPIC_NAMES, ACTOR_NAMES = _other_names("topic"), _other_names("actor")
# By role, the list of a source's document.
_ROLES = {Contributor.Role.AUTHOR: "authors", Contributor.Role.EDITOR: "editors"}


def _contributors(record: TableRecord) -> Iterator[Item]:
    for role, name in _ROLES.items():
        for item in items_of(name)(record):
            yield Item(record, item.values | {"role": role.value}, item.position)


CONTRIBUTORS = RecordTable(
    "contributors",
    _("Authors of sources, and editors of what they stand in"),
    (
        own_key("source", "source", _("The source, by its key.")),
        Column(
            "role",
            _("What the contributor is to it."),
            lambda item: item.values["role"],
            constraints={**REQUIRED, "enum": [role.value for role in _ROLES]},
        ),
        position_column(_("The place among those of this role.")),
        *(column for field in CONTRIBUTOR.values for column in field_columns(field)),
    ),
    ("source", "role", "position"),
    items=_contributors,
)
