"""The fonts that pictures are drawn with, and how wide a text is in them.

Two families of which neither has the other's letters: a text is drawn in runs, each in one font. Pillow
shapes a run (HarfBuzz, by way of Raqm), so that the letters of Hindi join as they should.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

FOLDER = Path(__file__).parent / "fonts"
FAMILIES = ("Noto Sans", "Noto Sans Devanagari")
# Devanagari, with the spaces and joiners between its letters.
_LETTERS = r"\u0900-\u097f\u200c\u200d"
_DEVANAGARI = re.compile(rf"([\u0900-\u097f](?:[{_LETTERS} \u00a0]*[{_LETTERS}])?)")


def text_runs(text: str, size: int, *, bold: bool) -> Iterator[tuple[str, ImageFont.FreeTypeFont]]:
    """The parts of a text with the font that has their letters. ``size``: in pixels."""
    for position, part in enumerate(_DEVANAGARI.split(text)):
        if part:
            yield part, _font(FAMILIES[position % 2], "Bold" if bold else "Regular", size)


def text_width(text: str, size: int, *, bold: bool) -> float:
    """How wide a text is in this size, in pixels."""
    return sum(font.getlength(part) for part, font in text_runs(text, size, bold=bold))


@lru_cache(maxsize=32)
def _font(family: str, style: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FOLDER / f"{family.replace(' ', '')}-{style}.ttf", size)
