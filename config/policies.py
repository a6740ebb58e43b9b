"""What browsers may do with our pages, beyond what Django sets by itself."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# No page of ours uses any of these, so that none can be made to.
UNUSED = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
PERMISSIONS = ", ".join(f"{name}=()" for name in UNUSED)


def permissions_policy(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response

    return middleware
