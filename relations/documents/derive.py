"""What a document implies: an issue's span of time and on whose word it rests, an agreement's status."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

from relations.documents.schema import Document
from relations.documents.text import natural_key
from relations.models import Claim, Issue, Milestone, Precision, Record, Span

SourceDateLookup = Callable[[str], Span | None]
_OPINIONS = (Claim.Kind.ASSESSMENT, Claim.Kind.RECOMMENDATION)


class Voices(NamedTuple):
    """What an issue's document says of who is quoted in it.

    ``sides``: those that have a position; ``relationships``: the issue's own, where any side has.
    ``only_opinions``: every claim is an assessment or a recommendation. Keys as the document has
    them, in a fixed order.
    """

    sides: tuple[str, ...]
    relationships: tuple[str, ...]
    only_opinions: bool


def derive_span(document: Document, source_date: SourceDateLookup) -> Span | None:
    """The date of an entry. An issue's runs from its first to its last dated claim.

    One whose claims have only upper bounds is "by" the last of them, and one without dated claims
    "by" the latest date of the sources it cites;
    ``source_date`` gives the date of a source by its key.
    """
    if document["kind"] != Record.Kind.ISSUE:
        return Span.parse(document["date"]) if document["date"] else None
    dated = [Span.parse(claim["said_on"]) for claim in document["claims"] if claim["said_on"]]
    exact = [span for span in dated if span.precision is not Precision.BY]
    if exact:
        return Span.hull(exact)
    if dated:
        return max(dated)
    dates = [found for key in sorted(cited_sources(document)) if (found := source_date(key))]
    if not dates:
        return None
    latest = max(dates)
    return Span(latest.first, latest.last, Precision.BY)


def derive_voices(document: Document) -> Voices | None:
    """Who is quoted in an issue; None for another kind of entry."""
    if document["kind"] != Record.Kind.ISSUE:
        return None
    claims = document["claims"]
    sides = {claim["side"] for claim in claims if claim["kind"] == Claim.Kind.POSITION and claim["side"]}
    return Voices(
        sides=tuple(sorted(sides)),
        relationships=tuple(sorted(document["relationships"])) if sides else (),
        only_opinions=bool(claims) and all(claim["kind"] in _OPINIONS for claim in claims),
    )


def derive_word(sides: Collection[str], pairs: Iterable[Iterable[str]], *, only_opinions: bool) -> str:
    """On whose word an issue rests: a value of ``Issue.Word``.

    ``sides``: those that have a position; ``pairs``: the two sides of each of its relationships.
    Both as they are named today.
    """
    quoted = max((sum(side in sides for side in pair) for pair in pairs), default=0)
    if quoted:
        return Issue.Word.BOTH if quoted > 1 else Issue.Word.ONE
    return Issue.Word.COMMENTATORS if only_opinions else Issue.Word.NONE


def derive_status(document: Document) -> tuple[str, str]:
    """The stage an agreement stands at and its date: those of its latest milestone; empty without one.

    Of milestones on the same dates, the one further along counts. An amended
    agreement keeps the status it had.
    """
    stages = Milestone.Stage.values
    reached = [
        (span.last, span.first, stages.index(milestone["stage"]), milestone)
        for milestone in document.get("milestones", ())
        if milestone["stage"] != Milestone.Stage.AMENDED and (span := Span.parse(milestone["date"]))
    ]
    if not reached:
        return "", ""
    latest = max(reached, key=lambda one: one[:3])[-1]
    return latest["stage"], latest["date"]


def citing_items(document: Document) -> Iterator[Document]:
    """What cites in an entry: its claims, then its milestones."""
    yield from document.get("claims", ())
    yield from document.get("milestones", ())


def citations(document: Document) -> Iterator[Document]:
    """Every citation of an entry, in the order of what cites."""
    for item in citing_items(document):
        yield from item["citations"]


def cited_places(documents: Iterable[Document]) -> dict[str, list[str]]:
    """By the key of a source, the places in it that documents cite, in natural order."""
    places: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        for citation in citations(document):
            places[citation["source"]].add(citation["locator"])
    return {source: sorted(found, key=natural_key) for source, found in places.items()}


def cited_sources(document: Document) -> set[str]:
    return {citation["source"] for citation in citations(document)}
