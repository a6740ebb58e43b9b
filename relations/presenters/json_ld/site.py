"""The site, who publishes it, and all that it publishes as a set of data."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from relations.catalogue import Snapshot
from relations.catalogue.licences import find_licence
from relations.documents import safe_web_url
from relations.models.language import current_language
from relations.presenters.json_ld.nodes import Node, without_empty
from relations.presenters.urls import absolute_url

SEARCH_TERMS = "search_term_string"


class Distribution(NamedTuple):
    """A file with all entries or all there is; ``size`` in bytes, None where it is made as it is sent."""

    name: str
    media_type: str
    path: str
    size: int | None = None


def site_node(snapshot: Snapshot) -> Node:
    """The site in short, as what every page is part of. Not to be changed."""
    return _home_node("WebSite", "website", snapshot.reference.title, absolute_url("/"))


def publisher(snapshot: Snapshot) -> Node:
    """Who answers for what is published here. The reference names nobody else. Not to be changed."""
    return _home_node("Organization", "publisher", snapshot.reference.title, absolute_url("/"))


@lru_cache(maxsize=8)
def _home_node(type_: str, kind: str, name: str, url: str) -> Node:
    return {"@type": type_, "@id": f"{url}#{kind}", "name": name, "url": url}


def website(snapshot: Snapshot) -> Node:
    """The site with its search."""
    target = {
        "@type": "EntryPoint",
        "urlTemplate": f"{absolute_url('/entries/')}?q={{{SEARCH_TERMS}}}",
    }
    search = {"@type": "SearchAction", "target": target, "query-input": f"required name={SEARCH_TERMS}"}
    return without_empty(
        {
            **site_node(snapshot),
            "description": snapshot.reference.tagline,
            "inLanguage": current_language(),
            "license": licence(snapshot),
            "publisher": publisher(snapshot),
            "potentialAction": search,
        }
    )


def dataset(snapshot: Snapshot, coverage: str, distributions: Iterable[Distribution] = ()) -> Node:
    """All that is published, as data, with the files that hold it. ``coverage``: a sentence on its dates."""
    return without_empty(
        {
            "@type": "Dataset",
            "@id": absolute_url("/data/#dataset"),
            "name": snapshot.reference.title,
            "description": " ".join(filter(None, (snapshot.reference.tagline, coverage))),
            "url": absolute_url("/data/"),
            "inLanguage": current_language(),
            "isAccessibleForFree": True,
            "license": licence(snapshot),
            "creator": publisher(snapshot),
            "version": str(snapshot.version),
            "keywords": [topic.label for topic in snapshot.topics if not topic.parent],
            "distribution": [_download(file) for file in distributions],
        }
    )


def licence(snapshot: Snapshot) -> Node | str:
    """The licence by its address; one that has only a name, and no known one, as a work of that name."""
    return _licence(snapshot.reference.licence)


@lru_cache(maxsize=8)
def _licence(text: str) -> Node | str:
    if known := find_licence(text):
        return known.url
    return safe_web_url(text) or (text and {"@type": "CreativeWork", "name": text})


def _download(file: Distribution) -> Node:
    return without_empty(
        {
            "@type": "DataDownload",
            "name": file.name,
            "encodingFormat": file.media_type.partition(";")[0],
            "contentUrl": absolute_url(file.path),
            "contentSize": f"{file.size} B" if file.size else "",
        }
    )
