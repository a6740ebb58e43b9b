"""Lists: of entries, of names, and of the topics as the terms of one vocabulary."""

from collections.abc import Iterable, Sequence

from relations.catalogue import NamedRecord, Snapshot
from relations.finder import Result
from relations.presenters.json_ld.nodes import Node, without_empty
from relations.presenters.json_ld.records import named_node, term_set
from relations.presenters.name_list import NamePage
from relations.presenters.urls import absolute_url

_ORDERS = {
    "newest": "https://schema.org/ItemListOrderDescending",
    "oldest": "https://schema.org/ItemListOrderAscending",
}
UNORDERED = "https://schema.org/ItemListUnordered"


def entry_list(result: Result) -> Node:
    """The entries found, and those of the page: these are the result itself, of which ``list_items`` are made
    when the page has been written and their addresses are at hand.
    """
    node: Node = {
        "@type": "ItemList",
        "numberOfItems": result.total,
        "itemListOrder": _ORDERS.get(result.params.order, UNORDERED),
    }
    return node | {"itemListElement": result} if result.edition_ids else node


def list_items(paths: Iterable[str], first: int) -> list[Node]:
    """The items of a list by their addresses; ``first``: the place of the first, from 1."""
    site = absolute_url("")
    return [
        {"@type": "ListItem", "position": position, "url": f"{site}{path}"}
        for position, path in enumerate(paths, start=first)
    ]


def listed_names(names: NamePage, rows: Sequence[NamedRecord]) -> Node:
    """One page of names: of actors, of relationships, of sources."""
    items = list_items((name.url for name in rows), names.page.start_index())
    named = [item | {"name": name.label} for item, name in zip(items, rows, strict=True)]
    node: Node = {"@type": "ItemList", "numberOfItems": names.total}
    return node | {"itemListElement": named} if named else node


def listed_topics(snapshot: Snapshot, topics: list[NamedRecord]) -> Node:
    """The topics as one controlled vocabulary, and those of the page."""
    return without_empty({**term_set(snapshot), "hasDefinedTerm": [named_node(topic) for topic in topics]})
