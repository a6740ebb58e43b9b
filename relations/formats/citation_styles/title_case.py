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

    def cased(found: re.Match[str]) -> str:
        part = found[0]
        if not part.islower():
            return part
        is_at_an_end = found.start() == parts[0].start() or found.end() == parts[-1].end()
        if part in _STOP_WORDS and not is_at_an_end and not _BEGINS.search(title[: found.start()]):
            return part
        return part[0].upper() + part[1:]

    return _PART.sub(cased, title)
