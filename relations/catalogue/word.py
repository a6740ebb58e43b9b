"""On whose word an issue rests, by the names of a version: sides may have been merged since."""

from functools import lru_cache

from relations.catalogue.vocabulary import Vocabulary
from relations.documents import Document, Voices, derive_voices, derive_word
from relations.models.document import load_document


def document_word(document: Document, relationships: Vocabulary, actors: Vocabulary) -> str:
    """A value of ``Issue.Word``; "" for another kind of entry."""
    voices = derive_voices(document)
    return "" if voices is None else word_of(voices, relationships, actors)


def word_of(voices: Voices, relationships: Vocabulary, actors: Vocabulary) -> str:
    sides = {actors.resolve(key) for key in voices.sides}
    found = (relationships.get(key) for key in voices.relationships)
    pairs = [[actors.resolve(key) for key in _sides(name.text)] for name in found if name]
    return derive_word(sides, pairs, only_opinions=voices.only_opinions)


@lru_cache(maxsize=1 << 15)  # the index of a million issues asks for each relationship's several times
def _sides(text: str) -> tuple[str, ...]:
    """The sides that a relationship's document, as stored, has."""
    return tuple(load_document(text)["sides"])
