"""A page, and what it is about, as one graph."""

from collections.abc import Mapping, Sequence
from typing import Any

from relations.models.language import current_language
from relations.presenters.json_ld.nodes import Node
from relations.presenters.json_ld.site import site_node
from relations.presenters.urls import absolute_url

CONTEXT = "https://schema.org"


def page_graph(context: Mapping[str, Any], url: str) -> Node:
    """The JSON-LD of a page by its context and its canonical address."""
    page: Node = {
        "@type": context.get("page_type", "WebPage"),
        "@id": url,
        "url": url,
        "name": context["title"],
        "inLanguage": current_language(),
        "isPartOf": site_node(context["snapshot"]),
    }
    if description := context.get("description"):
        page["description"] = description
    if breadcrumb := context.get("breadcrumb"):
        page["breadcrumb"] = _breadcrumb(breadcrumb)
    if edition := context.get("edition"):
        page["datePublished"] = edition.first_published_at.isoformat(timespec="seconds")
        page["dateModified"] = edition.published_at.isoformat(timespec="seconds")
    for name, property_ in (("about", "about"), ("main_entity", "mainEntity")):
        if value := context.get(name):
            page[property_] = value
    return {"@context": CONTEXT, "@graph": [page, *context.get("entities", ())]}


def _breadcrumb(links: Sequence[tuple[str, str]]) -> Node:
    """The breadcrumb as the page shows it; its last part has no address where it is the page itself."""
    items = []
    for position, (label, path) in enumerate(links, start=1):
        item: Node = {"@type": "ListItem", "position": position, "name": label}
        items.append(item | {"item": absolute_url(path)} if path else item)
    return {"@type": "BreadcrumbList", "itemListElement": items}
