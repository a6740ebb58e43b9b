"""Names in a text replaced by blanks to fill in."""

import re
from collections.abc import Collection
from functools import lru_cache

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

_TAG = re.compile(r"(<[^>]*>)")
_SHORT_NAME = 3


def blank_names(html: Markup, names: Collection[str]) -> Markup:
    """Sanitised ``html`` with a blank for each of ``names`` and each word that begins with one.

    "Russian" begins with Russia. A name of up to three letters is one only as it is written: "US" is no
    "us", and no "USSR". Several in a row are one. The tags stay as they are.
    """
    if not names:
        return html
    pattern = _pattern(frozenset(names))
    blank = Markup('<span class="fill-in" role="img" aria-label="{}">______</span>').format(_("blank"))
    parts = _TAG.split(html)
    parts[::2] = [pattern.sub(str(blank), part) for part in parts[::2]]
    return Markup("".join(parts))  # noqa: S704 (tags and text as they were, and what is put in is ours)


@lru_cache(maxsize=64)
def _pattern(names: frozenset[str]) -> re.Pattern[str]:
    escaped = sorted((str(escape(name)) for name in names), key=lambda name: (-len(name), name))
    short = "|".join(re.escape(name) for name in escaped if len(name) <= _SHORT_NAME)
    long = "|".join(re.escape(name) for name in escaped if len(name) > _SHORT_NAME)
    alternatives = [rf"(?i:{long})\w*"] * bool(long) + [rf"(?:{short})(?!\w)"] * bool(short)
    # No name begins within an entity.
    one = rf"(?<![\w&])(?:{'|'.join(alternatives)})"
    return re.compile(rf"{one}(?:\s+{one})*")
