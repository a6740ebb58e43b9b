"""What a document implies: an issue's span of time, an agreement's status."""

from collections.abc import Callable, Iterator

from relations.documents.schema import Document
from relations.models import Milestone, Precision, Record, Span

SourceDateLookup = Callable[[str], Span | None]


def derive_span(document: Document, source_date: SourceDateLookup) -> Span | None:
    """The date of an entry. An issue's runs from its first to its last dated claim.

    One without dated claims is "by" the latest date of the sources it cites;
    ``source_date`` gives the date of a source by its key.
    """
    if document["kind"] != Record.Kind.ISSUE:
        return Span.parse(document["date"]) if document["date"] else None
    dated = [Span.parse(claim["said_on"]) for claim in document["claims"] if claim["said_on"]]
    exact = [span for span in dated if span.precision is not Precision.BY]
    if exact or dated:
        return Span.hull(exact or dated)
    dates = [found for key in sorted(cited_sources(document)) if (found := source_date(key))]
    if not dates:
        return None
    latest = max(dates)
    return Span(latest.first, latest.last, Precision.BY)


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


def cited_sources(document: Document) -> set[str]:
    return {citation["source"] for citation in citations(document)}
