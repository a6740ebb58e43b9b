"""Links of a page of an earlier version stay in its time: each is given the page's pin, in one place."""

import html
import re

from relations.catalogue.pinned_paths import with_pin

# A tag with an address of this site. What leads out of the page's time says so by this attribute.
PRESENT = "data-present"
_TAG = re.compile(r'<(a|area|form|link)\b([^>]*?\b(?:href|action)=")(/[^"]*)("[^>]*)>')


def pin_links(text: str, pin: str) -> str:
    """The HTML of a page with the addresses of its links and forms at ``pin``.

    Search engines are told not to follow them: every version has as many pages as the present one.
    """

    def pinned(tag: re.Match[str]) -> str:
        name, before, url, after = tag.groups()
        if PRESENT in before or PRESENT in after:
            return tag[0]
        moved = with_pin(html.unescape(url), pin)
        if name == "a":
            after += ' rel="nofollow"' if 'rel="' not in before + after else ""
        return f"<{name}{before}{html.escape(moved)}{after}>"

    return _TAG.sub(pinned, text)
