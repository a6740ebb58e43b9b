"""Whether a document is well formed: what any reader of it may rely on."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from relations.documents.canonical import canonical_json
from relations.documents.schema import (
    DICT_LISTS,
    FIELDS,
    REFERENCE,
    STRING_LISTS,
    Document,
    Field,
    lists_of,
)
from relations.documents.text import abbreviate
from relations.models import Issue, Record, Span

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
KEY = re.compile(r"[a-z0-9-]{1,100}")
# The codes of entries and claims stand in permanent addresses, which have no other characters.
CODE = re.compile(r"[0-9a-z]{1,12}")
# The longest way to write a date takes some forty characters.
MAX_DATE = 100
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
Problem = tuple[str, str]


def validate(document: Document) -> list[Problem]:
    """Every (path, sentence) in which a document departs from its schema; paths as in "claims/0/speaker"."""
    kind = document["kind"]
    problems = list(_of_fields(document, FIELDS[kind], ""))
    if kind in Record.ENTRY_KINDS and not CODE.fullmatch(document["key"]):
        problems.append(("key", "The key of an entry has lower-case letters and digits, at most 12."))
    elif not KEY.fullmatch(document["key"]):
        problems.append(("key", "A key has lower-case letters, digits and hyphens, at most 100."))
    for name in lists_of(kind):
        if name in STRING_LISTS:
            problems += _of_strings(name, document[name])
        else:
            problems += _of_dicts(name, document[name])
    problems += [*_of_kind(document), *_of_codes(document)]
    return problems


def validate_reference(values: dict[str, str]) -> list[Problem]:
    """Every (name, sentence) in which the fields of the whole reference depart from its row."""
    return list(_of_fields(values, REFERENCE, ""))


def _of_kind(document: Document) -> Iterator[Problem]:
    match document["kind"]:
        case Record.Kind.ISSUE:
            stance, state = document["stance"], document["state"]
            if stance in Issue.STATES and state not in Issue.STATES[stance]:
                states = ", ".join(Issue.STATES[stance])
                yield "state", f"The state of a {stance} is one of: {states}."
        case Record.Kind.RELATIONSHIP:
            if len(set(document["sides"])) != 2 or len(document["sides"]) != 2:
                yield "sides", "A relationship has two different sides."
        case Record.Kind.TOPIC if document["parent"] == document["key"]:
            yield "parent", "A topic is not its own theme."
        case Record.Kind.ACTOR:
            yield from _of_actor(document)


def _of_codes(document: Document) -> Iterator[Problem]:
    for number, claim in enumerate(document.get("claims", ())):
        if not CODE.fullmatch(claim["id"]):
            yield f"claims/{number}/id", "The id of a claim has lower-case letters and digits, at most 12."
    for number, link in enumerate(document.get("links", ())):
        if link["entry"] == document["key"]:
            yield f"links/{number}", "An entry cannot be linked to itself."


def _of_actor(document: Document) -> Iterator[Problem]:
    if document["acts_for"] == document["key"]:
        yield "acts_for", "An actor cannot act for itself."
    try:
        begin, end = (Span.parse(document[name]) for name in ("existed_from", "existed_to"))
    except ValueError:
        return  # one is empty, or is no date, which its own field says
    if end.last < begin.first:
        yield "existed_to", "This is before the date it existed from."


def _of_strings(name: str, items: list[str]) -> Iterator[Problem]:
    if len(set(items)) != len(items):
        yield name, f"“{name}” names something twice."
    for number, item in enumerate(items):
        if not item:
            yield f"{name}/{number}", "This is empty."
        elif name == "passages" and len(item) > 120:
            yield f"{name}/{number}", "A place in a source has at most 120 characters."
        yield from _of_text(item, f"{name}/{number}")


def _of_dicts(name: str, items: list[Document], base: str = "") -> Iterator[Problem]:
    seen: set[str] = set()
    for number, item in enumerate(items):
        path = f"{base}{name}/{number}"
        text = canonical_json(item)
        if text in seen:
            yield path, "This stands here twice."
        seen.add(text)
        yield from _of_fields(item, DICT_LISTS[name], f"{path}/")
        if "citations" in item:
            yield from _of_dicts("citations", item["citations"], f"{path}/")


def _of_fields(values: Document, fields: tuple[Field, ...], base: str) -> Iterator[Problem]:
    for field in fields:
        value = values[field.name]
        path = f"{base}{field.name}"
        if not value:
            if field.required:
                yield path, f"“{field.name}” is missing."
            continue
        if field.max_length and len(value) > field.max_length:
            yield path, f"“{field.name}” has at most {field.max_length} characters; this has {len(value)}."
            continue
        yield from _of_text(value, path)
        if message := _of_form(field, value):
            yield path, message


def _of_text(value: str, path: str) -> Iterator[Problem]:
    if any(unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t" for char in value):
        yield path, "There is a control character in this text."


def _of_form(field: Field, value: str) -> str:
    """What is wrong with a value of its form, or an empty string."""
    match field.form:
        case "choice" if value not in field.choices:
            return f"“{abbreviate(value)}” is not a {field.name}. It is one of: {', '.join(field.choices)}."
        case "slug" if not SLUG.fullmatch(value):
            return "A slug has lower-case letters and digits, in words joined by single hyphens."
        case "span":
            if len(value) > MAX_DATE:
                return f"“{abbreviate(value)}” is too long for a date."
            try:
                Span.parse(value)
            except ValueError as error:
                return str(error)
        case "day":
            if not _is_day(value):
                return f"“{abbreviate(value)}” is not a day. Write it as 2021-11-30."
        case "url":
            try:
                URLValidator(schemes=("http", "https"))(value)
            except ValidationError:
                return f"“{abbreviate(value)}” is not a web address."
    return ""


def _is_day(value: str) -> bool:
    # fromisoformat alone also reads weeks: 2021-W01-1.
    if not DAY.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
