"""Rules between records that the forms enforce, checked for a folder together with the database."""

from collections.abc import Iterator

from relations.documents import Document
from relations.documents.files.folder import ReferenceFolder
from relations.documents.references import RecordKey, with_keys_replaced
from relations.models import Actor, Record, Relationship, Topic
from relations.models.actor import acts_for_itself

Violations = Iterator[tuple[str, str]]


def rule_violations(folder: ReferenceFolder, document: Document, merged: dict[RecordKey, str]) -> Violations:
    """The rules a document would break once the whole folder is written: (place, sentence).

    ``merged`` gives the survivors of merged keys that the document names.
    """
    match document["kind"]:
        case Record.Kind.TOPIC:
            yield from _of_topic(folder, document)
        case Record.Kind.ACTOR:
            yield from _of_actor(folder, document)
        case Record.Kind.RELATIONSHIP:
            yield from _of_relationship(with_keys_replaced(document, merged))
        case _ if "actors" in document:
            if len(with_keys_replaced(document, merged)["actors"]) < len(document["actors"]):
                yield "actors", "Two of these are one actor in one role: one was merged into the other."


def _of_topic(folder: ReferenceFolder, document: Document) -> Violations:
    key = document["key"]
    theme = _tie(folder, Record.Kind.TOPIC, key)
    if not theme:
        return
    if theme == key:
        yield "parent", "A topic is not its own theme."
    elif _tie(folder, Record.Kind.TOPIC, theme):
        yield "parent", f"“{theme}” stands under a theme itself: a topic's theme has none, two levels only."
    own = [topic for kind, topic in folder.documents if kind == Record.Kind.TOPIC]
    under = Topic.objects.filter(parent__record__key=key).exclude(record__key__in=own).first()
    if under:
        yield "parent", f"A theme that has topics stays a theme: “{under.name}” stands under this one."


def _of_actor(folder: ReferenceFolder, document: Document) -> Violations:
    if acts_for_itself(document["key"], lambda key: _tie(folder, Record.Kind.ACTOR, key)):
        yield "acts_for", f"This actor would act for itself, by way of “{document['acts_for']}”."


def _of_relationship(document: Document) -> Violations:
    first, second = document["sides"]
    if first == second:
        yield "sides", "These two sides are one actor: one was merged into the other."
    others = Relationship.objects.of_sides(first, second).exclude(record__key=document["key"])
    if other := others.select_related("record").first():
        yield "sides", f"There is a relationship of these two sides already: “{other.record.key}”."


def _tie(folder: ReferenceFolder, kind: str, key: str) -> str:
    """The key of the theme of a topic, or of what an actor acts for, once the folder is written; or ""."""
    name, model = ("parent", Topic) if kind == Record.Kind.TOPIC else ("acts_for", Actor)
    if document := folder.documents.get((kind, key)):
        tied = document[name]
    else:
        tied = model.objects.filter(record__key=key).values_list(f"{name}__record__key", flat=True).first()
    if not tied or (kind, tied) in folder.documents:
        return tied or ""
    survivor = Record.objects.filter(kind=kind, key=tied).values_list("merged_into__key", flat=True).first()
    return survivor or tied
