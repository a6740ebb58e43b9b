"""What nodes are made of: a node is an object of JSON-LD with a type and properties of schema.org."""

from functools import lru_cache
from typing import Any

from relations.models import Span
from relations.presenters.urls import absolute_url

Node = dict[str, Any]


def without_empty(node: Node) -> Node:
    """The properties that are known."""
    return {name: value for name, value in node.items() if value}


def entity_id(path: str, kind: str) -> str:
    """The identifier of what the page at ``path`` describes: the page is one thing, its subject another."""
    return f"{absolute_url(path)}#{kind}"


def exact_date(span: Span | None) -> str:
    """A day, month or year (ISO 8601) if a source gives one; "" for ranges, decades, about and by."""
    return span.html_datetime if span else ""


@lru_cache(maxsize=8192)
def exact_bounds(span: Span | None) -> tuple[str, str]:
    """The first and the last day, month or year of a date that sources give exactly; else two "".

    The last is "" where both are the same.
    """
    if span is None or not span.is_exact:
        return "", ""
    first, last = span.iso_bounds
    return first, last if last != first else ""
