"""An address as a QR code (ISO/IEC 18004), to be printed: black on white, with the quiet zone around it."""

from io import BytesIO

import segno

MEDIA_TYPE = "image/svg+xml"
# Modules around the code that are left white (ISO/IEC 18004, 6.3.8).
QUIET_ZONE = 4
# Longer addresses make modules too small for a telephone's camera on paper.
MAX_LENGTH = 400


def render(url: str) -> str:
    """The SVG. A code may be damaged by 15 % (level M) and still be read."""
    file = BytesIO()
    segno.make(url, error="m", micro=False, boost_error=False).save(
        file,
        kind="svg",
        border=QUIET_ZONE,
        scale=4,
        dark="#000",
        light="#fff",
        title=url,
        xmldecl=False,
        svgclass=None,
        lineclass=None,
    )
    return file.getvalue().decode()
