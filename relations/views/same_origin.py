"""Whether a request was sent by a page of this site."""

from django.http import HttpRequest


def is_same_origin(request: HttpRequest) -> bool:
    """Whether a page of this site sent the request, as browsers say (Fetch Metadata; Fetch, section 3.2)."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    own = f"{request.scheme}://{request.get_host()}"
    return site in (None, "same-origin") and origin in (None, own)
