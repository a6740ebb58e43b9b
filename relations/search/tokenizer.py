"""The one normaliser: text becomes the words that are indexed, searched and marked.

Case, accents, possessives and English plurals make no difference. It is the
same for every database, so a search finds the same entries on each.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from relations.models.characters import INVISIBLE

# Marks that belong to a word (accents, vowel signs) are not \w in Python; all in use stand below U+3100.
_MARKS = "".join(chr(c) for c in range(0x300, 0x3100) if unicodedata.category(chr(c)).startswith("M"))
# What is not seen is no part of a word in which it stands.
# The letters taken are never given back, so no text takes long. The whole is not possessive: Python 3.11.2
# (Debian 12) would take an apostrophe behind the last letter, too.
_LETTERS = rf"(?:[^\W_]++|[{re.escape(_MARKS)}{INVISIBLE}])++"
_LETTER = rf"[^\W\d_][{re.escape(_MARKS)}{INVISIBLE}]*"
# Letters with dots between are one word: U.S. and U.N.S.C. are US and UNSC, the last dot is theirs.
_INITIALS = rf"{_LETTER}(?:\.{_LETTER})+(?![^\W_])\.?"
ASCII_INITIALS = r"[A-Za-z](?:\.[A-Za-z])+(?![A-Za-z0-9])\.?"
_WORD = re.compile(rf"((?:{_INITIALS}|{_LETTERS})(?:['’ʼ]{_LETTERS})*)")
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_ASCII_WORD = re.compile(f"((?:{ASCII_INITIALS}|[A-Za-z0-9]++)(?:'[A-Za-z0-9]++)*)")

MAX_WORD_LENGTH = 60
# A word with more changes between letters and digits is no name but a checksum, and stays whole.
_MAX_PARTS = 8
# The 1990s are another thing than 1990.
_DECADE = re.compile("(?:1[0-9]|20)[0-9]0s")
_AFTER_ALL = "\U0010ffff"


class Word(NamedTuple):
    """A word folded, as a stem, and the stems of its letters and digits: of 30MKI 30 and mki."""

    folded: str
    stem: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Token:
    """A word in a text: where it stands, folded ("countries") and as a stem ("countri")."""

    start: int
    end: int
    folded: str
    stem: str

    def moved(self, offset: int) -> "Token":
        """This word with its place counted in a text that begins ``offset`` letters earlier."""
        return replace(self, start=self.start + offset, end=self.end + offset)


def tokenize(text: str) -> Iterator[Token]:
    """The words of ``text`` in order. Punctuation, control characters and lone surrogates part words."""
    for match in _word_in(text).finditer(text):
        folded, stem, _parts = _read(match[0])
        if folded:
            yield Token(match.start(), match.end(), folded, stem)


def join_tokens(tokens: Sequence[Token]) -> Token:
    """Words as one: "co" and "operations" are "cooperations", whose stem is "cooperation"."""
    folded = "".join(token.folded for token in tokens)[:MAX_WORD_LENGTH]
    return Token(tokens[0].start, tokens[-1].end, folded, stem_folded(folded))


def stem_text(text: str) -> list[str]:
    """The stems of the words of ``text``: "India’s Treaties" is ["india", "treati"]."""
    return [word.stem for word in read_words(_word_in(text).findall(text))]


def split_at_words(text: str) -> list[str]:
    """``text`` in pieces: every second one is a word, the first and the last are not."""
    return _word_in(text).split(text)


def stem_word(word: str) -> str:
    """The stem of one word as it stands in a text; "" when only marks are left of it."""
    return _read(word).stem


def prefix_of_stem(stem: str) -> str:
    """What every word of this stem begins with, folded: a final i may have been a y."""
    return stem.removesuffix("i")


def read_words(words: Iterable[str]) -> list[Word]:
    """Words as they stand in a text, read; without those of which nothing is left."""
    return [read for word in words if (read := _read(word)).folded]


def prefix_range(prefix: str) -> tuple[str, str]:
    """All words that begin so stand between these two, the second excluded, by their code points."""
    return prefix, prefix + _AFTER_ALL


def fold(text: str) -> str:
    """The words of ``text``, folded but whole, with a space between: "France’s États" is "france etats"."""
    return " ".join(word.folded for word in read_words(_word_in(text).findall(text)))


def split_folded(word: str) -> tuple[str, ...]:
    """The letters and the digits of a folded word, in order: "su30mki" is su, 30 and mki."""
    if word.isalpha() or word.isdigit() or _DECADE.fullmatch(word):
        return (word,)
    parts = tuple("".join(part) for _are_digits, part in groupby(word, str.isdigit))
    return parts if len(parts) <= _MAX_PARTS else (word,)


def _word_in(text: str) -> re.Pattern[str]:
    """The pattern of a word in ``text``: most is ASCII, and read in half the time."""
    return _ASCII_WORD if text.isascii() else _WORD


@lru_cache(maxsize=20_000)
def _read(word: str) -> Word:
    """A word as it stands in a text. A few thousand make most of every text, so they are remembered."""
    folded = _fold(word)
    stem = stem_folded(folded)
    parts = split_folded(folded)
    return Word(folded, stem, (stem,) if len(parts) == 1 else tuple(map(stem_folded, parts)))


def _fold(word: str) -> str:
    if not word.isascii():
        # Folding the case can bring back an accent (İ), so marks go last.
        seen = _INVISIBLE.sub("", word)
        decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", seen).casefold())
        word = "".join(c for c in decomposed if not unicodedata.combining(c)).replace("’", "'")
        word = word.replace("ʼ", "'")
    word = word.lower().removesuffix("'s")
    if not word.isalnum():
        word = "".join(c for c in word if c.isalnum() or unicodedata.category(c).startswith("M"))
    return word[:MAX_WORD_LENGTH]


def stem_folded(word: str) -> str:
    """``word``, folded, without an English plural ending; a final y and ies both become i.

    Of a name with digits, an s behind them or behind its letters: s400s and t72bs are s400 and t72b.
    """
    if not word.isascii():
        return word
    if not word.isalpha():
        is_plural = word.endswith("s") and not word.endswith("ss") and not word[:-1].isdigit()
        return word[:-1] if is_plural else word
    if len(word) < 4:
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-2]
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "i"
    if word.endswith(("xes", "ches", "shes", "sses", "zzes", "oes")) and len(word) > 4:
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
