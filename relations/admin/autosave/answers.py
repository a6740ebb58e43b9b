"""What the addresses that pages ask by script have in common: what they refuse, and how they say it."""

from http import HTTPStatus

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from relations.views.overload import is_overloaded, retry_later
from relations.views.same_origin import is_same_origin

# Seconds after which a page tries again.
RETRY_AFTER = 2


def refuse_request(request: HttpRequest) -> JsonResponse | None:
    """What is said to a request that no page of this site sends, or that comes while there are too many."""
    if request.method != "POST":
        response = answer(HTTPStatus.METHOD_NOT_ALLOWED, "refused")
        response.headers["Allow"] = "POST"
        return response
    if is_overloaded.get():
        return busy()
    if not is_same_origin(request):
        return answer(HTTPStatus.FORBIDDEN, "refused", reason=_("It comes from another site."))
    return None


def answer(status: int, state: str, **members: str) -> JsonResponse:
    return JsonResponse({"state": state, **members}, status=status, headers={"Cache-Control": "no-store"})


def busy() -> JsonResponse:
    return retry_later(answer(HTTPStatus.SERVICE_UNAVAILABLE, "busy"), RETRY_AFTER)
