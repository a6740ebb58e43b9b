"""Web addresses of this site."""

from django.conf import settings

from relations.catalogue import Snapshot
from relations.catalogue.pinned_paths import with_pin


def absolute_url(path: str, query: str | None = "", pin: str = "") -> str:
    """The full address of a path and, if there is one, a query string (given without "?").

    ``pin``: that of the snapshot, where the address is to lead to the same version.
    """
    path = with_pin(path, pin) if pin else path
    return f"{settings.SITE_URL.rstrip('/')}{url_with_query(path, query)}"


def pinned_url(snapshot: Snapshot, path: str) -> str:
    """The full address at which a page, given with its query, stays as it is at this version.

    Its own where there is no version yet, or where the page has none.
    """
    pin = snapshot.pin_text or (f"v{snapshot.version}" if snapshot.version else "")
    return absolute_url(with_pin(path, pin))


def url_with_query(path: str, query: str | None) -> str:
    """A path with its query string (given without "?"), if there is one."""
    return f"{path}?{query}" if query else path
