"""What the JSON of one record holds, member by member: see relations/formats/record.py, which writes it.

What is a field of its document is described where it is declared (relations/documents/schema/kinds.py).
"""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from relations.documents.schema import CITATION, CLAIM, INVOLVEMENT, LINK, MILESTONE, SCHEMAS, Field, Schema
from relations.documents.schema.json_schema import (
    DATE,
    DATE_TIME,
    INTEGER,
    STRING,
    URI,
    array_of,
    enum_of,
    nullable,
    ref,
)
from relations.formats.described.members import Member, StrOrPromise, Table
from relations.models import Issue, Milestone, Precision


def member(field: Field) -> Member:
    return Member(field.json_name, field.json_schema, field.meaning)


def members(schema: Schema, *names: str) -> tuple[Member, ...]:
    """The members made of these fields."""
    return tuple(member(schema.fields[name]) for name in names)


def other_members(schema: Schema, besides: Iterable[Member]) -> tuple[Member, ...]:
    """The members made of all other fields: the values, then the lists."""
    taken = {one.name for one in besides}
    others = (
        field for field in (*schema.values, *schema.lists) if field.json_name and field.json_name not in taken
    )
    return tuple(member(field) for field in others)


EVENT, AGREEMENT, ISSUE = SCHEMAS["event"], SCHEMAS["agreement"], SCHEMAS["issue"]
TYPES = enum_of("event", "agreement", *Issue.Stance.values)
SCHEMA = Member("schema", INTEGER, _("The number of the form described here: 1."))
PAGE = Member("url", URI, _("The address of the page."))
CODE = Member("code", STRING, _("The permanent code of the entry: /e/<code>/ always leads to it."))
TYPE = Member("type", TYPES, _("What kind of entry it is."))
SLUG, TITLE, SUMMARY, DATED, TOPICS = members(EVENT, "slug", "title", "summary", "date", "topics")
DATE_MEMBERS = (
    Member("from", DATE, _("The first day it can have been.")),
    Member("to", DATE, _("The last day it can have been.")),
    Member(
        "precision",
        enum_of(*Precision),
        _("How exactly the sources date it; “by” is not later than, “about” is roughly."),
    ),
    Member("label", STRING, _("The date in words.")),
)
EDITION = (
    Member("edition", INTEGER, _("The number of the edition told here, from 1: the latest.")),
    Member("first_published_at", DATE_TIME, _("When its first edition was published.")),
    Member("published_at", DATE_TIME, _("When this edition was published.")),
    Member("change_note", STRING, _("What changed with this edition, in words.")),
)
ENTRY = (
    SCHEMA,
    CODE,
    TYPE,
    SLUG,
    PAGE,
    TITLE,
    SUMMARY,
    DATED,
    *members(EVENT, "relationships", "topics", "actors", "claims", "links"),
    Member("sources", array_of(ref("Name")), _("The sources its claims and milestones rest on.")),
    *EDITION,
)
VOCABULARY = (
    SCHEMA,
    Member("key", STRING, _("The permanent key of the record, which no renaming changes.")),
    PAGE,
    *members(SCHEMAS["topic"], "slug", "description", "introduction"),
    Member("introduction_html", STRING, _("The same as HTML, safe to show.")),
    *EDITION,
)
ITS_PAGE = Member("url", nullable(URI), _("The address of its page."))
STATED = (*members(CLAIM, "id", "kind", "text"), Member("html", STRING, _("The same as HTML, safe to show.")))
STATUS = Member("status", enum_of("", *Milestone.Stage.values), _("The last step it reached."))


def _entry(schema: Schema, name: str, title: StrOrPromise, *derived: Member) -> Table:
    return Table(name, title, (*ENTRY, *other_members(schema, ENTRY), *derived))


def _vocabulary(kind: str, name: str, title: StrOrPromise) -> Table:
    own = Member("kind", enum_of(kind), _("The kind of record."))
    return Table(name, title, (*VOCABULARY, own, *other_members(SCHEMAS[kind], VOCABULARY)))


PARTS = (
    Table("Date", _("A date"), DATE_MEMBERS),
    Table(
        "NotedDate",
        _("The date of an entry"),
        (*DATE_MEMBERS, Member("note", STRING, _("How the date was inferred, where it was."))),
    ),
    Table(
        "Name",
        _("A topic, actor, relationship or source where it is named"),
        (SLUG, member(SCHEMAS["topic"].fields["name"]), ITS_PAGE),
    ),
    Table(
        "Part",
        _("An actor’s part in an entry"),
        (
            SLUG,
            Member("name", STRING, _("What the actor is called.")),
            ITS_PAGE,
            *other_members(INVOLVEMENT, ()),
        ),
    ),
    Table("Claim", _("A claim"), (*STATED, *other_members(CLAIM, STATED))),
    Table("Citation", _("A place in a source"), other_members(CITATION, ())),
    Table("Milestone", _("A step of an agreement"), other_members(MILESTONE, ())),
    Table("Link", _("A tie to another entry"), other_members(LINK, ())),
    Table(
        "Linked",
        _("An entry where it is named"),
        (Member("code", STRING, _("The permanent code of the entry.")), TYPE, TITLE, PAGE),
    ),
)

# By the first part of their address, the records.
RECORDS: dict[str, Table] = {
    "events": _entry(EVENT, "Event", _("An event")),
    "agreements": _entry(AGREEMENT, "Agreement", _("An agreement"), STATUS),
    "issues": _entry(ISSUE, "Issue", _("An issue")),
    "topics": _vocabulary("topic", "Topic", _("A topic")),
    "actors": _vocabulary("actor", "Actor", _("An actor")),
    "relationships": _vocabulary("relationship", "Relationship", _("A relationship")),
    "sources": _vocabulary("source", "Source", _("A source")),
}
