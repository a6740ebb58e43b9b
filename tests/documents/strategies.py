"""Generated documents: any that the schema allows, in the small world of tests.support.world."""

from typing import Any

from hypothesis import strategies as st

from relations.documents.canonical import canonicalize
from relations.documents.files.folder import FOLDERS
from relations.documents.schema import (
    CLAIM,
    MILESTONE,
    SCHEMAS,
    ChoiceField,
    CodeField,
    DayField,
    Document,
    IdentifierField,
    KeyField,
    Schema,
    SlugField,
    SpanField,
    TextField,
    UrlField,
)
from relations.models import Issue, Record, Span
from relations.models.document import SCHEMA_VERSION
from relations.models.name import fold_name, name_fault
from tests.models.test_span import spans
from tests.support.world import a_person, an_institution

PRINTABLE = st.characters(exclude_categories=("Cc", "Cs"))
LINES = st.characters(
    exclude_categories=("Cs",),
    exclude_characters=[chr(n) for n in range(32) if n != 10] + [chr(n) for n in range(127, 160)],
)
SLUGS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
CODES = st.text("23456789bcdfghjkmnpqrstvwxyz", min_size=10, max_size=10)
ACTORS = ["arland", "borland"]
CITATIONS = st.lists(
    st.fixed_dictionaries(
        {"source": st.just("joint-statement"), "locator": st.sampled_from(["Paragraph 1", "Paragraph 2"])}
    ),
    max_size=2,
    unique_by=lambda citation: citation["locator"],
)
NAMED = {"actor": ACTORS, "topic": ["defence"]}
IDENTIFIERS = {"doi": "10.1000/182", "isbn": "978-0-306-40615-7", "issn": "0378-5955"}
# A text has several lines when its column is a text column, one when it is a line of a form.
SEVERAL_LINES = ("text", "note", "introduction")


def lines(max_size: int) -> st.SearchStrategy[str]:
    return st.text(PRINTABLE, max_size=max_size).map(str.strip)


def values(field: TextField) -> st.SearchStrategy[str]:
    match field:
        case CodeField():
            return CODES
        case ChoiceField():
            return st.sampled_from(list(field.choices))
        case SpanField():
            codes = spans().map(lambda span: span.code)
            return codes if field.required else st.just("") | codes
        case DayField():
            return st.just("") | st.dates().map(lambda day: day.isoformat())
        case KeyField():
            return st.sampled_from(["", *NAMED[field.kind]])
        case SlugField():
            return SLUGS
        case IdentifierField():
            return st.sampled_from(["", IDENTIFIERS[field.name]])
        case UrlField():
            return st.sampled_from(["", "https://example.org/a?b=c#d"])
    if field.name in SEVERAL_LINES and not field.max_length:
        return st.text(LINES, max_size=120).map(str.strip)
    text = lines(min(field.max_length, 60))
    return text.filter(bool) if field.required else text


def items(schema: Schema) -> st.SearchStrategy[Document]:
    return st.fixed_dictionaries(
        {field.name: values(field) for field in schema.values} | {"citations": CITATIONS}
    )


@st.composite
def a_generated(draw: st.DrawFn, kind: str) -> Document:
    """A document of a kind, in its canonical order."""
    document: dict[str, Any] = {"schema": SCHEMA_VERSION, "kind": kind, "key": draw(CODES)[:6]}
    document |= {field.name: draw(values(field)) for field in SCHEMAS[kind].values}
    if kind == Record.Kind.ISSUE:
        document["state"] = draw(st.sampled_from(Issue.STATES[document["stance"]]))
    if kind == Record.Kind.ACTOR and document["existed_from"] and document["existed_to"]:
        ends = sorted(Span.parse(document[name]) for name in ("existed_from", "existed_to"))
        document |= {"existed_from": ends[0].code, "existed_to": ends[1].code}
    document |= {field.name: draw(LISTS[field.name]) for field in SCHEMAS[kind].lists}
    if "name" in document:
        document["name"] = draw(NAMES)
        own = fold_name(document["name"])
        document["other_names"] = [name for name in document["other_names"] if fold_name(name["name"]) != own]
    return canonicalize(document)


NAMES = lines(60).filter(lambda name: not name_fault(name))
CONTRIBUTORS = st.builds(
    a_person,
    lines(40).filter(bool),
    given=lines(40),
    particle=lines(20),
    suffix=lines(20),
) | st.builds(an_institution, lines(60).filter(bool))
LISTS: dict[str, st.SearchStrategy[list]] = {
    "relationships": st.sampled_from([[], ["arland-borland"]]),
    "topics": st.sampled_from([[], ["defence"]]),
    "sides": st.permutations(ACTORS),
    "other_names": st.lists(
        st.fixed_dictionaries({"name": NAMES, "shared": st.booleans()}),
        max_size=3,
        unique_by=lambda name: fold_name(name["name"]),
    ),
    "authors": st.lists(CONTRIBUTORS, max_size=3),
    "editors": st.lists(CONTRIBUTORS, max_size=2),
    "links": st.just([]),
    "actors": st.lists(
        st.fixed_dictionaries(
            {"actor": st.sampled_from(ACTORS), "role": st.sampled_from(["side", "cause", "host"])}
        ),
        max_size=3,
        unique_by=lambda tie: (tie["actor"], tie["role"]),
    ),
    "claims": st.lists(items(CLAIM), max_size=3, unique_by=lambda claim: claim["id"]),
    "milestones": st.lists(items(MILESTONE), max_size=3, unique_by=lambda one: (one["stage"], one["date"])),
}
KINDS = [kind for kind in FOLDERS.values() if kind != "relationship"]
