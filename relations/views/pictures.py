"""The picture of a record, or of the reference, as SVG and as PNG."""

import hashlib
import threading

from django.http import HttpRequest, HttpResponse

from relations.caching.responses import CacheableResponse
from relations.catalogue import Snapshot
from relations.catalogue.lru import LRUCache
from relations.formats.pictures import as_png, as_svg, lay_out
from relations.presenters.picture import Picture, record_picture, reference_picture
from relations.views.http import public_data, resolve_or_redirect

# So many drawn pictures (of 10 to 30 kB) are kept in each process.
MAX_DRAWN = 256

# By what is on them: at however many addresses, versions and queries one is asked for, it is drawn once.
_drawn: LRUCache[str, bytes] = LRUCache(MAX_DRAWN)
# One at a time, so that whoever asks for many takes no more than one thread's share of the time.
_drawing = threading.Lock()


@public_data
def reference_picture_file(request: HttpRequest, snapshot: Snapshot, suffix: str) -> HttpResponse:
    """``/picture.svg``, ``/picture.png``"""
    return _picture(reference_picture(snapshot), suffix)


@public_data
def record_picture_file(
    request: HttpRequest, snapshot: Snapshot, section: str, slug: str, suffix: str
) -> HttpResponse:
    """``/<section>/<slug>/picture.svg``, ``….png``"""
    found = resolve_or_redirect(request, snapshot, section, slug, f"/picture.{suffix}")
    return _picture(record_picture(snapshot, found), suffix)


def _picture(picture: Picture, suffix: str) -> HttpResponse:
    layout = lay_out(picture)
    svg = as_svg.render(layout)
    if suffix == "svg":
        return CacheableResponse(svg, content_type=as_svg.MEDIA_TYPE)
    key = hashlib.sha256(svg.encode()).hexdigest()
    png = _drawn.get(key)
    if png is None:
        with _drawing:
            png = _drawn.get(key) or as_png.render(layout)
            _drawn.set(key, png)
    return CacheableResponse(png, content_type=as_png.MEDIA_TYPE)
