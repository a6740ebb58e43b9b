"""The words of what was published, as they are written, and those that are written much like another.

A word is added with the first edition that holds it and stays; whether a
reader can still find it, the one who asks finds out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from rapidfuzz.distance import DamerauLevenshtein

from relations.search.tokenizer import MAX_WORD_LENGTH, prefix_range

TABLE = "relations_word"

# A shorter word has too many neighbours, a mistake in it too many meanings.
MIN_WORD_LENGTH = 3
# From so many letters on a word may have two mistakes.
_LONG_WORD_LENGTH = 6
_INSERT = (
    f"INSERT INTO {TABLE} (word, backwards, stem) VALUES (%s, %s, %s) "  # noqa: S608
    "ON CONFLICT (word) DO NOTHING"
)
_SELECT_SIMILAR = (
    f"SELECT word, stem FROM {TABLE} "  # noqa: S608
    "WHERE {column} >= %s AND {column} < %s AND length(word) BETWEEN %s AND %s"
)


@dataclass(frozen=True, slots=True, order=True)
class SimilarWord:
    """A published word and how many letters it takes to make the other one of it, 0 for that one itself.

    A letter too many, too few, another one, and two exchanged count one each
    (the distance of Damerau and Levenshtein).
    """

    distance: int
    word: str
    stem: str


def add_words(words: Iterable[tuple[str, str]]) -> None:
    """Add words, each folded and as a stem, but for numbers and short ones, which are never offered."""
    rows = [(word, word[::-1], stem) for word, stem in sorted(set(words)) if _is_suggestible(word)]
    with connection.cursor() as cursor:
        cursor.executemany(_INSERT, rows)


def similar_words(words: Sequence[str]) -> dict[str, list[SimilarWord]]:
    """By word (folded) itself, if it was published, and those written much like it, the nearest first.

    One query, none for numbers. One mistake is allowed in a word of up to five letters, two in a longer one
    as long as its first or its last letters (up to three) are right.
    """
    asked = [word for word in dict.fromkeys(words) if _is_suggestible(word)]
    found: dict[str, list[SimilarWord]] = {word: [] for word in words}
    parts: list[str] = []
    values: list[str | int] = []
    for word in asked:
        kept, most = min(3, (len(word) - 1) // 2), _max_distance(word)
        lengths = (len(word) - most, min(len(word) + most, MAX_WORD_LENGTH))
        for column, letters in (("word", word), ("backwards", word[::-1])):
            parts.append(_SELECT_SIMILAR.format(column=column))
            values += [*prefix_range(letters[:kept]), *lengths]
    if not asked:
        return found
    with connection.cursor() as cursor:
        cursor.execute(" UNION ".join(parts), values)
        rows = cursor.fetchall()
    for word in asked:
        most = _max_distance(word)
        distances = ((DamerauLevenshtein.distance(word, w, score_cutoff=most), w, s) for w, s in rows)
        found[word] = sorted(SimilarWord(*each) for each in distances if each[0] <= most)
    return found


def _is_suggestible(word: str) -> bool:
    return len(word) >= MIN_WORD_LENGTH and not any(letter.isdigit() for letter in word)


def _max_distance(word: str) -> int:
    return 2 if len(word) >= _LONG_WORD_LENGTH else 1
