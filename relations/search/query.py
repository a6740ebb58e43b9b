"""What a reader typed into the search box, as terms."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from relations.search.tokenizer import Token, prefix_of_stem, tokenize

# Words that every text holds: left out of a query unless they stand in a phrase or alone.
_STOP_WORDS = """
a an and are as at be been by for from had has have in is it its not of on or that the their this to was were
which with
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
MAX_TERMS = 12
# The last word may still be being typed; with fewer letters than this it would match nearly everything.
MIN_PREFIX_LENGTH = 3
# One letter begins a tenth of all words there are.
MIN_STARRED_LENGTH = 2

# A plural in -es or -ies, but for its last letter.
_PLURALS_BUT_S = ("xe", "che", "she", "sse", "zze", "oe", "ie")
_QUOTED = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]?')


@dataclass(frozen=True, slots=True)
class Term:
    """A word, the beginning of a word, or a phrase.

    ``stems``: the words in order; more than one is a phrase. ``prefix``: for a
    beginning, the letters every matching stem starts with, else "". ``prefix_exceptions``:
    stems that match a beginning although they do not start with it ("boxe"
    begins "boxes", whose stem is "box").
    """

    stems: tuple[str, ...]
    prefix: str = ""
    prefix_exceptions: tuple[str, ...] = ()

    @property
    def is_phrase(self) -> bool:
        return len(self.stems) > 1

    @property
    def word_prefixes(self) -> tuple[str, ...]:
        """With one of these every word begins that the term matches, folded; of a phrase, its first word.

        What is begun by ``prefix`` is begun by the root of its stem, too.
        """
        return tuple(prefix_of_stem(stem) for stem in (self.stems[0], *self.prefix_exceptions))

    def matches(self, stems: Sequence[str]) -> list[int]:
        """The positions in ``stems`` at which the term stands."""
        if self.is_phrase:
            size = len(self.stems)
            starts = [i for i in range(len(stems) - size + 1) if tuple(stems[i : i + size]) == self.stems]
            return [i + step for i in starts for step in range(size)]
        exact = {*self.stems, *self.prefix_exceptions}
        return [
            i
            for i, stem in enumerate(stems)
            if stem in exact or (self.prefix and stem.startswith(self.prefix))
        ]


@dataclass(frozen=True, slots=True)
class QueryWord:
    """A word as typed outside quotes."""

    word: Token
    is_prefix: bool
    starred: bool

    @property
    def is_stop_word(self) -> bool:
        return self.word.folded in STOP_WORDS

    @property
    def term(self) -> Term:
        return _prefix_term(self.word) if self.is_prefix else Term((self.word.stem,))


def parse_query(text: str) -> tuple[Term, ...]:
    """The terms of a query, all of which an entry must hold; none when it names no word.

    Quotes make a phrase, a trailing * the beginning of a word (of two letters
    or more), and the last word is a beginning too. Everything else is words:
    no input is an error.
    """
    read: list[Term | QueryWord] = []
    position = 0
    for quoted in _QUOTED.finditer(text):
        read += _read_plain(text[position : quoted.start()])
        stems = tuple(word.stem for word in tokenize(quoted[1]))
        read += [Term(stems)] if stems else []
        position = quoted.end()
    last = _read_plain(text[position:])
    if last and isinstance(last[-1], QueryWord) and len(last[-1].word.folded) >= MIN_PREFIX_LENGTH:
        last[-1] = QueryWord(last[-1].word, is_prefix=True, starred=last[-1].starred)
    read += last
    kept = [item for item in read if isinstance(item, Term) or item.starred or not item.is_stop_word]
    terms = [item if isinstance(item, Term) else item.term for item in kept or read]
    return tuple(dict.fromkeys(terms))[:MAX_TERMS]


def _read_plain(text: str) -> list[Term | QueryWord]:
    """The words of unquoted ``text``; a name such as S-400 is read as a phrase."""
    read: list[Term | QueryWord] = []
    for chunk in text.split():
        found = list(tokenize(chunk))
        if len(found) > 1 and any(len(w.folded) == 1 or w.folded.isdigit() for w in found):
            read.append(Term(tuple(word.stem for word in found)))
            continue
        for word in found:
            starred = chunk.startswith("*", word.end) and len(word.folded) >= MIN_STARRED_LENGTH
            read.append(QueryWord(word, is_prefix=starred, starred=starred))
    return read


def _prefix_term(word: Token) -> Term:
    letters = word.folded
    prefix_exceptions = (letters[:-1],) if letters.endswith(_PLURALS_BUT_S) else ()
    return Term((word.stem,), letters, prefix_exceptions)
