"""The searched words of a text, set in <mark>."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache, reduce
from html import unescape
from operator import or_

from markupsafe import Markup, escape

from relations.catalogue.query import Term
from relations.catalogue.words import cut, stem_of

_TAG = re.compile(r"(<[^>]*>)")


def plain(html: str) -> str:
    """The text of sanitised ``html`` as a reader sees it."""
    return unescape(_TAG.sub(" ", html))


class Marker:
    """Marks the words that ``terms`` match, in any number of texts."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._matching = _Matching(term for term in terms if not term.is_phrase)
        self._phrases = [term for term in terms if term.is_phrase]
        self._is_idle = not terms
        self._cut_html = lru_cache(maxsize=64)(_cut_html)  # a claim is counted, then marked

    def mark(self, text: str) -> Markup:
        """Plain ``text``, escaped, with the words that match marked."""
        return escape(text) if self._is_idle else Markup(self._marked([cut(text)])[0])  # noqa: S704

    def mark_html(self, html: str) -> Markup:
        """Sanitised ``html`` with the words that match marked; its tags stay as they are."""
        if self._is_idle:
            return Markup(html)  # noqa: S704 (sanitised at publication)
        parts = _TAG.split(html)
        texts = self._cut_html(html)
        for place, text in zip(range(0, len(parts), 2), self._marked(texts), strict=True):
            parts[place] = text
        return Markup("".join(parts))  # noqa: S704 (escaped, or a tag)

    def count(self, html: str) -> int:
        """How many of the terms stand in sanitised ``html``."""
        words = _words(self._cut_html(html))
        held = reduce(or_, map(self._matching.__getitem__, words), 0)
        return held.bit_count() + sum(bool(_places(phrase, words)) for phrase in self._phrases)

    def _marked(self, texts: Sequence[Sequence[str]]) -> list[str]:
        """Texts that were cut, each escaped and with its words marked; a phrase may reach across them."""
        words = _words(texts)
        bits = map(self._matching.__getitem__, words)
        hits = {place for place, matched in enumerate(bits) if matched}
        for phrase in self._phrases:
            hits |= _places(phrase, words)
        found, first = [], 0
        for text in texts:
            size = len(text) // 2
            found.append(_marked(text, [place for place in range(size) if first + place in hits]))
            first += size
        return found


def _cut_html(html: str) -> list[list[str]]:
    """The texts between the tags of ``html``, each cut at its words."""
    return [cut(unescape(part)) for part in _TAG.split(html)[::2]]


def _words(texts: Sequence[Sequence[str]]) -> list[str]:
    return [word for text in texts for word in text[1::2]]


class _Matching(dict[str, int]):
    """For a word as it stands in a text, which of some terms of one word match it: bits of a number.

    Each word is looked at once; most of them stand in every text.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self._exact: dict[str, int] = defaultdict(int)
        self._beginnings: list[tuple[str, int]] = []
        for place, term in enumerate(terms):
            for stem in {*term.stems, *term.whole}:
                self._exact[stem] |= 1 << place
            if term.begins:
                self._beginnings.append((term.begins, 1 << place))

    def __missing__(self, word: str) -> int:
        stem = stem_of(word)
        bits = self._exact.get(stem, 0)
        for beginning, bit in self._beginnings:
            if stem.startswith(beginning):
                bits |= bit
        self[word] = bits
        return bits


def _places(phrase: Term, words: Sequence[str]) -> set[int]:
    """The places in ``words`` at which a phrase stands; what is no word is passed over."""
    read = [(place, stem) for place, word in enumerate(words) if (stem := stem_of(word))]
    return {read[found][0] for found in phrase.matches([stem for _place, stem in read])}


def _marked(text: Sequence[str], places: Sequence[int]) -> str:
    """A text that was cut, escaped, with the words at these places marked (0 is the first word)."""
    pieces, done = [], 0
    for place in places:
        word = 2 * place + 1
        pieces += [escape("".join(text[done:word])), "<mark>", escape(text[word]), "</mark>"]
        done = word + 1
    rest = "".join(text[done:])
    return "".join([*pieces, escape(rest)]) if rest else "".join(pieces)
