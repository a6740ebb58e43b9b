"""Conditional requests (RFC 9110, section 13): what of them holds for what would be answered.

Tags of pages are weak, as one tag stands for a page and its compressed forms: they answer
``If-None-Match``, and never ``If-Match``, which asks for the same bytes. Those of files
are strong. What cannot be read in a condition is passed over, as if it had not been sent.
"""

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.utils.http import parse_http_date_safe

# A member of a list of tags (section 8.8.3): within the quotes a comma is a letter as any other.
_MEMBER = re.compile(r'(?:^|,)[ \t]*((?:W/)?"[!#-~\x80-\xff]*")(?=[ \t]*(?:,|$))')


def failed_precondition(
    environ: Mapping[str, Any], etag: str | None, last_modified: int | None = None
) -> HTTPStatus | None:
    """304 or 412 for a GET or HEAD that would be answered with 200; None when that is the answer.

    ``environ``: WSGI's, or a request's META. ``etag``: as the header has it.
    ``last_modified``: whole seconds since 1970. The order is that of section 13.2.2.
    """
    if if_match := parse_tags(environ.get("HTTP_IF_MATCH", "")):
        if if_match != ["*"] and not _matches_strongly(etag, if_match):
            return HTTPStatus.PRECONDITION_FAILED
    elif last_modified is not None:
        unmodified_since = _time(environ, "HTTP_IF_UNMODIFIED_SINCE")
        if unmodified_since is not None and last_modified > unmodified_since:
            return HTTPStatus.PRECONDITION_FAILED
    if if_none_match := parse_tags(environ.get("HTTP_IF_NONE_MATCH", "")):
        if if_none_match == ["*"] or _matches_weakly(etag, if_none_match):
            return HTTPStatus.NOT_MODIFIED
    elif last_modified is not None:
        modified_since = _time(environ, "HTTP_IF_MODIFIED_SINCE")
        if modified_since is not None and last_modified <= modified_since:
            return HTTPStatus.NOT_MODIFIED
    return None


def is_range_current(environ: Mapping[str, Any], etag: str, last_modified: int | None) -> bool:
    """Whether a part fits to what the client has: ``If-Range`` names these very bytes, or is not sent."""
    sent = environ.get("HTTP_IF_RANGE", "").strip()
    if not sent:
        return True
    if '"' in sent:
        return _matches_strongly(etag, [sent])
    return last_modified is not None and parse_http_date_safe(sent) == last_modified


def _matches_strongly(etag: str | None, tags: list[str]) -> bool:
    return etag is not None and not etag.startswith("W/") and etag in tags


def _matches_weakly(etag: str | None, tags: list[str]) -> bool:
    return etag is not None and etag.removeprefix("W/") in {tag.removeprefix("W/") for tag in tags}


def _time(environ: Mapping[str, Any], name: str) -> int | None:
    """What is sent, in seconds since 1970. Mostly nothing is: that is not even parsed."""
    sent = environ.get(name)
    return parse_http_date_safe(sent) if sent else None


def parse_tags(header: str) -> list[str]:
    """The tags of ``If-Match`` or ``If-None-Match``; ``["*"]`` for any; without what is no tag."""
    header = header.strip()
    if not header:
        return []
    return ["*"] if header == "*" else _MEMBER.findall(header)
