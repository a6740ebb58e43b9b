"""The other writings of what a reader typed: AK203 for AK-203, "cyber security" for cybersecurity.

Letters and digits are parts of their own, in a query as in a text, so that only words of
letters are left to be told:

- Any two neighbours of a query may be one word of a text, any three whose middle is a word
  like "in", and what dashes join.
- Any word of four letters and more may be two words of a text, one behind the other; three
  where the middle one is a word like "in"; and as many as it has capitals (MakeInIndia).
- An s behind digits, or behind one letter or some behind digits, may be a plural's or not.

No other word begins or ends in one like "in": "notable" is not found in "not able".
A writing is asked for only where each of its words is known, so most are not.
False finds are rare: two words of a text, one behind the other, must spell the word typed.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice, pairwise
from typing import NamedTuple

from relations.search.compounds import BLANKS, DASHES, LONGEST_NUMBER, STOP_WORDS
from relations.search.term import Phrase
from relations.search.tokenizer import MAX_WORD_LENGTH, Token, fold, split_folded, stem_folded

# Words that stand within a name without a meaning of their own: Make in India, two plus two.
_LINKING = ("and", "at", "by", "for", "in", "of", "on", "plus", "the", "to")
_SHORTEST_DIVIDED, _LONGEST_DIVIDED = 4, 30
_MOST_JOINED = 6
# No stem tells of so few letters whether their s is a plural's.
_LONGEST_IRREGULAR = 3
# Of more than these the rest is left out; and no text's phrases are longer (phrases.py).
_MOST_WRITINGS, _LONGEST_PHRASE = 200, 100


class _Part(NamedTuple):
    """The letters or the digits of a word, folded. ``end`` and ``start``: of their token."""

    folded: str
    token: Token
    is_capital: bool

    @property
    def is_letters(self) -> bool:
        return not self.folded[0].isdigit()

    @property
    def may_stand_alone(self) -> bool:
        """Whether it is a word of its own, and may be the beginning or the end of another one."""
        return self.is_letters and self.folded not in STOP_WORDS


class _Change(NamedTuple):
    """Other stems in place of the parts from ``start`` to before ``stop``.

    ``is_likely``: what is known for a name by its form; two of these may come together.
    """

    start: int
    stop: int
    stems: Phrase
    is_likely: bool = True
    is_plural: bool = False

    def apply(self, stems: Phrase) -> Phrase:
        return (*stems[: self.start], *self.stems, *stems[self.stop :])[:_LONGEST_PHRASE]

    def goes_with(self, later: "_Change") -> bool:
        """Whether both may come together, ``later`` further behind."""
        return self.stop <= later.start and (
            self.is_plural or later.is_plural or (self.is_likely and later.is_likely)
        )


def writings_of(tokens: Sequence[Token], text: str) -> tuple[Phrase, ...]:
    """The writings of some words of ``text``, one behind the other; the first one is its parts as typed."""
    parts = [
        _Part(folded, token, text[token.start].isupper())
        for token in tokens
        for folded in split_folded(token.folded)
    ][:_LONGEST_PHRASE]
    typed = tuple(stem_folded(part.folded) for part in parts)
    changes = [*_plurals(parts), *_joins(parts, text), *_divisions(parts, text)]
    names = [change for change in changes if change.is_likely]
    pairs = chain(
        ((one, other) for one in names for other in changes if one.goes_with(other)),
        ((one, other) for one in changes for other in names if one.goes_with(other)),
    )
    changed = chain(
        (change.apply(typed) for change in changes),
        (one.apply(other.apply(typed)) for one, other in pairs),
    )
    different = dict.fromkeys(islice(chain([typed], changed), _MOST_WRITINGS))
    return tuple(writing for writing in different if writing)


def _plurals(parts: Sequence[_Part]) -> Iterator[_Change]:
    """A plural in place of a singular and the other way round, where stems do not tell."""
    for number, part in enumerate(parts):
        before = parts[number - 1] if number else None
        if part.is_letters:
            if (other := _other_number(part.folded, before)) is not None:
                yield _Change(number, number + 1, other, is_plural=True)
        elif (
            before
            and before.may_stand_alone
            and len(part.folded) <= LONGEST_NUMBER
            and _is_last(number, parts)
        ):
            yield _Change(number + 1, number + 1, ("s",), is_plural=True)


def _is_last(number: int, parts: Sequence[_Part]) -> bool:
    """Whether a part ends its word."""
    return number + 1 == len(parts) or parts[number + 1].token is not parts[number].token


def _other_number(letters: str, before: _Part | None) -> Phrase | None:
    """The plural of a few letters, or their singular: b and bs, mki and mkis; None where stems tell.

    Of an s behind digits it is nothing; and a letter that stands first is no name.
    """
    if letters == "s":
        return () if before and not before.is_letters else None
    shortest = letters.removesuffix("s")
    is_short = (1 if before else 2) <= len(shortest) <= _LONGEST_IRREGULAR
    if not is_short or letters in STOP_WORDS or stem_folded(f"{shortest}s") == stem_folded(shortest):
        return None
    return (shortest,) if letters != shortest else (f"{letters}s",)


def _joins(parts: Sequence[_Part], text: str) -> Iterator[_Change]:
    """Words of letters that may be one: two neighbours, three around a linking word, all that dashes join."""
    for start, first in enumerate(parts):
        for stop in range(start + 2, min(start + _MOST_JOINED, len(parts)) + 1):
            last = parts[stop - 1]
            if not (first.is_letters and last.is_letters):
                break
            between = text[parts[stop - 2].token.end : last.token.start]
            if between not in DASHES and between not in BLANKS:
                break
            within = parts[start:stop]
            are_dashed = all(text[a.token.end : b.token.start] in DASHES for a, b in pairwise(within))
            if stop - start > 3 and not are_dashed:
                break
            if not are_dashed and not (first.may_stand_alone and last.may_stand_alone):
                continue
            joined = stem_folded("".join(part.folded for part in within)[:MAX_WORD_LENGTH])
            has_initial = 1 in (len(first.folded), len(last.folded))
            is_name = are_dashed or has_initial or (first.is_capital and last.is_capital)
            yield _Change(start, stop, (joined,), is_likely=is_name)


def _divisions(parts: Sequence[_Part], text: str) -> Iterator[_Change]:
    """Words of letters that may be several."""
    for number, part in enumerate(parts):
        is_first = not number or _is_last(number - 1, parts)
        if is_first and (stems := _divided_at_capitals(part.token, text)):
            size = len(split_folded(part.token.folded))
            yield _Change(number, number + size, stems)
    for number, part in enumerate(parts):
        if part.may_stand_alone:
            for stems in _divided(part.folded):
                yield _Change(number, number + 1, stems, is_likely=False)


def _divided_at_capitals(token: Token, text: str) -> Phrase:
    """The parts of MakeInIndia: make, in and india; none of a word with no capital behind a small letter."""
    typed = text[token.start : token.end]
    starts = [n for n, (a, b) in enumerate(pairwise(typed), start=1) if a.islower() and b.isupper()]
    if not starts:
        return ()
    words = [fold(typed[a:b]) for a, b in pairwise((0, *starts, len(typed)))]
    if "".join(words) != token.folded:
        return ()
    return tuple(stem_folded(part) for word in words for part in split_folded(word))


@lru_cache(maxsize=5000)
def _divided(word: str) -> tuple[Phrase, ...]:
    """Two words that are this one together, and three with a linking word between."""
    if not _SHORTEST_DIVIDED <= len(word) <= _LONGEST_DIVIDED:
        return ()
    found: list[Phrase] = []
    for end in range(1, len(word)):
        left, right = word[:end], word[end:]
        if left in STOP_WORDS or right == "s":
            continue
        if end > 1 and right.startswith(_LINKING):
            for link in _LINKING:
                last = right.removeprefix(link)
                if 2 <= len(last) < len(right) and last not in STOP_WORDS:
                    found.append((stem_folded(left), link, stem_folded(last)))
        if right not in STOP_WORDS:
            found.append((stem_folded(left), stem_folded(right)))
            if len(right) <= 3 and (other := right.removesuffix("s") if right[-1] == "s" else f"{right}s"):
                found.append((stem_folded(left), other))
    return tuple(found)
