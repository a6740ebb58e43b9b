"""The searched words of a text, set in <mark>."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from html import unescape
from operator import or_

from markupsafe import Markup, escape

from relations.search.query import Term
from relations.search.tokenizer import split_words, stem_word

_TAG = re.compile(r"(<[^>]*>)")
# Without & there is no entity, so every letter stands for itself; and of these characters, apostrophes
# aside, lower() makes what folding does.
_PLAIN = re.compile("[\x00-%'-\x7f –—‘’“”„…]*+")


def plain_text(html: str) -> str:
    """The text of sanitised ``html`` as a reader sees it."""
    return unescape(_TAG.sub(" ", html))


class Highlighter:
    """Marks the words that ``terms`` match, in the texts of one page."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._matching = _Matching([term for term in terms if not term.is_phrase])
        self._phrases = [term for term in terms if term.is_phrase]
        self._roots = [root for term in terms for root in term.roots]
        self._known: dict[str, _Found] = {}  # a claim is counted, then marked

    def mark(self, text: str) -> Markup:
        """Plain ``text``, escaped, with the words that match marked."""
        if not self._may_hold(text):
            return escape(text)
        return Markup(self._found([split_words(text)]).marked[0])  # noqa: S704 (escaped)

    def mark_html(self, html: str) -> Markup:
        """Sanitised ``html`` with the words that match marked; its tags stay as they are."""
        if not self._may_hold(html):
            return Markup(html)  # noqa: S704 (sanitised at publication)
        parts = _TAG.split(html)
        parts[::2] = self._found_in(html).marked
        return Markup("".join(parts))  # noqa: S704 (escaped, or a tag)

    def count(self, html: str) -> int:
        """How many of the terms stand in sanitised ``html``."""
        return self._found_in(html).terms if self._may_hold(html) else 0

    def _may_hold(self, text: str) -> bool:
        """Whether any term could stand in a text or in HTML. Most do not, and need not be cut into words."""
        if not self._roots or not _PLAIN.fullmatch(text):
            return bool(self._roots)
        letters = text.lower().replace("'", "").replace("’", "")
        return any(root in letters for root in self._roots)

    def _found_in(self, html: str) -> "_Found":
        if html not in self._known:
            self._known[html] = self._found([split_words(unescape(part)) for part in _TAG.split(html)[::2]])
        return self._known[html]

    def _found(self, texts: Sequence[Sequence[str]]) -> "_Found":
        words = [word for text in texts for word in text[1::2]]
        single = self._matching.places(words)
        phrases = [_places(phrase, words) for phrase in self._phrases]
        terms = reduce(or_, single.values(), 0).bit_count() + sum(map(bool, phrases))
        return _Found(texts, set(single).union(*phrases), terms)


@dataclass(frozen=True, slots=True)
class _Found:
    """Texts that were cut, the places of words that match among those of all, and how many terms they match.

    A phrase may reach from one text into the next.
    """

    texts: Sequence[Sequence[str]]
    places: set[int]
    terms: int

    @property
    def marked(self) -> list[str]:
        """The texts, each escaped and with its words marked."""
        found, first = [], 0
        for text in self.texts:
            size = len(text) // 2
            found.append(_marked(text, [place for place in range(size) if first + place in self.places]))
            first += size
        return found


class _Matching(dict[str, int]):
    """For a word as it stands in a text, which of some terms of one word match it: bits of a number.

    Each word is looked at once; most of them stand in every text.
    """

    def __init__(self, terms: Sequence[Term]) -> None:
        self._roots = tuple(root for term in terms for root in term.roots)
        self._exact: dict[str, int] = defaultdict(int)
        self._beginnings: list[tuple[str, int]] = []
        for place, term in enumerate(terms):
            for stem in {*term.stems, *term.whole}:
                self._exact[stem] |= 1 << place
            if term.begins:
                self._beginnings.append((term.begins, 1 << place))

    def places(self, words: Iterable[str]) -> dict[int, int]:
        """Where words stand that match, each with the terms it matches."""
        return {
            place: bits
            for place, word in enumerate(words)
            # Few begin like a term; how a word of other than ASCII letters is folded is not told so easily.
            if (word.lower().startswith(self._roots) or not (word.isascii() and word.isalnum()))
            and (bits := self[word])
        }

    def __missing__(self, word: str) -> int:
        stem = stem_word(word)
        bits = self._exact.get(stem, 0)
        for beginning, bit in self._beginnings:
            if stem.startswith(beginning):
                bits |= bit
        self[word] = bits
        return bits


def _places(phrase: Term, words: Sequence[str]) -> set[int]:
    """The places in ``words`` at which a phrase stands; what is no word is passed over."""
    read = [(place, stem) for place, word in enumerate(words) if (stem := stem_word(word))]
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
