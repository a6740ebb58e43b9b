"""The page of a claim: what it says and rests on, who else cites that, and how it came to say it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page
from django.utils.translation import gettext as _

from relations.catalogue import Snapshot, claim_url
from relations.catalogue.permalinks import PlacedClaim
from relations.documents import Document
from relations.documents.compare import Change, ChangeType, compare, resolve_to_key
from relations.documents.schema import NameResolver
from relations.finder.overview import list_codes
from relations.models import Edition
from relations.presenters.citation import cited_words
from relations.presenters.citing_statements import (
    MAX_ENTRIES,
    CitingStatement,
    Place,
    read_citing_statements,
)
from relations.presenters.correction_notes import later_corrections
from relations.presenters.editions import name_resolver
from relations.presenters.entry import present_entry
from relations.presenters.entry_content import Citation, Claim
from relations.presenters.urls import pinned_url

# A page of the history is about so many editions of the entry.
PAGE_SIZE = 50
# Of what else cites a passage a page has so many; the source's page has more.
MAX_STATEMENTS = 20


@dataclass(frozen=True)
class ClaimChange:
    """An edition in which a claim came, changed or went; ``word`` says which.

    ``url``: the claim in that edition, or that edition without it. ``changes``: the differences of its
    fields, or it as a whole where it was taken out. ``text``: what it said where it was added.
    """

    edition: Edition
    word: str
    url: str
    changes: Sequence[Change] = ()
    text: str = ""

    @property
    def is_correction(self) -> bool:
        return self.edition.action == Edition.Action.CORRECTED


@dataclass(frozen=True)
class CitedPlace:
    """A passage that a claim cites, with what else cites it.

    ``statements`` are the first, ``total`` counts all that were found in ``entries_read`` of the
    ``entries_total`` entries that cite the source. Of those read ``entries_withdrawn`` were withdrawn since:
    what they said of the passage is not known.
    """

    citation: Citation
    statements: Sequence[CitingStatement]
    total: int
    entries_read: int
    entries_withdrawn: int
    entries_total: int
    entries_query: str


def claim_history_page(snapshot: Snapshot, placed: PlacedClaim, page: Page[int]) -> dict[str, Any]:
    """The context of one page. ``page``: numbers of editions of the entry, newest first.

    Two queries, and one more at an earlier version.
    """
    found, last, code = placed
    document = last.read_document()
    entry = present_entry(
        document, last.read_rendering(), snapshot, today=snapshot.today, edition=last.number
    )
    claim = next(each for each in entry.claims if each.id == code)
    words = {"id": code, "title": document["title"]}
    title = _("Claim %(id)s in “%(title)s”") % words
    return {
        "snapshot": snapshot,
        "title": title,
        "description": claim.html.striptags(),
        "breadcrumb": [
            (document["title"], placed.url),
            (_("Claim and its history"), ""),
        ],
        "url": found.url,
        "claim": claim,
        "placed": placed,
        "entry_title": document["title"],
        "quoted_work": cited_words(snapshot, last, document["title"]),
        "cite_path": f"/claims/{code}/cite/",
        "quoted_url": pinned_url(snapshot, placed.entry_url),
        "cited_places": list(_cited_places(claim, snapshot)),
        "changes": _changes(placed, page, snapshot),
        "page_obj": page,
        "corrected_later": later_corrections(snapshot, [(document["key"], code)]),
    }


def claim_changes(
    editions: Sequence[Edition],
    first: int,
    code: str,
    entry_url: str,
    resolve: NameResolver = resolve_to_key,
) -> Iterator[ClaimChange]:
    """What each of these successive editions of an entry, newest first, changed in a claim.

    It is told down to the edition with the number ``first``; the one before that is among them, if any is.
    """
    claims = {edition.number: _claim_document(edition, code) for edition in editions}
    for edition, before in zip(editions, [*editions[1:], None], strict=True):
        if edition.number < first:
            return
        old, new = claims.get(edition.number - 1), claims[edition.number]
        url = f"{entry_url}editions/{edition.number}/"
        url = claim_url(url, code) if new else url
        if (old is None) != (new is None) and _is_withdrawn(edition if old else before):
            word = _("withdrawn with its entry") if old else _("published again with its entry")
            yield ClaimChange(edition, word, url)
            continue
        for change in compare(_alone(edition, old), _alone(edition, new), resolve):
            if change.action is ChangeType.ADDED:
                yield ClaimChange(edition, change.word, url, text=change.after)
            else:
                yield ClaimChange(edition, change.word, url, change.changes or (change,))


def _is_withdrawn(edition: Edition | None) -> bool:
    return edition is not None and edition.action == Edition.Action.WITHDRAWN


def _alone(edition: Edition, claim: Document | None) -> Document:
    """An entry's document with nothing in it but this claim, to be compared."""
    return {"kind": edition.record.kind, "claims": [claim] if claim else []}


def _claim_document(edition: Edition, code: str) -> Document | None:
    """The claim as it can be read in an edition; None in one that takes the entry away."""
    if _is_withdrawn(edition):
        return None
    return next((claim for claim in edition.read_document()["claims"] if claim["id"] == code), None)


def _changes(placed: PlacedClaim, page: Page[int], snapshot: Snapshot) -> list[ClaimChange]:
    """The changes of a claim in the editions of a page; the one before them is read too. One query."""
    numbers = list(page.object_list)
    record = placed.found.record
    editions = list(record.editions.filter(number__range=(numbers[-1] - 1, numbers[0])).order_by("-number"))
    resolve = name_resolver(snapshot, [])
    return list(claim_changes(editions, numbers[-1], placed.code, placed.found.url, resolve))


def _cited_places(claim: Claim, snapshot: Snapshot) -> Iterator[CitedPlace]:
    """The places it cites, each once. One query."""
    sources = {citation.source.key: citation.source for citation in claim.citations if citation.source.url}
    citing = {
        key: list_codes(snapshot, {"source": source.slug}, "oldest", MAX_ENTRIES)
        for key, source in sources.items()
    }
    codes = dict.fromkeys(code for found in citing.values() for code in found.codes)
    read = read_citing_statements(codes, snapshot)
    withdrawn = {each.code for each in read.withdrawn}
    places = {Place(each.source.key, each.locator): each for each in claim.citations}
    for place, citation in places.items():
        if found := citing.get(place.source):
            statements = read.by_place.get(place, ())
            others = [each for each in statements if each.claim != claim.id]
            yield CitedPlace(
                citation,
                statements=others[:MAX_STATEMENTS],
                total=len(others),
                entries_read=len(found.codes),
                entries_withdrawn=len(withdrawn.intersection(found.codes)),
                entries_total=found.total,
                entries_query=urlencode({"source": citation.source.slug}),
            )
