"""Answers for pages that show entries without a reader's narrowing them: totals, counts, years, codes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from relations.catalogue import Snapshot
from relations.finder.engine import EntrySet, SearchEngine, ValueCounts, search_engine
from relations.finder.facets import FACET_BY_NAME
from relations.finder.selection import EntryCodes
from relations.models import Link, Record

# The types of which pages tell how many there are.
TYPES = ("convergence", "divergence", "agreement", "event")

# By facet one slug or several, any of which will do.
Choices = Mapping[str, str | Sequence[str]]


def count_entries(snapshot: Snapshot) -> int:
    return len(search_engine(snapshot).all())


def list_codes(
    snapshot: Snapshot, choices: Choices, order: str, limit: int, *, excluding: Choices | None = None
) -> EntryCodes:
    """The first ``limit`` entries that ``choices`` choose but for those that ``excluding`` chooses.

    ``order``: newest, oldest or updated.
    """
    engine = search_engine(snapshot)
    found = _select(engine, snapshot, choices)
    if excluding:
        found -= _select(engine, snapshot, excluding)
    return EntryCodes(len(found), tuple(engine.codes(found, order, 0, limit)))


def list_common_codes(
    snapshot: Snapshot, facet: str, slugs: Iterable[str], order: str, limit: int, *, offset: int = 0
) -> EntryCodes:
    """``limit`` entries behind the first ``offset`` that have every one of these values of a facet."""
    engine = search_engine(snapshot)
    found: EntrySet = engine.all()
    for slug in slugs:
        found &= _select(engine, snapshot, {facet: slug})
    return EntryCodes(len(found), tuple(engine.codes(found, order, offset, limit)))


def list_editions(snapshot: Snapshot, choices: Choices, order: str, limit: int) -> Sequence[int]:
    """The row ids of the editions of the first ``limit`` entries that ``choices`` choose."""
    engine = search_engine(snapshot)
    return engine.edition_ids(_select(engine, snapshot, choices), order, 0, limit)


def list_codes_of_actor(snapshot: Snapshot, key: str, limit: int) -> tuple[str, ...]:
    """The newest entries in which an actor takes part or speaks."""
    engine = search_engine(snapshot)
    return tuple(engine.codes(entries_of_record(engine, "actor", key), "newest", 0, limit))


def entries_of_record(engine: SearchEngine, kind: str, key: str) -> EntrySet:
    """The entries that the page of a topic, an actor, a relationship or a source is made of."""
    entries = engine.with_any_value(kind, [key])
    # What an actor says stands on its page, whether or not it takes part.
    return entries | engine.with_any_value("speaker", [key]) if kind == "actor" else entries


@dataclass(frozen=True)
class IncomingLinks:
    """Links to an entry that others state, as (kind, code), oldest entry first within each kind of entry.

    ``totals``: by kind of entry how many entries state one, where these are not all.
    """

    links: tuple[tuple[str, str], ...] = ()
    totals: Mapping[str, int] = field(default_factory=dict)


def incoming_links(snapshot: Snapshot, code: str, *, most: int, truncated: int) -> IncomingLinks:
    """The links to an entry: where more than ``most`` entries of a kind state one, ``truncated`` of them.

    Counterparts are beside these, and no more of them either.
    """
    engine = search_engine(snapshot)
    linking = engine.linking_to(code)
    if not linking:
        return IncomingLinks()
    if len(linking) <= most:
        return IncomingLinks(tuple(engine.incoming_links(code, linking, most)))
    links: list[tuple[str, str]] = []
    totals = {}
    for kind in Record.ENTRY_KINDS:
        of_kind = linking & engine.with_any_value("type", [kind])
        if len(of_kind) <= most:
            links += engine.incoming_links(code, of_kind, most)
            continue
        totals[str(kind)] = len(of_kind)
        counterparts = of_kind & engine.linking_to(code, Link.Kind.COUNTERPART)
        for group in (counterparts, of_kind - counterparts):
            links += engine.incoming_links(code, group, truncated)
    return IncomingLinks(tuple(links), totals)


def count_values(snapshot: Snapshot, facet: str) -> ValueCounts:
    """How many of all entries each value of a facet has, by key."""
    engine = search_engine(snapshot)
    return engine.counts((facet,), engine.all())[facet]


def count_values_within(
    snapshot: Snapshot, facets: Sequence[str], choices: Choices
) -> Mapping[str, ValueCounts]:
    """By facet, how many of the entries that ``choices`` choose each value has, by key."""
    engine = search_engine(snapshot)
    return engine.counts(facets, _select(engine, snapshot, choices))


def count_by_type(snapshot: Snapshot, facet: str, keys: Iterable[str]) -> list[dict[str, int]]:
    """How many entries of each of TYPES each of these values of a facet has."""
    engine = search_engine(snapshot)
    by_type = {type_: engine.with_any_value("type", [type_]) for type_ in TYPES}
    return [
        {type_: len(having & of_type) for type_, of_type in by_type.items()}
        for having in (engine.with_any_value(facet, [key]) for key in keys)
    ]


def most_frequent_values(snapshot: Snapshot, facet: str, number: int) -> list[tuple[str, int]]:
    """The ``number`` values that most entries have, with how many; most first, then by key."""
    return _most_frequent(count_values(snapshot, facet), number)


def most_co_occurring(snapshot: Snapshot, facet: str, key: str, number: int) -> list[tuple[str, int]]:
    """The ``number`` values that stand most often with a value of the same facet, and how often."""
    engine = search_engine(snapshot)
    return _most_frequent(engine.counts((facet,), engine.with_any_value(facet, [key]))[facet], number)


def years_covered(snapshot: Snapshot, choices: Choices) -> tuple[int, int] | None:
    """The first and the last year that the dated entries of a choice touch; None when none is dated."""
    engine = search_engine(snapshot)
    ranges = engine.year_ranges(_select(engine, snapshot, choices))
    return (ranges[0][0], max(last for _first, last, _count in ranges)) if ranges else None


def _most_frequent(counts: ValueCounts, number: int) -> list[tuple[str, int]]:
    return sorted(counts.most_common(number, str).items(), key=lambda item: (-item[1], item[0]))


def _select(engine: SearchEngine, snapshot: Snapshot, choices: Choices) -> EntrySet:
    found: EntrySet = engine.all()
    for name, slugs in choices.items():
        chosen = [slugs] if isinstance(slugs, str) else slugs
        found &= engine.with_any_value(name, [FACET_BY_NAME[name].key(slug, snapshot) for slug in chosen])
    return found
