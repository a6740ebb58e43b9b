"""Names that are written in several ways, in a text: S-400, S 400 and S400; co-operation and cooperation.

Two forms beside its words make a text found however a name stands in it:

- Its *parts*, in order: the letters and the digits of each word. All of "Su 30 MKI",
  "Su-30MKI" and "Su30MKI" are su, 30, mki. Phrases are looked for in them.
- The *joined* form of words that make one name, which whoever joins them, or has begun
  to type it, finds among the words.

Which words are joined is told by what stands between them and by their form, not by
a list of names. A dash joins any two but two numbers. A blank joins a word and a
number of up to three digits (unless the word is one like "in"), a number and up to
three letters that begin with a capital, and two words with capitals. Of a longer
name, what begins or ends in a word like "in" is not joined: "vis-a-vis" holds no
visa. What ``relations.search.writings`` divides or joins in a query finds the rest.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from relations.models.characters import DASHES as TYPOGRAPHIC_DASHES
from relations.search.tokenizer import Word, fold, read_words, split_at_words, stem_word

# What stands inside a name.
DASHES = frozenset(f"-{TYPOGRAPHIC_DASHES}")
BLANKS = frozenset(" \u00a0\u202f\u2009")
# Words that every text holds: no part of a name but within it.
_STOP_WORDS = """
a an and are as at be been by for from had has have in is it its not of on or that the their this to was were
which with
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
# Words that stand before a number without making a name with it.
BEFORE_NUMBERS = STOP_WORDS | {"about", "over", "than", "under"}
# A longer number is a year or an amount, and more letters behind a number are a word.
LONGEST_NUMBER = 3
_LONGEST_LETTERS = 3
# Of a name of many words, so many are joined, and the whole.
_MOST_WORDS = 4
_FIRST_DIGITS = re.compile(r"\d+")
_FIRST_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class SearchableText:
    """A text as it is searched: the stems of its words, parts and joined forms; and the parts in order."""

    stems: frozenset[str]
    parts: tuple[str, ...]


def read_searchable(text: str) -> SearchableText:
    pieces = split_at_words(text)
    words = read_words(pieces[1::2])
    return SearchableText(frozenset(single_stems(words, pieces)), tuple(parts_of_words(words)))


def single_stems(words: Sequence[Word], pieces: Sequence[str]) -> list[str]:
    """What of a text in pieces is looked for word by word: words, parts and joined forms, as stems."""
    stems = [word.stem for word in words]
    stems += [part for word in words if len(word.parts) > 1 for part in word.parts]
    stems += [stem_word(joined) for _first, _last, joined in joined_words(pieces)]
    return stems


def parts_of_words(words: Sequence[Word]) -> list[str]:
    """The parts of words, in order."""
    return [part for word in words for part in word.parts]


def fold_compounds(text: str) -> list[str]:
    """The joined forms in ``text``, folded but whole."""
    return [fold(joined) for _first, _last, joined in joined_words(split_at_words(text))]


def joined_words(pieces: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """What is one name in a text in pieces (every second one a word): its first word, its last, both joined.

    Words are counted from 0.
    """
    start = 0  # of the words that dashes and numbers hold together
    last = len(pieces) // 2 - 1
    for word in range(last):
        left, between, right = pieces[2 * word + 1 : 2 * word + 4]
        # Before a small letter only a dash can be; that is most of every text.
        if between in DASHES or not right[:1].islower():
            if _are_held(left, between, right):
                continue
            if between in BLANKS and left[:1].isupper() and right[:1].isupper():
                yield word, word + 1, left + right
        if start < word:
            yield from _joined_within(pieces, start, word)
        start = word + 1
    if start < last:
        yield from _joined_within(pieces, start, last)


def _joined_within(pieces: Sequence[str], start: int, stop: int) -> Iterator[tuple[int, int, str]]:
    """The joined forms of a name from its first word to its last: of every few words, and of the whole."""
    for first in range(start, stop):
        for last in range(first + 1, min(first + _MOST_WORDS, stop + 1)):
            ends = {stem_word(pieces[2 * first + 1]), stem_word(pieces[2 * last + 1])}
            if (first, last) != (start, stop) and not ends & STOP_WORDS:
                yield first, last, "".join(pieces[2 * first + 1 : 2 * last + 2 : 2])
    yield start, stop, "".join(pieces[2 * start + 1 : 2 * stop + 2 : 2])


def _are_held(left: str, between: str, right: str) -> bool:
    """Whether a dash, or a blank beside a number, holds two words together."""
    if between in DASHES:
        return not (left.isdigit() and right.isdigit())
    if between not in BLANKS:
        return False
    if number := _FIRST_DIGITS.match(right):
        return (
            len(number[0]) <= LONGEST_NUMBER
            and not left[-1:].isdigit()
            and left.lower() not in BEFORE_NUMBERS
        )
    letters = _FIRST_LETTERS.match(right)
    return (
        left[-1:].isdigit()
        and letters is not None
        and right[:1].isupper()
        and len(letters[0]) <= _LONGEST_LETTERS
    )
