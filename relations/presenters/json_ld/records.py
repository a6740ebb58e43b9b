"""Topics, actors and relationships."""

from functools import lru_cache

from django.utils.translation import gettext as _

from relations.catalogue import NamedRecord, Snapshot
from relations.documents import Document
from relations.models import Actor, Record, Span
from relations.presenters.json_ld.nodes import Node, entity_id, exact_date, without_empty
from relations.presenters.urls import absolute_url

# What an actor is. A group or an office is none of the types that claim more than that it is something.
ACTOR_TYPES = {
    Actor.Type.STATE: "Country",
    Actor.Type.ORGANISATION: "Organization",
    Actor.Type.PERSON: "Person",
}
OTHER_ACTOR = "Thing"


def record_node(name: NamedRecord, document: Document, snapshot: Snapshot) -> Node:
    """A topic or an actor as its own page describes it."""
    node: Node = {
        **named_node(name),
        "alternateName": [other["name"] for other in document["other_names"]],
        "description": document["description"],
    }
    if name.kind == Record.Kind.TOPIC:
        node["inDefinedTermSet"] = term_set(snapshot)
    elif node["@type"] == "Organization":
        node["foundingDate"], node["dissolutionDate"] = (
            exact_date(Span.parse(document[end]) if document[end] else None)
            for end in ("existed_from", "existed_to")
        )
    return without_empty(node)


def term_set(snapshot: Snapshot) -> Node:
    """All topics, as the controlled vocabulary whose terms they are."""
    return {
        "@type": "DefinedTermSet",
        "@id": entity_id("/topics/", "topics"),
        "name": _("Topics of “%(reference)s”") % {"reference": snapshot.reference.title},
        "url": absolute_url("/topics/"),
    }


def named_node(name: NamedRecord) -> Node:
    """A topic, an actor or a source in short, as what something is about or mentions. Not to be changed."""
    return _named_node(name, absolute_url(name.url))


@lru_cache(maxsize=8192)  # each entry names a few of the same hundreds, and the type is in the document
def _named_node(name: NamedRecord, url: str) -> Node:
    return {
        "@type": _type(name),
        "@id": f"{url}#{name.kind}",
        "name": name.label,
        "url": url,
    }


def _type(name: NamedRecord) -> str:
    match name.kind:
        case Record.Kind.TOPIC:
            return "DefinedTerm"
        case Record.Kind.ACTOR:
            return ACTOR_TYPES.get(name.document["type"], OTHER_ACTOR)
        case Record.Kind.SOURCE:
            return "CreativeWork"
    return "WebPage"
