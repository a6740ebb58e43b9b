"""The head of a page, and its JSON-LD, as programs read them."""

import json
from typing import Any

from bs4 import BeautifulSoup

from tests.support.schema_org import Node, faults

Pairs = list[tuple[str, str]]


def meta(page: BeautifulSoup, prefix: str) -> Pairs:
    """The names and contents of the tags whose name or property begins so, in order."""
    tags = [
        (tag.get("name") or tag.get("property") or "", tag["content"])
        for tag in page.head.select("meta[content]")
    ]
    return [pair for pair in tags if pair[0].startswith(prefix)]


def one(page: BeautifulSoup, name: str) -> str:
    """The content of the one tag of this name."""
    ((_name, content),) = [pair for pair in meta(page, name) if pair[0] == name]
    return content


def canonical(page: BeautifulSoup) -> str:
    (link,) = page.head.select("link[rel=canonical]")
    return str(link["href"])


def alternates(page: BeautifulSoup) -> dict[str, str]:
    """By media type where the page's other forms are."""
    found = [(link["type"], link["href"]) for link in page.head.select("link[rel=alternate]")]
    assert all(link["title"] for link in page.head.select("link[rel=alternate]"))
    assert len(found) == len({type_ for type_, _href in found})
    return dict(found)


def json_ld(page: BeautifulSoup) -> Node:
    """The graph of a page, which keeps to the vocabulary."""
    (script,) = page.select('script[type="application/ld+json"]')
    text = script.get_text()
    assert not set("<>&\u2028\u2029") & set(text)
    graph: Node = json.loads(text)
    assert faults(graph) == []
    return graph


def page_node(page: BeautifulSoup) -> dict[str, Any]:
    """What the graph says of the page itself."""
    node: dict[str, Any] = json_ld(page)["@graph"][0]
    return node
