"""The picture of a page, which others show beside a link to it: one layout, as SVG and drawn as PNG."""

from relations.formats.pictures import as_png, as_svg
from relations.formats.pictures.layout import HEIGHT, WIDTH, lay_out

__all__ = ["HEIGHT", "WIDTH", "as_png", "as_svg", "lay_out"]
