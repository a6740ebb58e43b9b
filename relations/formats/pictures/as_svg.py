"""A picture as SVG: its texts are text, in whatever font the reader has."""

from markupsafe import escape

from relations.formats.pictures.fonts import FAMILIES
from relations.formats.pictures.layout import BACKGROUND, HEIGHT, WIDTH, Curve, Layout, TextLine

MEDIA_TYPE = "image/svg+xml"


def render(layout: Layout) -> str:
    families = ", ".join([*FAMILIES, "sans-serif"])
    size = f'width="{WIDTH}" height="{HEIGHT}"'
    box = f'viewBox="0 0 {WIDTH} {HEIGHT}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box} role="img" font-family="{families}">',
        f"<title>{escape(layout.description)}</title>",
        f'<rect {size} fill="{BACKGROUND}"/>',
        *map(_curve, layout.curves),
        *map(_text, layout.texts),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _curve(curve: Curve) -> str:
    first, *rest = (f"{x:g} {y:g}" for x, y in curve.points)
    return (
        f'<path d="M{first}C{" ".join(rest)}" fill="none" stroke="{curve.color}"'
        f' stroke-width="{curve.width:g}" stroke-linecap="round"/>'
    )


def _text(line: TextLine) -> str:
    weight = ' font-weight="700"' if line.bold else ""
    return (
        f'<text x="{line.x:g}" y="{line.y:g}" font-size="{line.size}"{weight} fill="{line.color}">'
        f"{escape(line.text)}</text>"
    )
