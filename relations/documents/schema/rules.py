"""What no single field of a document can say: rules that yield what is wrong, by its path."""

import re
from collections.abc import Iterator

from relations.documents.schema.field import FieldFault
from relations.documents.schema.values import CODE
from relations.models import Issue, Span
from relations.models.document import Document
from relations.models.name import fold_name, name_fault

KEY = re.compile(r"[a-z0-9-]{1,100}")


def check_record_key(document: Document) -> Iterator[FieldFault]:
    if not KEY.fullmatch(document["key"]):
        yield "key", "A key has lower-case letters, digits and hyphens, at most 100."


def check_entry_key(document: Document) -> Iterator[FieldFault]:
    if not CODE.fullmatch(document["key"]):
        yield "key", "The key of an entry has lower-case letters and digits, at most 12."


def check_no_link_to_itself(document: Document) -> Iterator[FieldFault]:
    for number, link in enumerate(document["links"]):
        if link["entry"] == document["key"]:
            yield f"links/{number}", "An entry cannot be linked to itself."


def check_state_fits_stance(document: Document) -> Iterator[FieldFault]:
    stance, state = document["stance"], document["state"]
    if stance in Issue.STATES and state not in Issue.STATES[stance]:
        yield "state", f"The state of a {stance} is one of: {', '.join(Issue.STATES[stance])}."


def check_two_sides(document: Document) -> Iterator[FieldFault]:
    if len(set(document["sides"])) != 2 or len(document["sides"]) != 2:
        yield "sides", "A relationship has two different sides."


def check_not_its_own_theme(document: Document) -> Iterator[FieldFault]:
    if document["parent"] == document["key"]:
        yield "parent", "A topic is not its own theme."


def check_names_differ(document: Document) -> Iterator[FieldFault]:
    own = fold_name(document["name"])
    if document["name"] and (fault := name_fault(document["name"])):
        yield "name", fault
    for number, other in enumerate(document["other_names"]):
        if fold_name(other["name"]) == own:
            yield f"other_names/{number}", f"“{other['name']}” is the name it has already."


def check_not_acting_for_itself(document: Document) -> Iterator[FieldFault]:
    if document["acts_for"] == document["key"]:
        yield "acts_for", "An actor cannot act for itself."


def check_existence_dates(document: Document) -> Iterator[FieldFault]:
    try:
        begin, end = (Span.parse(document[name]) for name in ("existed_from", "existed_to"))
    except ValueError:
        return  # one is empty, or is no date, which its own field says
    if end.last < begin.first:
        yield "existed_to", "This is before the date it existed from."
