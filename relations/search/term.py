"""What is looked for in a text."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from relations.search.compounds import SearchableText

# Stems in order; of several, they stand one behind the other.
Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """A word, the beginning of a word, or a phrase, in each of its writings.

    ``writings``: a text matches that holds any of these, of one word or several;
    the first is as typed. ``prefix``: for a beginning, the letters every matching stem
    starts with, else "". ``prefix_exceptions``: stems that match a beginning although
    they do not start with it ("boxe" begins "boxes", whose stem is "box").
    """

    writings: tuple[Phrase, ...]
    prefix: str = ""
    prefix_exceptions: tuple[str, ...] = ()

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The writings of one word: any text matches whose stems have one of them."""
        return tuple(writing[0] for writing in self.writings if len(writing) == 1)

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        """The writings of several words: any text matches whose parts have one of them in order."""
        return tuple(writing for writing in self.writings if len(writing) > 1)

    def matches(self, text: SearchableText) -> bool:
        if not text.stems.isdisjoint((*self.words, *self.prefix_exceptions)):
            return True
        if self.prefix and any(stem.startswith(self.prefix) for stem in text.stems):
            return True
        return any(phrase_starts(phrase, text.parts) for phrase in self.phrases)


def word_term(stem: str) -> Term:
    """A term of one word as it is, in no other writing."""
    return Term(((stem,),))


def phrase_starts(phrase: Phrase, parts: Sequence[str]) -> list[int]:
    """Where in the parts of a text a phrase begins."""
    size, first = len(phrase), phrase[0]
    return [
        start
        for start, part in enumerate(parts[: len(parts) - size + 1] if len(parts) >= size else ())
        if part == first and tuple(parts[start : start + size]) == phrase
    ]
