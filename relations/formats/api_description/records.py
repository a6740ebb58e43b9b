"""What the JSON of one record holds, member by member: see relations/formats/record.py, which writes it.

What is a field of its document is described where it is declared (relations/documents/schema/kinds.py).
"""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from relations.documents.schema import (
    CITATION,
    CLAIM,
    CONTRIBUTOR,
    INVOLVEMENT,
    LINK,
    MILESTONE,
    SCHEMAS,
    Field,
    Schema,
)
from relations.documents.schema.contributors import PERSON_PARTS
from relations.documents.schema.json_schema import (
    DATE,
    DATE_TIME,
    INTEGER,
    STRING,
    URI,
    array_of,
    component_ref,
    enum_of,
    nullable,
)
from relations.formats.api_description.members import MemberDescription, ObjectDescription, StrOrPromise
from relations.models import Issue, Milestone, Precision


def member_description(field: Field) -> MemberDescription:
    return MemberDescription(field.json_name, field.json_schema, field.meaning)


def member_descriptions(schema: Schema, *names: str) -> tuple[MemberDescription, ...]:
    """The members made of these fields."""
    return tuple(member_description(schema.fields[name]) for name in names)


def other_member_descriptions(
    schema: Schema, besides: Iterable[MemberDescription]
) -> tuple[MemberDescription, ...]:
    """The members made of all other fields: the values, then the lists."""
    taken = {one.name for one in besides}
    others = (
        field for field in (*schema.values, *schema.lists) if field.json_name and field.json_name not in taken
    )
    return tuple(member_description(field) for field in others)


EVENT, AGREEMENT, ISSUE = SCHEMAS["event"], SCHEMAS["agreement"], SCHEMAS["issue"]
TYPES = enum_of("event", "agreement", *Issue.Stance.values)
SCHEMA = MemberDescription("schema", INTEGER, _("The number of the form described here: 1."))
VERSION = MemberDescription(
    "version",
    INTEGER,
    _("The version of the reference that this is of: @v<version> shows it for good."),
)
PAGE = MemberDescription("url", URI, _("The address of the page."))
KEY = MemberDescription("key", STRING, _("The permanent key of the record, which no renaming changes."))
CODE = MemberDescription("code", STRING, _("The permanent code of the entry: /e/<code>/ always leads to it."))
TYPE = MemberDescription("type", TYPES, _("What kind of entry it is."))
SLUG, TITLE, SUMMARY, DATED, TOPICS = member_descriptions(EVENT, "slug", "title", "summary", "date", "topics")
DATE_MEMBERS = (
    MemberDescription(
        "from",
        nullable(DATE),
        _("The first day it can have been; null where the sources only say by when it was."),
    ),
    MemberDescription("to", DATE, _("The last day it can have been.")),
    MemberDescription(
        "precision",
        enum_of(*Precision),
        _("How exactly the sources date it; “by” is not later than, “about” is roughly."),
    ),
    MemberDescription("label", STRING, _("The date in words.")),
)
EDITION = (
    MemberDescription("edition", INTEGER, _("The number of the edition told here, from 1: the latest.")),
    MemberDescription("first_published_at", DATE_TIME, _("When its first edition was published.")),
    MemberDescription("published_at", DATE_TIME, _("When this edition was published.")),
    MemberDescription("change_note", STRING, _("What changed with this edition, in words.")),
)
ENTRY = (
    SCHEMA,
    VERSION,
    CODE,
    TYPE,
    SLUG,
    PAGE,
    TITLE,
    SUMMARY,
    DATED,
    *member_descriptions(EVENT, "relationships", "topics", "actors", "claims", "links"),
    MemberDescription(
        "sources", array_of(component_ref("Name")), _("The sources its claims and milestones rest on.")
    ),
    *EDITION,
)
VOCABULARY = (
    SCHEMA,
    VERSION,
    KEY,
    PAGE,
    *member_descriptions(SCHEMAS["topic"], "slug", "description", "introduction"),
    MemberDescription("introduction_html", STRING, _("The same as HTML, safe to show.")),
    *EDITION,
)
ITS_PAGE = MemberDescription("url", nullable(URI), _("The address of its page."))
STATED = (
    *member_descriptions(CLAIM, "id", "kind", "text"),
    MemberDescription("html", STRING, _("The same as HTML, safe to show.")),
)
WORD = MemberDescription(
    "word",
    enum_of(*Issue.Word.values),
    _(
        "On whose word it rests: both, each side of one of its relationships has a position; one, only one "
        "side has; commentators, every claim is an assessment or a recommendation; none, otherwise. Derived."
    ),
)
OF_A_SOURCE = (
    MemberDescription("author", STRING, _("The names of all authors, in words.")),
    MemberDescription(
        "passages",
        array_of(STRING),
        _("The places in it that published entries cite; at its address those of the 200 oldest entries."),
    ),
)
STATUS = MemberDescription("status", enum_of("", *Milestone.Stage.values), _("The last step it reached."))


def kind_description(kind: str) -> MemberDescription:
    return MemberDescription("kind", enum_of(kind), _("The kind of record."))


def _entry(schema: Schema, name: str, title: StrOrPromise, *derived: MemberDescription) -> ObjectDescription:
    return ObjectDescription(name, title, (*ENTRY, *other_member_descriptions(schema, ENTRY), *derived))


def _vocabulary(kind: str, name: str, title: StrOrPromise, *derived: MemberDescription) -> ObjectDescription:
    own = kind_description(kind)
    others = other_member_descriptions(SCHEMAS[kind], VOCABULARY)
    return ObjectDescription(name, title, (*VOCABULARY, own, *others, *derived))


PARTS = (
    ObjectDescription("Date", _("A date"), DATE_MEMBERS),
    ObjectDescription(
        "NotedDate",
        _("The date of an entry"),
        (*DATE_MEMBERS, MemberDescription("note", STRING, _("How the date was inferred, where it was."))),
    ),
    ObjectDescription(
        "Name",
        _("A topic, actor, relationship or source where it is named"),
        (SLUG, member_description(SCHEMAS["topic"].fields["name"]), ITS_PAGE),
    ),
    ObjectDescription(
        "Part",
        _("An actor’s part in an entry"),
        (
            SLUG,
            MemberDescription("name", STRING, _("What the actor is called.")),
            ITS_PAGE,
            *other_member_descriptions(INVOLVEMENT, ()),
        ),
    ),
    ObjectDescription("Claim", _("A claim"), (*STATED, *other_member_descriptions(CLAIM, STATED))),
    ObjectDescription("Citation", _("A place in a source"), other_member_descriptions(CITATION, ())),
    ObjectDescription(
        "Person",
        _("A person who wrote or edited a source"),
        member_descriptions(CONTRIBUTOR, *PERSON_PARTS),
    ),
    ObjectDescription(
        "Institution",
        _("An institution that wrote or edited a source"),
        member_descriptions(CONTRIBUTOR, "institution"),
    ),
    ObjectDescription("Milestone", _("A step of an agreement"), other_member_descriptions(MILESTONE, ())),
    ObjectDescription("Link", _("A tie to another entry"), other_member_descriptions(LINK, ())),
    ObjectDescription(
        "Linked",
        _("An entry where it is named"),
        (MemberDescription("code", STRING, _("The permanent code of the entry.")), TYPE, TITLE, PAGE),
    ),
)

# By the first part of their address, the records.
RECORDS: dict[str, ObjectDescription] = {
    "events": _entry(EVENT, "Event", _("An event")),
    "agreements": _entry(AGREEMENT, "Agreement", _("An agreement"), STATUS),
    "issues": _entry(ISSUE, "Issue", _("An issue"), WORD),
    "topics": _vocabulary("topic", "Topic", _("A topic")),
    "actors": _vocabulary("actor", "Actor", _("An actor")),
    "relationships": _vocabulary("relationship", "Relationship", _("A relationship")),
    "sources": _vocabulary("source", "Source", _("A source"), *OF_A_SOURCE),
}
