"""What the pages of topics, actors, relationships and sources share."""

from typing import Any

from markupsafe import Markup

from relations.catalogue import ResolvedAddress, Snapshot
from relations.finder import Params
from relations.presenters.citation import page_citation
from relations.presenters.cited_work import cited_document
from relations.presenters.finder_page import embedded_finder
from relations.presenters.mergers import read_mergers
from relations.presenters.pinned_page import pinned_page


def record_page(snapshot: Snapshot, found: ResolvedAddress, params: Params | None) -> dict[str, Any]:
    """The record, its edition and citation; with ``params``, the finder of its entries.

    A preview's ``found`` is the draft's.
    """
    edition = found.edition
    document = edition.read_document()
    name = snapshot.vocabulary(found.record.kind)[found.record.key]
    introduction = edition.read_rendering()["html"]["introduction"]
    finder = {"narrowed": False} if params is None else embedded_finder(snapshot, params)
    return (
        finder
        | pinned_page(snapshot, found)
        | {
            "snapshot": snapshot,
            "title": name.label,
            "description": document["description"],
            "document": document,
            "introduction": Markup(introduction),  # noqa: S704 (sanitised at publication)
            "url": name.url,
            "edition": edition,
            "mergers": read_mergers(snapshot, name),
            "cited_work": cited_document(document, edition, snapshot, name.url),
            "citation": page_citation(snapshot, edition, name.label, name.url),
        }
    )
