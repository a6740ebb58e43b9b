"""What a reader typed into the search box, as terms."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from relations.search.compounds import DASHES, is_one_name
from relations.search.tokenizer import Token, join_tokens, prefix_of_stem, tokenize

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
_CHUNK = re.compile(r"\S+")
_QUOTED = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]?')


@dataclass(frozen=True, slots=True)
class Term:
    """A word, the beginning of a word, or a phrase.

    ``stems``: the words in order; more than one is a phrase. ``prefix``: for a
    beginning, the letters every matching stem starts with, else "". ``prefix_exceptions``:
    stems that match a beginning although they do not start with it ("boxe"
    begins "boxes", whose stem is "box"). ``variants``: stems that are the same
    word written together with its neighbour ("cooperation" for the "co" of
    "co-operation").
    """

    stems: tuple[str, ...]
    prefix: str = ""
    prefix_exceptions: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()

    @property
    def is_phrase(self) -> bool:
        return len(self.stems) > 1

    @property
    def word_prefixes(self) -> tuple[str, ...]:
        """With one of these every word begins that the term matches, folded; of a phrase, its first word.

        What is begun by ``prefix`` is begun by the root of its stem, too.
        """
        return tuple(
            prefix_of_stem(stem) for stem in (self.stems[0], *self.prefix_exceptions, *self.variants)
        )

    def matches(self, stems: Sequence[str]) -> list[int]:
        """The positions in ``stems`` at which the term stands."""
        if self.is_phrase:
            size = len(self.stems)
            starts = [i for i in range(len(stems) - size + 1) if tuple(stems[i : i + size]) == self.stems]
            return [i + step for i in starts for step in range(size)]
        exact = {*self.stems, *self.prefix_exceptions, *self.variants}
        return [
            i
            for i, stem in enumerate(stems)
            if stem in exact or (self.prefix and stem.startswith(self.prefix))
        ]


@dataclass(frozen=True, slots=True)
class QueryWord:
    """A word as typed outside quotes."""

    word: Token
    is_prefix: bool = False
    starred: bool = False
    variants: tuple[str, ...] = ()

    @property
    def is_stop_word(self) -> bool:
        return self.word.folded in STOP_WORDS

    @property
    def term(self) -> Term:
        if not self.is_prefix:
            return Term((self.word.stem,), variants=self.variants)
        letters = self.word.folded
        prefix_exceptions = (letters[:-1],) if letters.endswith(_PLURALS_BUT_S) else ()
        return Term((self.word.stem,), letters, prefix_exceptions, self.variants)


def parse_query(text: str) -> tuple[Term, ...]:
    """The terms of a query, all of which an entry must hold; none when it names no word.

    Quotes make a phrase, a trailing * the beginning of a word (of two letters
    or more), and the last word is a beginning too. Everything else is words:
    no input is an error.
    """
    read: list[Term | QueryWord] = []
    words: list[Term | QueryWord] = []
    for _start, part, is_quoted in _parts(text):
        if is_quoted:
            stems = tuple(word.stem for word in tokenize(part))
            words = [Term(stems)] if stems else []
        else:
            words = _read_plain(part)
        read += words
    # What stands last is outside of quotes.
    if words and isinstance(read[-1], QueryWord) and len(read[-1].word.folded) >= MIN_PREFIX_LENGTH:
        read[-1] = replace(read[-1], is_prefix=True)
    kept = [item for item in read if isinstance(item, Term) or item.starred or not item.is_stop_word]
    terms = [item if isinstance(item, Term) else item.term for item in kept or read]
    return tuple(dict.fromkeys(terms))[:MAX_TERMS]


def query_words(text: str) -> list[Token]:
    """The words of a query, where they stand in it, as ``parse_query`` reads them: S-400 is one."""
    return [
        word.moved(start + chunk.start())
        for start, part, is_quoted in _parts(text)
        for chunk in _CHUNK.finditer(part)
        for word in (tokenize(chunk[0]) if is_quoted else _words_of_chunk(chunk[0]))
    ]


def _parts(text: str) -> Iterator[tuple[int, str, bool]]:
    """A query in parts: where each begins, its text, and whether it is in quotes; the last one is not."""
    position = 0
    for quoted in _QUOTED.finditer(text):
        yield position, text[position : quoted.start()], False
        yield quoted.start(1), quoted[1], True
        position = quoted.end()
    yield position, text[position:], False


def _read_plain(text: str) -> list[Term | QueryWord]:
    """The words of unquoted ``text``, each with the forms it has where it is joined with its neighbour."""
    read: list[Term | QueryWord] = []
    for chunk in text.split():
        words = _read_chunk(chunk)
        if read and len(words) == 1:
            _join_neighbours(read, words)
        read += words
    return read


def _read_chunk(chunk: str) -> list[Term | QueryWord]:
    """The words between two blanks. S-400 is one word, U.S. and 2+2 are phrases."""
    words = _words_of_chunk(chunk)
    if len(words) > 1 and any(len(word.folded) == 1 or word.folded.isdigit() for word in words):
        return [Term(tuple(word.stem for word in words))]
    variants = (join_tokens(words).stem,) if len(words) > 1 and _are_dashed(words, chunk) else ()
    return [_read_word(word, chunk, variants) for word in words]


def _words_of_chunk(chunk: str) -> list[Token]:
    words = list(tokenize(chunk))
    if len(words) == 2 and _are_dashed(words, chunk) and is_one_name(words[0].folded, words[1].folded):
        return [join_tokens(words)]
    return words


def _are_dashed(words: Sequence[Token], text: str) -> bool:
    return all(text[left.end : right.start] in DASHES for left, right in pairwise(words))


def _read_word(word: Token, chunk: str, variants: tuple[str, ...]) -> QueryWord:
    starred = chunk.startswith("*", word.end) and len(word.folded) >= MIN_STARRED_LENGTH
    return QueryWord(word, is_prefix=starred, starred=starred, variants=variants)


def _join_neighbours(before: list[Term | QueryWord], after: list[Term | QueryWord]) -> None:
    """Two words with a blank between may stand joined in a text: AK 203 as AK203."""
    left, right = before[-1], after[0]
    if not isinstance(left, QueryWord) or not isinstance(right, QueryWord):
        return
    if left.is_stop_word or right.is_stop_word or left.starred or right.starred:
        return
    variant = join_tokens([left.word, right.word]).stem
    before[-1] = replace(left, variants=(*left.variants, variant))
    after[0] = replace(right, variants=(*right.variants, variant))
