"""The fields of a document, by kind: what each holds and what it may hold.

A document is a dict whose values are strings, lists and dicts only: nothing
to convert between history, file, export and page. Empty is ``""`` or ``[]``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from relations.models import (
    Actor,
    Agreement,
    Claim,
    Event,
    Involvement,
    Issue,
    Link,
    Milestone,
    Record,
    Reference,
    Relationship,
    Source,
    Topic,
    WorkingCopy,
)

Document = dict[str, Any]
MODELS: dict[str, type[WorkingCopy]] = {
    model.record_kind: model for model in (Event, Agreement, Issue, Topic, Actor, Relationship, Source)
}


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a document. ``form`` is text, span, day, choice, ref, slug or url.

    ``attribute`` is the model's name for it, when that is another one; ``refers_to``
    the kind of record a ref names by key.
    """

    name: str
    form: str = "text"
    required: bool = False
    max_length: int = 0
    choices: tuple[str, ...] = ()
    refers_to: str = ""
    attribute: str = ""

    @property
    def source(self) -> str:
        return self.attribute or self.name


def _choice(name: str, values: Iterable[str]) -> Field:
    return Field(name, "choice", required=True, choices=tuple(values))


SLUG = Field("slug", "slug", required=True, max_length=100)
DESCRIPTION = Field("description", max_length=500)
INTRODUCTION = Field("introduction")
DATE_NOTE = Field("date_note", max_length=300)
TITLE = Field("title", required=True, max_length=200)
NAME = Field("name", required=True, max_length=100)
ENTRY = (TITLE, SLUG, Field("summary", max_length=500))

FIELDS: dict[str, tuple[Field, ...]] = {
    Record.Kind.TOPIC: (
        NAME,
        SLUG,
        Field("parent", "ref", refers_to=Record.Kind.TOPIC),
        DESCRIPTION,
        INTRODUCTION,
    ),
    Record.Kind.ACTOR: (
        NAME,
        SLUG,
        _choice("type", Actor.Type.values),
        Field("acts_for", "ref", refers_to=Record.Kind.ACTOR),
        Field("existed_from", "span"),
        Field("existed_to", "span"),
        DESCRIPTION,
        INTRODUCTION,
    ),
    Record.Kind.RELATIONSHIP: (SLUG, DESCRIPTION, INTRODUCTION),
    Record.Kind.SOURCE: (
        TITLE,
        SLUG,
        _choice("type", Source.Type.values),
        Field("author", max_length=200),
        Field("publisher", max_length=200),
        Field("issuer", "ref", refers_to=Record.Kind.ACTOR),
        Field("date", "span"),
        DATE_NOTE,
        Field("reaches", "span"),
        Field("url", "url", max_length=500),
        Field("accessed_on", "day"),
        Field("language", required=True, max_length=20),
        DESCRIPTION,
        INTRODUCTION,
    ),
    Record.Kind.EVENT: (*ENTRY, Field("date", "span"), DATE_NOTE, Field("place", max_length=200)),
    Record.Kind.AGREEMENT: (
        *ENTRY,
        Field("date", "span"),
        DATE_NOTE,
        _choice("form", Agreement.Form.values),
    ),
    Record.Kind.ISSUE: (
        *ENTRY,
        _choice("stance", Issue.Stance.values),
        _choice("state", Issue.State.values),
        Field("state_as_of", "span", required=True),
    ),
}

CLAIM: tuple[Field, ...] = (
    _choice("kind", Claim.Kind.values),
    Field("id", max_length=12, attribute="code"),
    Field("speaker", "ref", refers_to=Record.Kind.ACTOR),
    Field("side", "ref", refers_to=Record.Kind.ACTOR),
    Field("said_on", "span"),
    Field("figure_date", "span"),
    Field("review_by", "day"),
    Field("note"),
    Field("text"),
)
MILESTONE: tuple[Field, ...] = (
    _choice("stage", Milestone.Stage.values),
    Field("date", "span", required=True),
    Field("note", max_length=300),
)
INVOLVEMENT: tuple[Field, ...] = (
    Field("actor", "ref", required=True, refers_to=Record.Kind.ACTOR),
    _choice("role", Involvement.Role.values),
)
LINK: tuple[Field, ...] = (
    _choice("kind", Link.Kind.values),
    Field("entry", "ref", required=True, refers_to="entry"),
)
CITATION: tuple[Field, ...] = (
    Field("source", "ref", required=True, refers_to=Record.Kind.SOURCE),
    Field("locator", required=True, max_length=120),
)


def _of_reference(name: str) -> Field:
    column = Reference._meta.get_field(name)
    if name == "sources_reach":
        return Field(name, "span", required=not column.blank)
    return Field(name, required=not column.blank, max_length=column.max_length)


# What the reference says of itself: the columns of its one row.
REFERENCE = tuple(map(_of_reference, ("title", "tagline", "contact", "licence", "sources_reach")))

# Lists whose items are plain strings: the kind of record they name, or "" for text.
STRING_LISTS = {
    "relationships": Record.Kind.RELATIONSHIP,
    "topics": Record.Kind.TOPIC,
    "sides": Record.Kind.ACTOR,
    "passages": "",
}
# Lists whose items are dicts, by name; claims and milestones hold citations too.
DICT_LISTS = {
    "actors": INVOLVEMENT,
    "links": LINK,
    "claims": CLAIM,
    "milestones": MILESTONE,
    "citations": CITATION,
}


def lists_of(kind: str) -> tuple[str, ...]:
    """The names of the lists a document of this kind holds."""
    match kind:
        case Record.Kind.RELATIONSHIP:
            return ("sides",)
        case Record.Kind.SOURCE:
            return ("passages",)
        case Record.Kind.EVENT | Record.Kind.ISSUE:
            return ("relationships", "topics", "actors", "links", "claims")
        case Record.Kind.AGREEMENT:
            return ("relationships", "topics", "actors", "links", "milestones", "claims")
    return ()
