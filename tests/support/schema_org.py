"""The part of schema.org's vocabulary that pages use, and whether a node keeps to it.

Types and properties are those of schema.org 30.0, each property of the type itself or of one
of those above it.
"""

from collections.abc import Iterator
from typing import Any

Node = dict[str, Any]

_THING = {"alternateName", "description", "identifier", "name", "potentialAction", "sameAs", "url"}
_CREATIVE_WORK = _THING | {
    *("about", "archivedAt", "author", "citation", "creator", "dateModified", "datePublished", "editor"),
    *("genre", "headline", "inLanguage", "isAccessibleForFree", "isPartOf", "keywords", "license"),
    *("mainEntity", "mentions", "publisher", "temporalCoverage", "translationOfWork", "version"),
}
_PAGE = _CREATIVE_WORK | {"breadcrumb"}
_ORGANIZATION = _THING | {"foundingDate", "dissolutionDate", "location"}
_LIST = {"itemListElement", "itemListOrder", "numberOfItems"}
TERMS: dict[str, set[str]] = {
    **dict.fromkeys(("WebPage", "AboutPage", "CollectionPage", "ItemPage", "ProfilePage"), _PAGE),
    **dict.fromkeys(("CreativeWork", "Legislation", "Report", "WebSite"), _CREATIVE_WORK),
    **dict.fromkeys(("Article", "Chapter", "ScholarlyArticle"), _CREATIVE_WORK | {"pagination"}),
    "Book": _CREATIVE_WORK | {"bookEdition", "isbn"},
    **dict.fromkeys(("CreativeWorkSeries", "Periodical"), _CREATIVE_WORK | {"issn"}),
    "PublicationVolume": _CREATIVE_WORK | {"volumeNumber"},
    "PublicationIssue": _CREATIVE_WORK | {"issueNumber"},
    "Dataset": _CREATIVE_WORK | {"distribution"},
    "DataDownload": _CREATIVE_WORK | {"contentSize", "contentUrl", "encodingFormat"},
    "DefinedTermSet": _CREATIVE_WORK | {"hasDefinedTerm"},
    "DefinedTerm": _THING | {"inDefinedTermSet"},
    **dict.fromkeys(("Thing", "Country", "Place"), _THING),
    "Organization": _ORGANIZATION,
    "Person": _THING | {"familyName", "givenName", "honorificSuffix"},
    "Event": _THING | {"endDate", "location", "startDate"},
    "PropertyValue": _THING | {"propertyID", "value"},
    **dict.fromkeys(("BreadcrumbList", "ItemList"), _THING | _LIST),
    "ListItem": _THING | {"item", "position"},
    # "query-input" is how schema.org's actions say what "query" takes.
    "SearchAction": _THING | {"query", "query-input", "target"},
    "EntryPoint": _THING | {"urlTemplate"},
}


def nodes(value: Any) -> Iterator[Node]:
    """Every node of a graph, at any depth; a mere reference by ``@id`` is none."""
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        for inner in value.values():
            yield from nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


def faults(graph: Node) -> list[str]:
    """What of a graph is not of the vocabulary, or says nothing, or names what nothing describes."""
    found = [] if graph.get("@context") == "https://schema.org" else ["@context"]
    described = {node["@id"] for node in nodes(graph) if "@id" in node}
    for node in nodes(graph):
        properties = {name for name in node if not name.startswith("@")}
        unknown = properties - TERMS.get(node["@type"], set())
        found += [f"{node['@type']}.{name}" for name in sorted(unknown)]
        empty = [name for name in sorted(properties) if node[name] in ("", [], {}, None)]
        found += [f"{node['@type']}.{name} is empty" for name in empty]
        found += [
            f"{value['@id']} is nowhere described"
            for value in node.values()
            if isinstance(value, dict) and value.keys() == {"@id"} and value["@id"] not in described
        ]
    return found
