"""A search as a reader typed it, with some of its words replaced or left out."""

import re
from collections.abc import Collection, Mapping

from relations.search.query import query_words
from relations.search.tokenizer import Token

# What is left around a word that is gone: quotes with nothing in them, a bracket or comma by itself.
_HOLLOW = re.compile(r'["“”„«»]{2}|(?<!\S)[^\w\s"“”„«»]+(?!\S)')


def replace_words(q: str, replacements: Mapping[str, str]) -> str:
    """``replacements``: by a word as folded, another one in its place. All else stays as it was typed."""
    pieces, done = [], 0
    for word in query_words(q):
        if word.folded in replacements:
            pieces += [q[done : word.start], replacements[word.folded]]
            done = word.end
    return "".join([*pieces, q[done:]])


def leave_out_words(q: str, words: Collection[str]) -> str:
    """``words``: as folded. All else stays as it was typed, but for what stood around them alone."""
    pieces, done = [], 0
    for word in query_words(q):
        if word.folded in words:
            start, end = _with_blank(q, word)
            pieces.append(q[done:start])
            done = end
    return " ".join(_HOLLOW.sub(" ", "".join([*pieces, q[done:]])).split()) if pieces else q


def _with_blank(q: str, word: Token) -> tuple[int, int]:
    """Where a word with its star and one of the blanks around it begins and ends."""
    end = word.end + q.startswith("*", word.end)
    if q.startswith(" ", end):
        return word.start, end + 1
    return word.start - q.endswith(" ", 0, word.start), end
