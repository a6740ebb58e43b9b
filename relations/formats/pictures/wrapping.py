"""A text in lines of a width, cut with an ellipsis where there are more than may be."""

import unicodedata
from collections.abc import Iterator

from relations.formats.pictures.fonts import text_width

ELLIPSIS = "…"
_JOINER = "\u200d"
_VIRAMA = "\u094d"


def wrap(text: str, width: float, size: int, *, bold: bool, max_lines: int) -> list[str]:
    """At most ``max_lines`` lines, none wider than ``width`` pixels; a word wider than that is broken."""
    lines: list[str] = []
    line = ""
    for word in _words(text, width, size, bold=bold):
        longer = f"{line} {word}".lstrip()
        if not line or text_width(longer, size, bold=bold) <= width:
            line = longer
            continue
        lines.append(line)
        line = word
        if len(lines) == max_lines:
            return [*lines[:-1], _cut(f"{lines[-1]} {word}", width, size, bold=bold)]
    return [*lines, line] if line else lines


def shorten(text: str, width: float, size: int, *, bold: bool = False) -> str:
    """One line, cut with an ellipsis where it is wider."""
    return "".join(wrap(text, width, size, bold=bold, max_lines=1))


def _cut(text: str, width: float, size: int, *, bold: bool) -> str:
    """The longest beginning of a text that is too wide, in whole words if there is room for one."""
    words = text.split()
    for count in range(len(words) - 1, 0, -1):
        line = " ".join(words[:count]).rstrip(",;:–—-") + ELLIPSIS
        if text_width(line, size, bold=bold) <= width:
            return line
    letters = list(_letters(words[0]))
    while letters and text_width("".join(letters) + ELLIPSIS, size, bold=bold) > width:
        letters.pop()
    return "".join(letters) + ELLIPSIS


def _words(text: str, width: float, size: int, *, bold: bool) -> Iterator[str]:
    for word in text.split():
        part = ""
        if text_width(word, size, bold=bold) <= width:
            yield word
            continue
        for letter in _letters(word):
            if part and text_width(part + letter, size, bold=bold) > width:
                yield part
                part = ""
            part += letter
        yield part


def _letters(word: str) -> Iterator[str]:
    """What must not be parted: a letter with its marks, and what joins it to the next one."""
    letter = ""
    for character in word:
        joins = letter and letter[-1] in (_JOINER, _VIRAMA)
        if letter and not joins and not unicodedata.category(character).startswith(("M", "Cf")):
            yield letter
            letter = ""
        letter += character
    yield letter
