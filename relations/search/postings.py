"""The inverted index: for each word, the editions that hold it. The same on every database.

A row holds the editions of one word in one block of 65,536 row ids, by field,
as Roaring bitmaps in their portable form
(https://github.com/RoaringBitmap/RoaringFormatSpec). Such a block is one
container of the bitmap: at most 8 kB. An edition stands in the best field that
holds the word and in no other, since only the best place of a word counts.

Editions are added in the transaction that publishes them, which holds the lock
of the reference; none is ever taken out. Which of them are current, the
finder's index knows.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db import connection
from pyroaring import FrozenBitMap

from relations.search.tokenizer import prefix_range

TABLE = "relations_posting"
FIELDS = ("title", "summary", "claims")

EditionSet = FrozenBitMap
NO_EDITIONS = EditionSet()
# By field its texts, as stems.
Texts = Mapping[str, Sequence[Sequence[str]]]
# The bitmaps of a row, by field, as stored.
StoredBitmaps = tuple[bytes | None, ...]

_BLOCK_BITS = 16
_ROWS = 400  # of one statement
_SELECT_BLOCK = f"SELECT stem, title, summary, claims FROM {TABLE} WHERE block = %s AND stem IN "  # noqa: S608
_SELECT = f"SELECT stem, title, summary, claims FROM {TABLE}"  # noqa: S608
_UPSERT = (
    f"INSERT INTO {TABLE} (stem, block, title, summary, claims) VALUES (%s, %s, %s, %s, %s) "  # noqa: S608
    "ON CONFLICT (stem, block) DO UPDATE "
    "SET title = excluded.title, summary = excluded.summary, claims = excluded.claims"
)


def add_postings(editions: Mapping[int, Texts]) -> None:
    """Add editions by row id. One that is there already may come again."""
    new: dict[int, dict[str, list[list[int]]]] = defaultdict(dict)
    for pk, fields in editions.items():
        block = new[pk >> _BLOCK_BITS]
        seen: set[str] = set()
        for place, field in enumerate(FIELDS):
            for stem in set().union(*fields[field]) - seen:
                if stem not in block:
                    block[stem] = [[] for _field in FIELDS]
                block[stem][place].append(pk)
                seen.add(stem)
    for number, lists in new.items():
        stems = sorted(lists)
        for start in range(0, len(stems), _ROWS):
            _merge(number, {stem: lists[stem] for stem in stems[start : start + _ROWS]})


def _merge(block: int, new: Mapping[str, list[list[int]]]) -> None:
    marks = ",".join("%s" for _stem in new)
    with connection.cursor() as cursor:
        cursor.execute(f"{_SELECT_BLOCK} ({marks})", [block, *new])
        held = {stem: lists for stem, *lists in cursor}
        cursor.executemany(
            _UPSERT,
            [
                (stem, block, *map(_merged, held.get(stem, [None] * len(FIELDS)), lists))
                for stem, lists in new.items()
            ],
        )


def _merged(held: bytes | None, more: list[int]) -> bytes | None:
    if not more:
        return held
    found = EditionSet(more)
    return (found | EditionSet.deserialize(bytes(held)) if held else found).serialize()


def select_sql(stems: Iterable[str], prefixes: Iterable[str] = ()) -> tuple[str, list[str]]:
    """SQL for the rows of these stems, and of all that begin so, with its values; empty when none is asked.

    Its columns: the stem, and the bitmaps by field.
    """
    stems, prefixes = set(stems), set(prefixes)
    parts = [f"stem IN ({','.join('%s' for _stem in stems)})"] if stems else []
    parts += ["stem >= %s AND stem < %s"] * len(prefixes)
    if not parts:
        return "", []
    values = [*stems, *(bound for prefix in prefixes for bound in prefix_range(prefix))]
    return f"{_SELECT} WHERE {' OR '.join(parts)}", values


def union_of_field(rows: Sequence[StoredBitmaps], field: str) -> EditionSet:
    """The editions of rows in one field."""
    place = FIELDS.index(field)
    return union((row[place],) for row in rows)


def union(rows: Iterable[StoredBitmaps]) -> EditionSet:
    """The editions of rows in any field."""
    lists = [EditionSet.deserialize(bytes(each)) for row in rows for each in row if each is not None]
    return EditionSet.union(*lists) if lists else NO_EDITIONS
