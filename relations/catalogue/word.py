"""On whose word an issue rests, by the names of a version: sides may have been merged since."""

from relations.catalogue.vocabulary import Vocabulary
from relations.documents import Document, Voices, derive_voices, derive_word


def document_word(document: Document, relationships: Vocabulary, actors: Vocabulary) -> str:
    """A value of ``Issue.Word``; "" for another kind of entry."""
    voices = derive_voices(document)
    return "" if voices is None else word_of(voices, relationships, actors)


def word_of(voices: Voices, relationships: Vocabulary, actors: Vocabulary) -> str:
    sides = {actors.resolve(key) for key in voices.sides}
    found = (relationships.get(key) for key in voices.relationships)
    pairs = [[actors.resolve(key) for key in name.document["sides"]] for name in found if name]
    return derive_word(sides, pairs, only_opinions=voices.only_opinions)
