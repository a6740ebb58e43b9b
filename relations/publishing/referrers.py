"""Who names a record: in a working copy, or in what is published."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.db.models import F, Q

from relations.documents import references
from relations.documents.references import RecordKey
from relations.models import Record
from relations.publishing.bulk import chunked

# From a record to those that its working rows name, by the kind of what is named ("entry" for entries).
WORKING_PATHS = {
    "topic": ("entry__tagged__tag", "topic__parent"),
    "source": ("entry__claims__passages__source", "entry__agreement__milestones__passages__source"),
    "relationship": ("entry__relationships",),
    "actor": (
        "entry__involvements__actor",
        "entry__claims__speaker",
        "entry__claims__side",
        "actor__acts_for",
        "source__issuer",
        "relationship__first",
        "relationship__second",
    ),
    "entry": ("entry__links__target",),
}
# Keys that one search through the documents looks for.
KEYS = 100


@dataclass
class Referrers:
    """Who may name some records: in working rows, by the row id of what is named; and published documents.

    Whether those name one, and are public, is asked when it is: both may change.
    """

    working: dict[int, list[Record]] = field(default_factory=dict)
    published: dict[int, Record] = field(default_factory=dict)
    _named: dict[int, set[RecordKey]] = field(default_factory=dict, init=False, repr=False)

    def of(self, record: Record, besides: Iterable[Record] = ()) -> list[Record]:
        """The records whose published document or working copy names this one, but for withdrawn ones."""
        named = ("entry" if record.is_entry else record.kind, record.key)
        found = {each.pk: each for each in self.working.get(record.pk, ())}
        for pk, each in self.published.items():
            if pk not in found and each.is_public and named in self._references(each):
                found[pk] = each
        excluded = {record.pk, *(other.pk for other in besides)}
        return [
            found[pk]
            for pk in sorted(found)
            if pk not in excluded and found[pk].status != Record.Status.WITHDRAWN
        ]

    def _references(self, record: Record) -> set[RecordKey]:
        """Each document is read once, however many ask."""
        if record.pk not in self._named:
            self._named[record.pk] = references(record.current_edition.read_document())
        return self._named[record.pk]


def read_referrers(records: Iterable[Record]) -> Referrers:
    """Who may name these records, with the rows that tell their names: two queries for a hundred records."""
    records = list(records)
    if not records:
        return Referrers()
    pairs = _working_pairs(records)
    rows = _read_rows(records, {pk for pk, _named in pairs})
    working: dict[int, list[Record]] = {}
    for pk, named in pairs:
        working.setdefault(named, []).append(rows[pk])
    return Referrers(working, rows)


def working_referrers_of(record: Record) -> list[Record]:
    """The records whose working rows name this one."""
    return list(Record.objects.filter(pk__in={pk for pk, _named in _working_pairs([record])}))


def _working_pairs(named: Iterable[Record]) -> set[tuple[int, int]]:
    """The row ids of a record and of what it names, of these: one query."""
    records = Record.objects.order_by()
    by_kind: dict[str, list[int]] = {}
    for record in named:
        by_kind.setdefault("entry" if record.is_entry else record.kind, []).append(record.pk)
    queries = [
        records.filter(**{f"{path}__record__in": ids}).values_list("pk", F(f"{path}__record"))
        for kind, ids in by_kind.items()
        for path in WORKING_PATHS[kind]
    ]
    return set(queries[0].union(*queries[1:]))


def _read_rows(records: Iterable[Record], ids: set[int]) -> dict[int, Record]:
    """The records of these row ids, and public ones in whose documents one of the keys stands as text.

    Few have it, and those are parsed.
    """
    rows = Record.objects.with_working_copies().select_related("edition")
    first, *others = list(chunked(sorted(ids))) or [[]]
    wanted = [Q(pk__in=some) for some in others]
    for keys in chunked(sorted({record.key for record in records}), KEYS):
        holds = reduce(or_, (Q(edition__document__contains=f'"{key}"') for key in keys))
        wanted.append(Q(pk__in=first) | Q(pk__in=Record.objects.public().filter(holds).values("pk")))
    return {record.pk: record for some in wanted for record in rows.filter(some)}
