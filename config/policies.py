"""What browsers may do with our pages: the same headers on every answer."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# Nothing but our own files: no inline script or style, no other host (CSP Level 3).
CONTENT_SECURITY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)
# No page of ours uses any of these, so that none can be made to.
UNUSED = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")


def policies(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    https = ("upgrade-insecure-requests",) if settings.BEHIND_PROXY else ()
    headers = {
        "Content-Security-Policy": "; ".join(CONTENT_SECURITY + https),
        "Permissions-Policy": ", ".join(f"{name}=()" for name in UNUSED),
    }

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        return response

    return middleware
