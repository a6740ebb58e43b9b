"""Web addresses of this site, in full."""

from django.conf import settings


def absolute(path: str, query: str | None = "") -> str:
    """The full address of a path and, if there is one, a query string (given without "?")."""
    return f"{settings.SITE_URL.rstrip('/')}{path}" + (f"?{query}" if query else "")
