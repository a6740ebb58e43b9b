"""The searched words of a text, set in <mark>."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from html import unescape
from operator import or_

from markupsafe import Markup, escape

from relations.search.compounds import joined_words
from relations.search.query import Term
from relations.search.tokenizer import fold, split_at_words, stem_word

_TAG = re.compile(r"(<[^>]*>)")
# Without & there is no entity, so every letter stands for itself; and of these characters, apostrophes
# aside, lower() makes what folding does, one for one.
_PLAIN = re.compile("[\x00-%'-\x7f –—‘’“”„…]*+")
# A word of such a text, from where it begins; and one with an apostrophe, which folding takes out.
_PLAIN_WORD = re.compile("[A-Za-z0-9]++(?:['’][A-Za-z0-9]++)*")
_WITH_APOSTROPHE = re.compile("[A-Za-z0-9]++(?:['’][A-Za-z0-9]++)+")
# What may stand between two words of one name, as far as a plain text has it.
_NOT_IN_NAMES = str.maketrans("", "", " -–—")
_INSIDE_WORD = re.compile(r"[A-Za-z0-9]['’]?\Z")


def plain_text(html: str) -> str:
    """The text of sanitised ``html`` as a reader sees it."""
    return unescape(_TAG.sub(" ", html))


class Highlighter:
    """Marks the words that ``terms`` match, in the texts of one page."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._matching = _MatchingWords([term for term in terms if not term.is_phrase])
        self._phrases = [term for term in terms if term.is_phrase]
        self._roots = tuple(root for term in terms for root in term.word_prefixes)
        self._found: dict[str, _MarkedTexts] = {}  # a claim is counted, then marked

    def mark(self, text: str) -> Markup:
        """Plain ``text``, escaped, with the words that match marked."""
        if not self._may_match(text):
            return escape(text)
        return Markup(self._find([text]).texts[0])  # noqa: S704 (escaped)

    def mark_html(self, html: str) -> Markup:
        """Sanitised ``html`` with the words that match marked; its tags stay as they are."""
        if not self._may_match(html):
            return Markup(html)  # noqa: S704 (sanitised at publication)
        parts = _TAG.split(html)
        parts[::2] = self._find_in_html(html).texts
        return Markup("".join(parts))  # noqa: S704 (escaped, or a tag)

    def count(self, html: str) -> int:
        """How many of the terms stand in sanitised ``html``."""
        return self._find_in_html(html).terms if self._may_match(html) else 0

    def _may_match(self, text: str) -> bool:
        """Whether any term could stand in a text or in HTML. In most none can, and they are not searched."""
        if not self._roots or not _PLAIN.fullmatch(text):
            return bool(self._roots)
        letters, joined = _letters(text)
        return any(root in letters or root in joined for root in self._roots)

    def _may_match_joined(self, text: str) -> bool:
        """Whether a term could stand in a plain text only where two of its words are joined."""
        letters, joined = _letters(text)
        return any(joined.count(root) > letters.count(root) for root in self._roots)

    def _find_in_html(self, html: str) -> "_MarkedTexts":
        if html not in self._found:
            self._found[html] = self._find([unescape(part) for part in _TAG.split(html)[::2]])
        return self._found[html]

    def _find(self, texts: Sequence[str]) -> "_MarkedTexts":
        if self._phrases or not all(map(_PLAIN.fullmatch, texts)) or any(map(self._may_match_joined, texts)):
            return self._find_among_all_words([split_at_words(text) for text in texts])
        marked, found = [], 0
        for text in texts:
            spans, bits = self._matching.spans(text, self._roots)
            marked.append(_mark_spans(text, spans))
            found |= bits
        return _MarkedTexts(marked, found.bit_count())

    def _find_among_all_words(self, texts: Sequence[Sequence[str]]) -> "_MarkedTexts":
        """The same of texts in pieces, for phrases (which may reach from one to the next) and any letters."""
        words = [word for text in texts for word in text[1::2]]
        single = self._matching.positions(words, self._roots)
        self._add_compounds(single, texts)
        phrases = [_phrase_positions(phrase, words) for phrase in self._phrases]
        terms = reduce(or_, single.values(), 0).bit_count() + sum(map(bool, phrases))
        positions = set(single).union(*phrases)
        marked, first = [], 0
        for text in texts:
            size = len(text) // 2
            marked.append(_mark_words(text, [n for n in range(size) if first + n in positions]))
            first += size
        return _MarkedTexts(marked, terms)

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
        self._exact: dict[str, int] = defaultdict(int)
        self._beginnings: list[tuple[str, int]] = []
        for position, term in enumerate(terms):
            for stem in {*term.stems, *term.prefix_exceptions, *term.variants}:
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
            # Few begin like a term; how a word of other than ASCII letters is folded is not told so easily.
            if (word.lower().startswith(roots) or not (word.isascii() and word.isalnum()))
            and (bits := self[word])
        }

    def compound(self, joined: str, first: str) -> int:
        """The terms that a joined form matches, but for beginnings that its ``first`` word has alone."""
        stem, shortest = stem_word(joined), len(fold(first))
        bits = self._exact.get(stem, 0)
        for beginning, bit in self._beginnings:
            if len(beginning) > shortest and stem.startswith(beginning):
                bits |= bit
        return bits

    def __missing__(self, word: str) -> int:
        stem = stem_word(word)
        bits = self._exact.get(stem, 0)
        for beginning, bit in self._beginnings:
            if stem.startswith(beginning):
                bits |= bit
        self[word] = bits
        return bits


def _letters(text: str) -> tuple[str, str]:
    """A plain text as folding leaves it, and the same without what may stand between the words of a name."""
    letters = text.lower().replace("'", "").replace("’", "")
    return letters, letters.translate(_NOT_IN_NAMES)


def _candidates(text: str, roots: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where words of a plain text stand that begin with a root, or have an apostrophe."""
    letters = text.lower()
    for root in roots:
        start = letters.find(root)
        while start >= 0:
            word = _PLAIN_WORD.match(text, start)
            if word and not _INSIDE_WORD.search(text, max(start - 2, 0), start):
                yield word.span()
            start = letters.find(root, start + 1)
    if "'" in text or "’" in text:
        yield from (word.span() for word in _WITH_APOSTROPHE.finditer(text))


def _phrase_positions(phrase: Term, words: Sequence[str]) -> set[int]:
    """The positions in ``words`` at which a phrase stands; what is no word is passed over."""
    read = [(position, stem) for position, word in enumerate(words) if (stem := stem_word(word))]
    return {read[found][0] for found in phrase.matches([stem for _position, stem in read])}


def _mark_spans(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """A text, escaped, with what stands at these spans marked."""
    pieces, done = [], 0
    for start, end in spans:
        pieces += [escape(text[done:start]), "<mark>", escape(text[start:end]), "</mark>"]
        done = end
    return "".join([*pieces, escape(text[done:])])


def _mark_words(text: Sequence[str], words: Sequence[int]) -> str:
    """A text in pieces (every second a word), escaped, with these words marked (0 is the first word)."""
    pieces, done = [], 0
    for word in words:
        at = 2 * word + 1
        pieces += [escape("".join(text[done:at])), "<mark>", escape(text[at]), "</mark>"]
        done = at + 1
    rest = "".join(text[done:])
    return "".join([*pieces, escape(rest)]) if rest else "".join(pieces)
