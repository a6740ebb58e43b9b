"""What changed between two texts, word by word.

No HTML here: a difference is its parts (equal, insert, delete), and the two
template engines each draw them.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

# What to do, and from where to where in the old words and in the new.
Opcode = tuple[str, int, int, int, int]
# Word by word up to this product of both lengths; beyond it line by line, so that a book costs no minute.
MAX_WORD_COMPARISONS = 4_000_000
# Below this likeness a diff of words is confetti: the whole text is shown as replaced.
MIN_SIMILARITY = 0.3


@dataclass(frozen=True, slots=True)
class DiffPart:
    """A stretch of text: ``kind`` is "equal", "insert" or "delete"."""

    kind: str
    text: str


def diff_words(old: str, new: str) -> tuple[DiffPart, ...]:
    """``old`` turned into ``new``, word by word; texts that share little are shown whole."""
    if not old or not new:
        return tuple(DiffPart(kind, text) for kind, text in (("delete", old), ("insert", new)) if text)
    before, after = _tokens(old, new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < MIN_SIMILARITY:
        return (DiffPart("delete", old), DiffPart("insert", new))
    return _joined(list(matcher.get_opcodes()), before, after)


def _tokens(old: str, new: str) -> tuple[list[str], list[str]]:
    # A number is one word, with its points and commas: of 5.43 and 5.2 all is replaced.
    words = [re.findall(r"\d+(?:[.,]\d+)+|\w+|\s+|[^\w\s]", text) for text in (old, new)]
    if len(words[0]) * len(words[1]) > MAX_WORD_COMPARISONS:
        words = [text.splitlines(keepends=True) for text in (old, new)]
    return words[0], words[1]


def _joined(opcodes: list[Opcode], before: list[str], after: list[str]) -> tuple[DiffPart, ...]:
    """The opcodes as parts; a lone space between two changes belongs to both, so that phrases stay whole."""
    runs: list[tuple[str, str]] = []  # (deleted, inserted); equal text is a run of its own
    parts: list[DiffPart] = []
    for n, (tag, a, b, c, d) in enumerate(opcodes):
        old, new = "".join(before[a:b]), "".join(after[c:d])
        between = tag == "equal" and old.isspace() and 0 < n < len(opcodes) - 1
        if tag != "equal" or between:
            runs.append((old, new))
            continue
        parts += _flush(runs)
        parts.append(DiffPart("equal", old))
    return tuple(parts + _flush(runs))


def _flush(runs: list[tuple[str, str]]) -> list[DiffPart]:
    deleted, inserted = ("".join(run[side] for run in runs) for side in (0, 1))
    runs.clear()
    return [DiffPart(kind, text) for kind, text in (("delete", deleted), ("insert", inserted)) if text]
