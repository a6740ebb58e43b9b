"""A picture as PNG, drawn by Pillow: sites that show links take no SVG."""

from io import BytesIO

from PIL import Image, ImageDraw

from relations.formats.pictures.fonts import text_runs
from relations.formats.pictures.layout import BACKGROUND, HEIGHT, WIDTH, Curve, Layout, Point, TextLine

MEDIA_TYPE = "image/png"
# Curves are drawn so many times as large and made smaller: Pillow does not smooth their edges.
_SCALE = 4
_STEPS = 48
# Enough for a few colours and their smoothed edges: a third of the bytes of all of them, in half the time.
_COLORS = 64


def render(layout: Layout) -> bytes:
    image = Image.new("RGB", (WIDTH, HEIGHT), BACKGROUND)
    for curve in layout.curves:
        _draw_curve(image, curve)
    draw = ImageDraw.Draw(image)
    for line in layout.texts:
        _draw_text(draw, line)
    file = BytesIO()
    few = image.quantize(_COLORS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(file, "PNG")
    return file.getvalue()


def _draw_text(draw: ImageDraw.ImageDraw, line: TextLine) -> None:
    x = line.x
    for part, font in text_runs(line.text, line.size, bold=line.bold):
        draw.text((x, line.y), part, fill=line.color, font=font, anchor="ls")
        x += font.getlength(part)


def _draw_curve(image: Image.Image, curve: Curve) -> None:
    """Only the part of the picture that it crosses is drawn larger."""
    xs, ys = zip(*curve.points, strict=True)
    edge = int(curve.width)
    left, top = int(min(xs)) - edge, int(min(ys)) - edge
    size = (int(max(xs)) - left + 2 * edge, int(max(ys)) - top + 2 * edge)
    mask = Image.new("L", (size[0] * _SCALE, size[1] * _SCALE))
    draw = ImageDraw.Draw(mask)
    points = [((x - left) * _SCALE, (y - top) * _SCALE) for x, y in _points(curve)]
    draw.line(points, fill=255, width=int(curve.width * _SCALE), joint="curve")
    radius = curve.width * _SCALE / 2
    for x, y in (points[0], points[-1]):
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    image.paste(curve.color, (left, top), mask.reduce(_SCALE))


def _points(curve: Curve) -> list[Point]:
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = curve.points
    points = []
    for step in range(_STEPS + 1):
        t = step / _STEPS
        a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3
        points.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
    return points
