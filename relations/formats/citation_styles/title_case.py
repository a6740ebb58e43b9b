"""The capitals of English titles, as CSL has them (specification 1.0.2, "Text-case")."""

import re

# Not capitalized but at the beginning, at the end and after a colon.
_STOP_WORDS = frozenset(
    (
        *("a", "an", "and", "as", "at", "but", "by", "down", "for", "from", "in", "into", "nor", "of", "on"),
        *("onto", "or", "over", "so", "the", "till", "to", "up", "via", "with", "yet"),
    )
)
# A word, as far as hyphens divide it: e and mail, but S-400 and US are no small letters.
_PART = re.compile(r"[^\W_][\w’'.]*")
_BEGINS = re.compile(r"[:.?!]\W*$")


def in_title_case(title: str) -> str:
    """A title with its words capitalized; words with any capital (iPhone, NATO) stay as they are."""
    parts = list(_PART.finditer(title))
    cased, end = [], 0
    for number, part in enumerate(parts):
        before = title[parts[number - 1].start() : part.start()] if number else ":"
        is_last = number == len(parts) - 1
        cased += [title[end : part.start()], _capitalized(part[0], is_last or bool(_BEGINS.search(before)))]
        end = part.end()
    return "".join([*cased, title[end:]])


def _capitalized(part: str, is_at_an_end: bool) -> str:
    if not part.islower() or (part in _STOP_WORDS and not is_at_an_end):
        return part
    return part[0].upper() + part[1:]
