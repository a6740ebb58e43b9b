"""An archive as an answer: with its validators, whole or in part (RFC 9110, sections 8.8, 13 and 14)."""

import hashlib
import os
import zipfile
from calendar import timegm
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import http_date
from whitenoise.responders import SlicedFile

from relations.caching.headers import cache_control, conditional_response
from relations.caching.preconditions import failed_precondition
from relations.caching.ranges import UnsatisfiableRangeError, find_range

MEDIA_TYPE = "application/zip"
# The end of an archive holds the list of its files, with the length and a checksum of each.
TAIL_BYTES = 64 * 1024


def archive_response(request: HttpRequest, path: Path) -> HttpResponseBase:
    """An archive (zip) to be saved under its own name: 200, or 206, 304, 412 or 416 where that was asked for.

    Raises FileNotFoundError.
    """
    status = path.stat()
    size = status.st_size
    etag, last_modified = _validators(path, size, status.st_mtime_ns)
    headers = {"ETag": etag, "Last-Modified": http_date(last_modified), "Cache-Control": cache_control()}
    if failed := failed_precondition(request.META, etag, last_modified):
        return conditional_response(failed, headers)
    headers["Accept-Ranges"] = "bytes"
    try:
        part = find_range(request.META, size, etag, last_modified)
    except UnsatisfiableRangeError:
        return HttpResponse(
            f"The file has {size} bytes.\n",
            content_type="text/plain; charset=utf-8",
            status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
            headers={**headers, "Cache-Control": "no-cache", "Content-Range": f"bytes */{size}"},
        )
    return _file_response(path, size, part, headers)


def _file_response(
    path: Path, size: int, part: tuple[int, int] | None, headers: dict[str, str]
) -> FileResponse:
    first, last = part or (0, size - 1)
    headers = {**headers, "Content-Length": str(last - first + 1)}
    if part:
        headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return FileResponse(
        SlicedFile(path.open("rb"), first, last),
        as_attachment=True,
        filename=path.name,
        content_type=MEDIA_TYPE,
        status=HTTPStatus.PARTIAL_CONTENT if part else HTTPStatus.OK,
        headers=headers,
    )


@lru_cache(maxsize=64)
def _validators(path: Path, size: int, modified_ns: int) -> tuple[str, int]:
    """The tag of an archive's bytes and the time of its newest file, in whole seconds since 1970.

    Of the archive itself, not of this copy: both are the same on every machine that gives it.
    """
    with path.open("rb") as file:
        file.seek(-min(size, TAIL_BYTES), os.SEEK_END)
        digest = hashlib.sha256(b"%d " % size + file.read())
        try:
            with zipfile.ZipFile(file) as archive:
                last_modified = timegm(max(info.date_time for info in archive.infolist()))
        except (zipfile.BadZipFile, ValueError):  # damaged, or with nothing in it: it is given as it is
            last_modified = modified_ns // 10**9
    return f'"{digest.hexdigest()[:32]}"', last_modified
