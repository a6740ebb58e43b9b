"""Full text: the one module that knows which database holds it.

SQLite's FTS5 and PostgreSQL's tsvector hold the same words, put through our
own normaliser before they get there, so both find the same entries in the same
order. The tables are made by migration 0003. A row belongs to an edition, is
appended with it and never changed;
rows of editions that are no longer current are told apart by the index.
Topics and actors have rows of their own: a word found there stands for every
entry that bears the name.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.db import connection

from relations.catalogue.marking import plain
from relations.catalogue.query import Term
from relations.catalogue.words import normalise
from relations.models import Edition, Record

TABLE = "relations_fulltext"
FIELDS = ("title", "summary", "claims", "name")

# How much a word counts by where it stands: whole, and as the beginning of a longer word.
# Only the best place of each word counts, so that length and repetition do not.
WEIGHTS = {"title": (12, 7), "summary": (6, 4), "name": (3, 3), "claims": (2, 1)}

_BATCH = 500
_INDEXED_KINDS = (*Record.ENTRY_KINDS, Record.Kind.TOPIC, Record.Kind.ACTOR)
_GONE = (Edition.Action.WITHDRAWN, Edition.Action.MERGED)

# By field, its texts: no phrase reaches from one text into the next.
Texts = dict[str, list[str]]


def append(editions: Iterable[Edition]) -> None:
    """Add new editions, inside the transaction that makes them. Those already there are left alone."""
    rows = iter(editions)
    engine = _engine()
    while batch := list(islice(rows, _BATCH)):
        known = engine.known([edition.pk for edition in batch])
        engine.insert(
            [
                (edition.pk, _texts(edition))
                for edition in batch
                if edition.pk not in known
                and edition.action not in _GONE
                and edition.record.kind in _INDEXED_KINDS
            ]
        )


def is_empty() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_engine().any)
        return cursor.fetchone() is None


def rebuild() -> None:
    """Make every row again, for a new normaliser or a database filled by other means."""
    _engine().clear()
    append(Edition.objects.select_related("record").order_by("pk").iterator(chunk_size=_BATCH))


def search(terms: Sequence[Term]) -> list[dict[int, list[int]]]:
    """For each term, the editions that hold it, by weight. One query.

    An edition is listed once for each weight it earns; the highest one counts.
    """
    found: list[dict[int, list[int]]] = [defaultdict(list) for _term in terms]
    if not terms:
        return []
    engine = _engine()
    parts, values = [], []
    for number, term in enumerate(terms):
        for field, (whole, begun) in WEIGHTS.items():
            for weight, expression in engine.expressions(field, term, whole, begun):
                parts.append(engine.select.format(number=number, weight=weight))
                values.append(expression)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        for number, weight, edition in cursor:
            found[number][weight].append(edition)
    return found


def _texts(edition: Edition) -> Texts:
    document = edition.read_document()
    if edition.record.kind not in Record.ENTRY_KINDS:
        return {"name": [document["name"]]}
    html = edition.read_rendering().get("html", {}).get("claims", {})
    claims = [
        plain(html[claim["id"]]) if claim["id"] in html else claim["text"] for claim in document["claims"]
    ]
    return {"title": [document["title"]], "summary": [document["summary"]], "claims": claims}


class Sqlite:
    """An FTS5 table that keeps only the index. Our words are all its tokenizer ever sees."""

    any = f"SELECT 1 FROM {TABLE}_docsize LIMIT 1"  # noqa: S608
    select = f"SELECT {{number}}, {{weight}}, rowid FROM {TABLE} WHERE {TABLE} MATCH %s"  # noqa: S608

    def known(self, editions: list[int]) -> set[int]:
        marks = ",".join("%s" for _edition in editions)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id FROM {TABLE}_docsize WHERE id IN ({marks})", editions)  # noqa: S608
            return {pk for (pk,) in cursor}

    def insert(self, rows: list[tuple[int, Texts]]) -> None:
        # A text ends in a token that no query holds, so that no phrase reaches across.
        values = [
            (pk, *(" _ ".join(self._words(text) for text in texts.get(field, ())) for field in FIELDS))
            for pk, texts in rows
        ]
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {TABLE}(rowid, title, summary, claims, name) VALUES (%s, %s, %s, %s, %s)",  # noqa: S608
                values,
            )

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {TABLE}({TABLE}) VALUES ('delete-all')")  # noqa: S608

    def expressions(self, field: str, term: Term, whole: int, begun: int) -> Iterator[tuple[int, str]]:
        yield whole, f'{field} : "{" ".join(map(self._token, term.stems))}"'
        if term.begins:
            ways = [f'"{self._token(term.begins)}" *', *(f'"{self._token(stem)}"' for stem in term.whole)]
            yield begun, f"{field} : ({' OR '.join(ways)})"

    def _words(self, text: str) -> str:
        return " ".join(map(self._token, normalise(text)))

    def _token(self, stem: str) -> str:
        """``stem`` in ASCII, letter by letter, so that SQLite's idea of a letter never matters."""
        if stem.isascii():
            return stem
        return "".join(c if c.isascii() else f"_{ord(c):06x}" for c in stem)


class Postgres:
    """A side table of vectors written out word by word, so that no parser or dictionary comes between.

    Each word begins with the letter of its field: to ask for a weight would
    make PostgreSQL read every vector again.
    """

    any = f"SELECT 1 FROM {TABLE} LIMIT 1"  # noqa: S608
    select = f"SELECT {{number}}, {{weight}}, edition_id FROM {TABLE} WHERE vector @@ %s::tsquery"  # noqa: S608
    letters = {"title": "t", "summary": "s", "claims": "c", "name": "n"}

    def known(self, editions: list[int]) -> set[int]:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT edition_id FROM {TABLE} WHERE edition_id = ANY(%s)", [editions])  # noqa: S608
            return {pk for (pk,) in cursor}

    def insert(self, rows: list[tuple[int, Texts]]) -> None:
        values = [(pk, self._vector(texts)) for pk, texts in rows]
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {TABLE}(edition_id, vector) VALUES (%s, %s::tsvector)",  # noqa: S608
                values,
            )

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {TABLE}")  # noqa: S608

    def expressions(self, field: str, term: Term, whole: int, begun: int) -> Iterator[tuple[int, str]]:
        letter = self.letters[field]
        yield whole, " <-> ".join(f"'{letter}{stem}'" for stem in term.stems)
        if term.begins:
            exact = (f"'{letter}{stem}'" for stem in term.whole)
            yield begun, " | ".join([f"'{letter}{term.begins}':*", *exact])

    def _vector(self, texts: Texts) -> str:
        """The vector's text form. A place is left free after each text, so that no phrase reaches across."""
        places: dict[str, list[str]] = defaultdict(list)
        place = 1
        for field, letter in self.letters.items():
            for text in texts.get(field, ()):
                for stem in normalise(text):
                    places[letter + stem].append(str(place))
                    place += 1
                place += 1
        return " ".join(f"'{stem}':{','.join(found)}" for stem, found in places.items())


ENGINES = {"sqlite": Sqlite(), "postgresql": Postgres()}


def _engine() -> Sqlite | Postgres:
    return ENGINES[connection.vendor]
