"""Texts for programs that show them in one short paragraph."""

import re

# What sites show below a link.
MAX_DESCRIPTION = 200
# As much as there is room for, up to the end of a word; of a word that fills it all, its beginning.
_BEGINNING = f".{{1,{MAX_DESCRIPTION - 1}}}"
_WHOLE_WORDS = re.compile(rf"{_BEGINNING}(?<=\S)(?= )")


def cut_at_word(text: str) -> str:
    """A text in one line, cut behind a word with an ellipsis where it is too long."""
    line = " ".join(text.split())
    if len(line) <= MAX_DESCRIPTION:
        return line
    found = _WHOLE_WORDS.match(line) or re.match(_BEGINNING, line)
    beginning = found[0] if found else ""
    return beginning.rstrip(" ,;:–—-(“") + "…"
