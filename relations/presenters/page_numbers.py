"""The pages of a work in what it stands in: one reading of what an editor typed, for every format."""

import re
from dataclasses import dataclass
from functools import lru_cache

from relations.models.characters import DASHES

_NUMBER = re.compile(r"([^\W\d_]*)\d+")
_ROMAN = re.compile("(?=.)m{0,4}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,4})")
_DASH = re.compile(rf"\s*[-{DASHES}]+\s*")
_COMMA = re.compile(r"\s*[,;]\s*")
# One page above a thousand, or two pages: only who reads it in words can tell.
_DIVIDED_THOUSAND = re.compile(r"(?<!\d)\d{1,3},\d{3}(?!\d)")


@dataclass(frozen=True, slots=True)
class PageNumbers:
    """Pages as ``text`` has them, and in ``parts`` as they are understood.

    A part is one page, or the first and the last of a range. There are none where anything
    in the text is something else ("S-12", "passim"): nobody may take it apart then.
    """

    text: str
    parts: tuple[tuple[str, ...], ...] = ()

    @classmethod
    @lru_cache(maxsize=8192)
    def parse(cls, text: str) -> "PageNumbers":
        """Pages and ranges divided by commas or semicolons; between the ends of a range any dash or hyphens.

        Both ends are of one kind: numbers, numbers behind the same letters ("S12–S15"), or Roman
        numerals. Which is higher is not asked: "345–52" ends at page 352.
        """
        pieces = () if _DIVIDED_THOUSAND.search(text) else _COMMA.split(text)
        parts = [tuple(_DASH.split(piece)) for piece in pieces]
        return cls(text, tuple(parts) if all(map(_is_page_or_range, parts)) else ())

    def written(self, dash: str = "–") -> str:
        """All pages with ``dash`` in every range; what is not understood as it was typed."""
        return ", ".join(map(dash.join, self.parts)) or self.text

    @property
    def ends(self) -> tuple[str, str]:
        """The first page and the last, if there is more than one; else all there is and ""."""
        if not self.parts:
            return self.text, ""
        pages = [page for part in self.parts for page in part]
        return pages[0], pages[-1] if len(pages) > 1 else ""

    @property
    def is_one_range(self) -> bool:
        return len(self.parts) == 1 and len(self.parts[0]) == 2


def _is_page_or_range(pages: tuple[str, ...]) -> bool:
    kinds = {_kind(page) for page in pages}
    return len(pages) <= 2 and len(kinds) == 1 and None not in kinds


def _kind(page: str) -> str | None:
    """What all pages of one numbering have in common; None if it is no page."""
    if number := _NUMBER.fullmatch(page):
        return f"{number[1]}1"
    return "i" if _ROMAN.fullmatch(page) else "I" if _is_roman_capital(page) else None


def _is_roman_capital(page: str) -> bool:
    return page.isupper() and bool(_ROMAN.fullmatch(page.lower()))
