"""Where everything stands on a picture, in pixels: lines of text and curves."""

from collections.abc import Iterator
from dataclasses import dataclass

from relations.formats.pictures.fonts import text_width
from relations.formats.pictures.wrapping import ELLIPSIS, shorten, wrap
from relations.presenters.picture import Picture

WIDTH, HEIGHT = 1200, 630
MARGIN = 80
BACKGROUND = "#fdfdfb"
TEXT, MUTED = "#17191c", "#565b61"
# Those of the stylesheet, by type of entry; of what is none of these both stand for the two sides.
TYPE_COLORS = {"convergence": "#0a5c70", "divergence": "#9c390f"}
LOGO_COLORS = ("#2b8a9c", "#d0692b")

# The sizes that a title is tried in, with the lines it may have then, and their distance.
_TITLE_SIZES = ((68, 2, 84), (56, 3, 72), (48, 4, 62))
_TITLE_TOP, _SMALL, _MEDIUM = 268, 28, 36
_SIDES_Y, _FOOT_Y = 520, 588

Point = tuple[float, float]


@dataclass(frozen=True)
class TextLine:
    """``x``, ``y``: where its baseline begins."""

    x: float
    y: float
    size: int
    text: str
    color: str = TEXT
    bold: bool = False


@dataclass(frozen=True)
class Curve:
    """A cubic Bézier curve."""

    points: tuple[Point, Point, Point, Point]
    color: str
    width: float = 6


@dataclass(frozen=True)
class Layout:
    description: str
    texts: tuple[TextLine, ...]
    curves: tuple[Curve, ...]


def lay_out(picture: Picture) -> Layout:
    width = WIDTH - 2 * MARGIN
    texts = [
        TextLine(MARGIN + 90, 104, _SMALL, shorten(picture.reference, width - 90, _SMALL), MUTED),
        TextLine(
            MARGIN,
            _TITLE_TOP - 84,
            _MEDIUM,
            shorten(picture.kind, width, _MEDIUM, bold=True),
            TYPE_COLORS.get(picture.type, MUTED),
            bold=True,
        ),
        *_title(picture.title, width),
        TextLine(MARGIN, _FOOT_Y, _SMALL, shorten(picture.foot, width, _SMALL), MUTED),
    ]
    curves = [*_logo()]
    if len(picture.sides) == 2:
        names, lines = _two_sides(picture)
        texts += names
        curves += lines
    elif picture.sides:
        names_in_line = shorten(" · ".join(picture.sides), width, _MEDIUM)
        texts.append(TextLine(MARGIN, _SIDES_Y, _MEDIUM, names_in_line))
    return Layout(picture.description, tuple(texts), tuple(curves))


def _title(title: str, width: float) -> Iterator[TextLine]:
    """In the largest size in which it is whole; else in the smallest, cut."""
    for size, max_lines, distance in _TITLE_SIZES:  # noqa: B007 (the last distance is used)
        lines = wrap(title, width, size, bold=True, max_lines=max_lines)
        if not "".join(lines).endswith(ELLIPSIS):
            break
    for number, line in enumerate(lines):
        yield TextLine(MARGIN, _TITLE_TOP + number * distance, size, line, bold=True)


def _logo() -> Iterator[Curve]:
    """The two lines that come near each other and part, as in the site's logo."""
    for color, outer, inner in zip(LOGO_COLORS, (78, 112), (92, 98), strict=True):
        x, middle, end = MARGIN, MARGIN + 33, MARGIN + 66
        yield Curve(((x, outer), (x + 17, outer), (x + 17, inner), (middle, inner)), color)
        yield Curve(((middle, inner), (middle + 16, inner), (middle + 16, outer), (end, outer)), color)


def _two_sides(picture: Picture) -> tuple[list[TextLine], list[Curve]]:
    """Both names, and a line for each: they meet in a convergence and part in a divergence."""
    names = [shorten(name, 360, _MEDIUM) for name in picture.sides]
    widest = max(text_width(name, _MEDIUM, bold=False) for name in names)
    rows = (_SIDES_Y - 34, _SIDES_Y + 20)
    parts = picture.type == "divergence"
    x = WIDTH - MARGIN - widest if parts else MARGIN
    texts = [TextLine(x, y, _MEDIUM, name) for name, y in zip(names, rows, strict=True)]
    start, end = (MARGIN, x - 24) if parts else (MARGIN + widest + 24, WIDTH - MARGIN)
    middle = (start + end) / 2
    colors = [TYPE_COLORS[picture.type]] * 2 if picture.type in TYPE_COLORS else LOGO_COLORS
    curves = []
    for row, near, color in zip(rows, (-5, 5), colors, strict=True):
        apart, joined = row - 12, sum(rows) / 2 - 12 + near
        if picture.type in TYPE_COLORS:
            first, last = (joined, apart) if parts else (apart, joined)
        else:
            first = last = apart
        curves.append(Curve(((start, first), (middle, first), (middle, last), (end, last)), color))
    return texts, curves
