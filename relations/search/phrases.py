"""Phrases: the one module that knows which database holds them.

The inverted index knows no order of words; SQLite's FTS5 and PostgreSQL's
tsvector do. Both hold the same words, put through our own normaliser before
they get there, so both find the same phrases. A row belongs to an edition, is
appended with it and never changed.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db import connection

from relations.search.postings import FIELDS, Texts
from relations.search.term import Phrase

TABLE = "relations_phrase"

# A text is cut into pieces of so many words, the end of each again at the beginning of the next.
# A phrase must be no longer than the overlap (writings.py).
_CHUNK_SIZE, _CHUNK_OVERLAP = 240, 100
# What PostgreSQL's limits leave room for: a vector is under 1 MB, with 255 places of each word
# (https://www.postgresql.org/docs/current/textsearch-limitations.html).
_MAX_WORDS, _MAX_POSITIONS = 3000, 255
# Of one statement: each is a SELECT for each field, and SQLite takes 500.
MAX_PHRASES = 100


def add_phrases(editions: Mapping[int, Texts]) -> None:
    """Add editions by row id; those that are there already are left alone.

    No phrase reaches from one of their texts into the next.
    """
    backend = _backend()
    known = backend.known(list(editions))
    backend.insert([(pk, texts) for pk, texts in editions.items() if pk not in known])


def select_sql(places: Sequence[tuple[str, Sequence[Phrase]]]) -> tuple[str, list[str]]:
    """SQL for the editions that hold, for each of some fields, any of its phrases; empty when none is asked.

    Its columns: the number of the place, and the edition. Of more than three times MAX_PHRASES places
    the databases cannot be asked at once.
    """
    backend = _backend()
    parts = [backend.select.format(number=number) for number in range(len(places))]
    return " UNION ALL ".join(parts), [backend.expression(field, phrases) for field, phrases in places]


def clear_phrases() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_backend().delete)


class SqlitePhrases:
    """An FTS5 table that keeps only the index. Our words are all its tokenizer ever sees."""

    select = f"SELECT {{number}}, rowid FROM {TABLE} WHERE {TABLE} MATCH %s"  # noqa: S608
    delete = f"INSERT INTO {TABLE}({TABLE}) VALUES ('delete-all')"  # noqa: S608

    def known(self, editions: Sequence[int]) -> set[int]:
        return _known(f"SELECT id FROM {TABLE}_docsize WHERE id BETWEEN %s AND %s", editions)  # noqa: S608

    def insert(self, rows: Iterable[tuple[int, Texts]]) -> None:
        # A text ends in a token that no query holds, so that no phrase reaches across.
        values: list[tuple[int | str, ...]] = [
            (pk, *(" _ ".join(" ".join(map(self._token, text)) for text in texts[field]) for field in FIELDS))
            for pk, texts in rows
        ]
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {TABLE}(rowid, title, summary, claims) VALUES (%s, %s, %s, %s)",  # noqa: S608
                values,
            )

    def expression(self, field: str, phrases: Sequence[Phrase]) -> str:
        each = " OR ".join(f'"{" ".join(map(self._token, phrase))}"' for phrase in phrases)
        return f"{field} : ({each})"

    def _token(self, stem: str) -> str:
        """``stem`` in ASCII, letter by letter, so that SQLite's idea of a letter never matters."""
        if stem.isascii():
            return stem
        return "".join(c if c.isascii() else f"_{ord(c):06x}" for c in stem)


class PostgresPhrases:
    """Vectors written out word by word, so that no parser or dictionary comes between.

    Each word begins with the letter of its field: to ask for a weight would
    make PostgreSQL read every vector again. A long edition has several rows.
    """

    select = (
        f"SELECT DISTINCT {{number}}, edition_id FROM {TABLE} "  # noqa: S608
        "WHERE vector @@ %s::tsquery"
    )
    delete = f"DELETE FROM {TABLE}"  # noqa: S608
    field_prefixes = {"title": "t", "summary": "s", "claims": "c"}

    def known(self, editions: Sequence[int]) -> set[int]:
        return _known(f"SELECT edition_id FROM {TABLE} WHERE edition_id BETWEEN %s AND %s", editions)  # noqa: S608

    def insert(self, rows: Iterable[tuple[int, Texts]]) -> None:
        values = [(pk, *row) for pk, texts in rows for row in enumerate(self._vectors(texts))]
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {TABLE}(edition_id, part, vector) VALUES (%s, %s, %s::tsvector)",  # noqa: S608
                values,
            )

    def expression(self, field: str, phrases: Sequence[Phrase]) -> str:
        letter = self.field_prefixes[field]
        each = (" <-> ".join(f"'{letter}{stem}'" for stem in phrase) for phrase in phrases)
        return " | ".join(f"({phrase})" for phrase in each)

    def _vectors(self, texts: Texts) -> Iterator[str]:
        """The vectors' text form. A place is left free after each piece, so that no phrase reaches across."""
        positions: dict[str, list[int]] = defaultdict(list)
        position = 1
        for chunk in self._chunks(texts):
            uses = Counter(chunk)
            if position + len(chunk) > _MAX_WORDS or any(
                len(positions.get(w, ())) + n > _MAX_POSITIONS for w, n in uses.items()
            ):
                yield _vector(positions)
                positions, position = defaultdict(list), 1
            for word in chunk:
                positions[word].append(position)
                position += 1
            position += 1
        yield _vector(positions)

    def _chunks(self, texts: Texts) -> Iterator[list[str]]:
        for field, letter in self.field_prefixes.items():
            for text in texts[field]:
                for start in range(0, max(len(text) - _CHUNK_OVERLAP, 1), _CHUNK_SIZE - _CHUNK_OVERLAP):
                    yield [letter + stem for stem in text[start : start + _CHUNK_SIZE]]


def _vector(positions: Mapping[str, list[int]]) -> str:
    return " ".join(f"'{word}':{','.join(map(str, found))}" for word, found in positions.items())


def _known(select_sql: str, editions: Sequence[int]) -> set[int]:
    if not editions:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(select_sql, [min(editions), max(editions)])
        return {pk for (pk,) in cursor}


BACKENDS: dict[str, SqlitePhrases | PostgresPhrases] = {
    "sqlite": SqlitePhrases(),
    "postgresql": PostgresPhrases(),
}


def _backend() -> SqlitePhrases | PostgresPhrases:
    return BACKENDS[connection.vendor]
