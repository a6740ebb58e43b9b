"""Names that are written in several ways: S-400, S 400 and S400; co-operation and cooperation.

A text holds, beside its words, the joined form of those that make one name, so
that whoever joins them finds it; ``relations.search.query`` joins likewise what
a reader divides.
"""

from collections.abc import Iterator, Sequence

from relations.models.characters import DASHES as TYPOGRAPHIC_DASHES
from relations.search.tokenizer import fold, split_at_words, stem_word

# What stands inside a name.
DASHES = frozenset(f"-{TYPOGRAPHIC_DASHES}")
_BLANKS = frozenset(" \u00a0\u202f\u2009")
# A longer number is a year or an amount: "Vision 2030" is written in one way only.
_LONGEST_NUMBER = 3
# Words that stand before a number without making a name with it.
_COMMON = """
a about an and at by for from in of on or over than the to under with
"""
_BEFORE_NUMBERS = frozenset(_COMMON.split())


def is_one_name(left: str, right: str) -> bool:
    """Whether two words with a dash between are one name: S-400 and Sputnik-V, but not India–Russia."""
    return (len(left) == 1 or len(right) == 1 or left.isdigit() or right.isdigit()) and not (
        left.isdigit() and right.isdigit()
    )


def joined_words(pieces: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """What is one name in a text in pieces (every second one a word): its first word, its last, both joined.

    Words are counted from 0.
    """
    start = 0  # of the words that a chain of dashes holds together
    last = len(pieces) // 2 - 1
    for word in range(last):
        left, between, right = pieces[2 * word + 1 : 2 * word + 4]
        dashed = between in DASHES and not (left.isdigit() and right.isdigit())
        if dashed or (between in _BLANKS and _is_name(left, right)):
            yield word, word + 1, left + right
        if dashed and (word + 1 == last or pieces[2 * word + 4] not in DASHES) and word > start:
            yield start, word + 1, "".join(pieces[2 * start + 1 : 2 * word + 4 : 2])
        if not dashed:
            start = word + 1


def compound_stems(pieces: Sequence[str]) -> list[str]:
    """The stems of the joined forms in a text in pieces: of "the S-400 of Indo-Pacific" s400, indopacific."""
    return [stem_word(joined) for _first, _last, joined in joined_words(pieces)]


def searchable_stems(text: str) -> list[str]:
    """The stems of all words of ``text``, and then, behind an empty one, those of its joined forms."""
    pieces = split_at_words(text)
    return [*filter(None, map(stem_word, pieces[1::2])), "", *compound_stems(pieces)]


def fold_compounds(text: str) -> list[str]:
    """The joined forms in ``text``, folded but whole."""
    return [fold(joined) for _first, _last, joined in joined_words(split_at_words(text))]


def _is_name(left: str, right: str) -> bool:
    """Whether two words with a blank between may be written without: Covid 19, Sputnik V, Indo Pacific."""
    if right.isdigit():
        return len(right) <= _LONGEST_NUMBER and not left.isdigit() and left.lower() not in _BEFORE_NUMBERS
    return left[:1].isupper() and right[:1].isupper()
