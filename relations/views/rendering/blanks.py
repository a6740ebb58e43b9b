"""Names in a text replaced by blanks to fill in."""

import re
from collections.abc import Collection
from functools import lru_cache

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

_TAG = re.compile(r"(<[^>]*>)")
_LINK_TAG = re.compile(r"</?a\b[^>]*>")
_SHORT_NAME = 3
# What the words of a name have between them: where a line was broken, another blank than the name's own.
_GAP = r"(?:\s|&nbsp;)+"


def blank_names(html: Markup, names: Collection[str]) -> Markup:
    """Sanitised ``html`` with a blank for each of ``names`` and each word that begins with one.

    "Russian" begins with Russia. A name of up to three letters is one only as it is written: "US" is no
    "us", and no "USSR". Several in a row are one. The tags stay as they are, but for links: their addresses
    would say the names too.
    """
    words = frozenset(tuple(name.split()) for name in names if name.strip())
    if not words:
        return html
    pattern = _pattern(words)
    blank = Markup('<span class="fill-in" role="img" aria-label="{}">______</span>').format(_("blank"))
    parts = _TAG.split(_LINK_TAG.sub("", html))
    parts[::2] = [pattern.sub(str(blank), part) for part in parts[::2]]
    return Markup("".join(parts))  # noqa: S704 (tags and text as they were, and what is put in is ours)


def has_blank(html: Markup) -> bool:
    return 'class="fill-in"' in html


@lru_cache(maxsize=64)
def _pattern(names: frozenset[tuple[str, ...]]) -> re.Pattern[str]:
    """A pattern that finds these names, each given by its words."""
    longest_first = sorted(names, key=lambda words: (-len(" ".join(words)), words))
    short: list[str] = []
    long: list[str] = []
    for words in longest_first:
        pattern = _GAP.join(re.escape(str(escape(word))) for word in words)
        (short if len(" ".join(words)) <= _SHORT_NAME else long).append(pattern)
    alternatives = [rf"(?i:{'|'.join(long)})\w*"] * bool(long) + [rf"(?:{'|'.join(short)})(?!\w)"] * bool(
        short
    )
    # No name begins within an entity.
    one = rf"(?<![\w&])(?:{'|'.join(alternatives)})"
    return re.compile(rf"{one}(?:{_GAP}{one})*")
