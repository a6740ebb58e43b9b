"""The searched words of a text, set in <mark>."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from html import unescape
from operator import or_

from markupsafe import Markup, escape

from relations.documents.escaping import escape_output
from relations.search.compounds import joined_words, parts_of_words
from relations.search.term import Term
from relations.search.tokenizer import (
    fold,
    prefix_of_stem,
    read_words,
    split_at_words,
    stem_folded,
    stem_word,
)

_TAG = re.compile(r"(<[^>]*>)")
# Without & there is no entity, so every letter stands for itself; and of these characters, apostrophes
# aside, lower() makes what folding does, one for one.
_PLAIN = re.compile("[\x00-%'-\x7f –—‘’“”„…]*+")
# A word of such a text, from where it begins; and one with an apostrophe, which folding takes out.
_PLAIN_WORD = re.compile("[A-Za-z0-9]++(?:['’][A-Za-z0-9]++)*")
_WITH_APOSTROPHE = re.compile("[A-Za-z0-9]++(?:['’][A-Za-z0-9]++)+")
_INSIDE_WORD = re.compile(r"[A-Za-z0-9]['’]?\Z")
# The end of U.S., whose letters are one word; and a word that could be an ending, but for one that is common.
_AS_IN_INITIALS = re.compile(r"\.[A-Za-z](?![A-Za-z0-9])")
_LIKE_ENDING = re.compile(rb"(?<![a-z0-9])(?!is[^a-z0-9])[eisy]++(?![a-z0-9])")
# The letters of which the endings are made that words of one stem have.
_ENDINGS = b"eisy"
_NOT_LETTERS = bytes(c for c in range(128) if not chr(c).isalnum())


def plain_text(html: str) -> str:
    """The text of sanitised ``html`` as a reader sees it."""
    return unescape(_TAG.sub(" ", html))


class Highlighter:
    """Marks the words that ``terms`` match, in the texts of one page."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._found: dict[str, _MarkedTexts] = {}  # a claim is counted, then marked
        self._matching = _MatchingWords(terms)
        self._phrases = [(phrase, 1 << n) for n, term in enumerate(terms) for phrase in term.phrases]
        stems = {stem for term in terms for stem in (*term.words, *term.prefix_exceptions)}
        beginnings = {stem_folded(term.prefix) for term in terms if term.prefix}
        self._roots = tuple({prefix_of_stem(stem) for stem in stems | beginnings})
        self._consonants = {_consonants(root) for root in self._roots}
        of_phrases = {"".join(phrase) for phrase, _bit in self._phrases}
        # Of a word and of two that it may be they are the same, and the blanks of a text tell which it has.
        self._consonants_of_names = {
            each
            for letters in of_phrases
            if (each := _consonants(letters)) not in self._consonants or not letters.isalpha()
        } | ({b""} & self._consonants)
        every = self._consonants | self._consonants_of_names
        self._needed = [each for each in every if not any(o in each for o in every if o != each)]

    def mark(self, text: str) -> Markup:
        """Plain ``text``, escaped, with the words that match marked."""
        if not self._may_match(text):
            return escape(text)
        return Markup(self._find([text]).texts[0])  # noqa: S704 (escaped)

    def mark_html(self, html: str) -> Markup:
        """Sanitised ``html`` with the words that match marked; its tags stay as they are."""
        if not self._may_match_html(html):
            return Markup(html)  # noqa: S704 (sanitised at publication)
        parts = _TAG.split(html)
        parts[::2] = self._find_in_html(html).texts
        return Markup("".join(parts))  # noqa: S704 (escaped, or a tag)

    def count(self, html: str) -> int:
        """How many of the terms stand in sanitised ``html``."""
        return self._find_in_html(html).terms if self._may_match_html(html) else 0

    def _may_match_html(self, html: str) -> bool:
        """Whether any term could stand in HTML, whose tags may part a phrase."""
        return self._may_match(_TAG.sub(" ", html) if "<" in html[1:-4] else html)

    def _may_match(self, text: str) -> bool:
        """Whether any term could stand in a text. In most none can, and they are not searched."""
        if not self._matching.terms or not _PLAIN.fullmatch(text):
            return bool(self._matching.terms)
        joined = _ascii(text).translate(None, _ENDINGS + _NOT_LETTERS)
        return any(each in joined for each in self._needed)

    def _needs_all_words(self, text: str) -> bool:
        """Whether terms could stand in a plain text otherwise than as its whole words.

        What stands in it more often without blanks and other signs may be two words.
        """
        letters = _ascii(text)
        words, joined = (letters.translate(None, _ENDINGS + signs) for signs in (b"", _NOT_LETTERS))
        return (
            any(joined.count(each) > words.count(each) for each in self._consonants)
            or any(each in joined for each in self._consonants_of_names)
            or _AS_IN_INITIALS.search(text) is not None
            or _LIKE_ENDING.search(letters) is not None
        )

    def _find_in_html(self, html: str) -> "_MarkedTexts":
        if html not in self._found:
            self._found[html] = self._find([unescape(part) for part in _TAG.split(html)[::2]])
        return self._found[html]

    def _find(self, texts: Sequence[str]) -> "_MarkedTexts":
        if not all(map(_PLAIN.fullmatch, texts)) or self._needs_all_words(" ".join(texts)):
            return self._find_among_all_words([split_at_words(text) for text in texts])
        marked, found = [], 0
        for text in texts:
            spans, bits = self._matching.spans(text, self._roots)
            marked.append(_mark_spans(text, spans))
            found |= bits
        return _MarkedTexts(marked, found.bit_count())

    def _find_among_all_words(self, texts: Sequence[Sequence[str]]) -> "_MarkedTexts":
        """Find and mark the terms in texts given in pieces, looking at every word.

        For phrases, which may reach from one text to the next, and for letters other than ASCII.
        """
        words = [word for text in texts for word in text[1::2]]
        matching = self._matching.positions(words, self._roots)
        self._add_compounds(matching, texts)
        self._add_phrases(matching, words)
        marked, first = [], 0
        for text in texts:
            size = len(text) // 2
            marked.append(_mark_words(text, [n for n in range(size) if first + n in matching]))
            first += size
        return _MarkedTexts(marked, reduce(or_, matching.values(), 0).bit_count())

    def _add_phrases(self, found: dict[int, int], words: Sequence[str]) -> None:
        """Add the positions of words in whose parts a phrase stands; what is no word is passed over."""
        parts: list[str] = []
        positions: list[int] = []  # of the words that they are of
        starts: dict[str, list[int]] = defaultdict(list)
        for position, word in enumerate(words):
            for part in parts_of_words(read_words([word])):
                starts[part].append(len(parts))
                parts.append(part)
                positions.append(position)
        for phrase, bit in self._phrases:
            for start in starts.get(phrase[0], ()):
                stop = start + len(phrase)
                if tuple(parts[start:stop]) == phrase:
                    for position in positions[start:stop]:
                        found[position] = found.get(position, 0) | bit

    def _add_compounds(self, found: dict[int, int], texts: Sequence[Sequence[str]]) -> None:
        """Add the positions of words that match when they are joined, each with the terms it matches."""
        offset = 0
        for text in texts:
            for first, last, joined in joined_words(text):
                if bits := self._matching.compound(joined, text[2 * first + 1]):
                    for position in range(offset + first, offset + last + 1):
                        found[position] = found.get(position, 0) | bits
            offset += len(text) // 2


@dataclass(frozen=True, slots=True)
class _MarkedTexts:
    """Texts, escaped and with the words that match marked, and how many terms match any of them."""

    texts: Sequence[str]
    terms: int


class _MatchingWords(dict[str, int]):
    """For a word as it stands in a text, which of some terms of one word match it: bits of a number.

    Each word is looked at once; most of them stand in every text.
    """

    def __init__(self, terms: Sequence[Term]) -> None:
        self.terms = terms
        self._exact: dict[str, int] = defaultdict(int)
        self._beginnings: list[tuple[str, int]] = []
        for position, term in enumerate(terms):
            for stem in {*term.words, *term.prefix_exceptions}:
                self._exact[stem] |= 1 << position
            if term.prefix:
                self._beginnings.append((term.prefix, 1 << position))

    def spans(self, text: str, roots: Iterable[str]) -> tuple[list[tuple[int, int]], int]:
        """Where the words of a plain text stand that match, and all terms they match.

        Only words that begin as a term does are looked at, and those with an apostrophe.
        """
        spans, found = {}, 0
        for start, end in _candidates(text, roots):
            if bits := self[text[start:end]]:
                spans[start] = end
                found |= bits
        return sorted(spans.items()), found

    def positions(self, words: Iterable[str], roots: tuple[str, ...]) -> dict[int, int]:
        """The positions of the words that match, each with the terms it matches."""
        return {
            position: bits
            for position, word in enumerate(words)
            # Few begin like a term; how others than those of ASCII letters are read is not told so easily.
            if (word.lower().startswith(roots) or not (word.isascii() and word.isalpha()))
            and (bits := self[word])
        }

    def compound(self, joined: str, first: str) -> int:
        """The terms that a joined form matches, but for beginnings that its ``first`` word has alone."""
        return self._of_stem(stem_word(joined), len(fold(first)))

    def _of_stem(self, stem: str, longer_than: int = 0) -> int:
        bits = self._exact.get(stem, 0)
        for beginning, bit in self._beginnings:
            if len(beginning) > longer_than and stem.startswith(beginning):
                bits |= bit
        return bits

    def __missing__(self, word: str) -> int:
        stems = {stem for read in read_words([word]) for stem in (read.stem, *read.parts)}
        self[word] = bits = reduce(or_, map(self._of_stem, stems), 0)
        return bits


def _ascii(text: str) -> bytes:
    """A plain text in small letters, without the apostrophes of its words."""
    return text.lower().replace("'", "").replace("’", "").encode("ascii", "replace")


def _consonants(stems: str) -> bytes:
    """What is left of words of these stems, whatever their endings: of "armtrad" what "arms trade" has."""
    return stems.encode("ascii", "replace").translate(None, _ENDINGS)


def _candidates(text: str, roots: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where words of a plain text stand of which a part begins with a root, or that have an apostrophe."""
    letters = text.lower()
    for root in roots:
        start = letters.find(root)
        while start >= 0:
            begin = _beginning_of_word(text, start)
            word = _PLAIN_WORD.match(text, begin)
            if word and not _INSIDE_WORD.search(text, max(begin - 2, 0), begin):
                yield word.span()
            start = letters.find(root, start + 1)
    if "'" in text or "’" in text:
        yield from (word.span() for word in _WITH_APOSTROPHE.finditer(text))


def _beginning_of_word(text: str, part: int) -> int:
    """Where the word begins of which letters or digits begin at ``part``; ``part`` itself where none do."""
    begin = part
    if begin and text[begin - 1].isalnum() and text[begin - 1].isdigit() != text[begin].isdigit():
        while begin and text[begin - 1].isalnum():
            begin -= 1
    return begin


def _mark_spans(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """A text, escaped, with what stands at these spans marked."""
    pieces, done = [], 0
    for start, end in spans:
        pieces += [escape_output(text[done:start]), "<mark>", escape_output(text[start:end]), "</mark>"]
        done = end
    return "".join([*pieces, escape_output(text[done:])])


def _mark_words(text: Sequence[str], words: Sequence[int]) -> str:
    """A text in pieces (every second a word), escaped, with these words marked (0 is the first word)."""
    pieces, done = [], 0
    for word in words:
        at = 2 * word + 1
        pieces += [escape_output("".join(text[done:at])), "<mark>", escape_output(text[at]), "</mark>"]
        done = at + 1
    rest = "".join(text[done:])
    return "".join([*pieces, escape_output(rest)]) if rest else "".join(pieces)
