"""What a reader typed into the search box, as terms."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from relations.search.compounds import DASHES, LONGEST_NUMBER, STOP_WORDS
from relations.search.term import Term
from relations.search.tokenizer import Token, join_tokens, split_folded, tokenize
from relations.search.writings import writings_of

MAX_TERMS = 12
# The last word may still be being typed; with fewer letters than this it would match nearly everything.
MIN_PREFIX_LENGTH = 3
# One letter begins a tenth of all words there are.
MIN_STARRED_LENGTH = 2
# So many neighbours may be one word of a text: Mi 17 V 5.
_MOST_JOINED = 4

# A plural in -es or -ies, but for its last letter.
_PLURALS_BUT_S = ("xe", "che", "she", "sse", "zze", "oe", "ie")
_CHUNK = re.compile(r"\S+")
_QUOTED = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]?')


@dataclass(frozen=True, slots=True)
class _Unit:
    """A word, the words of a name, or what is in quotes: ``tokens`` of ``text``.

    ``joined``: stems of what a word makes with its neighbours ("cooperation" for the "co" of
    "co operation"). ``is_beginning``: whether longer words match, too.
    """

    tokens: tuple[Token, ...]
    text: str
    is_quoted: bool = False
    is_beginning: bool = False
    joined: tuple[str, ...] = ()

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end

    @property
    def word(self) -> Token:
        return self.tokens[0] if len(self.tokens) == 1 else join_tokens(self.tokens)

    @property
    def is_typed_as_one(self) -> bool:
        return len(self.tokens) == 1 or (_are_dashed(self.tokens, self.text) and not self.is_numbers)

    @property
    def is_numbers(self) -> bool:
        return all(token.folded.isdigit() for token in self.tokens)

    @property
    def is_starred(self) -> bool:
        is_long_enough = len(self.word.folded) >= MIN_STARRED_LENGTH
        return not self.is_quoted and is_long_enough and self.text.startswith("*", self.word.end)

    @property
    def is_needless(self) -> bool:
        """Whether every text holds it."""
        is_typed_whole = not self.is_quoted and not self.is_starred
        return is_typed_whole and len(self.tokens) == 1 and self.word.folded in STOP_WORDS

    @property
    def term(self) -> Term:
        writings = [*((stem,) for stem in self.joined), *writings_of(self.tokens, self.text)]
        if self.is_typed_as_one and not (self.is_quoted and len(self.tokens) > 1):
            writings = [(self.word.stem,), *writings]
        different = tuple(dict.fromkeys(writings))
        if not self.is_beginning:
            return Term(different)
        letters = self.word.folded
        prefix_exceptions = (letters[:-1],) if letters.endswith(_PLURALS_BUT_S) else ()
        return Term(different, letters, prefix_exceptions)


def parse_query(text: str) -> tuple[Term, ...]:
    """The terms of a query, all of which an entry must hold; none when it names no word.

    Quotes make a phrase, a trailing * the beginning of a word (of two letters
    or more), and the last word is a beginning too. Everything else is words:
    no input is an error.
    """
    read: list[_Unit] = []
    last: list[_Unit] = []
    for _start, part, is_quoted in _parts(text):
        last = _read_quoted(part) if is_quoted else _read_plain(part)
        read += last
    # What stands last is outside of quotes.
    if last and _may_be_beginning(read[-1]):
        read[-1] = replace(read[-1], is_beginning=True)
    kept = [unit for unit in read if not unit.is_needless]
    return tuple(dict.fromkeys(unit.term for unit in kept or read))[:MAX_TERMS]


def query_words(text: str) -> list[Token]:
    """The words of a query, where they stand in it, as ``parse_query`` reads them: S-400 is one."""
    words = []
    for start, part, is_quoted in _parts(text):
        for unit in _read_quoted(part) if is_quoted else _read_plain(part):
            are_one = unit.is_typed_as_one and not is_quoted
            words += [word.moved(start) for word in ((unit.word,) if are_one else unit.tokens)]
    return words


def _parts(text: str) -> Iterator[tuple[int, str, bool]]:
    """A query in parts: where each begins, its text, and whether it is in quotes; the last one is not."""
    position = 0
    for quoted in _QUOTED.finditer(text):
        yield position, text[position : quoted.start()], False
        yield quoted.start(1), quoted[1], True
        position = quoted.end()
    yield position, text[position:], False


def _read_quoted(text: str) -> list[_Unit]:
    tokens = tuple(tokenize(text))
    return [_Unit(tokens, text, is_quoted=True)] if tokens else []


def _read_plain(text: str) -> list[_Unit]:
    """The words and names of unquoted ``text``, each word with what it makes with its neighbours."""
    units: list[_Unit] = []
    for chunk in _CHUNK.finditer(text):
        tokens = [token.moved(chunk.start()) for token in tokenize(chunk[0])]
        if _is_one_unit(tokens, text):
            units.append(_Unit(tuple(tokens), text))
        else:
            units += [_Unit((token,), text) for token in tokens]
    joined = _joined_with_neighbours([token for unit in units for token in unit.tokens], text)
    return [
        replace(
            unit,
            is_beginning=unit.is_starred,
            joined=tuple(stem for first, last, stem in joined if first <= unit.start and unit.end <= last),
        )
        for unit in _with_letters_joined(units)
    ]


def _with_letters_joined(units: Sequence[_Unit]) -> list[_Unit]:
    """The units with a letter and the number behind it joined to one: S 400 means what S-400 does.

    AK 203 stays two words, which are looked for as one, too: longer words have a meaning of their own.
    """
    found: list[_Unit] = []
    for unit in units:
        if found and _belong_together(found[-1], unit):
            found[-1] = _Unit((*found[-1].tokens, *unit.tokens), unit.text)
        else:
            found.append(unit)
    return found


def _belong_together(left: _Unit, right: _Unit) -> bool:
    (letter, *others), number = left.tokens, split_folded(right.tokens[0].folded)[0]
    is_letter = not others and len(letter.folded) == 1 and letter.folded.isalpha()
    is_blank = right.text[letter.end : right.tokens[0].start].isspace()
    is_number = number.isdigit() and len(number) <= LONGEST_NUMBER
    return is_letter and is_blank and is_number and letter.folded not in STOP_WORDS


def _may_be_beginning(unit: _Unit) -> bool:
    is_word = len(unit.tokens) == 1 or not unit.is_numbers
    between = (unit.text[left.end : right.start] for left, right in pairwise(unit.tokens))
    return is_word and all(map(_is_inside_name, between)) and len(unit.word.folded) >= MIN_PREFIX_LENGTH


def _is_one_unit(tokens: Sequence[Token], text: str) -> bool:
    """Whether the words between two blanks stand together: S-400, Su-30MKI, 75(I), 2+2; not off-duty."""
    if len(tokens) < 2:
        return False
    if any(len(token.folded) == 1 or token.folded.isdigit() for token in tokens):
        return True
    return _are_dashed(tokens, text) and any(c.isdigit() for token in tokens for c in token.folded)


def _joined_with_neighbours(tokens: Sequence[Token], text: str) -> list[tuple[int, int, str]]:
    """What words and their neighbours may be in a text, of co operation cooperation: start, end and stem."""
    joined = []
    for start in range(len(tokens)):
        for stop in range(start + 2, min(start + _MOST_JOINED, len(tokens)) + 1):
            within = tokens[start:stop]
            if not _is_inside_name(text[within[-2].end : within[-1].start]):
                break
            ends = {within[0].folded, within[-1].folded}
            if _are_dashed(within, text) or not ends & STOP_WORDS:
                word = join_tokens(within)
                joined.append((word.start, word.end, word.stem))
    return joined


def _is_inside_name(between: str) -> bool:
    return between in DASHES or between.isspace()


def _are_dashed(words: Sequence[Token], text: str) -> bool:
    return all(text[left.end : right.start] in DASHES for left, right in pairwise(words))
