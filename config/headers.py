"""What browsers may do with our pages: the same headers on every answer."""

import re
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from relations.secret_addresses import INVITATION, PASSWORD_RESET, PREVIEW

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# Nothing but our own files: no inline script or style, no other host (CSP Level 3).
CONTENT_SECURITY_POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)
# The address of a preview, of which nobody else is to learn: no cache, no search engine, no site that a link
# leads to. In whatever letters, as the token in it may be a true one.
PREVIEW_ADDRESS = re.compile(f"/+{PREVIEW}/", re.IGNORECASE)
PRIVATE_HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
# The address in a letter that lets somebody set a password. Its form is sent back to it: without a referrer
# browsers would not say either from which site it comes (Fetch, 3.1: "Origin: null"), which Django asks.
ACCOUNT_LINK = re.compile(f"/+admin/+(?:{INVITATION}|{PASSWORD_RESET})/", re.IGNORECASE)
ACCOUNT_LINK_HEADERS = {**PRIVATE_HEADERS, "Referrer-Policy": "strict-origin"}
# No page of ours uses any of these, so that none can be made to.
DISABLED_FEATURES = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")


def cross_origin_resource_policy(response: HttpResponseBase) -> str:
    """Fetch, section 3.7: whoever may read an answer may embed it, nobody else.

    Data is for the programs of any site. So are static files, to which WhiteNoise gives the
    same leave: they hold nothing of anyone's, and a page shown by a translation service or
    an archive keeps its looks. Pages, the editors' above all, are nothing for other sites.
    """
    is_open = response.headers.get("Access-Control-Allow-Origin") == "*"
    return "cross-origin" if is_open else "same-origin"


def security_headers(get_response: GetResponse) -> GetResponse:
    """Middleware: those headers that Django's own SecurityMiddleware does not know."""
    https = ("upgrade-insecure-requests",) if settings.BEHIND_PROXY else ()
    headers = {
        "Content-Security-Policy": "; ".join(CONTENT_SECURITY_POLICY + https),
        "Permissions-Policy": ", ".join(f"{name}=()" for name in DISABLED_FEATURES),
    }

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cross-Origin-Resource-Policy", cross_origin_resource_policy(response))
        return response

    return middleware


def private_headers(path: str) -> dict[str, str]:
    """The headers of an answer whose address is a secret; none where there is nothing to hide."""
    if PREVIEW_ADDRESS.match(path):
        return PRIVATE_HEADERS
    return ACCOUNT_LINK_HEADERS if ACCOUNT_LINK.match(path) else {}


def private_addresses(get_response: GetResponse) -> GetResponse:
    """Middleware: whatever is answered at a secret address, a redirect to https too, nobody keeps."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if headers := private_headers(request.path_info):
            for name, value in headers.items():
                response.headers[name] = value
            if response.status_code == HTTPStatus.MOVED_PERMANENTLY:
                response.status_code = HTTPStatus.FOUND
        return response

    return middleware
