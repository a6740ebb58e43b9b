"""Parts of a file (RFC 9110, section 14): where an interrupted download goes on."""

import re
from collections.abc import Mapping
from typing import Any

from relations.caching.preconditions import is_range_current

# Of one range: two or more are answered with the whole, which section 14.2 allows. Who asks for
# many small ones would otherwise get more bytes than there are.
_ONE_RANGE = re.compile(r"bytes=[ \t]*(?P<first>[0-9]{0,18})-(?P<last>[0-9]{0,18})[ \t]*", re.IGNORECASE)


class UnsatisfiableRangeError(ValueError):
    """The file ends before the part begins, or the part is empty."""


def find_range(
    environ: Mapping[str, Any], size: int, etag: str, last_modified: int | None
) -> tuple[int, int] | None:
    """First and last byte, both counted from 0 and sent, of the part that is asked for; None for the whole.

    ``etag``: a strong one. ``last_modified``: whole seconds since 1970. Only GET has parts.
    Raises UnsatisfiableRangeError.
    """
    if "HTTP_RANGE" not in environ or environ["REQUEST_METHOD"] != "GET":
        return None
    found = _ONE_RANGE.fullmatch(environ["HTTP_RANGE"].strip())
    if not found or not is_range_current(environ, etag, last_modified):
        return None
    first, last = found["first"], found["last"]
    if not first:
        return _suffix(int(last), size) if last else None
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise UnsatisfiableRangeError
    return int(first), min(int(last), size - 1) if last else size - 1


def _suffix(length: int, size: int) -> tuple[int, int]:
    """The last so many bytes, or all where there are fewer."""
    if not length or not size:
        raise UnsatisfiableRangeError
    return max(size - length, 0), size - 1
