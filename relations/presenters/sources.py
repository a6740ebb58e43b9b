"""The page of a source with what cites it, passage by passage, and the bibliography."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from relations.catalogue import NamedRecord, ResolvedAddress, Snapshot, read_editions
from relations.catalogue.withdrawals import read_withdrawals
from relations.documents import citations
from relations.documents.text import natural_key
from relations.finder.overview import count_values, list_codes, list_editions
from relations.presenters.citing_statements import MAX_ENTRIES, CitingStatement, read_citing_statements
from relations.presenters.contributors import authors_of, editors_of
from relations.presenters.correction_notes import later_corrections
from relations.presenters.entry_content import WithdrawnEntry, passage_anchor
from relations.presenters.json_ld import listed_names, work_node
from relations.presenters.name_list import NameQuery, name_list
from relations.presenters.record_page import record_page


@dataclass(frozen=True)
class CitedPassage:
    locator: str
    anchor: str
    cited_by: tuple[CitingStatement, ...]


def source_list_page(snapshot: Snapshot, query: NameQuery) -> dict[str, Any]:
    counts = count_values(snapshot, "source")
    names = name_list(snapshot, "source", query)
    return {
        "snapshot": snapshot,
        "title": _("Sources"),
        "description": _("Every statement in this reference rests on a passage of one of these."),
        "page_type": "CollectionPage",
        "main_entity": listed_names(names, names.rows),
        "names": names,
        "sources": [(name, counts.get(name.key, 0)) for name in names.rows],
    }


def source_page(snapshot: Snapshot, found: ResolvedAddress) -> dict[str, Any]:
    """The context of a source's page; a preview's ``found`` is the draft's."""
    context = record_page(snapshot, found, None)
    document = context["document"]
    citing = list_codes(snapshot, {"source": document["slug"]}, "oldest", MAX_ENTRIES)
    passages, withdrawn = _passages(found.record.key, citing.codes, snapshot)
    return context | {
        "breadcrumb": [(_("Sources"), "/sources/")],
        "page_type": "ItemPage",
        "main_entity": work_node(context["cited_work"], context["url"]),
        "passages": passages,
        "withdrawn": withdrawn,
        "corrected_later": later_corrections(
            snapshot,
            (
                (item.entry.code, item.claim)
                for passage in passages
                for item in passage.cited_by
                if item.claim
            ),
        ),
        "authors": authors_of(document),
        "editors": editors_of(document),
        "issuer": snapshot.actors.get(document["issuer"]) if document["issuer"] else None,
        "total": citing.total,
        "entries_query": urlencode({"source": document["slug"]}),
        "limit": MAX_ENTRIES,
    }


def places_in_sources(snapshot: Snapshot, names: Iterable[NamedRecord]) -> dict[str, list[str]]:
    """By the key of each source, the places in it that published entries cite, in natural order.

    Of each at most MAX_ENTRIES entries are read, the oldest. One query, and one more at an earlier version.
    """
    cited: dict[str, set[str]] = {name.key: set() for name in names}
    slugs = (snapshot.sources[key].slug for key in cited)
    ids = (list_editions(snapshot, {"source": slug}, "oldest", MAX_ENTRIES) for slug in slugs)
    citing = list(dict.fromkeys(chain.from_iterable(ids)))
    withdrawn = read_withdrawals(citing, snapshot)
    for edition in read_editions(pk for pk in citing if pk not in withdrawn):
        for citation in citations(edition.read_document()):
            cited.get(snapshot.sources.resolve(citation["source"]), set()).add(citation["locator"])
    return {key: sorted(places, key=natural_key) for key, places in cited.items()}


def _passages(
    source: str, codes: Sequence[str], snapshot: Snapshot
) -> tuple[list[CitedPassage], list[WithdrawnEntry]]:
    """The places in it that these entries cite, in natural order; and those withdrawn since. One query."""
    citing = read_citing_statements(codes, snapshot)
    cited_by = {
        place.locator: statements for place, statements in citing.by_place.items() if place.source == source
    }
    passages = [
        CitedPassage(locator, passage_anchor(locator), tuple(cited_by[locator]))
        for locator in sorted(cited_by, key=natural_key)
    ]
    return passages, citing.withdrawn
