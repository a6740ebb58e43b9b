"""Which addresses hold data for programs, and pictures for the pages of others, and which hold pages."""

import re

# Whether there is anything at them or not.
_DATA = re.compile(r"(?s:/entries[.].*|/api/.*|/oembed/?|.*[.](?:json|atom|csv|ics|bib|ris|xml|zip|svg|png))")


def is_data_path(path: str) -> bool:
    """``path``: within the site."""
    return _DATA.fullmatch(path) is not None
